"""Who has an entry, since when, and what is written to whom when it changes hands."""

import datetime as dt

import pytest
from django.utils import timezone

from casestudies import editorial, in_hand, pending
from casestudies.models import CaseStudy
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user("Editor", username="ed@example.org", first_name="Ed", last_name="Itor")


@pytest.fixture
def publisher():
    return make_user("Publisher", username="pub@example.org", first_name="Pub")


@pytest.fixture
def draft():
    return make_study("Shared station", state="draft")


def test_it_goes_from_its_editor_to_the_publishers_and_back(draft, editor, publisher):
    in_hand.take(draft, by=editor)
    assert (draft.held_by, draft.held_since.date()) == (editor, timezone.now().date())
    editorial.submit(draft, by=editor)
    assert (draft.held_by, draft.submitted_by) == (None, editor)
    in_hand.take(draft, by=publisher)
    assert draft.held_by == publisher
    editorial.return_to_draft(draft, by=publisher, comment=" Which year? ")
    assert (draft.held_by, draft.returned_because) == (editor, "Which year?")
    editorial.submit(draft, by=editor)
    assert draft.returned_because == ""
    editorial.publish(draft, by=publisher)
    draft.refresh_from_db()
    assert (draft.held_by, draft.held_since, draft.submitted_by) == (None, None, None)


def test_each_side_is_told_once_for_each_move(draft, editor, publisher):
    make_user("Publisher", username="two@example.org")
    make_user("Administrator")
    make_user("Editor")
    make_user("Publisher", username="gone@example.org", is_active=False)
    editorial.submit(draft, by=editor)
    editorial.submit(draft, by=editor)
    found = Letter.objects.values_list("to", "subject")
    assert sorted(found) == [
        ("pub@example.org", "Waits for review: Shared station"),
        ("two@example.org", "Waits for review: Shared station"),
    ]
    Letter.objects.all().delete()
    editorial.return_to_draft(draft, by=publisher, comment="Which year?")
    editorial.return_to_draft(draft, by=publisher, comment="Which year?")
    (letter,) = Letter.objects.all()
    assert (letter.to, letter.subject) == ("ed@example.org", "Returned to you: Shared station")
    assert "Which year?" in letter.text
    assert f"/admin/casestudies/casestudy/{draft.pk}/change/" in letter.text
    Letter.objects.all().delete()
    editorial.submit(draft, by=editor)
    Letter.objects.all().delete()
    editorial.publish(draft, by=publisher)
    (letter,) = Letter.objects.all()
    assert (letter.to, letter.subject) == ("ed@example.org", "Published: Shared station")
    assert "/case-studies/shared-station/" in letter.text


def test_who_sends_it_is_not_told_of_it(draft, publisher):
    make_user("Administrator", username="admin@example.org")
    editorial.submit(draft, by=publisher)
    assert [letter.to for letter in Letter.objects.all()] == ["admin@example.org"]
    editorial.publish(draft, by=publisher)
    assert Letter.objects.count() == 1


def test_whoever_has_no_address_gets_no_letter_and_makes_no_fault(draft, editor, publisher):
    for user in (editor, publisher):
        user.email = ""
        user.save()
    editorial.submit(draft, by=editor)
    editorial.return_to_draft(draft, by=publisher, comment="No.")
    assert not Letter.objects.exists()


def test_whoever_is_gone_leaves_it_to_anybody(draft, editor, publisher):
    editorial.submit(draft, by=editor)
    editor.delete()
    Letter.objects.all().delete()
    editorial.return_to_draft(draft, by=publisher, comment="Which year?")
    assert (draft.held_by, draft.returned_because) == (None, "Which year?")
    assert not Letter.objects.exists()
    assert in_hand.take(draft, by=publisher)


def test_a_change_goes_the_same_way(editor, publisher):
    study = make_study("Shared station")
    change = pending.prepare(study, by=editor)
    editorial.submit(change, by=editor)
    (letter,) = Letter.objects.all()
    assert "has prepared a change of “Shared station”" in letter.text
    Letter.objects.all().delete()
    pending.publish(change, by=publisher)
    (letter,) = Letter.objects.all()
    assert (letter.to, letter.subject) == ("ed@example.org", "Published: Shared station")
    assert "/case-studies/shared-station/" in letter.text


def test_taking_it_twice_is_once_and_no_open_form_becomes_stale(draft, editor, publisher):
    before = draft.updated_at
    assert in_hand.take(draft, by=editor)
    since = draft.held_since
    assert not in_hand.take(draft, by=editor)
    assert in_hand.take(draft, by=publisher)
    assert not in_hand.put_down(draft, by=editor), "it is not theirs"
    assert in_hand.put_down(draft, by=publisher)
    draft.refresh_from_db()
    assert (draft.held_by, draft.updated_at) == (None, before)
    assert since - dt.timedelta(seconds=1) < draft.held_since
    done = AuditRecord.objects.about(draft).values_list("action", flat=True)
    assert sorted(done) == ["case_study.put_down", "case_study.taken", "case_study.taken"]


@pytest.mark.parametrize("state", ["published", "archived"])
def test_nobody_has_what_is_finished(state, editor):
    with pytest.raises(editorial.NotPossible):
        in_hand.take(make_study(state=state), by=editor)


@pytest.mark.parametrize("role", [None, "Network manager", "Data protection"])
def test_only_editors_take(role, draft):
    with pytest.raises(editorial.NotAllowed):
        in_hand.take(draft, by=make_user(role))


def test_a_failed_publication_writes_no_letter(draft, editor, publisher):
    editorial.submit(draft, by=editor)
    Letter.objects.all().delete()
    draft.sources.all().delete()
    with pytest.raises(editorial.NotReady):
        editorial.publish(draft, by=publisher)
    assert not Letter.objects.exists()
    assert CaseStudy.objects.get(pk=draft.pk).submitted_by == editor
