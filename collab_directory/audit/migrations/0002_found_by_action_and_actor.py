from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial_audit_trail")]

    operations = [
        migrations.AddIndex(
            model_name="auditrecord",
            index=models.Index(fields=["action", "-at"], name="audit_by_action"),
        ),
        migrations.AddIndex(
            model_name="auditrecord",
            index=models.Index(fields=["actor", "-at"], name="audit_by_actor"),
        ),
    ]
