from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0012_roles_of_toolkit")]

    operations = [
        migrations.AddField(
            model_name="merge", name="was_public", field=models.BooleanField(default=True)
        )
    ]
