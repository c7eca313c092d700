"""Two save one entry: the second is shown both texts, loses nothing, and may go on."""

import json

import pytest
from django.urls import reverse

from casestudies.models import Outcome
from tests.casestudies.admin.pages import form_of, save
from tests.factories import make_organisation, make_services, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return make_study(
        "Shared station",
        state="draft",
        summary="Two crews share it.",
        outcomes=["Saved rent for 20 people.", "Faster help."],
        organisations=["Kent Police"],
    )


def stale(page):
    """`{field: {value: (stored now, mine)}}` of the first line that differs"""
    return {
        field.name: {text.name: (text.before, text.after) for text in field.lines[0].texts}
        for field in page.context["stale"]
    }


def again(page, sent):
    return sent | {"seen": page.context["adminform"].form["seen"].value()}


def test_both_texts_stand_side_by_side_with_words_marked(editor, study):
    address, mine = form_of(editor, study)
    save(editor, address, mine | {"summary": "Three crews share it."})
    page = save(editor, address, mine | {"summary": "Four crews share it."})
    assert stale(page) == {
        "summary": {"summary": ("Three crews share it.", "Four crews share it.")}
    }
    assert page.text.index("Not saved: somebody else") < page.text.index("What is stored now")
    assert "[taken out: </span>Three" in page.text
    assert "[put in: </span>Four" in page.text
    assert "Four crews share it.</textarea>" in page.text


def test_lines_of_lists_are_compared_too(editor, study):
    address, mine = form_of(editor, study)
    save(editor, address, mine | {"outcomes-0-text": "Saved rent for 25 people."})
    page = save(editor, address, mine | {"outcomes-0-text": "Saved rent for 30 people."})
    assert stale(page) == {
        "outcomes": {"text": ("Saved rent for 25 people.", "Saved rent for 30 people.")}
    }
    # They have compared: saving again keeps theirs
    kept = again(page, mine | {"outcomes-0-text": "Saved rent for 30 people."})
    assert save(editor, address, kept).status_code == 302
    assert study.outcomes.first().text == "Saved rent for 30 people."


def test_what_is_stored_can_be_put_into_the_form(editor, study):
    (kent,) = study.organisations.all()
    make_services("ambulance")
    address, mine = form_of(editor, study)
    save(editor, address, mine | {"summary": "Theirs.", "partners-0-role": "partner"})
    services = [study.services.first().pk]
    page = save(editor, address, mine | {"services": services})
    taken = {
        text.name: json.loads(text.take)
        for field in page.context["stale"]
        for line in field.lines
        for text in line.texts
    }
    assert taken["summary"] == {"name": "summary", "values": [["Theirs.", ""]]}
    assert taken["role"] == {"name": "partners-0-role", "values": [["partner", ""]]}
    stored = [[str(one.pk), one.name] for one in study.services.all()]
    assert taken["services"] == {"name": "services", "values": stored}
    assert kent.name in page.text


@pytest.mark.parametrize("fault, status", [("deleted", 409), ("no editor any more", 403)])
def test_what_cannot_be_saved_any_more_is_there_to_be_copied(editor, study, fault, status):
    typed = "What somebody wrote in ten minutes, and would not want to write again."
    address, mine = form_of(editor, study)
    if fault == "deleted":
        study.delete()
    else:
        editor.user.groups.clear()
    page = save(editor, address, mine | {"what_happened": typed})
    assert page.status_code == status
    assert typed in page.text
    assert "Nothing was saved" in page.text


def test_lines_that_others_added_stay(editor, study):
    address, mine = form_of(editor, study)
    Outcome.objects.create(study=study, text="Theirs, and new.", position=9)
    study.save()
    page = save(editor, address, mine | {"summary": "Mine."})
    assert set(stale(page)) == {"summary"}
    assert save(editor, address, again(page, mine | {"summary": "Mine."})).status_code == 302
    assert study.outcomes.filter(text="Theirs, and new.").exists()


def test_a_line_that_others_deleted_is_not_lost_with_what_was_typed_in_it(editor, study):
    address, mine = form_of(editor, study)
    first, second = study.outcomes.all()
    first.delete()
    study.save()
    typed = mine | {"outcomes-0-text": "Saved rent for 30 people."}
    page = save(editor, address, typed)
    assert page.status_code == 200
    assert "Saved rent for 30 people.</textarea>" in page.text
    added = page.context["stale"][0].lines[0]
    assert (str(added.what), added.texts[0].after) == ("added", "Saved rent for 30 people.")
    # What the page now holds, sent again
    sent = {**typed, "seen": page.context["adminform"].form["seen"].value()}
    assert save(editor, address, sent).status_code == 302
    texts = set(study.outcomes.values_list("text", flat=True))
    assert texts == {"Saved rent for 30 people.", second.text}


def test_a_line_that_both_deleted_is_gone(editor, study):
    address, mine = form_of(editor, study)
    first, _second = study.outcomes.all()
    first.delete()
    study.save()
    page = save(editor, address, mine | {"outcomes-0-DELETE": "on"})
    assert "Both say the same" in page.text
    sent = again(page, mine | {"outcomes-0-DELETE": "on"})
    assert save(editor, address, sent).status_code == 302
    assert study.outcomes.count() == 1


def test_a_line_of_another_entry_is_not_written(editor, study):
    other = make_study(state="draft", outcomes=["Of another entry"])
    address, mine = form_of(editor, study)
    forged = mine | {"outcomes-0-id": other.outcomes.get().pk, "outcomes-0-text": "Forged"}
    save(editor, address, forged)
    assert other.outcomes.get().text == "Of another entry"
    assert not study.outcomes.filter(text="Forged").exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"region": "x", "services": ["999999", "x"]},
        {"outcomes-0-evidence": "x", "outcomes-0-position": "first", "partners-0-organisation": ""},
        {"outcomes-TOTAL_FORMS": "x"},
        {"outcomes-INITIAL_FORMS": "99"},
        {"outcomes-0-id": "x"},
    ],
)
def test_a_form_that_is_broken_as_well_is_refused_and_shown(editor, study, broken):
    address, mine = form_of(editor, study)
    study.save()
    page = save(editor, address, mine | {"summary": "Mine."} | broken)
    assert page.status_code == 200
    study.refresh_from_db()
    assert study.summary == "Two crews share it."
    assert "Mine.</textarea>" in page.text


def test_nothing_is_compared_where_nobody_else_saved(editor, study):
    address, mine = form_of(editor, study)
    page = save(editor, address, mine | {"summary": ""})
    assert page.status_code == 200
    assert "stale" not in page.context
    assert make_organisation("Kent Police").partnerships.count() == 1
    assert reverse("admin:casestudies_casestudy_change", args=[study.pk]) == address
