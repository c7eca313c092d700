"""Who of the working group reads the rounds of asking."""

from importlib import import_module

from django.db import migrations

first = import_module("casestudies.migrations.0002_roles")

ROUNDS = first.every(["verificationround"], "view")
NAMES = ["Editor", "Publisher", "Network manager", "Administrator"]


def give(apps, schema_editor):
    first.make_permissions(apps, "network", schema_editor.connection.alias)
    for role in roles(apps):
        role.permissions.add(*permissions(apps))


def take_back(apps, schema_editor):
    for role in roles(apps):
        role.permissions.remove(*permissions(apps))


def roles(apps):
    return apps.get_model("auth", "Group").objects.filter(name__in=NAMES)


def permissions(apps):
    Permission = apps.get_model("auth", "Permission")
    return Permission.objects.filter(content_type__app_label="network", codename__in=ROUNDS)


class Migration(migrations.Migration):
    dependencies = [("network", "0018_verification")]

    operations = [migrations.RunPython(give, take_back)]
