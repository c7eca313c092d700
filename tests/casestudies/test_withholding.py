"""A version that names somebody is withheld: its text is nowhere public, that it was is said."""

import pytest
from django.urls import reverse

from casestudies import editorial, restoring, withholding
from casestudies.models import CaseStudy, Merge, Version
from collab_directory.audit.models import AuditRecord
from network.actions import erasing
from network.personal import Person
from tests.factories import make_leader, make_study, make_user

pytestmark = pytest.mark.django_db

NAMED = "Jo Unwanted led it."


def address(study, number, name="version"):
    return reverse(f"casestudies:{name}", args=[study.slug, number])


def ask(version, name):
    return reverse(f"admin:casestudies_version_{name}", args=[version.pk])


def page_of(version):
    return reverse("admin:casestudies_version_change", args=[version.pk])


@pytest.fixture
def publisher():
    return make_user("Publisher")


@pytest.fixture
def versions(publisher):
    """Of a published entry, newest first: in the older one's title, text and note stands a name."""
    study = make_study("Hub of Jo Unwanted", slug="hub", state="draft", summary=NAMED)
    editorial.publish(study, by=publisher, note="Told by Jo Unwanted.")
    CaseStudy.objects.filter(pk=study.pk).update(title="Hub", summary="The fire service led it.")
    study.refresh_from_db()
    editorial.revise(study, by=publisher, note="The name is out.")
    return list(study.versions.all())


@pytest.fixture
def old(versions):
    return versions[1]


def test_nothing_of_it_is_public_and_that_it_is_withheld_is_said(client, old, publisher):
    study = old.study
    addresses = (
        address(study, 1),
        address(study, 1, "version_changes"),
        reverse("casestudies:versions", args=[study.slug]),
    )
    assert all("Unwanted" in client.get(page).text for page in addresses)
    assert withholding.withhold(old, by=publisher, because="It names a person.")
    for page in addresses:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "Unwanted" not in answer.text
        assert "It names a person." not in answer.text
        assert f"{old.withheld_at:%-d %B %Y}" in answer.text
    assert "Version 1 is withheld" in client.get(addresses[0]).text
    assert addresses[1] not in client.get(addresses[2]).text
    assert "The fire service led it." in client.get(address(study, 2)).text


def test_it_is_read_again_once_that_is_undone(client, old, publisher):
    withholding.withhold(old, by=publisher, because="By mistake.")
    client.get(address(old.study, 1))
    assert withholding.give_back(old, by=publisher)
    assert NAMED in client.get(address(old.study, 1)).text
    assert (old.withheld_at, old.withheld_by, old.withheld_because) == (None, None, "")


def test_each_is_done_once_and_recorded(old, publisher):
    acts = [
        withholding.withhold(old, by=publisher, because="It names a person."),
        withholding.withhold(old, by=publisher, because="Again."),
        withholding.give_back(old, by=publisher),
        withholding.give_back(old, by=publisher),
    ]
    assert acts == [True, False, True, False]
    records = AuditRecord.objects.about(old.study).filter(action__contains="version_")
    assert [(record.action, record.actor, record.detail) for record in records] == [
        ("case_study.version_given_back", publisher, {"version": 1, "note": ""}),
        ("case_study.version_withheld", publisher, {"version": 1, "note": "It names a person."}),
    ]


def test_what_is_in_force_is_corrected_first(versions, publisher):
    with pytest.raises(editorial.NotPossible, match="is in force"):
        withholding.withhold(versions[0], by=publisher, because="It names a person.")
    editorial.archive(versions[0].study, by=publisher)
    assert withholding.withhold(versions[0], by=publisher, because="It names a person.")


def test_nothing_is_compared_with_what_is_withheld(client, versions, publisher):
    """The newest of an entry that went into another one, whose versions stay public."""
    newest, old = versions
    other = make_study("Other")
    editorial.archive(newest.study, by=publisher)
    withholding.withhold(newest, by=publisher, because="It names a person.")
    Merge.objects.create(gone=newest.study, into=other)
    page = client.get(address(old.study, 1, "version_changes")).text
    assert "Version 2 is withheld" in page
    assert "The fire service led it." not in page
    assert address(old.study, 1, "version_changes") not in client.get(address(old.study, 1)).text


