"""The first page of the admin counts what waits, and each count is the length of its list."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.admin.waiting import QUEUES, waiting_for
from tests.factories import (
    make_contribution,
    make_correction,
    make_enquiry,
    make_group_message,
    make_introduction,
    make_leader,
    make_member,
    make_report,
    make_request,
    make_user,
)

pytestmark = pytest.mark.django_db


def signed_in(client, role):
    client.force_login(make_user(role))
    return client


def one_of_each_fault():
    """And beside each, one that is right and must not be counted."""
    now = timezone.now()
    long_ago = now - dt.timedelta(days=40)
    make_enquiry(state="with-group", confirmed_at=now)
    make_enquiry()
    passed_on = {"state": "passed-on", "confirmed_at": long_ago, "passed_on_at": long_ago}
    make_enquiry(**passed_on, answer="no", answer_told_at=now)
    make_enquiry(**passed_on, answer="no", answer_told_at=now, dealt_with_at=now)
    make_enquiry(**passed_on, answer="week", answer_told_at=now)
    make_leader(bounced_at=now)
    make_leader(confirmed_on=None, told_on=None, created_at=long_ago)
    make_leader(confirmed_on=None, told_on=None)
    make_leader(email="lead@example.org", confirmed_on=None, told_on=None, created_at=long_ago)
    make_leader(is_active=False, bounced_at=now)
    for state in ("draft", "sent", "taken", "asked", "published", "withdrawn"):
        make_contribution(state=state)
    make_correction()
    make_correction(state="declined", decided_at=now)
    make_request()
    make_request(state="waiting")
    make_request(state="asked", bounced_at=now)
    make_request(state="declined", bounced_at=now)
    make_member(bounced_at=now)
    make_member()
    make_request(state="asked", asked_at=long_ago)
    make_request(state="approved")
    make_report()
    make_report(state="left", decided_at=now)
    make_introduction()
    make_introduction(reported_at=now)
    make_introduction(reported_at=now, report_closed_at=now)
    make_group_message()
    make_group_message(state="answered", answered_at=now)
    make_group_message(subject="data-protection", due_on=long_ago.date())
    Letter.objects.create(key="1", template="x", to="a@b.uk", state="failed", finished_at=now)
    Letter.objects.create(key="2", template="x", to="a@b.uk", state="sent", finished_at=now)


EXPECTED = {
    "enquiries": 1,
    "unanswered": 1,
    "bounced": 1,
    "never-told": 1,
    "placeholders": 1,
    "corrections": 1,
    "proposals": 2,
    "requests": 2,
    "bounced-requests": 1,
    "bounced-members": 1,
    "reports": 1,
    "reported-introductions": 1,
    "messages": 2,
    "complaints": 1,
    "overdue": 1,
    "failed-letters": 1,
}


def test_every_fault_is_counted_and_none_is_invented():
    one_of_each_fault()
    waiting = waiting_for(make_user("Administrator"), timezone.now())
    assert {each.queue.name: each.count for each in waiting} == EXPECTED


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_a_count_is_the_length_of_the_list_one_click_later(queue, client):
    one_of_each_fault()
    signed_in(client, "Administrator")
    first = client.get(reverse("admin:index")).text
    address = queue.list_address()
    shown = re.search(rf'href="{re.escape(address)}"><b>(\d+)</b>', first)
    assert shown, "the first page does not lead to it"
    assert int(shown[1]) == client.get(address).context["cl"].result_count == EXPECTED[queue.name]


@pytest.mark.parametrize(
    "role, names",
    [
        ("Editor", {"corrections", "proposals"}),
        ("Publisher", {"corrections", "proposals"}),
        ("Data protection", {"complaints"}),
        ("Network manager", set(EXPECTED) - {"proposals"}),
        ("Administrator", set(EXPECTED)),
        (None, set()),
    ],
)
def test_each_role_sees_what_it_may_deal_with(role, names):
    waiting = waiting_for(make_user(role), timezone.now())
    assert {each.queue.name for each in waiting} == names


def test_an_empty_queue_says_nought(client):
    page = signed_in(client, "Network manager").get(reverse("admin:index")).text
    shown = waiting_for(make_user("Network manager"), timezone.now())
    assert len(shown) == len(QUEUES) - 1  # proposals are for those who edit
    assert page.count("<b>0</b>") == len(shown)
