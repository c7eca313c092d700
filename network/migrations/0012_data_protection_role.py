"""The role of a data protection officer: to show, export and erase what is held of a person."""

from importlib import import_module

from django.db import migrations

first = import_module("casestudies.migrations.0002_roles")

NAME = "Data protection"
# The registers are read; what is done to a person is done from the page about one
REGISTERS = first.every(["disclosure", "erasure", "clearing", "complaint"], "view")
OFFICER = REGISTERS | {"change_complaint", "export_person", "erase_person"}
# Whoever answers messages answers complaints too, and sees what went by itself already
ROLES = {
    NAME: OFFICER,
    "Network manager": {"view_complaint", "change_complaint"},
    "Administrator": OFFICER,
}


def give(apps, schema_editor):
    first.make_permissions(apps, "network", schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    Group.objects.get_or_create(name=NAME)
    for role, found in granted(apps):
        role.permissions.add(*found)


def take_back(apps, schema_editor):
    # What the other roles had before this stays with them
    before = {"view_clearing", "view_erasure"}
    for role, found in granted(apps):
        role.permissions.remove(*found.exclude(codename__in=before))
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


def granted(apps):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        # A role is missing where the migration that makes them has been undone
        for role in Group.objects.filter(name=name):
            yield (
                role,
                Permission.objects.filter(
                    content_type__app_label="network", codename__in=codenames
                ),
            )


class Migration(migrations.Migration):
    dependencies = [("network", "0011_disclosures"), ("casestudies", "0002_roles")]

    operations = [migrations.RunPython(give, take_back)]
