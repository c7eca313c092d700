"""What the roles of the working group may do with requests, members and subscriptions."""

from importlib import import_module

from django.db import migrations

first = import_module("casestudies.migrations.0002_roles")

# Requests are decided and members leave by buttons; a subscription ends where it began, by its reader
PEOPLE = first.every(["membershiprequest", "member"], "view", "change") | first.every(
    ["subscription", "clearing", "erasure"], "view"
)
NAMES = ["Network manager", "Administrator"]


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
    return Permission.objects.filter(content_type__app_label="network", codename__in=PEOPLE)


class Migration(migrations.Migration):
    dependencies = [("network", "0005_membership_and_alerts"), ("network", "0002_roles")]

    operations = [migrations.RunPython(give, take_back)]
