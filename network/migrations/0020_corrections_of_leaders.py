import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0019_roles_of_verification")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="leader",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="network.projectleader",
                verbose_name="told by its leader",
            ),
        ),
    ]
