from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0005_previews")]

    operations = [
        migrations.AddField(
            model_name="casestudy",
            name="stale_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
    ]
