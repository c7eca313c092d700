"""Publishers change the sources of a document as they change the document."""

from importlib import import_module

from django.db import migrations

first = import_module("casestudies.migrations.0002_roles")

READ = first.every(["resourcesource"], "view")
WRITE = READ | first.every(["resourcesource"], "add", "change", "delete")
ROLES = {"Editor": READ, "Publisher": WRITE, "Administrator": WRITE}


def give(apps, schema_editor):
    first.make_permissions(apps, "casestudies", schema_editor.connection.alias)
    for role, permissions in roles(apps):
        role.permissions.add(*permissions)


def take_back(apps, schema_editor):
    for role, permissions in roles(apps):
        role.permissions.remove(*permissions)


def roles(apps):
    Permission = apps.get_model("auth", "Permission")
    every = Permission.objects.filter(content_type__app_label="casestudies")
    for role in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        yield role, every.filter(codename__in=ROLES[role.name])


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0011_toolkit")]

    operations = [migrations.RunPython(give, take_back)]
