"""A reader corrects an entry, or writes to the working group; somebody decides and answers."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from collab_directory.outbox.models import Letter
from tests.factories import make_study, make_user
from tests.journeys.person import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    """Starts now and moves only by hand: people take a while to fill in a form."""
    with time_machine.travel(timezone.now(), tick=False) as travelled:
        yield travelled


def signed_in(role):
    person = Person()
    person.client.force_login(make_user(role))
    return person.open("/admin/")


def opens_link(person, to, subject):
    """Opens the first link of ours in the newest letter with this subject."""
    letter = Letter.objects.filter(to=to, subject__startswith=subject).latest("pk")
    return person.open(re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", letter.text)[1])


def test_a_reader_corrects_a_text_and_everybody_reads_it(clock):
    make_study("Kent control room", what_happened="It opened in 2012 with two teams.")
    reader = Person()
    reader.open("/").press("Search", q="control room").click("Kent control room")
    reader.click("Correct this section: What happened")
    assert reader.reads("What happened, as it is now")
    clock.shift(dt.timedelta(minutes=2))
    reader.press("Send correction")
    assert reader.reads("You have not changed the text.")
    reader.press(
        "Send correction",
        proposed="It opened in 2013 with two teams.",
        role="Control room manager",
        email="ada@council.uk",
    )
    assert reader.headings[0] == "Thank you: the editors have it"

    publisher = signed_in("Publisher").click("proposed correction")
    publisher.click("C-")
    assert publisher.reads("Control room manager")
    assert not publisher.reads("ada@council.uk")
    publisher.press("Accept: put this text in", answer="Thank you, the report says so too.")
    assert publisher.reads("is accepted.")

    opens_link(reader, "ada@council.uk", "Your correction was accepted")
    assert reader.headings[0] == "Kent control room"
    assert reader.reads("It opened in 2013 with two teams.")


def test_a_reader_without_an_address_learns_the_outcome_from_the_page(clock):
    make_study("Kent control room", organisations=["Kent Police"])
    reader = Person().open("/case-studies/kent-control-room/").click("Correct or update this entry")
    reader.press("Show this part", part="partners")
    assert reader.reads("Kent Police: Leads")
    clock.shift(dt.timedelta(minutes=2))
    reader.press("Send correction", remark="Kent Fire takes part too.")
    status = reader.address

    publisher = signed_in("Publisher").click("proposed correction").click("C-")
    publisher.press("Decline")
    assert publisher.reads("Say why, so that the sender knows.")
    publisher.press("Decline", answer="No source says so.")

    reader.open(status)
    assert reader.headings[0] == "Your correction was not taken over"
    assert reader.reads("No source says so.")


def test_somebody_complains_about_their_data_and_is_answered(clock):
    person = Person().open("/privacy/").click("the contact form")
    clock.shift(dt.timedelta(minutes=2))
    person.press("Send message", message="Erase me, please.", email="ada@council.uk")
    assert person.reads("Choose what it is about")
    person.press("Send message", subject="data-protection")
    assert person.headings[0] == "We have your complaint"

    clock.shift(dt.timedelta(days=31))
    manager = signed_in("Network manager").click("message past its day").click("M-")
    assert manager.reads("Erase me, please.")
    manager.press("Send the answer", text="It is done.")
    assert manager.reads("is on its way")
    assert Letter.objects.filter(to="ada@council.uk", text__contains="It is done.").exists()
    opens_link(person, "ada@council.uk", "The answer to your message")
    assert person.headings[0] == "Your message was answered"
