"""The buttons: they say what will happen, do it once, and say what they did."""

import re

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from casestudies import editorial
from casestudies.models import CaseStudy, Version
from collab_directory.audit.models import AuditRecord
from tests.casestudies.admin.pages import CHANGE, LIST, messages_of, move_address
from tests.factories import (
    make_study,
    make_user,
)

pytestmark = pytest.mark.django_db


BUTTONS = {
    ("Editor", "draft"): ["Send for review", "Record a confirmation"],
    ("Editor", "in-review"): ["Record a confirmation"],
    ("Editor", "published"): ["Record a confirmation", "Ask whether it is true"],
    ("Editor", "archived"): [],
    ("Publisher", "draft"): ["Send for review", "Publish", "Record a confirmation"],
    ("Publisher", "in-review"): ["Publish", "Return to draft", "Record a confirmation"],
    ("Publisher", "published"): ["Record a confirmation", "Archive", "Ask whether it is true"],
    ("Publisher", "archived"): ["Publish", "Return to draft"],
}


@pytest.mark.parametrize("role, state", BUTTONS)
def test_the_form_offers_the_buttons_that_lead_somewhere(role, state, client):
    client.force_login(make_user(role))
    page = client.get(reverse(CHANGE, args=[make_study(state=state).pk])).text
    found = re.findall(r'class="move[^"]*">([^<]+)</a>', page)
    assert found == BUTTONS[role, state]


def test_the_confirm_page_says_what_will_happen_and_opening_it_changes_nothing(publisher):
    study = make_study("Shared station", state="draft")
    page = publisher.get(move_address(study, "publish"))
    assert "Publish “Shared station”?" in page.text
    assert "everybody can read it" in page.text
    study.refresh_from_db()
    assert study.state == "draft"


def test_what_is_not_ready_has_no_button_but_a_list_of_what_it_needs(publisher):
    study = make_study(state="draft", types=(), sources=())
    page = publisher.get(move_address(study, "publish"))
    assert "<li>at least one collaboration type</li><li>at least one source</li>" in page.text
    assert 'value="Publish"' not in page.text
    # Sent all the same
    page = publisher.post(move_address(study, "publish"), {"seen": study.updated_at.isoformat()})
    assert page.status_code == 200
    assert "Not ready to publish" in page.text
    study.refresh_from_db()
    assert study.state == "draft"


def test_pressing_publish_twice_publishes_once_and_says_so(publisher):
    study = make_study("Shared station", state="draft")
    sent = {"seen": study.updated_at.isoformat(), "note": "The first text."}
    first = publisher.post(move_address(study, "publish"), sent, follow=True)
    assert messages_of(first) == ["“Shared station” is published."]
    second = publisher.post(move_address(study, "publish"), sent, follow=True)
    assert messages_of(second) == ["“Shared station” is published already."]
    assert Version.objects.get().note == "The first text."
    assert AuditRecord.objects.about(study).count() == 1


def test_nobody_publishes_another_text_than_they_read(publisher):
    study = make_study(state="draft", summary="As it was read.")
    sent = {"seen": study.updated_at.isoformat()}
    study.summary = "Changed meanwhile."
    study.save()
    page = publisher.post(move_address(study, "publish"), sent)
    assert "somebody has changed this case study" in page.text
    assert "Changed meanwhile." in page.text
    study.refresh_from_db()
    assert study.state == "draft"
    seen = page.context["form"]["seen"].value()
    assert publisher.post(move_address(study, "publish"), {"seen": seen}).status_code == 302
    study.refresh_from_db()
    assert study.is_published


def test_a_button_that_no_longer_applies_says_how_the_entry_stands(publisher):
    study = make_study("Shared station", state="draft")
    page = publisher.post(move_address(study, "archive"), follow=True)
    assert messages_of(page) == [
        "Nothing was done: “Shared station” is “Draft”, so “Archive” does not apply."
    ]


