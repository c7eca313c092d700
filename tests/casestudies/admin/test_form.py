"""The form: nothing is lost, nothing is smuggled in, and what is public stays whole."""

import pytest
from django.urls import reverse

from casestudies import catalogue, editorial
from casestudies.admin.base import MOST_LINES
from casestudies.models import CaseStudy, Lesson, Version
from collab_directory.audit.models import AuditRecord
from tests.casestudies.admin.pages import CHANGE, form_of, save
from tests.factories import (
    make_organisation,
    make_services,
    make_study,
    make_types,
)

pytestmark = pytest.mark.django_db


def test_an_editor_adds_a_draft_and_the_audit_trail_has_it(editor):
    services, types = make_services("police", "fire"), make_types("joint-training")
    region = make_study().region
    kent = make_organisation("Kent Police")
    address, sent = form_of(editor)
    sent |= {
        "title": "Joint drones",
        "slug": "joint-drones",
        "summary": "They fly.",
        "region": region.pk,
        "services": [s.pk for s in services],
        "types": [t.pk for t in types],
        "status": "live",
        "partners-0-organisation": kent.pk,
        "partners-0-role": "lead",
        "sources-0-title": "Report",
        "sources-0-url": "example.org/report",
        "sources-0-date": "2019-05",
    }
    assert editor.post(address, sent).status_code == 302
    study = CaseStudy.objects.get(slug="joint-drones")
    assert (study.state, study.published_at) == ("draft", None)
    assert study.organisations.get() == kent
    assert study.sources.get().url == "https://example.org/report"
    record = AuditRecord.objects.about(study).get()
    assert (record.action, record.actor) == ("case_study.added", editor.user)


@pytest.mark.parametrize("forged", ["published", "archived", "in-review"])
def test_the_state_cannot_be_sent_with_the_form(forged, editor):
    study = make_study(state="draft")
    address, sent = form_of(editor, study)
    words = {"state": forged, "published_at_0": "2020-01-01", "verified_on": "2020-01-01"}
    assert editor.post(address, sent | words).status_code == 302
    study.refresh_from_db()
    assert (study.state, study.published_at, study.verified_on) == ("draft", None, None)


@pytest.mark.parametrize("forged", ["kent", "²", "\x00"])
@pytest.mark.parametrize("field", ["force_areas", "partners-0-organisation"])
def test_what_was_never_offered_is_refused_and_breaks_nothing(field, forged, editor):
    study = make_study(state="draft", organisations=["Kent Police"], force_areas=["kent"])
    address, sent = form_of(editor, study)
    answer = save(editor, address, sent | {field: [forged]})
    assert answer.status_code == 200
    assert "Please correct the error" in answer.text
    assert study.force_areas.get().slug == "kent"
    assert study.organisations.get().name == "Kent Police"


@pytest.mark.parametrize("field", ["force_areas", "partners-0-organisation", "region"])
def test_a_number_that_no_row_can_have_breaks_nothing(field, editor):
    study = make_study(state="draft", organisations=["Kent Police"], force_areas=["kent"])
    address, sent = form_of(editor, study)
    answer = save(editor, address, sent | {field: ["9" * 40]})
    assert answer.status_code in {200, 400}  # SQLite cannot look it up, PostgreSQL finds nothing
    assert study.force_areas.get().slug == "kent"
    assert study.organisations.get().name == "Kent Police"


def test_a_form_sent_back_unchanged_changes_nothing(publisher):
    study = make_study(
        state="draft", organisations=["A", "B"], outcomes=["One"], sources=("2015", "2016")
    )
    editorial.publish(study, by=publisher.user)
    before = Version.objects.get().document
    address, sent = form_of(publisher, study)
    assert save(publisher, address, sent).status_code == 302
    assert Version.objects.get().document == before


def test_a_change_to_what_is_public_is_kept_as_a_version_with_its_note(publisher):
    study = make_study(state="draft")
    editorial.publish(study, by=publisher.user)
    token = catalogue.current_token()
    address, sent = form_of(publisher, study)
    sent |= {"summary": "Better said.", "change_note": "Said better."}
    assert publisher.post(address, sent).status_code == 302
    version = study.versions.first()
    assert (version.number, version.note) == (2, "Said better.")
    assert version.document["summary"] == "Better said."
    assert catalogue.current_token() != token


@pytest.mark.parametrize(
    "loses, words",
    [
        ({"services": []}, "A published case study needs at least one."),
        ({"types": []}, "A published case study needs at least one."),
        ({"sources-0-DELETE": "on"}, "A published case study needs at least one source."),
    ],
)
def test_what_is_public_cannot_lose_what_it_needs(loses, words, publisher):
    study = make_study()
    address, sent = form_of(publisher, study)
    page = publisher.post(address, sent | loses)
    assert page.status_code == 200
    assert words in page.text
    assert editorial.missing_for_publication(CaseStudy.objects.get(pk=study.pk)) == []


def test_a_draft_may_be_as_thin_as_it_is(editor):
    study = make_study(state="draft")
    address, sent = form_of(editor, study)
    sent |= {"services": [], "types": [], "sources-0-DELETE": "on"}
    assert editor.post(address, sent).status_code == 302
    page = editor.get(address).text
    assert "Before it can be published it needs: at least one service" in page


