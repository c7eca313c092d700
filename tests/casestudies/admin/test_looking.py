"""Nobody publishes words that may be about a person without having looked at them."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from zeal import zeal_ignore

from casestudies.models import CaseStudy
from tests.casestudies.admin.pages import CHANGE, LIST, form_of, move_address, save
from tests.factories import make_leader, make_study

pytestmark = pytest.mark.django_db

ASKED = "I have looked at these, and may publish them"
NAMED = "It was led by Sgt Ann Hill."


def seen(study):
    return {"seen": CaseStudy.objects.get(pk=study.pk).updated_at.isoformat()}


def test_publishing_lists_what_was_found_with_field_and_words_around(publisher):
    study = make_study(state="in-review", outcomes=["Good", NAMED])
    page = publisher.get(move_address(study, "publish")).text
    assert ASKED in page
    assert "outcomes 2 – text: the name of a person – “It was led by Sgt Ann Hill.”" in page


def test_it_is_published_only_once_somebody_has_looked(publisher):
    study = make_study(state="in-review", what_happened=NAMED)
    page = publisher.post(move_address(study, "publish"), seen(study))
    assert "Look at the words that may be about a person." in page.text
    study.refresh_from_db()
    assert not study.is_published
    publisher.post(move_address(study, "publish"), seen(study) | {"looked": "on"})
    study.refresh_from_db()
    assert study.is_published


def test_nothing_is_asked_where_nothing_is_found(publisher):
    study = make_study(state="in-review")
    assert ASKED not in publisher.get(move_address(study, "publish")).text
    publisher.post(move_address(study, "publish"), seen(study))
    study.refresh_from_db()
    assert study.is_published


def test_a_leader_of_the_entry_is_a_person_too(publisher):
    study = make_study(state="in-review", summary="Kim Dale runs it.")
    make_leader(study, name="Kim Dale")
    assert "the name of a project leader" in publisher.get(move_address(study, "publish")).text


def test_many_at_once_are_asked_about_by_name_of_the_entry(publisher):
    named = make_study("Named", state="in-review", what_happened=NAMED)
    other = make_study("Other", state="in-review", summary="Write to a@kent.police.uk")
    plain = make_study("Plain", state="in-review")
    sent = {
        "action": "publish_selected",
        ACTION_CHECKBOX_NAME: [named.pk, other.pk, plain.pk],
    }
    page = publisher.post(reverse(LIST), sent).text
    assert "<b>Named</b>" in page
    assert "<b>Other</b>" in page
    assert "<b>Plain</b>" not in page
    page = publisher.post(reverse(LIST), sent | {"confirmed": "yes"})
    assert "Look at the words that may be about a person." in page.text
    assert not CaseStudy.objects.published().exists()
    with zeal_ignore():  # each is checked by itself
        publisher.post(reverse(LIST), sent | {"confirmed": "yes", "looked": "on"})
    assert CaseStudy.objects.published().count() == 3


def test_what_is_archived_needs_no_look(publisher):
    study = make_study(what_happened=NAMED)
    assert ASKED not in publisher.get(move_address(study, "archive")).text


@pytest.mark.parametrize("field", ["summary", "outcomes-0-text"])
def test_what_is_public_at_once_is_asked_about_before_it_is_saved(field, publisher):
    study = make_study(outcomes=["Good"])
    address, sent = form_of(publisher, study)
    page = save(publisher, address, sent | {field: NAMED})
    assert "Not saved: these words may be about a person." in page.text
    assert 'type="checkbox" name="looked"' in page.text
    assert NAMED in page.text
    study.refresh_from_db()
    assert study.summary != NAMED
    assert study.outcomes.get().text == "Good"
    assert save(publisher, address, sent | {field: NAMED, "looked": "on"}).status_code == 302


def test_what_was_looked_at_before_is_not_asked_about_again(publisher):
    study = make_study(what_happened=NAMED)
    address, sent = form_of(publisher, study)
    assert save(publisher, address, sent | {"summary": "Another one."}).status_code == 302


def test_a_draft_is_saved_and_its_form_shows_what_was_found(editor):
    study = make_study(state="draft")
    address, sent = form_of(editor, study)
    assert save(editor, address, sent | {"what_happened": NAMED}).status_code == 302
    page = editor.get(reverse(CHANGE, args=[study.pk])).text
    assert "These words may be about a person." in page
    assert "what happened: the name of a person" in page


def test_hints_for_a_plainer_text_stand_in_the_form_and_block_nothing(publisher):
    study = make_study(state="in-review", summary="One. Two.")
    assert "1 hint for a plainer text" in publisher.get(reverse(CHANGE, args=[study.pk])).text
    publisher.post(move_address(study, "publish"), seen(study))
    study.refresh_from_db()
    assert study.is_published
