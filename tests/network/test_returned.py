"""Letters that come back: the leader is marked, nothing more is sent, and the deputy takes over."""

import datetime as dt
import smtplib

import pytest
from django.utils import timezone

from collab_directory import outbox
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.faults import judge
from collab_directory.outbox.models import UNREACHABLE, Letter
from network.actions import enquiries, leaders, returned
from network.actions.returned import Notice
from network.models import Enquiry, ReturnedLetter
from tests.factories import make_enquiry, make_leader, make_study

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
Kind = ReturnedLetter.Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return make_study()


@pytest.fixture
def leader(study):
    return make_leader(study, email="lead@kent.fire.uk")


def make_passed_on(study, leader):
    asked = make_enquiry(study, state=Enquiry.State.WITH_GROUP, confirmed_at=NOON)
    assert enquiries.pass_on(asked, to=leader, by=None, at=NOON)
    return asked


def to_leader(asked):
    return Letter.objects.get(template="network/enquiry_to_leader", target_id=str(asked.pk))


def mark_sent(letter):
    assert letter.claim(timezone.now())
    assert letter.mark_sent(timezone.now())


def notice(letter, kind=Kind.PERMANENT, **fields):
    fields = {"event_id": "1", "status": "5.1.1", "message_id": letter.message_id} | fields
    return Notice(kind=kind, **fields)


def again(thing):
    thing.refresh_from_db()
    return thing


@pytest.mark.parametrize("kind", [Kind.PERMANENT, Kind.COMPLAINT])
def test_a_leader_whose_letter_came_back_is_marked_and_sent_nothing_more(study, leader, kind):
    letter = to_leader(make_passed_on(study, leader))
    mark_sent(letter)
    waiting = outbox.post("network/leader_link", to=leader.email, key="x", leader=leader, link="y")
    said = notice(letter, kind, reason="<lead@kent.fire.uk>: no such\r\nuser lead@kent.fire.uk")
    assert returned.take(said, at=NOON)
    again(leader)
    assert leader.bounced_at == NOON
    assert "no such user" in leader.bounce_reason
    assert "@" not in leader.bounce_reason
    assert not leader.is_reachable(timezone.localdate(NOON))
    assert again(waiting).state == Letter.State.CANCELLED
    row = ReturnedLetter.objects.get()
    assert (row.kind, row.status, row.handled_at) == (kind, "5.1.1", NOON)
    assert "@" not in row.reason
    record = AuditRecord.objects.get(action="leader.letters_returned")
    assert "lead@" not in f"{record.target_label}{record.detail}"


def test_a_question_that_came_back_goes_to_the_deputy(study, leader):
    deputy = make_leader(study)
    asked = make_passed_on(study, leader)
    mark_sent(to_leader(asked))
    returned.take(notice(to_leader(asked)), at=NOON)
    assert again(asked).leader == deputy


def test_without_a_deputy_it_goes_to_the_working_group(study, leader):
    asked = make_passed_on(study, leader)
    mark_sent(to_leader(asked))
    returned.take(notice(to_leader(asked)), at=NOON)
    assert again(asked).state == Enquiry.State.WITH_GROUP


def test_a_question_that_arrived_stays_where_it_is(study, leader):
    arrived, lost = make_passed_on(study, leader), make_passed_on(study, leader)
    mark_sent(to_leader(arrived))
    mark_sent(to_leader(lost))
    returned.take(notice(to_leader(lost)), at=NOON)
    assert again(arrived).leader == leader
    assert again(lost).leader is None


def test_a_second_letter_that_comes_back_is_heeded_although_the_leader_is_marked(study, leader):
    first, second = make_passed_on(study, leader), make_passed_on(study, leader)
    for asked in (first, second):
        mark_sent(to_leader(asked))
    returned.take(notice(to_leader(first), event_id="1"), at=NOON)
    assert again(second).leader == leader
    returned.take(notice(to_leader(second), event_id="2"), at=NOON + dt.timedelta(hours=1))
    assert again(second).leader is None
    assert again(leader).bounced_at == NOON


def test_the_same_event_twice_is_one(study, leader):
    letter = to_leader(make_passed_on(study, leader))
    assert returned.take(notice(letter), at=NOON)
    leader.bounced_at = None
    leader.save()
    assert not returned.take(notice(letter), at=NOON)
    assert again(leader).bounced_at is None
    assert ReturnedLetter.objects.count() == 1


def test_what_comes_back_for_now_is_only_recorded(study, leader):
    letter = to_leader(make_passed_on(study, leader))
    assert returned.take(notice(letter, Kind.TEMPORARY, status="4.4.1"), at=NOON)
    assert again(leader).bounced_at is None
    assert ReturnedLetter.objects.get().handled_at is None


@pytest.mark.parametrize(
    "message_id", ["", "<unknown@testserver>", "lead@kent.fire.uk", "x" * 300, "a b", "\x00", "<>"]
)
def test_only_the_number_of_a_letter_says_whose_it_is(leader, message_id):
    """Not an address, which anybody could write into a note."""
    said = Notice("1", Kind.PERMANENT, message_id, "5.1.1", "lead@kent.fire.uk")
    assert returned.take(said, at=NOON)
    assert again(leader).bounced_at is None


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_number_may_come_without_its_brackets(study, leader, wrapped):
    message_id = to_leader(make_passed_on(study, leader)).message_id
    number = f" {message_id} " if wrapped else message_id.strip("<>")
    returned.take(Notice("1", Kind.PERMANENT, number), at=NOON)
    assert again(leader).bounced_at == NOON


def test_a_letter_to_somebody_else_marks_nobody(study, leader):
    asked = make_passed_on(study, leader)
    letter = Letter.objects.get(to=asked.email)
    assert returned.take(notice(letter), at=NOON)
    assert again(leader).bounced_at is None
    assert ReturnedLetter.objects.get().handled_at is None


def test_whoever_did_not_receive_what_is_held_was_not_told(study):
    leader = make_leader(study, told_on=None, confirmed_on=None, created_at=NOON)
    leaders.tell(leader, at=NOON)
    returned.take(notice(Letter.objects.get()), at=NOON)
    assert again(leader).told_on is None


@pytest.mark.parametrize("hostile", ["\x00\x1b[31m", "\ud800", "x" * 5000, "é\u2028"])
def test_whatever_a_note_says_can_be_kept(study, leader, hostile):
    letter = to_leader(make_passed_on(study, leader))
    said = notice(letter, status=hostile, reason=hostile, event_id="x" * 128)
    assert returned.take(said, at=NOON)
    assert again(leader).bounced_at == NOON


# --- Letters that never left ---------------------------------------------------------------


def give_up(letter, problem):
    assert letter.claim(NOON + dt.timedelta(days=999))
    assert letter.mark_failed(NOON, problem)


def test_a_letter_that_a_server_refused_for_good_counts_as_returned(study, leader):
    deputy = make_leader(study)
    asked = make_passed_on(study, leader)
    refusal = {leader.email: (550, b"5.1.1 <lead@kent.fire.uk> unknown")}
    give_up(to_leader(asked), judge(smtplib.SMTPRecipientsRefused(refusal)).words)
    assert again(leader).bounced_at == NOON
    assert again(asked).leader == deputy


@pytest.mark.parametrize(
    "problem", [f"{UNREACHABLE}: timeout.", "The mail server hung up.", "It cannot be written."]
)
def test_what_is_our_own_fault_marks_nobody(study, leader, problem):
    give_up(to_leader(make_passed_on(study, leader)), problem)
    assert again(leader).bounced_at is None
    assert not ReturnedLetter.objects.exists()
