"""Messages to the working group: stored, told, answered, and gone when their time comes."""

import datetime as dt
import uuid

import pytest

from casestudies.editorial import NotAllowed, NotPossible
from collab_directory import limits
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import messages
from network.actions.messages import Sender
from network.models import GroupMessage
from tests.factories import make_group_message, make_user

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
Subject = GroupMessage.Subject


@pytest.fixture
def manager():
    return make_user("Network manager")


def send(*, key=None, at=NOON, client="192.0.2.1", sender=None, **said):
    said = {"subject": Subject.OTHER, "message": "Where is it?"} | said
    return messages.send(
        key=key or uuid.uuid4(),
        sender=sender or Sender("ada@council.uk", "Ada Reader"),
        client=client,
        at=at,
        **said,
    )


def letter(kind):
    return Letter.objects.get(template=f"network/{kind}")


def test_a_message_has_a_receipt_that_repeats_nothing_and_says_by_when():
    sent = send(message="Buy at evil.example", about="evil.example")
    receipt = letter("message_received")
    assert receipt.to == "ada@council.uk"
    assert sent.reference in receipt.subject
    assert "answers by 16 November 2026" in receipt.text
    assert "evil" not in receipt.text
    assert f"http://testserver/network/messages/{messages.status_token(sent)}/" in receipt.text


def test_a_complaint_about_personal_data_is_acknowledged_at_once_in_words_of_its_own():
    sent = send(subject=Subject.DATA_PROTECTION)
    assert sent.due_on == dt.date(2026, 12, 2)
    receipt = letter("complaint_received")
    assert "This letter acknowledges it." in receipt.text
    assert "2 December 2026" in receipt.text
    assert "ico.org.uk" in receipt.text
    assert "2 December 2026" in letter("message_for_group").text
    assert not Letter.objects.filter(template="network/message_received").exists()


def test_the_day_of_a_complaint_is_counted_where_its_sender_lives():
    """Half past eleven at night in summer is the next day in London."""
    sent = send(subject=Subject.DATA_PROTECTION, at=dt.datetime(2026, 6, 1, 23, 30, tzinfo=dt.UTC))
    assert sent.due_on == dt.date(2026, 7, 2)


def test_the_same_key_makes_one_message_and_one_pair_of_letters():
    key = uuid.uuid4()
    assert send(key=key) == send(key=key, message="Other words")
    assert GroupMessage.objects.get().message == "Where is it?"
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("minutes, is_taken", [(59, False), (60, True)])
def test_five_an_hour_from_one_client(minutes, is_taken):
    for _ in range(5):
        send()
    later = NOON + dt.timedelta(minutes=minutes)
    if is_taken:
        assert send(at=later)
    else:
        with pytest.raises(limits.Refused):
            send(at=later)
        assert GroupMessage.objects.count() == 5
        assert send(at=later, client="192.0.2.2")


def test_nobodys_letter_box_is_filled_from_many_clients():
    for n in range(10):
        send(client=f"192.0.2.{n}")
    with pytest.raises(limits.Refused):
        send(client="192.0.2.99")
    assert send(client="192.0.2.99", sender=Sender("bob@council.uk"))


# --- Settled -------------------------------------------------------------------------------


def test_an_answer_goes_to_the_sender_once_and_is_kept(manager):
    sent = send()
    with pytest.raises(NotPossible):
        messages.answer(sent, by=manager, at=NOON, text="  ")
    assert messages.answer(sent, by=manager, at=NOON, text="In Kent.")
    assert not messages.answer(sent, by=manager, at=NOON, text="In Surrey.")
    assert not messages.close(sent, by=manager, at=NOON)
    answered = letter("message_answered")
    assert (answered.to, answered.reply_to) == ("ada@council.uk", "")
    assert "In Kent." in answered.text
    assert (sent.state, sent.answer, sent.answered_by) == ("answered", "In Kent.", manager)


def test_an_answer_is_sent_as_it_was_written(manager):
    sent = send()
    messages.answer(sent, by=manager, at=NOON, text="Don’t <worry> & wait\n{{ SECRET_KEY }}")
    assert "Don’t <worry> & wait\n{{ SECRET_KEY }}" in letter("message_answered").text


def test_a_message_can_be_closed_without_a_letter(manager):
    sent = send()
    before = Letter.objects.count()
    assert messages.close(sent, by=manager, at=NOON, note="Sent twice.")
    assert not messages.answer(sent, by=manager, at=NOON, text="In Kent.")
    assert Letter.objects.count() == before
    assert (sent.state, sent.answer) == ("closed", "Sent twice.")


def test_a_complaint_must_be_answered(manager):
    sent = send(subject=Subject.DATA_PROTECTION)
    with pytest.raises(NotPossible, match="must be answered"):
        messages.close(sent, by=manager, at=NOON)
    assert messages.answer(sent, by=manager, at=NOON, text="We erased it.")


@pytest.mark.parametrize("role", [None, "Editor", "Publisher"])
def test_only_those_who_look_after_people_may_settle_or_erase(role):
    sent, somebody = send(), make_user(role)
    for act in (
        lambda: messages.answer(sent, by=somebody, at=NOON, text="Hello"),
        lambda: messages.close(sent, by=somebody, at=NOON),
        lambda: messages.erase(sent, by=somebody, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert GroupMessage.objects.get().state == "open"


def test_erasing_leaves_no_word_and_happens_once(manager):
    sent = send(message="I am Ada.", about="Ada’s page")
    assert messages.erase(sent, by=None, at=NOON)
    assert not messages.erase(sent, by=None, at=NOON)
    row = str(GroupMessage.objects.values().get())
    assert "Ada" not in row
    assert "ada@" not in row
    assert sent.state == "closed"
    assert not sent.links.exists()
    assert {one.state for one in Letter.objects.all()} == {"cancelled"}


def test_the_audit_trail_knows_nobody_who_wrote(manager):
    sent = send(message="I am Ada.")
    messages.answer(sent, by=manager, at=NOON, text="Dear Ada")
    messages.erase(sent, by=None, at=NOON)
    trail = str(list(AuditRecord.objects.values()))
    assert "message.answered" in trail
    for word in ("Ada", "ada@", "council.uk"):
        assert word not in trail


# --- Due -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject, day, is_late",
    [
        (Subject.OTHER, dt.date(2026, 11, 16), False),
        (Subject.OTHER, dt.date(2026, 11, 17), True),
        (Subject.DATA_PROTECTION, dt.date(2026, 12, 2), False),
        (Subject.DATA_PROTECTION, dt.date(2026, 12, 3), True),
    ],
)
def test_overdue_is_the_same_for_the_queue_and_for_each(subject, day, is_late, manager):
    sent = send(subject=subject)
    assert sent.is_overdue(day) is is_late
    assert GroupMessage.objects.overdue(day).exists() is is_late
    messages.answer(sent, by=manager, at=NOON, text="In Kent.")
    assert not sent.is_overdue(day)
    assert not GroupMessage.objects.overdue(day).exists()


def test_the_last_minute_of_a_summer_day_belongs_to_it():
    late = dt.datetime(2026, 6, 1, 22, 59, tzinfo=dt.UTC)  # 23:59 in London
    sent = make_group_message(created_at=late)
    assert sent.answer_by == dt.date(2026, 6, 15)
    assert not GroupMessage.objects.overdue(dt.date(2026, 6, 15)).exists()
    assert GroupMessage.objects.overdue(dt.date(2026, 6, 16)).exists()