@pytest.mark.parametrize(
    "name, sent, words",
    [
        ("return", {"comment": ""}, "Say what should change."),
        ("return", {"comment": "  "}, "Say what should change."),
        ("verify", {"on": "", "role": "Lead"}, "Enter the date of the confirmation."),
        ("verify", {"on": "soon", "role": "Lead"}, "Enter a date, such as 2026-05-31."),
        ("verify", {"on": "2999-01-01", "role": "Lead"}, "This date has not come yet."),
        ("verify", {"on": "2020-01-01", "role": ""}, "Enter the role that confirmed it."),
        ("verify", {"on": "2020-01-01", "role": "a\x00b"}, "Null characters are not allowed."),
        ("publish", {"note": "x" * 301}, "at most 300 characters"),
    ],
)
def test_wrong_words_are_answered_with_what_to_do(name, sent, words, publisher):
    study = make_study(state="in-review")
    sent |= {"seen": study.updated_at.isoformat()}
    page = publisher.post(move_address(study, name), sent)
    assert page.status_code == 200
    assert words in page.text
    assert "<title>Error:" in page.text
    study.refresh_from_db()
    assert (study.state, study.verified_on) == ("in-review", None)


def test_the_editor_reads_what_the_publisher_asked_for(client):
    publisher, editor = make_user("Publisher"), make_user("Editor")
    study = make_study(state="in-review")
    editorial.return_to_draft(study, by=publisher, comment="Which <year> was it?")
    client.force_login(editor)
    page = client.get(reverse(CHANGE, args=[study.pk])).text
    assert f"{publisher.username} asks:" in page
    assert "Which &lt;year&gt; was it?" in page


@pytest.mark.parametrize("pk", [0, 10**30])
def test_an_entry_that_is_not_there_is_not_found(pk, publisher):
    address = reverse("admin:casestudies_casestudy_publish", args=[pk])
    assert publisher.get(address).status_code == 404


def act(client, action, studies, **sent):
    sent |= {"action": f"{action}_selected", "_selected_action": [s.pk for s in studies]}
    with zeal_ignore():  # each entry is moved by itself
        return client.post(reverse(LIST), sent, follow=True)


def test_many_are_published_after_a_page_that_says_which_and_which_not(publisher):
    ready = [make_study(f"Ready {n}", state="in-review") for n in range(3)]
    thin = make_study("Thin", state="draft", sources=())
    done = make_study("Done")
    page = act(publisher, "publish", [*ready, thin, done])
    assert "Publish: 3 case studies" in page.text
    assert "Thin. Missing: at least one source." in page.text
    assert "Done. “Done” is published already." in page.text
    assert CaseStudy.objects.published().count() == 1
    page = act(publisher, "publish", [*ready, thin, done], confirmed="yes", note="All at once.")
    assert messages_of(page) == [
        "Publish: done for 3 case studies.",
        "Left as it was: “Thin”: Not ready to publish. Missing: at least one source.",
    ]
    assert CaseStudy.objects.published().count() == 4
    assert Version.objects.filter(note="All at once.").count() == 3


def test_an_editor_sends_many_for_review(editor):
    drafts = [make_study(state="draft") for _ in range(2)]
    act(editor, "submit", drafts, confirmed="yes")
    assert CaseStudy.objects.filter(state="in-review").count() == 2


@pytest.mark.parametrize(
    "role, offered",
    [("Editor", {"submit", "ask"}), ("Publisher", {"submit", "publish", "archive", "ask"})],
)
def test_each_role_is_offered_its_own_actions(role, offered, client):
    make_study(state="draft")
    client.force_login(make_user(role))
    page = client.get(reverse(LIST)).text
    assert set(re.findall(r'<option value="(\w+)_selected"', page)) == offered


def test_too_many_at_once_are_refused(publisher, monkeypatch):
    monkeypatch.setattr("casestudies.admin.moving.MOST_AT_ONCE", 2)
    studies = [make_study(state="draft") for _ in range(3)]
    page = act(publisher, "publish", studies, confirmed="yes")
    assert messages_of(page) == ["Nothing was done: choose at most 2 case studies at once."]
    assert not CaseStudy.objects.published().exists()
