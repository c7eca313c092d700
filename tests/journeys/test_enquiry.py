"""A reader asks the people behind a scheme, and is answered."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import enquiries
from tests.factories import make_leader, make_organisation, make_study
from tests.journeys.person import Person

pytestmark = pytest.mark.django_db

QUESTION = {
    "name": "Ada Reader",
    "role": "Estates officer",
    "organisation": "A council",
    "email": "ada@council.uk",
    "message": "What did it cost in the first year?",
}


@pytest.fixture
def clock():
    """Starts now and moves only by hand: people take a while to fill in a form."""
    with time_machine.travel(timezone.now(), tick=False) as travelled:
        yield travelled


@pytest.fixture
def leader():
    study = make_study("Kent control room", organisations=["Kent Police"])
    return make_leader(
        study, email="planted@kent.uk", organisation=make_organisation("Kent Police")
    )


def opens_link(person, to, subject):
    """Opens the first link of ours in the newest letter with this subject."""
    letter = Letter.objects.filter(to=to, subject__startswith=subject).latest("pk")
    return person.open(re.search(rf"{re.escape(settings.SITE_URL)}(/network/\S+)", letter.text)[1])


def asks(reader, clock, **changes):
    reader.open("/case-studies/kent-control-room/").click("Contact the project leader")
    clock.shift(dt.timedelta(minutes=2))
    return reader.press("Send message", **QUESTION | changes)


def test_a_reader_asks_and_is_answered(clock, leader):
    reader = Person()
    reader.open("/").press("Search", q="control room").click("Kent control room")
    assert reader.reads("Collaboration lead, Kent Police")
    asks(reader, clock, topics=["costs"], wants_copy="on")
    assert reader.headings[0] == "Look in your mail: one press is missing"
    status = reader.address
    assert not Letter.objects.filter(to="planted@kent.uk").exists()

    opens_link(reader, "ada@council.uk", "Confirm your address").press("Yes, pass it on")
    assert reader.address == status
    assert reader.reads("We passed it on to: Collaboration lead, Kent Police")

    # The leader reads it, and answers with their own mail program
    letter = Letter.objects.get(to="planted@kent.uk")
    assert letter.reply_to == "ada@council.uk"
    assert "What did it cost in the first year?" in letter.text
    assert opens_link(Person(), "planted@kent.uk", "A question about").status == 200

    clock.shift(dt.timedelta(days=15))
    enquiries.ask_whether_answered(at=timezone.now())
    opens_link(reader, "ada@council.uk", "Was it answered?").press("Answered within a week")
    assert reader.address == status
    assert reader.reads("You told us: answered within a week")


def test_who_has_asked_once_asks_again_without_a_letter(clock, leader):
    reader = Person()
    asks(reader, clock)
    opens_link(reader, "ada@council.uk", "Confirm your address").press("Yes, pass it on")
    asks(reader, clock)
    assert reader.headings[0] == "Your question has been passed on"
    assert Letter.objects.filter(to="planted@kent.uk").count() == 2


def test_nobody_asks_in_the_name_of_somebody_else(clock, leader):
    reader, stranger = Person(), Person()
    asks(reader, clock)
    opens_link(reader, "ada@council.uk", "Confirm your address").press("Yes, pass it on")
    asks(stranger, clock, message="Send me your plans")
    assert stranger.headings[0] == "Look in your mail: one press is missing"
    assert Letter.objects.filter(to="planted@kent.uk").count() == 1


def test_who_hurries_loses_nothing(clock, leader):
    reader = Person()
    reader.open("/case-studies/kent-control-room/contact/").press("Send message", **QUESTION)
    assert reader.reads("That was faster than people type")
    assert reader.reads("What did it cost in the first year?")
    clock.shift(dt.timedelta(seconds=5))
    reader.press("Send message")
    assert reader.headings[0] == "Look in your mail: one press is missing"
