"""Somebody asks to join the network, and is taken in, asked something, or declined."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.models import Member, MembershipRequest
from tests.factories import (
    make_member,
    make_organisation,
    make_region,
    make_services,
    make_types,
    make_user,
)
from tests.journeys.person import Person

pytestmark = pytest.mark.django_db

WISH = {
    "name": "Ada Applicant",
    "role": "Area manager",
    "organisation": "Kent Police",
    "email": "ada@kent.police.uk",
    "service": "police",
    "region": "south-east",
    "interests": ["shared-premises"],
    "why": "We plan a shared station.",
    "wants_listing": "yes",
    "public_body": "on",
    "consent": "on",
}


@pytest.fixture
def clock():
    """Starts now and moves only by hand: people take a while to fill in a form."""
    with time_machine.travel(timezone.now(), tick=False) as travelled:
        yield travelled


@pytest.fixture(autouse=True)
def choices():
    make_services("police", "fire")
    make_region("south-east")
    make_types("shared-premises")
    make_organisation("Kent Police", website="https://www.kent.police.uk")


def letter_to(person, subject):
    return Letter.objects.filter(to=person, subject__startswith=subject).latest("pk")


def opens_link(person, to, subject):
    """Opens the first link of ours in the newest letter with this subject."""
    text = letter_to(to, subject).text
    return person.open(re.search(rf"{re.escape(settings.SITE_URL)}(/network/\S+)", text)[1])


def asks(applicant, clock, **changes):
    applicant.open("/").click("Network").click("Ask to join")
    clock.shift(dt.timedelta(minutes=3))
    return applicant.press("Ask to join", **WISH | changes)


def confirms(applicant):
    return opens_link(applicant, WISH["email"], "Confirm your address").press("Yes, I want to join")


@pytest.fixture
def manager():
    """A Network manager on the page of the newest request."""
    person = Person()
    person.client.force_login(make_user("Network manager"))

    def opens():
        asked = MembershipRequest.objects.latest("pk")
        waiting = person.open("/admin/").click("membership request waiting")
        assert waiting.sees_link(asked.reference)
        return person.click(asked.reference)

    return opens


def test_somebody_asks_is_asked_and_is_taken_in(clock, manager):
    applicant = Person()
    asks(applicant, clock)
    assert applicant.headings[0] == "Look in your mail"
    status = applicant.address
    confirms(applicant)
    assert applicant.address == status
    assert applicant.headings[0] == "The working group has your request"
    promised = timezone.localdate(timezone.now() + dt.timedelta(days=14))
    assert applicant.reads(f"decides by {promised:%-d %B %Y}")

    decides = manager()
    assert decides.reads("For: kent.police.uk belongs to Kent Police")
    decides.press("Ask this question", text="Which station do you plan?")

    opens_link(applicant, WISH["email"], "A question about your request")
    assert applicant.address == status
    assert applicant.reads("Which station do you plan?")
    applicant.press("Send the answer", text="")
    assert applicant.reads("Write your answer")
    applicant.press("Send the answer", text="The one in Ashford.")
    assert applicant.headings[0] == "The working group has your request"

    decides = manager()
    assert decides.reads("The one in Ashford.")
    decides.press("Approve")
    assert decides.reads("is approved, and a welcome is on its way")

    assert applicant.open(status).headings[0] == "You are a member"
    assert applicant.sees_link("Sign in")
    assert opens_link(applicant, WISH["email"], "Welcome to the peer network").status == 200
    assert applicant.address == reverse("account_login")
    assert Member.objects.active().get().user.username == WISH["email"]


def test_somebody_is_declined_and_reads_why(clock, manager):
    applicant = Person()
    asks(applicant, clock)
    status = confirms(applicant).address
    manager().press("Decline", text="The network is for public bodies only.")
    assert applicant.open(status).headings[0] == "Your request was declined"
    assert applicant.reads("The network is for public bodies only.")
    assert "for public bodies only" in letter_to(WISH["email"], "Your request to join").text


def test_a_button_works_once_and_for_two_days(clock):
    applicant = Person()
    asks(applicant, clock)
    letter = letter_to(WISH["email"], "Confirm your address").text
    link = re.search(r"/network/requests/confirm/\S+", letter)[0]
    assert applicant.open(link).status == 200
    clock.shift(dt.timedelta(hours=48))
    assert applicant.open(link).status == 404
    late = applicant.body
    # The page of the request sends another one, which works
    applicant.open(re.search(r"/network/requests/[0-9a-f]{64}/", letter)[0])
    applicant.press("Send the letter again")
    assert applicant.reads("We send it again")
    status = confirms(applicant).address
    newest = letter_to(WISH["email"], "Confirm your address").text
    used = applicant.open(re.search(r"/network/requests/confirm/\S+", newest)[0])
    assert used.status == 404
    assert used.reads("This link no longer works")
    # A link that ran out, one that was used and one that never was: one page
    without_address = re.compile(r"/network/requests/confirm/[\w-]+/")
    never = Person().open("/network/requests/confirm/a-secret-that-was-never-given-out/").body
    assert len({without_address.sub("", body) for body in (late, used.body, never)}) == 1
    assert applicant.open(status).headings[0] == "The working group has your request"


def test_opening_a_letters_page_changes_nothing(clock):
    applicant = Person()
    asks(applicant, clock)
    scanner = Person()
    opens_link(scanner, WISH["email"], "Confirm your address")
    scanner.client.head(scanner.address)
    assert MembershipRequest.objects.get().state == "received"
    confirms(applicant)
    assert MembershipRequest.objects.get().state == "waiting"


def test_who_asks_twice_comes_to_the_request_that_waits(clock):
    first, second = Person(), Person()
    asks(first, clock)
    clock.shift(dt.timedelta(minutes=20))
    asks(second, clock)
    letters = Letter.objects.filter(subject__startswith="Confirm your address").order_by("pk")
    links = [re.search(r"/network/requests/confirm/\S+", one.text)[0] for one in letters]
    waits = first.open(links[0]).press("Yes, I want to join").address
    assert second.address != waits
    second.open(links[1]).press("Yes, I want to join")
    assert second.address == waits
    assert MembershipRequest.objects.open().count() == 1
    assert second.open(links[1]).status == 404


def test_a_member_who_asks_again_learns_it_from_the_letter_only(clock):
    make_member(email=WISH["email"])
    applicant = Person()
    asks(applicant, clock)
    assert applicant.headings[0] == "Look in your mail"
    assert not applicant.reads("member already")
    letter = letter_to(WISH["email"], "You are a member")
    assert "/confirm/" not in letter.text


def test_a_week_of_silence_and_it_is_gone(clock):
    applicant = Person()
    status = asks(applicant, clock).address
    clock.shift(dt.timedelta(days=7))
    call_command("run_retention")
    assert applicant.open(status).status == 404
    assert not MembershipRequest.objects.exists()


def test_who_may_not_decide_finds_no_queue(clock):
    editor = Person()
    editor.client.force_login(make_user("Publisher"))
    assert not editor.open("/admin/").reads("membership request")
    assert editor.open(reverse("admin:network_membershiprequest_changelist")).status == 403
