"""A new editor clears ten faults by what the first page shows, and types no address."""

import datetime as dt

import pytest
from django.utils import timezone
from zeal import zeal_ignore

from casestudies.models import CaseStudy
from tests.factories import (
    make_checked_link,
    make_correction,
    make_missed_search,
    make_study,
)
from tests.journeys.test_editor import somebody

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
RIGHT = {"verified_on": TODAY, "sources": ("2015", "2016"), "outcomes": ["Good"]}
GONE, OLD, NEW = (f"https://example.org/{name}" for name in ("gone", "old", "new"))


def seed():
    days = lambda n: {"verified_on": TODAY - dt.timedelta(days=n)}  # noqa: E731
    make_study("Joint drones", state="in-review", **RIGHT)
    make_study("Shared garage", state="draft", **RIGHT)
    make_study("Shared station", **RIGHT | days(500))
    make_study("Rescue hub", **RIGHT | days(350))
    make_study("Street triage", **RIGHT | {"verified_on": None})
    make_study("Fire watch", **RIGHT | {"outcomes": []})
    make_study("Ride along", **RIGHT | {"sources": ("2015",)})
    for title, address in (("Night patrol", GONE), ("River crew", OLD)):
        source = make_study(title, **RIGHT).sources.first()
        source.url = address
        source.save()
    make_checked_link(GONE)
    make_checked_link(OLD, "moved", moved_to=NEW)
    make_missed_search("water bombers")
    make_correction(make_study("Control room", **RIGHT), proposed="In a better way.")


def next_step(editor, words):
    """Back to the first page, and on by the link that has these words."""
    return editor.click("Blue Light A to Z Editors").click(words)


def save(editor, **lines):
    with zeal_ignore():  # each line that is saved is checked by itself
        editor.press("Save", **lines)


def test_ten_faults_are_cleared_from_the_first_page_alone():
    seed()
    editor = somebody("Publisher").open("/admin/")
    assert "11 things are waiting." in editor.text

    editor.click("Review: Joint drones").click("Publish").press("Publish")
    next_step(editor, "Go on with it: Shared garage").click("Publish").press("Publish")
    for title in ("Shared station", "Rescue hub", "Street triage"):
        next_step(editor, f"Record a confirmation: {title}")
        editor.press("Record a confirmation", role="Collaboration lead, Kent Police")
    next_step(editor, "Add what came of it: Fire watch")
    save(editor, **{"outcomes-0-text": "Crews arrive sooner."})
    next_step(editor, "Add a second source: Ride along")
    second = {"title": "A review", "url": "https://example.org/review", "date": "2016"}
    save(editor, **{f"sources-1-{name}": value for name, value in second.items()})
    next_step(editor, "Put it right").click("Write another address in “Night patrol”")
    save(editor, **{"sources-0-url": "https://example.org/archived"})
    next_step(editor, "Compare the addresses").press("Take the new address over")
    next_step(editor, "See what would help: “water bombers”")
    editor.click("Dealt with: take it off the list").press("Yes, I’m sure")
    next_step(editor, "Compare:").press("Decline", answer="The report says otherwise.")

    editor.click("Blue Light A to Z Editors")
    assert "Nothing is waiting for you. Everything on this page is up to date." in editor.text
    assert CaseStudy.objects.published().count() == CaseStudy.objects.count()