def test_whoever_saves_second_is_told_and_loses_nothing(publisher):
    study = make_study("Shared station", state="draft", summary="As it was.")
    address, mine = form_of(publisher, study)
    publisher.post(address, mine | {"summary": "Theirs."})
    page = publisher.post(address, mine | {"summary": "Mine."})
    assert page.status_code == 200
    assert "somebody else saved this case study" in page.text
    assert "[taken out: </span>Theirs" in page.text
    assert "Mine.</textarea>" in page.text
    study.refresh_from_db()
    assert study.summary == "Theirs."
    # They have compared: saving again keeps theirs.
    again = mine | {"summary": "Mine.", "seen": page.context["adminform"].form["seen"].value()}
    assert publisher.post(address, again).status_code == 302
    study.refresh_from_db()
    assert study.summary == "Mine."


@pytest.mark.parametrize("seen", ["", "yesterday", "2020-01-01T00:00:00+00:00", "\x00"])
def test_a_form_that_does_not_say_what_it_saw_is_not_saved(seen, publisher):
    study = make_study(state="draft", summary="As it was.")
    address, sent = form_of(publisher, study)
    page = publisher.post(address, sent | {"summary": "Mine.", "seen": seen})
    assert page.status_code == 200
    study.refresh_from_db()
    assert study.summary == "As it was."


def test_a_form_opened_before_publication_does_not_undo_it(publisher):
    study = make_study(state="draft")
    address, sent = form_of(publisher, study)
    editorial.publish(study, by=publisher.user)
    assert publisher.post(address, sent).status_code == 200
    study.refresh_from_db()
    assert study.is_published


def test_a_new_line_comes_last_unless_it_says_where(publisher):
    study = make_study(state="draft", outcomes=["One", "Two"])
    address, sent = form_of(publisher, study)
    sent |= {
        "outcomes-TOTAL_FORMS": 4,
        "outcomes-2-text": "Last",
        "outcomes-2-evidence": "1",
        "outcomes-2-position": "",
        "outcomes-3-text": "First of all",
        "outcomes-3-evidence": "1",
        "outcomes-3-position": "0",
    }
    assert save(publisher, address, sent).status_code == 302
    assert [str(outcome) for outcome in study.outcomes.all()] == [
        "One",
        "First of all",
        "Two",
        "Last",
    ]


def test_lines_that_are_only_said_to_be_there_are_not_drawn(editor):
    draft = make_study(state="draft", outcomes=["Faster help."])
    address, sent = form_of(editor, draft)
    page = save(editor, address, sent | {"savings-TOTAL_FORMS": 999, "title": ""})
    lists = {one.formset.prefix: one.formset for one in page.context["inline_admin_formsets"]}
    assert len(lists["savings"].forms) == 0
    assert len(lists["outcomes"].forms) == 1


def test_more_lines_than_anybody_reads_are_refused_and_stored_ones_can_be_saved(editor):
    draft = make_study(state="draft")
    address, sent = form_of(editor, draft)
    many = {f"lessons-{n}-text": f"Lesson {n}" for n in range(MOST_LINES + 1)}
    kinds = {f"lessons-{n}-kind": "helped" for n in range(MOST_LINES + 1)}
    page = save(editor, address, sent | many | kinds | {"lessons-TOTAL_FORMS": len(many)})
    assert f"At most {MOST_LINES} lines can be kept here" in page.text
    assert not draft.lessons.exists()
    brought = MOST_LINES + 2  # by a spreadsheet
    Lesson.objects.bulk_create(
        Lesson(study=draft, kind="helped", text=f"Lesson {n}", position=n) for n in range(brought)
    )
    address, sent = form_of(editor, draft)
    assert save(editor, address, sent).status_code == 302
    assert draft.lessons.count() == brought


def test_forged_lines_of_another_entry_stay_where_they_are(editor):
    mine, other = make_study(state="draft"), make_study()
    theirs = other.sources.get()
    address, sent = form_of(editor, mine)
    sent |= {"sources-0-id": theirs.pk, "sources-0-title": "Mine now"}
    editor.post(address, sent)
    theirs.refresh_from_db()
    assert (theirs.study, theirs.title != "Mine now") == (other, True)


def test_only_what_is_published_has_a_link_to_its_page(publisher):
    for state in CaseStudy.State.values:
        study = make_study(state=state)
        page = publisher.get(reverse(CHANGE, args=[study.pk])).text
        assert ("View on site" in page) == (state == "published")
        assert (study.get_absolute_url() in page) == (state == "published")


def test_a_button_that_no_form_has_does_nothing(editor):
    draft = make_study("Draft", state="draft")
    address, sent = form_of(editor, draft)
    again = {"title": "Another", "slug": "another", "_saveasnew": "1"}
    assert save(editor, address, sent | again).status_code == 400
    assert CaseStudy.objects.get() == draft


def test_no_draft_takes_an_address_that_leads_readers_somewhere(editor):
    study = make_study("Hub")
    study.slug = "hub-of-kent"
    study.save()
    draft = make_study("Draft", state="draft")
    address, sent = form_of(editor, draft)
    for slug in ("hub", "hub-of-kent", "a-z"):
        page = save(editor, address, sent | {"slug": slug})
        assert "slug" in page.context["adminform"].form.errors, slug
    leads = editor.get(reverse("casestudies:case_study", args=["hub"]))
    assert leads["Location"] == study.get_absolute_url()


def test_a_new_slug_leaves_the_old_address_behind(publisher):
    study = make_study("Shared station")
    address, sent = form_of(publisher, study)
    assert publisher.post(address, sent | {"slug": "shared-fire-station"}).status_code == 302
    assert CaseStudy.objects.at("shared-station").get() == study
