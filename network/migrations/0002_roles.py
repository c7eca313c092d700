"""What the roles of the working group may do with the people's rows in the admin."""

from importlib import import_module

from django.db import migrations

first = import_module("casestudies.migrations.0002_roles")

# Nobody types an enquiry or a message in, and none is deleted: it is erased, and stays a count
QUEUES = first.every(["enquiry", "groupmessage"], "view", "change")
LEADERS = first.every(["projectleader", "leadership"], "view", "add", "change", "delete")
NETWORK = QUEUES | LEADERS | first.every(["correction"], "view", "change") | {"view_returnedletter"}

ROLES = {
    # A correction is about an entry, so whoever may edit one reads it; not who sent it
    "Editor": {"network": {"view_correction"}},
    "Publisher": {"network": {"view_correction", "change_correction"}},
    "Network manager": {"network": NETWORK, "outbox": {"view_letter", "change_letter"}},
    "Administrator": {"network": NETWORK, "outbox": {"view_letter", "change_letter"}},
}


def give(apps, schema_editor):
    for label in ("network", "outbox"):
        first.make_permissions(apps, label, schema_editor.connection.alias)
    for role, found in granted(apps):
        role.permissions.add(*found)


def take_back(apps, schema_editor):
    for role, found in granted(apps):
        role.permissions.remove(*found)


def granted(apps):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, by_app in ROLES.items():
        # A role is missing where the migration that makes them has been undone
        for role in Group.objects.filter(name=name):
            for label, codenames in by_app.items():
                yield (
                    role,
                    Permission.objects.filter(
                        content_type__app_label=label, codename__in=codenames
                    ),
                )


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0001_initial_network"),
        ("outbox", "0001_initial_outbox"),
        ("casestudies", "0002_roles"),
    ]

    operations = [migrations.RunPython(give, take_back)]
