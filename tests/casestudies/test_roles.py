"""Every role at every address of the admin: each has its one expected answer."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from casestudies.models import CaseStudy
from casestudies.roles import Role
from network.models import Clearing, Erasure
from tests import factories
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db

ROLES = [None, *Role.values]

# What each role may do with each list: view, add, change, delete. Nothing where it is not named.
READ, WRITE = "view", "view add change delete"
RIGHTS = {
    "casestudies.casestudy": {
        "Editor": "view add change",
        "Publisher": WRITE,
        "Administrator": WRITE,
    },
    "casestudies.version": {"Editor": READ, "Publisher": READ, "Administrator": READ},
    "sheets.sheetimport": {"Editor": READ, "Publisher": READ, "Administrator": READ},
    "casestudies.missedsearch": {
        "Editor": READ,
        "Publisher": "view delete",
        "Administrator": "view delete",
    },
    "linkcheck.checkedlink": {"Editor": READ, "Publisher": READ, "Administrator": READ},
    "auth.user": {"Administrator": WRITE},
    "auth.group": {"Administrator": READ},
    "audit.auditrecord": {"Administrator": READ},
    # Sent again or cancelled by actions, never written
    "outbox.letter": {"Network manager": READ, "Administrator": READ},
    "network.enquiry": {"Network manager": READ, "Administrator": READ},
    "network.correction": {
        "Editor": READ,
        "Publisher": "view change",
        "Network manager": "view change",
        "Administrator": "view change",
    },
    "network.contribution": {
        "Editor": "view change",
        "Publisher": "view change",
        "Administrator": "view change",
    },
    "network.groupmessage": {"Network manager": "view change", "Administrator": "view change"},
    "network.membershiprequest": {
        "Network manager": "view change",
        "Administrator": "view change",
    },
    "network.member": {"Network manager": READ, "Administrator": READ},
    "network.introduction": {"Network manager": READ, "Administrator": READ},
    # Written by actions, and read by whoever answers for them
    "network.complaint": {
        "Network manager": "view change",
        "Data protection": "view change",
        "Administrator": "view change",
    },
    "network.disclosure": {"Data protection": READ, "Administrator": READ},
    "network.erasure": {"Network manager": READ, "Data protection": READ, "Administrator": READ},
    "network.clearing": {"Network manager": READ, "Data protection": READ, "Administrator": READ},
    "network.subscription": {"Network manager": READ, "Administrator": READ},
    # Written by the daily work, by answers and by a button of the case study
    "network.verificationround": {
        "Editor": READ,
        "Publisher": READ,
        "Network manager": READ,
        "Administrator": READ,
    },
    "network.projectleader": {"Network manager": WRITE, "Administrator": WRITE},
    "network.discussioncategory": {"Network manager": WRITE, "Administrator": WRITE},
    "network.topic": {"Network manager": READ, "Administrator": READ},
    "network.post": {"Network manager": READ, "Administrator": READ},
    "network.report": {"Network manager": "view change", "Administrator": "view change"},
} | {
    f"casestudies.{name}": {"Editor": READ, "Publisher": WRITE, "Administrator": WRITE}
    for name in (
        "service",
        "collaborationtype",
        "organisation",
        "glossaryterm",
        "searchterm",
        "successfactor",
        "nationalprogramme",
        "fundingstream",
        "resource",
    )
}
RIGHTS |= {
    f"casestudies.{name}": {
        "Editor": READ,
        "Publisher": "view change",
        "Administrator": "view change",
    }
    # Which pages of guidance there are is the code's to say
    for name in ("region", "forcearea", "guidancepage")
}


def make_one(label):
    """Something at whose address to knock."""
    made = {
        "casestudies.casestudy": lambda: make_study(state="draft"),
        "casestudies.version": lambda: factories.make_version(make_study()),
        "casestudies.missedsearch": factories.make_missed_search,
        "linkcheck.checkedlink": factories.make_checked_link,
        "casestudies.service": lambda: factories.make_services("police")[0],
        "casestudies.collaborationtype": lambda: factories.make_types("joint-training")[0],
        "casestudies.organisation": factories.make_organisation,
        "casestudies.glossaryterm": lambda: factories.make_glossary_term("FRS", "brigade"),
        "casestudies.searchterm": lambda: factories.make_search_term("workshop", "garage"),
        "casestudies.successfactor": factories.make_factor,
        "casestudies.nationalprogramme": factories.make_programme,
        "casestudies.fundingstream": factories.make_funding_stream,
        "casestudies.resource": factories.make_resource,
        "casestudies.guidancepage": factories.make_guidance_page,
        "casestudies.region": factories.make_region,
        "casestudies.forcearea": lambda: factories.make_force_areas("kent")[0],
        "network.enquiry": factories.make_enquiry,
        "network.complaint": factories.make_complaint,
        "network.disclosure": factories.make_disclosure,
        "network.erasure": lambda: Erasure.objects.create(digest="x", what={"members": 1}),
        "network.clearing": lambda: Clearing.objects.create(rule="letters", number=1),
        "network.subscription": factories.make_subscription,
        "network.projectleader": factories.make_leader,
        "network.verificationround": factories.make_round,
        "network.correction": factories.make_correction,
        "network.contribution": lambda: factories.make_contribution(state="sent"),
        "network.groupmessage": factories.make_group_message,
        "network.membershiprequest": lambda: factories.make_request(state="waiting"),
        "network.member": factories.make_member,
        "network.introduction": lambda: factories.make_introduction(reported_at=timezone.now()),
        "network.topic": factories.make_topic,
        "network.post": lambda: factories.make_reply(factories.make_topic()),
        "network.report": factories.make_report,
        "auth.user": make_user,
        "auth.group": lambda: Group.objects.create(name="Readers"),
        "audit.auditrecord": lambda: factories.make_audit_record(),
        "outbox.letter": factories.make_letter,
    }
    return made[label]() if label in made else None


def test_every_list_of_the_admin_is_in_the_table():
    assert {model._meta.label_lower for model in admin.site._registry} == set(RIGHTS)


@pytest.mark.rights
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("label", RIGHTS)
def test_each_role_gets_the_answer_that_its_rights_give(label, role, as_role):
    client = as_role(role)
    rights = RIGHTS[label].get(role, "").split()
    thing = make_one(label)
    name = label.replace(".", "_")

    def answer(right, allowed=200):
        # Django sends whoever is not staff to the sign-in page.
        return 302 if role is None else allowed if right in rights else 403

    # Adding an audit record or a version is nobody's right, not even a superuser's
    assert client.get(reverse(f"admin:{name}_changelist")).status_code == answer("view")
    assert client.get(reverse(f"admin:{name}_add")).status_code == answer("add")
    assert client.post(reverse(f"admin:{name}_add"), {}).status_code == answer("add")
    if thing is None:
        return
    for page, right in [("change", "view"), ("history", "view"), ("delete", "delete")]:
        address = reverse(f"admin:{name}_{page}", args=[thing.pk])
        with zeal_ignore():  # who asks and who is asked about are both users, read one by one
            assert client.get(address).status_code == answer(right), page
    address = reverse(f"admin:{name}_change", args=[thing.pk])
    # Empty forms: 200 says that they were read and found wanting, 403 that they were not read.
    assert client.post(address, {}).status_code == answer("change")
    address = reverse(f"admin:{name}_delete", args=[thing.pk])
    assert client.post(address, {"post": "yes"}).status_code == answer("delete", 302)
    assert type(thing).objects.filter(pk=thing.pk).exists() != ("delete" in rights)


PAGES = {
    # address: who gets 200; a visitor is asked to sign in
    "admin:index": set(Role.values),
    "admin:jsi18n": set(Role.values),
    "admin:network_disclosure_person": {"Data protection", "Administrator"},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", PAGES)
def test_the_general_pages_are_for_those_named(address, role, as_role):
    expected = 302 if role is None else 200 if role in PAGES[address] else 403
    assert as_role(role).get(reverse(address)).status_code == expected


@pytest.mark.parametrize("role", ROLES)
def test_nobody_has_a_password_to_change(role, as_role):
    client = as_role(role)
    for name in ("password_change", "password_change_done"):
        assert client.get(reverse(f"admin:{name}")).status_code == (404 if role else 302)


@pytest.mark.parametrize("role", ROLES)
def test_the_list_of_an_app_is_for_those_who_have_something_in_it(role, as_role):
    page = as_role(role).get(reverse("admin:app_list", args=["casestudies"]))
    expected = {None: 302, "Network manager": 404, "Data protection": 404}.get(role, 200)
    assert page.status_code == expected


@pytest.mark.parametrize("role", ROLES)
def test_what_is_offered_while_typing_is_for_those_who_may_read_it(role, as_role):
    factories.make_organisation("Kent Police")
    page = as_role(role).get(
        reverse("admin:autocomplete"),
        {
            "app_label": "casestudies",
            "model_name": "partner",
            "field_name": "organisation",
            "term": "kent",
        },
    )
    expected = {None: 302, "Network manager": 403, "Data protection": 403}
    assert page.status_code == expected.get(role, 200)


def test_a_visitor_is_asked_to_sign_in_everywhere(client):
    study = make_study()
    addresses = [reverse(f"admin:{label.replace('.', '_')}_changelist") for label in RIGHTS]
    addresses += [
        reverse(f"admin:casestudies_casestudy_{page}", args=[study.pk])
        for page in ("change", "delete", "submit", "publish", "return", "archive", "verify")
    ]
    for address in [*addresses, reverse("admin:index")]:
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize(
    "role, state, expected",
    [
        ("Publisher", "draft", 200),
        ("Publisher", "published", 403),
        ("Publisher", "archived", 403),
        ("Administrator", "published", 200),
        ("Administrator", "archived", 200),
    ],
)
def test_only_an_administrator_deletes_what_was_published(role, state, expected, as_role):
    study = make_study(state=state)
    client = as_role(role)
    address = reverse("admin:casestudies_casestudy_delete", args=[study.pk])
    assert client.get(address).status_code == expected
    client.post(address, {"post": "yes"})
    assert CaseStudy.objects.filter(pk=study.pk).exists() == (expected == 403)


def test_a_publisher_cannot_delete_a_draft_that_was_published_once(as_role):
    study = make_study(state="archived")
    CaseStudy.objects.update(state="draft")
    address = reverse("admin:casestudies_casestudy_delete", args=[study.pk])
    assert as_role("Publisher").post(address, {"post": "yes"}).status_code == 403


def test_a_word_that_is_in_use_cannot_be_deleted(as_role):
    client = as_role("Publisher")
    study = make_study(organisations=["Kent Police"], force_areas=["kent"])
    in_use = {
        "service": study.services.first(),
        "collaborationtype": study.types.first(),
        "organisation": study.organisations.first(),
        "region": study.region,
        "forcearea": study.force_areas.first(),
    }
    for name, thing in in_use.items():
        address = reverse(f"admin:casestudies_{name}_delete", args=[thing.pk])
        answer = client.post(address, {"post": "yes"}, follow=True)
        assert type(thing).objects.filter(pk=thing.pk).exists(), name
        if name in ("region", "forcearea"):
            assert answer.status_code == 403
        else:
            assert "Merge it into another one, or retire it." in answer.content.decode()


def test_the_roles_hold_the_permissions_that_the_house_promises():
    held = {
        role: set(
            Permission.objects.filter(
                group__name=role, content_type__app_label__in=["casestudies", "auth", "audit"]
            ).values_list("codename", flat=True)
        )
        for role in Role.values
    }
    assert held["Editor"] < held["Publisher"] < held["Administrator"]
    assert held["Network manager"] == held["Data protection"] == set()
    assert not {p for p in held["Editor"] if p.startswith("publish") or p == "delete_casestudy"}
    assert held["Administrator"] - held["Publisher"] == {
        "erase_casestudy",
        "add_user",
        "change_user",
        "delete_user",
        "view_user",
        "view_group",
        "view_auditrecord",
    }


def test_what_the_migrations_give_the_roles_goes_back_and_comes_again():
    roles = import_module("network.migrations.0002_roles")
    places = import_module("network.migrations.0004_roles_of_places")
    here = SimpleNamespace(connection=connection)
    before = permissions_of_roles()
    roles.remove_roles(apps, here)
    assert not Group.objects.filter(name__in=Role.values).exists()
    for _ in range(2):
        roles.make_roles(apps, here)
        places.give(apps, here)
        assert permissions_of_roles() == before
    assert set(before) == set(Role.values)


def permissions_of_roles():
    return {
        role.name: set(role.permissions.values_list("content_type__app_label", "codename"))
        for role in Group.objects.filter(name__in=Role.values)
    }
