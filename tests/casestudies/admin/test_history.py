"""The history of an entry: any two texts side by side, and an earlier one back again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casestudies import changes, editorial, pending, previews
from casestudies.models import CaseStudy, Organisation, Outcome
from collab_directory.audit.models import AuditRecord
from collab_directory.worklist import marking
from tests.casestudies.admin.pages import messages_of
from tests.factories import make_organisation, make_study, make_user, make_version

pytestmark = pytest.mark.django_db

HISTORY = "admin:casestudies_casestudy_history"
RESTORE = "admin:casestudies_casestudy_restore"


def history(client, study, query=""):
    return client.get(reverse(HISTORY, args=[study.pk]) + query)


@pytest.fixture
def study(publisher):
    """Two versions, of which the second has another summary, outcome and partner."""
    study = make_study(
        "Shared station",
        state="draft",
        summary="Two crews share it.",
        outcomes=["Saved rent for 20 people."],
        organisations=["Kent Police"],
    )
    editorial.publish(study, by=publisher.user, note="Written.")
    with changes.one_change():
        study.summary = "Three crews share it."
        study.save()
        Outcome.objects.update(text="Saved rent for 25 people.")
        study.partners.all().delete()
        study.partners.create(organisation=make_organisation("Kent Council"), role="lead")
    editorial.revise(study, by=publisher.user, note="Counted again.")
    return study


def names_of(page):
    return [field.name for field in page.context["differences"]]


def test_the_newest_change_is_shown_first(publisher, study):
    page = history(publisher, study)
    assert names_of(page) == ["summary", "partners", "outcomes"]
    assert "[taken out:" in page.text
    assert "Counted again." in page.text
    assert "Organisation 1: Kent Council" in page.text


@pytest.mark.parametrize(
    "query, names",
    [
        ("?before=1&after=2", ["summary", "partners", "outcomes"]),
        ("?before=2&after=now", []),
        ("?before=1&after=1", []),
        ("?before=now&after=1", ["summary", "partners", "outcomes"]),
    ],
)
def test_any_two_can_be_compared(publisher, study, query, names):
    assert names_of(history(publisher, study, query)) == names


@pytest.mark.parametrize("query", ["?before=9&after=now", "?before=1", "?before=%00&after=x"])
def test_what_cannot_be_compared_is_said_and_not_shown(publisher, study, query):
    page = history(publisher, study, query)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert names_of(page) == []


def test_an_entry_without_versions_has_a_history_too(publisher):
    page = history(publisher, make_study(state="draft"))
    assert "the first is kept when it is published" in page.text


@pytest.mark.parametrize("number", ["999999", "x", "99999999999999999999"])
def test_of_nothing_there_is_no_history(publisher, number):
    assert publisher.get(f"/admin/casestudies/casestudy/{number}/history/").status_code == 404


def test_who_may_not_see_the_entry_sees_no_history(client, study):
    client.force_login(make_user("Network manager"))
    assert history(client, study).status_code == 403
    address = reverse(RESTORE, args=[study.pk, 1])
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


def press(client, study, number):
    address = reverse(RESTORE, args=[study.pk, number])
    asked = client.get(address)
    return asked, client.post(address, {"seen": asked.context["form"]["seen"].value()}, follow=True)


def test_one_press_brings_a_version_back_as_a_change(editor, study):
    asked, page = press(editor, study, 1)
    assert [field.name for field in asked.context["would"].differences] == [
        "summary",
        "partners",
        "outcomes",
    ]
    change = CaseStudy.objects.get(pending_of=study)
    assert change.summary == "Two crews share it."
    assert change.outcomes.get().text == "Saved rent for 20 people."
    assert change.organisations.get().name == "Kent Police"
    assert change.pending_note == "Brought back from version 1."
    study.refresh_from_db()
    assert study.summary == "Three crews share it."
    assert "is back, as a change" in messages_of(page)[0]
    record = AuditRecord.objects.get(action="case_study.restored")
    assert (record.actor, record.detail["version"]) == (editor.user, 1)


def test_pressing_twice_makes_one_change(editor, study):
    press(editor, study, 1)
    press(editor, study, 1)
    assert CaseStudy.objects.filter(pending_of=study).count() == 1
    assert AuditRecord.objects.filter(action="case_study.restored").count() == 1


def test_nothing_is_written_over_a_change_that_is_prepared(editor, study):
    change = pending.prepare(study, by=editor.user)
    change.summary = "Four crews share it."
    change.save()
    asked, _page = press(editor, study, 1)
    assert "is being prepared already" in asked.text
    change.refresh_from_db()
    assert change.summary == "Four crews share it."


def test_looking_at_the_page_changes_nothing(editor, study):
    editor.get(reverse(RESTORE, args=[study.pk, 1]))
    assert not CaseStudy.objects.filter(pending_of=study).exists()


def test_what_is_gone_is_named_and_left_out(editor, study):
    Organisation.objects.get(name="Kent Police").delete()
    asked, page = press(editor, study, 1)
    assert "organisation “kent police”" in asked.text
    assert any("organisation kent-police" in said for said in messages_of(page))
    assert not CaseStudy.objects.get(pending_of=study).partners.exists()


def test_what_was_renamed_is_found(editor, study):
    kent = Organisation.objects.get(name="Kent Police")
    kent.slug, kent.name = "police-in-kent", "Police in Kent"
    kent.save()
    asked, _page = press(editor, study, 1)
    assert asked.context["would"].gone == []
    assert CaseStudy.objects.get(pending_of=study).organisations.get() == kent


def test_a_draft_is_edited_itself(editor, publisher, study):
    editorial.archive(study, by=publisher.user)
    editorial.return_to_draft(study, by=publisher.user, comment="Again.")
    asked, _page = press(editor, study, 1)
    assert "not published" in asked.text
    assert not CaseStudy.objects.filter(pending_of=study).exists()
    assert "Bring it back" not in history(editor, study).text


def test_a_version_that_says_what_is_stored_now_is_not_offered(editor, study):
    page = history(editor, study).text
    assert page.count("Bring it back") == 1
    assert reverse(RESTORE, args=[study.pk, 1]) in page
    assert "It says what is stored now" in page


def test_a_version_that_was_not_kept_cannot_be_brought_back(editor, study):
    assert editor.get(reverse(RESTORE, args=[study.pk, 9])).status_code == 404


def test_a_version_of_another_time_is_no_fault(editor):
    study = make_study()
    make_version(study, document={"title": "Old", "strapline": "x", "services": ["gone"]})
    asked = editor.get(reverse(RESTORE, args=[study.pk, 1]))
    assert asked.status_code == 200
    assert "service “gone”" in asked.text


def test_the_printed_version_says_what_changed(publisher, study):
    version = study.versions.get(number=2)
    page = publisher.get(reverse("admin:casestudies_version_change", args=[version.pk]))
    assert names_of(page) == ["summary", "partners", "outcomes"]
    assert "Saved rent for 25 people." in page.text


def test_what_was_done_beside_the_text_is_said_in_words(editor):
    study = make_study(state="draft")
    at = timezone.now()
    link, _token = previews.make(study, by=editor.user, at=at)
    previews.withdraw(link, by=editor.user, at=at)
    for words in ("", "Asked Kent."):
        marking.take("drafts", str(study.pk), by=editor.user, at=at, words=words)
    marking.put_back("drafts", str(study.pk), by=editor.user, at=at)
    said = {event["did"] for event in history(editor, study).context["happened"]}
    assert len(said) == 5
    assert not said & set(AuditRecord.objects.values_list("action", flat=True))
