"""A reader wants to hear of more like it, hears of one, and has enough."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from casestudies import editorial
from collab_directory.outbox.models import Letter
from network.actions import alerts
from tests.factories import make_study, make_user
from tests.journeys.person import Person

pytestmark = pytest.mark.django_db

ADDRESS = "ada@council.uk"


@pytest.fixture
def clock():
    """Starts on a Monday and moves only by hand."""
    with time_machine.travel(dt.datetime(2026, 11, 9, 9, tzinfo=dt.UTC), tick=False) as travelled:
        yield travelled


@pytest.fixture
def content():
    make_study("Kent control room", services=("police", "fire"))
    make_study("Welsh boats", services=("coastguard",), region="wales")


def publish(title, **fields):
    study = make_study(title, state="in-review", **fields)
    editorial.publish(study, by=make_user("Publisher"))


def opens_link(person, subject, *, number=0):
    letter = Letter.objects.filter(to=ADDRESS, subject__startswith=subject).latest("pk")
    links = re.findall(rf"{re.escape(settings.SITE_URL)}(/\S+)", letter.text)
    return person.open(links[number])


def test_from_a_search_to_a_weekly_letter_and_out_again(clock, content):
    reader = Person()
    reader.open("/").press("Search", q="control room").click("Get alerts for this search")
    assert reader.headings[0] == "Get alerts for this search"
    assert reader.reads("would have sent nothing in the last 90 days")
    clock.shift(dt.timedelta(minutes=1))
    reader.press("Send me these", email=ADDRESS, often="weekly")
    assert reader.headings[0] == "Look in your mail"

    opens_link(reader, "Shall we send you alerts").press("Yes, send me these")
    assert reader.headings[0] == "Your alerts"
    assert reader.reads("The alerts have begun")

    clock.shift(dt.timedelta(days=1))
    publish("Gwent control room", services=("police", "fire"))
    publish("More boats", services=("coastguard",))
    clock.shift(dt.timedelta(days=2))
    assert alerts.send_due(at=timezone.now()) == 1
    opens_link(reader, "New this week: Gwent control room")
    assert reader.headings[0] == "Gwent control room"
    opens_link(reader, "New this week", number=1)
    assert reader.headings[0] == "New in the week to 12 November 2026"
    assert reader.reads("More boats")

    opens_link(reader, "New this week", number=2).click("Change how often, or pause")
    reader.press("Save", often="at-once")
    assert reader.reads("New case studies, as they come")

    opens_link(reader, "New this week", number=3).press("End all alerts")
    assert reader.reads("We send no alerts to your address.")
    publish("Yet another control room")
    clock.shift(dt.timedelta(days=7))
    assert alerts.send_due(at=timezone.now()) == 0