def test_a_publisher_withholds_it_with_a_reason_and_undoes_it(client, old, publisher):
    client.force_login(publisher)
    assert ask(old, "withhold") in client.get(page_of(old)).text
    page = client.get(ask(old, "withhold"))
    assert "nothing of its text" in page.text
    refused = client.post(ask(old, "withhold"), {"because": " "})
    assert "Say why it is withheld." in refused.text
    old.refresh_from_db()
    assert old.withheld_at is None
    done = client.post(ask(old, "withhold"), {"because": "It names a person."}, follow=True)
    assert "version 1 is withheld." in done.text
    assert "It names a person." in done.text
    assert (
        "Withheld on"
        in client.get(reverse("admin:casestudies_casestudy_history", args=[old.study_id])).text
    )
    assert client.get(ask(old, "give_back")).status_code == 200
    old.refresh_from_db()
    assert old.withheld_by == publisher
    done = client.post(ask(old, "give_back"), follow=True)
    assert "version 1 can be read again." in done.text
    assert ask(old, "withhold") in done.text


def test_the_page_says_that_what_is_in_force_cannot_be_withheld(client, versions, publisher):
    client.force_login(publisher)
    page = client.get(ask(versions[0], "withhold"))
    assert "Correct the entry first" in page.text
    assert "because" not in page.text.split("asked__missing")[1]
    page = client.post(ask(versions[0], "withhold"), {"because": "It names a person."})
    versions[0].refresh_from_db()
    assert versions[0].withheld_at is None
    assert "Correct the entry first" in page.text


@pytest.mark.parametrize("role", ["Editor", "Network manager", "Administrator"])
def test_only_publishers_may(client, old, publisher, role):
    user = make_user(role)
    client.force_login(user)
    may = user.has_perm(editorial.PUBLISH)
    withholding.withhold(old, by=publisher, because="It names a person.")
    for name in ("withhold", "give_back"):
        expected = (200, 302) if may else (403, 403)
        assert client.get(ask(old, name)).status_code == expected[0]
        assert client.post(ask(old, name), {"because": "x"}).status_code == expected[1]
    old.refresh_from_db()
    assert bool(old.withheld_at) != may
    if not may:
        with pytest.raises(editorial.NotAllowed):
            withholding.give_back(old, by=user)


def test_what_is_withheld_is_not_brought_back(client, old, publisher):
    withholding.withhold(old, by=publisher, because="It names a person.")
    client.force_login(publisher)
    restore = reverse("admin:casestudies_casestudy_restore", args=[old.study_id, 1])
    history = client.get(reverse("admin:casestudies_casestudy_history", args=[old.study_id])).text
    assert restore not in history
    form = client.get(restore).context["form"]
    answer = client.post(restore, {"seen": form["seen"].value()})
    assert "This version is withheld" in answer.text
    assert not CaseStudy.objects.exclude(pending_of=None).exists()


def test_what_was_withheld_while_somebody_looked_at_it_is_not_brought_back(old, publisher):
    withholding.withhold(Version.objects.get(pk=old.pk), by=publisher, because="It names a person.")
    with pytest.raises(editorial.NotPossible):
        restoring.restore(old, by=publisher)
    assert not CaseStudy.objects.exclude(pending_of=None).exists()


@pytest.mark.parametrize("is_withheld", [True, False])
def test_a_name_is_erased_from_it_with_the_person(client, old, publisher, is_withheld):
    make_leader(old.study, name="Jo Unwanted", email="jo@fire.uk")
    if is_withheld:
        withholding.withhold(old, by=publisher, because="Jo Unwanted asked.")
    client.get(address(old.study, 1))
    erasing.erase_person(Person("jo@fire.uk"), by=None, at=old.published_at)
    old.refresh_from_db()
    assert old.document["summary"] == "[…] led it."
    assert old.document["title"] == "Hub of […]"
    assert old.note == "Told by […]."
    assert old.withheld_because == ("[…] asked." if is_withheld else "")
    assert "Unwanted" not in client.get(address(old.study, 1)).text
