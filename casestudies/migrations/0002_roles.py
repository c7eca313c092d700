"""The roles of the working group as groups, with what each may do in the admin."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

# What an entry is made of; whoever may write an entry may add, change and remove these
PARTS = [
    "partner",
    "outcome",
    "lesson",
    "saving",
    "funding",
    "need",
    "caveat",
    "factorshown",
    "source",
    "relation",
]
# What entries are sorted by, and what stands beside them
TAXONOMIES = [
    "service",
    "collaborationtype",
    "organisation",
    "formername",
    "glossaryterm",
    "synonym",
    "searchterm",
    "searchword",
    "welshword",
    "successfactor",
    "factorsource",
    "question",
    "nationalprogramme",
    "programmesource",
    "fundingstream",
    "fundingsource",
    "resource",
]
# Geography: a publisher may correct a word, but no region is added or goes
PLACES = ["region", "forcearea"]


def every(models, *verbs):
    return {f"{verb}_{model}" for model in models for verb in verbs}


EDITOR = (
    every(["casestudy"], "view", "add", "change")
    | every(PARTS, "view", "add", "change", "delete")
    | every(TAXONOMIES + PLACES + ["version", "missedsearch"], "view")
)
PUBLISHER = (
    EDITOR
    | {"publish_casestudy", "delete_casestudy"}
    | every(TAXONOMIES, "add", "change", "delete")
    | every(PLACES, "change")
    # To take off the list what has been dealt with
    | every(["missedsearch"], "delete")
)
ADMINISTRATOR = PUBLISHER | {"erase_casestudy"}

ROLES = {
    "Editor": {"casestudies": EDITOR},
    "Publisher": {"casestudies": PUBLISHER},
    # May sign in; what it manages comes with the network's own models
    "Network manager": {},
    "Administrator": {
        "casestudies": ADMINISTRATOR,
        # A role is this migration's to define, so groups may be read and given, not changed
        "auth": every(["user"], "view", "add", "change", "delete") | every(["group"], "view"),
        "audit": every(["auditrecord"], "view"),
    },
}


def make_roles(apps, schema_editor):
    for label in ("auth", "audit", "casestudies"):
        make_permissions(apps, label, schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, by_app in ROLES.items():
        role, _ = Group.objects.get_or_create(name=name)
        for label, codenames in by_app.items():
            found = Permission.objects.filter(content_type__app_label=label, codename__in=codenames)
            missing = codenames - set(found.values_list("codename", flat=True))
            if missing:
                raise LookupError(f"No such permission in {label}: {', '.join(sorted(missing))}")
            role.permissions.add(*found)


def make_permissions(apps, label, using):
    """Django makes permissions after all migrations; this one needs them now."""
    app = apps.get_app_config(label)
    had = getattr(app, "models_module", None)
    app.models_module = True  # without it, create_permissions passes the app over
    create_permissions(app, verbosity=0, using=using, apps=apps)
    app.models_module = had


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0001_initial"),
        ("audit", "0001_initial_audit_trail"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
