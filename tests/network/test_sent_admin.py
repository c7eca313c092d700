"""The editors' pages for what people sent: corrections as a difference, messages with an answer."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import corrections
from network.models import Correction, GroupMessage
from tests.factories import make_correction, make_group_message, make_study, make_user

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def as_role(client):
    def sign_in(role):
        client.force_login(make_user(role))
        return client

    return sign_in


def page_of(thing):
    return reverse(f"admin:network_{thing._meta.model_name}_change", args=[thing.pk])


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", response.text)))


@pytest.fixture
def correction():
    study = make_study("Shared station", summary="Two crews share it.")
    return make_correction(
        study,
        proposed="Three crews share it.",
        name="Ada Reader",
        email="ada@council.uk",
        role="Estates officer",
        source_url="https://council.uk/report",
    )


# --- Corrections ---------------------------------------------------------------------------


def test_a_change_is_shown_word_by_word_and_in_words(as_role, correction):
    page = as_role("Publisher").get(page_of(correction))
    assert re.search(r"<del><span class=\"vh\">\[taken out: </span>Two<", page.text)
    assert re.search(r"<ins><span class=\"vh\">\[put in: </span>Three<", page.text)
    assert "[taken out: Two][put in: Three] crews share it." in text_of(page)
    assert "https://council.uk/report" in page.text


def test_one_press_takes_the_text_over(as_role, correction):
    client = as_role("Publisher")
    response = client.post(page_of(correction), {"decision": "accept"}, follow=True)
    assert f"{correction.reference} is accepted." in text_of(response)
    correction.study.refresh_from_db()
    assert correction.study.summary == "Three crews share it."
    again = client.post(page_of(correction), {"decision": "decline", "answer": "No."}, follow=True)
    assert "somebody else has decided" in text_of(again)
    assert Correction.objects.get().state == "accepted"
    assert Letter.objects.get(to="ada@council.uk").template == "network/correction_accepted"


@pytest.mark.parametrize(
    "role, sees_person",
    [
        ("Editor", False),
        ("Publisher", False),
        ("Network manager", True),
        ("Administrator", True),
    ],
)
def test_who_sent_it_is_for_those_who_look_after_people(as_role, correction, role, sees_person):
    client = as_role(role)
    everything = client.get(page_of(correction)).text
    everything += client.get(reverse("admin:network_correction_changelist")).text
    assert "Estates officer" in everything
    for private in ("Ada Reader", "ada@council.uk"):
        assert (private in everything) is sees_person
    found = client.get(reverse("admin:network_correction_changelist") + "?q=ada@council.uk").text
    assert correction.reference not in found


def test_an_editor_reads_and_presses_nothing(as_role, correction):
    client = as_role("Editor")
    assert "<form method" not in client.get(page_of(correction)).text.split("logout-form")[-1]
    assert client.post(page_of(correction), {"decision": "accept"}).status_code == 403
    assert (
        client.get(reverse("admin:network_correction_erase", args=[correction.pk])).status_code
        == 403
    )


def test_a_network_manager_may_decline_but_not_write_in_an_entry(as_role, correction):
    client = as_role("Network manager")
    assert "Accept: put this text in" not in client.get(page_of(correction)).text
    refused = client.post(page_of(correction), {"decision": "accept"})
    assert "Only a publisher can change" in text_of(refused)
    assert Correction.objects.get().state == "new"
    client.post(page_of(correction), {"decision": "decline", "answer": "The source says two."})
    assert Correction.objects.get().state == "declined"


def test_declining_asks_why(as_role, correction):
    response = as_role("Publisher").post(page_of(correction), {"decision": "decline"})
    assert "Say why, so that the sender knows." in text_of(response)
    assert Correction.objects.get().state == "new"


@pytest.mark.parametrize("decision", ["", "erase", "<b>"])
def test_what_is_no_button_does_nothing(as_role, correction, decision):
    response = as_role("Publisher").post(page_of(correction), {"decision": decision})
    assert response.status_code == 200
    assert "Press one of the buttons." in text_of(response)
    assert Correction.objects.get().state == "new"


def test_a_text_that_changed_since_is_shown_beside_and_merged_by_hand(as_role, correction):
    client = as_role("Publisher")
    correction.study.summary = "Four crews share it."
    correction.study.save()
    page = client.get(page_of(correction))
    assert "Accept: put this text in" not in page.text
    assert "The text now Four crews share it." in text_of(page)
    assert "[taken out: Four][put in: Three]" in text_of(page)
    # Somebody who opened the page before that still has the button
    refused = client.post(page_of(correction), {"decision": "accept", "answer": "Kept words"})
    assert "has been changed since this was sent" in text_of(refused)
    assert "Kept words" in refused.text
    client.post(page_of(correction), {"decision": "by-hand"})
    assert Correction.objects.get().state == "accepted"
    correction.study.refresh_from_db()
    assert correction.study.summary == "Four crews share it."


def test_what_was_sent_is_text_on_these_pages(as_role):
    study = make_study()
    made = make_correction(study, proposed=EVIL, remark=EVIL, role=EVIL, name=EVIL)
    message = make_group_message(name=EVIL, message=EVIL, about=EVIL)
    client = as_role("Administrator")
    for thing in (made, message):
        assert EVIL not in client.get(page_of(thing)).text


def test_the_queue_puts_first_what_waits_longest(as_role):
    now = timezone.now()
    study = make_study()
    done = make_correction(study)
    corrections.decline(done, by=make_user("Publisher"), at=now, answer="No.")
    young = make_correction(study, created_at=now - dt.timedelta(days=1))
    old = make_correction(study, created_at=now - dt.timedelta(days=9))
    client = as_role("Publisher")
    page = client.get(reverse("admin:network_correction_changelist"))
    assert list(page.context["cl"].result_list) == [old, young, done]
    assert "Waits for 1 week" in text_of(page).replace("\xa0", " ")
    waiting = client.get(reverse("admin:network_correction_changelist") + "?state=new")
    assert list(waiting.context["cl"].result_list) == [old, young]


def test_erasing_asks_first(as_role, correction):
    client = as_role("Network manager")
    address = reverse("admin:network_correction_erase", args=[correction.pk])
    assert f"Erase what the sender of {correction.reference} wrote?" in text_of(client.get(address))
    assert Correction.objects.get().email
    client.post(address, {"csrfmiddlewaretoken": "as a browser sends it"})
    assert not Correction.objects.get().email


# --- Messages ------------------------------------------------------------------------------


def test_a_message_is_answered_on_its_own_page(as_role):
    message = make_group_message(email="ada@council.uk", message="Where is it?")
    client = as_role("Network manager")
    assert "Where is it?" in client.get(page_of(message)).text
    empty = client.post(page_of(message), {"text": ""})
    assert "Write the answer first." in text_of(empty)
    response = client.post(page_of(message), {"text": "In Kent."}, follow=True)
    assert "is on its way" in text_of(response)
    assert "In Kent." in Letter.objects.get(to="ada@council.uk").text
    again = client.post(page_of(message), {"text": "In Surrey."}, follow=True)
    assert "somebody else has settled" in text_of(again)
    assert Letter.objects.filter(to="ada@council.uk").count() == 1


def test_complaints_come_first_and_what_is_late_is_marked(as_role):
    now = timezone.now()
    plain = make_group_message(created_at=now - dt.timedelta(days=5))
    late = make_group_message(created_at=now - dt.timedelta(days=15))
    complaint = make_group_message(
        subject=GroupMessage.Subject.DATA_PROTECTION,
        due_on=timezone.localdate() + dt.timedelta(days=3),
    )
    client = as_role("Network manager")
    address = reverse("admin:network_groupmessage_changelist")
    page = client.get(address)
    assert list(page.context["cl"].result_list) == [complaint, late, plain]
    assert text_of(page).count("Overdue since") == 1
    assert list(client.get(address + "?due=overdue").context["cl"].result_list) == [late]
    assert "Overdue" in client.get(page_of(late)).text


def test_a_message_is_closed_on_a_page_that_asks_and_a_complaint_is_not(as_role):
    message = make_group_message()
    complaint = make_group_message(
        subject=GroupMessage.Subject.DATA_PROTECTION, due_on=timezone.localdate()
    )
    client = as_role("Network manager")
    close = reverse("admin:network_groupmessage_close", args=[message.pk])
    assert close in client.get(page_of(message)).text
    client.post(close, {"note": "Sent twice."})
    assert GroupMessage.objects.get(pk=message.pk).state == "closed"
    close = reverse("admin:network_groupmessage_close", args=[complaint.pk])
    assert close not in client.get(page_of(complaint)).text
    client.post(close, {})
    assert GroupMessage.objects.get(pk=complaint.pk).state == "open"


@pytest.mark.parametrize("role", ["Editor", "Publisher"])
def test_messages_are_for_nobody_else(as_role, role):
    client = as_role(role)
    message = make_group_message()
    assert client.get(page_of(message)).status_code == 403
    assert client.post(page_of(message), {"text": "Hello"}).status_code == 403
    assert client.get(reverse("admin:network_groupmessage_changelist")).status_code == 403
