"""The first page of the admin lists what waits: all of it, and nothing else."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from collab_directory.linkcheck.models import CheckedLink
from collab_directory.outbox.models import Letter
from collab_directory.worklist.lists import queues, worklist_of
from tests.factories import (
    make_contribution,
    make_correction,
    make_enquiry,
    make_group_message,
    make_introduction,
    make_leader,
    make_member,
    make_missed_search,
    make_report,
    make_request,
    make_round,
    make_study,
    make_user,
)

pytestmark = pytest.mark.django_db


TODAY = timezone.localdate()
# Nothing is wrong with an entry of these, or of those that an enquiry or a correction is about
RIGHT = {"verified_on": TODAY, "sources": ("2015", "2016"), "outcomes": ["Good"]}


def a_link(study, state, **fields):
    source = study.sources.first()
    source.url = f"https://{state}.example.org/{study.pk}"
    source.save()
    fields = {"checked_at": timezone.now()} | fields
    return CheckedLink.objects.create(address=source.url, state=state, **fields)


def faults_of_entries(publisher):
    """One of each, and beside each, one that is right."""
    make_study("Right", **RIGHT)
    make_study("In review", state="in-review")
    make_study("Mine", state="in-review", submitted_by=publisher)
    make_study("Draft", state="draft")
    make_study("Archived", state="archived", sources=())
    make_study("Overdue", **RIGHT | {"verified_on": TODAY - dt.timedelta(days=400)})
    silent = {"verified_on": TODAY - dt.timedelta(days=700)}
    make_study("Silent", **RIGHT | silent, stale_on=TODAY - dt.timedelta(days=183))
    make_study("Silent of late", **RIGHT | silent, stale_on=TODAY - dt.timedelta(days=182))
    make_round(make_study("Nobody's", **RIGHT), nobody_since=TODAY)
    make_round(make_study("Somebody's", **RIGHT), leader=make_leader(), asked_on=TODAY)
    make_study("Soon", **RIGHT | {"verified_on": TODAY - dt.timedelta(days=350)})
    make_study("Not soon", **RIGHT | {"verified_on": TODAY - dt.timedelta(days=300)})
    make_study("Never", **RIGHT | {"verified_on": None})
    make_study("One source", **RIGHT | {"sources": ("2015",)})
    make_study("No outcome", **RIGHT | {"outcomes": []})
    a_link(make_study("Gone", **RIGHT), "gone")
    a_link(make_study("Works", **RIGHT), "works")
    failing = {"failures": 1, "failing_since": timezone.now()}
    a_link(make_study("Failing", **RIGHT), "failing", **failing)
    a_link(make_study("Moved", **RIGHT), "moved", moved_to="https://example.org/new")
    a_link(make_study("Gone, unseen", state="draft"), "gone")
    make_missed_search()


def faults_of_people():
    """And beside each, one that is right and must not be counted."""
    now = timezone.now()
    long_ago = now - dt.timedelta(days=40)
    study = make_study("Asked about", **RIGHT)
    make_enquiry(study, state="with-group", confirmed_at=now)
    make_enquiry(study)
    passed_on = {"state": "passed-on", "confirmed_at": long_ago, "passed_on_at": long_ago}
    make_enquiry(study, **passed_on, answer="no", answer_told_at=now)
    make_enquiry(study, **passed_on, answer="no", answer_told_at=now, dealt_with_at=now)
    make_enquiry(study, **passed_on, answer="week", answer_told_at=now)
    make_leader(bounced_at=now)
    make_leader(confirmed_on=None, told_on=None, created_at=long_ago)
    make_leader(confirmed_on=None, told_on=None)
    make_leader(email="lead@example.org", confirmed_on=None, told_on=None, created_at=long_ago)
    make_leader(is_active=False, bounced_at=now)
    for state in ("draft", "sent", "taken", "asked", "published", "withdrawn"):
        make_contribution(state=state)
    make_correction(study)
    make_correction(study, state="declined", decided_at=now)
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


def one_of_each_fault(publisher):
    faults_of_entries(publisher)
    faults_of_people()


OF_ENTRIES = {
    "in-review": 1,
    "mine-in-review": 1,
    "drafts": 2,
    "due": 3,
    "unconfirmed-for-long": 1,
    "nobody-to-ask": 1,
    "falling-due": 1,
    "never-confirmed": 1,
    "thin": 2,
    "dead-sources": 1,
    "moved-sources": 1,
    "missed-searches": 1,
}
OF_PEOPLE = {
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
EXPECTED = OF_ENTRIES | OF_PEOPLE


def listed_for(user):
    """What the first page lists for somebody, by the name of the queue."""
    sections = worklist_of(user, timezone.now()).sections
    return {one.queue.name: one for section in sections for one in section.listed}


def test_every_fault_is_listed_and_none_is_invented():
    user = make_user("Administrator")
    one_of_each_fault(user)
    listed = listed_for(user)
    assert {name: one.count for name, one in listed.items() if name in EXPECTED} == EXPECTED
    assert not any(one.count for name, one in listed.items() if name not in EXPECTED)
    for one in listed.values():
        assert len(one.lines) == min(one.count, 5)
        assert all(line.row.title and line.row.action for line in one.lines), one.queue.name


def test_a_count_is_the_length_of_the_list_one_click_later(client):
    user = make_user("Administrator")
    client.force_login(user)
    one_of_each_fault(user)
    first = client.get(reverse("admin:index")).text
    for name, one in listed_for(user).items():
        tile = rf"(?:#{name}|{re.escape(one.address)})\"><b>(\d+)</b>"
        assert int(re.search(tile, first.replace("&amp;", "&"))[1]) == one.count, name
        page = client.get(one.address)
        assert page.context["cl"].result_count == one.count, name
        assert html.escape(one.address, quote=False) in first, name


def test_every_row_leads_to_its_next_step(client):
    user = make_user("Administrator")
    client.force_login(user)
    one_of_each_fault(user)
    for one in listed_for(user).values():
        with zeal_ignore():  # each is a page of its own
            for line in one.lines:
                assert client.get(line.row.address).status_code == 200, line.row


@pytest.mark.parametrize(
    "role, names",
    [
        ("Editor", {*OF_ENTRIES, "corrections", "proposals"}),
        ("Publisher", {*OF_ENTRIES, "corrections", "proposals"}),
        ("Data protection", {"complaints"}),
        ("Network manager", {*OF_PEOPLE, "nobody-to-ask"} - {"proposals"}),
        ("Administrator", EXPECTED.keys()),
        (None, set()),
    ],
)
def test_each_role_sees_what_it_may_deal_with(role, names):
    assert listed_for(make_user(role)).keys() & EXPECTED.keys() == names


def test_whoever_may_see_everything_sees_every_queue():
    assert listed_for(make_user("Administrator")).keys() == queues().keys()


def test_an_empty_queue_says_nought_and_is_named_in_words(client):
    user = make_user("Network manager")
    client.force_login(user)
    page = client.get(reverse("admin:index")).text
    assert page.count("<b>0</b>") == len(listed_for(user))
    assert "Nothing is waiting for you" in page
    for one in listed_for(user).values():
        assert page.count(one.label) == 2


def test_the_page_asks_the_database_no_more_when_more_waits(client, django_assert_max_num_queries):
    user = make_user("Administrator")
    client.force_login(user)
    one_of_each_fault(user)
    client.get(reverse("admin:index"))  # with what Django looks up once a process
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("admin:index"))
    for n in range(8):
        make_study(f"Another {n}", state="in-review")
        make_enquiry(make_study(f"About {n}"), state="with-group", confirmed_at=timezone.now())
        make_missed_search()
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("admin:index"))
    # One count of all, and the first lines of each queue
    assert len(few) <= len(queues()) + 10
