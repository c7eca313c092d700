"""Whoever may read or change the Welsh words of a term may do the same with its places."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def give(apps, schema_editor):
    app = apps.get_app_config("casestudies")
    had = getattr(app, "models_module", None)
    app.models_module = True  # without it, create_permissions passes the app over
    create_permissions(app, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    app.models_module = had
    Permission = apps.get_model("auth", "Permission")
    of_app = Permission.objects.filter(content_type__app_label="casestudies")
    for verb in ("view", "add", "change", "delete"):
        place = of_app.get(codename=f"{verb}_searchplace")
        for role in of_app.get(codename=f"{verb}_welshword").group_set.all():
            role.permissions.add(place)


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0002_places_in_everyday_words"),
        ("network", "0003_discussion_categories"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
