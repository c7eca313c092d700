"""Editors correct, review, publish, move and archive, and the public sees what they meant."""

import pytest

from casestudies.models import CaseStudy
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from tests.factories import make_study, make_user
from tests.journeys.person import Person
from tests.sign_in import code_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return Person()


def somebody(role):
    user = make_user(role)
    person = Person().open("/admin/").press("Send me a code", email=user.email)
    person.press("Sign in", code=code_for(user.email))
    assert person.status == 200
    assert person.headings[0] == "Needs your attention"
    person.user = user
    return person


@pytest.fixture
def editor():
    return somebody("Editor")


@pytest.fixture
def publisher():
    return somebody("Publisher")


def audited(study):
    records = AuditRecord.objects.about(study).order_by("pk")
    return list(records.values_list("action", "actor_name"))


def find(person, title):
    """Through the list of the admin, as an editor would."""
    person.open("/admin/").click("Case studies").press("Search", q=title)
    links = [words for words, _ in person.page.links if words.startswith(title)]
    return person.click(links[0])


def test_a_correction_is_public_searchable_and_remembered(publisher, reader):
    study = make_study("Shared station", summary="Two services, one roof.")
    assert "No schemes" in reader.open("/case-studies/?q=hovercraft").headings

    find(publisher, "Shared station").press(
        "Save", summary="Two services, one hovercraft.", change_note="Named the hovercraft."
    )
    assert "was changed successfully" in publisher.text

    reader.open("/case-studies/").press("Search", q="hovercraft")
    assert "1 scheme" in reader.headings
    reader.click("Shared station")
    assert "Two services, one hovercraft." in reader.text

    version = study.versions.get()
    assert version.note == "Named the hovercraft."
    assert version.published_by == publisher.user
    assert "hovercraft" in str(version.document)
    by = publisher.user.username
    assert audited(study) == [("case_study.revised", by), ("case_study.changed", by)]


def test_what_an_editor_writes_is_reviewed_and_published_by_a_publisher(editor, publisher, reader):
    make_study("Old station")  # with the services, types and region that there are
    editor.open("/admin/").click("Add a case study").press(
        "Save",
        **{
            "title": "Joint drones",
            "slug": "joint-drones",
            "summary": "One drone for two services.",
            "services": [str(service.pk) for service in CaseStudy.objects.get().services.all()],
            "types": str(CaseStudy.objects.get().types.get().pk),
            "region": str(CaseStudy.objects.get().region_id),
            "sources-0-title": "The drone review",
            "sources-0-url": "https://example.org/drones",
            "sources-0-date": "2024",
        },
    )
    study = CaseStudy.objects.get(slug="joint-drones")
    find(editor, "Joint drones")
    assert not editor.sees_link("Publish")
    assert reader.open("/case-studies/joint-drones/").status == 404
    editor.click("Send for review").press("Send for review")
    assert "has been sent for review" in editor.text
    assert reader.open("/case-studies/joint-drones/").status == 404

    publisher.open("/admin/")
    assert publisher.sees_link("Review: Joint drones")
    find(publisher, "Joint drones").click("Publish").press("Publish", note="Checked.")
    assert "is published" in publisher.text

    reader.open("/").press("Search", q="drone").click("Joint drones")
    assert "The drone review" in reader.text
    assert reader.open("/case-studies/a-z/").sees_link("Joint drones")
    assert [action for action, _ in audited(study)] == [
        "case_study.added",
        "case_study.submitted",
        "case_study.published",
    ]
    assert study.versions.get().note == "Checked."


def test_a_publisher_returns_a_draft_and_its_editor_reads_why(editor, publisher):
    study = make_study("Joint drones", state="in-review")
    find(publisher, "Joint drones").click("Return to draft").press("Return to draft", comment="")
    assert "Say what should change." in publisher.text
    publisher.press("Return to draft", comment="Which year was it?")
    study.refresh_from_db()
    assert study.state == "draft"
    assert "Which year was it?" in find(editor, "Joint drones").text


def test_what_is_archived_is_nowhere(publisher, reader):
    study = make_study(
        "Shared station", organisations=["Kent Police"], force_areas=["kent"], region="wales"
    )
    make_study("Joint drones", organisations=["Kent Police"], force_areas=["kent"])
    make_study("National radio", types=["interoperability"])
    places = {
        "/",
        "/case-studies/",
        "/case-studies/?q=station",
        "/case-studies/a-z/",
        "/case-studies.csv",
        "/case-studies.json",
        "/types/shared-premises/",
        "/regions/wales/",
        "/areas/kent/",
        "/organisations/kent-police/",
        "/case-studies/joint-drones/",
    }
    mentions = {place for place in places if reader.open(place).reads("Shared station")}
    assert mentions == places

    find(publisher, "Shared station").click("Archive").press("Archive", note="It closed.")
    assert "is archived" in publisher.text
    assert reader.open("/case-studies/shared-station/").status == 404
    mentions = {place for place in places if reader.open(place).reads("Shared station")}
    assert mentions == set()
    assert ("case_study.archived", publisher.user.username) in audited(study)

    find(publisher, "Shared station").click("Publish").press("Publish")
    assert reader.open("/case-studies/shared-station/").status == 200


def test_a_new_address_is_found_by_the_old_one(publisher, reader):
    make_study("Shared station")
    find(publisher, "Shared station").press("Save", title="Fire house", slug="fire-house")
    reader.open("/case-studies/shared-station/")
    assert reader.came_by == [(301, "/case-studies/fire-house/")]
    assert reader.headings[0] == "Fire house"


def test_a_save_over_somebody_elses_asks_first_and_keeps_the_text(publisher):
    make_study("Shared station", summary="As it was.")
    other = somebody("Publisher")
    find(publisher, "Shared station")
    find(other, "Shared station").press("Save", summary="As the other wrote it.")
    publisher.press("Save", summary="As I wrote it.")
    assert "somebody else saved this case study" in publisher.text
    # Words that differ are marked, so the other's text stands there in pieces
    assert "What is stored now, and yours" in publisher.text
    assert "the other" in publisher.text
    publisher.press("Save")
    assert CaseStudy.objects.get().summary == "As I wrote it."


def test_who_may_not_sign_in_hears_what_everybody_hears_and_stays_out():
    make_user(username="visitor@example.org")
    person = Person().open("/admin/").press("Send me a code", email="visitor@example.org")
    assert person.headings[0] == "Enter the code"
    person.press("Sign in", code="BCDF-GHJK")
    assert "not the code of our last letter" in person.text
    assert not Letter.objects.exists()
    assert person.open("/admin/").headings[0] == "Sign in"
