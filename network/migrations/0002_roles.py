"""The roles of the working group as groups, with what each may do in the admin."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def every(models, *verbs):
    return {f"{verb}_{model}" for model in models for verb in verbs}


# --- The directory ---

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
    "programmecase",
    "fundingstream",
    "fundingsource",
    "guidancepagesource",
    "resource",
    "resourcesource",
]
# Geography and pages of guidance: a publisher may correct a word, but none is added or goes
GIVEN = ["region", "forcearea", "guidancepage"]

EDITOR = (
    every(["casestudy"], "view", "add", "change")
    | every(PARTS, "view", "add", "change", "delete")
    | every(TAXONOMIES + GIVEN + ["version", "missedsearch"], "view")
)
PUBLISHER = (
    EDITOR
    | {"publish_casestudy", "delete_casestudy"}
    | every(TAXONOMIES, "add", "change", "delete")
    | every(GIVEN, "change")
    # To take off the list what has been dealt with
    | every(["missedsearch"], "delete")
)

# --- The people ---

# A correction is about an entry, so whoever may edit one reads it; not who sent it
BY_EDITORS = every(["contribution"], "view", "change") | every(
    ["correction", "verificationround"], "view"
)
# Nobody types these in, and none is deleted: what is decided is decided by buttons, and what is
# erased stays a count. The words of posts and topics are their authors'
QUEUES = [
    "enquiry",
    "groupmessage",
    "correction",
    "complaint",
    "membershiprequest",
    "member",
    "introduction",
    "topic",
    "post",
    "report",
]
# Written by the daily work, by answers and by readers
REGISTERS = ["verificationround", "subscription", "returnedletter", "clearing", "erasure"]
MANAGER = (
    every(QUEUES, "view", "change")
    | every(REGISTERS, "view")
    | every(
        ["projectleader", "leadership", "discussioncategory"], "view", "add", "change", "delete"
    )
)
# The registers are read; what is done to a person is done from the page about one
OFFICER = every(["disclosure", "erasure", "clearing", "complaint"], "view") | {
    "change_complaint",
    "export_person",
    "erase_person",
}

LETTERS = every(["letter"], "view", "change")
LINKS = every(["checkedlink"], "view")

ROLES = {
    "Editor": {"casestudies": EDITOR, "network": BY_EDITORS, "linkcheck": LINKS},
    "Publisher": {
        "casestudies": PUBLISHER,
        "network": BY_EDITORS | {"change_correction"},
        "linkcheck": LINKS,
    },
    "Network manager": {"network": MANAGER, "outbox": LETTERS},
    "Data protection": {"network": OFFICER},
    "Administrator": {
        "casestudies": PUBLISHER | {"erase_casestudy"},
        "network": BY_EDITORS | MANAGER | OFFICER,
        "outbox": LETTERS,
        "linkcheck": LINKS,
        # A role is this migration's to define, so groups may be read and given, not changed
        "auth": every(["user"], "view", "add", "change", "delete") | every(["group"], "view"),
        "audit": every(["auditrecord"], "view"),
    },
}


def make_roles(apps, schema_editor):
    for label in ("auth", "audit", "casestudies", "linkcheck", "network", "outbox"):
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
        ("network", "0001_initial_network"),
        ("casestudies", "0001_initial"),
        ("audit", "0001_initial_audit_trail"),
        ("linkcheck", "0001_initial_links"),
        ("outbox", "0001_initial_outbox"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        # Not needed, but later than this they would take seconds: each change of a table builds
        # the models anew once something has asked for them
        ("limits", "0001_initial_limits"),
        ("presence", "0001_who_has_a_form_open"),
        ("sheets", "0001_files_on_their_way_in"),
        ("worklist", "0001_initial_marks"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
