"""Who of the working group sees how the addresses of sources answer."""

from importlib import import_module

from django.db import migrations

ROLES = ["Editor", "Publisher", "Administrator"]


def give(apps, schema_editor):
    first = import_module("casestudies.migrations.0002_roles")
    first.make_permissions(apps, "linkcheck", schema_editor.connection.alias)
    for role in roles(apps):
        role.permissions.add(*permissions(apps))


def take_back(apps, schema_editor):
    for role in roles(apps):
        role.permissions.remove(*permissions(apps))


def roles(apps):
    return apps.get_model("auth", "Group").objects.filter(name__in=ROLES)


def permissions(apps):
    found = apps.get_model("auth", "Permission").objects
    return found.filter(content_type__app_label="linkcheck", codename="view_checkedlink")


class Migration(migrations.Migration):
    # The roles are made there
    dependencies = [("linkcheck", "0001_initial_links"), ("casestudies", "0002_roles")]

    operations = [migrations.RunPython(give, take_back)]
