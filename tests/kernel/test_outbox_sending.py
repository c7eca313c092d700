"""Sending: what each fault does to its letter, and never to another."""

import smtplib
from contextlib import contextmanager

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as InMemory
from django.db import DatabaseError, OperationalError

from collab_directory.outbox import sending, signals
from collab_directory.outbox.models import Letter
from collab_directory.outbox.sending import send_due
from tests.factories import make_letter, make_user
from tests.kernel.smtp import Faults, FaultyMailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(settings):
    """`with served(Faults(busy=0.2)) as server:` is where letters go meanwhile."""

    @contextmanager
    def serve(faults=None, seed=1, port=0):
        with FaultyMailServer(faults, seed, port) as server:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            yield server

    return serve


class Scripted(InMemory):
    """Raises what was put down for an address."""

    faults: dict = {}
    opened = 0

    def open(self):
        Scripted.opened += 1

    def send_messages(self, messages):
        for message in messages:
            if fault := self.faults.get(message.to[0]):
                raise fault
        return super().send_messages(messages)


@pytest.fixture
def faults(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Scripted"
    Scripted.faults, Scripted.opened = {}, 0
    return Scripted.faults


def states():
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_letters_go_out_by_one_connection(faults, clock):
    letters = [make_letter() for _ in range(30)]
    assert str(send_due(clock=clock)) == "30 sent, 0 to be tried again, 0 failed"
    assert [message.to[0] for message in mail.outbox] == [letter.to for letter in letters]
    sent = mail.outbox[0].message()
    assert sent["Message-ID"] == letters[0].message_id
    assert Scripted.opened == 1
    assert not send_due(clock=clock)
    assert Scripted.opened == 1  # nothing is due: nobody is troubled


def test_a_batch_has_an_end_and_can_be_ended(faults, clock):
    for _ in range(5):
        make_letter()
    assert send_due(clock=clock, limit=2).sent == 2
    assert send_due(clock=clock, stop=lambda: len(mail.outbox) == 3).sent == 1


A = "a@council.uk"


@pytest.mark.parametrize(
    "fault, state, said",
    [
        (smtplib.SMTPRecipientsRefused({A: (550, b"<a@council.uk>: nobody")}), "failed", "550: …"),
        (smtplib.SMTPRecipientsRefused({A: (451, b"later")}), "queued", "451"),
        (smtplib.SMTPRecipientsRefused({A: (552, b"mailbox full")}), "failed", "552"),
        (smtplib.SMTPSenderRefused(553, b"not you", "us@example.org"), "failed", "553"),
        (smtplib.SMTPSenderRefused(530, b"sign in first", "us@example.org"), "queued", "530"),
        (smtplib.SMTPSenderRefused(421, b"closing", "us@example.org"), "queued", "421"),
        (smtplib.SMTPDataError(554, b"spam"), "failed", "554"),
        (smtplib.SMTPDataError(452, b"disk full"), "queued", "452"),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), "failed", "cannot carry"),
        (smtplib.SMTPServerDisconnected("a@council.uk"), "queued", "hung up"),
        (TimeoutError("a@council.uk"), "queued", "in time"),
        (ConnectionResetError("a@council.uk"), "queued", "ConnectionResetError"),
        (RuntimeError("a@council.uk"), "queued", "RuntimeError"),
    ],
)
def test_a_fault_is_passing_or_final_and_troubles_nobody_else(
    faults, clock, caplog, fault, state, said
):
    before, hit, after = make_letter(), make_letter(to=A), make_letter()
    faults[A] = fault
    outcome = send_due(clock=clock)
    assert outcome.sent == 2
    assert states() == ["sent", state, "sent"]
    hit.refresh_from_db()
    assert said in hit.problem
    for text in (hit.problem, caplog.text):
        assert "a@council.uk" not in text
        assert "us@example.org" not in text
    assert [m.to[0] for m in mail.outbox] == [before.to, after.to]
    assert Scripted.opened == 2  # anew after the fault


def test_what_nobody_expected_is_logged_by_its_place(faults, clock, caplog):
    make_letter(to=A)
    faults[A] = RuntimeError("Dear Ada")
    send_due(clock=clock)
    assert "RuntimeError" in caplog.text
    assert "send_messages" in caplog.text
    assert "Dear Ada" not in caplog.text


def test_a_row_that_cannot_be_built_fails_alone(faults, clock):
    make_letter(to="nobody")
    make_letter(subject="a\r\nBcc: leader@example.org")
    make_letter(text="")
    make_letter()
    send_due(clock=clock)
    assert states() == ["failed", "failed", "failed", "sent"]
    assert len(mail.outbox) == 1


@pytest.fixture
def receiver():
    connected = []

    def connect(function):
        signals.failed.connect(function)
        connected.append(function)

    yield connect
    for function in connected:
        signals.failed.disconnect(function)


def test_the_house_hears_of_a_failure_in_its_transaction(faults, clock, receiver):
    letter = make_letter(to=A)
    faults[A] = smtplib.SMTPDataError(554, b"spam")
    heard = []

    def hear(sender, letter, problem, **kwargs):
        heard.append((sender, letter.pk, problem, Letter.objects.get(pk=letter.pk).state))

    receiver(hear)
    for _ in range(2):
        send_due(clock=clock)
    assert heard == [(Letter, letter.pk, "The mail server answered 554: spam", "failed")]


@pytest.mark.parametrize("trouble", [RuntimeError("a@council.uk"), DatabaseError("a@council.uk")])
def test_a_receiver_that_fails_undoes_its_own_work_and_nothing_else(
    faults, clock, receiver, caplog, trouble
):
    make_letter(to=A)
    make_letter()
    faults[A] = smtplib.SMTPDataError(554, b"spam")

    def fail(sender, **kwargs):
        make_user()
        raise trouble

    receiver(fail)
    send_due(clock=clock)
    assert states() == ["failed", "sent"]
    assert type(trouble).__name__ in caplog.text
    assert "a@council.uk" not in caplog.text
    assert make_user().__class__.objects.count() == 1


def test_a_letter_that_could_not_be_marked_is_sent_again_with_its_message_id(
    faults, clock, monkeypatch
):
    make_letter()
    with monkeypatch.context() as patch:
        patch.setattr(Letter, "mark_sent", lambda *args: (_ for _ in ()).throw(OperationalError()))
        patch.setattr(sending.connection, "close", lambda: None)  # this test is one transaction
        assert not send_due(clock=clock)
    assert states() == ["sending"]
    clock.on(seconds=119)
    assert not send_due(clock=clock)
    clock.on(seconds=1)
    assert send_due(clock=clock).sent == 1
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second
    assert states() == ["sent"]


class Killed(BaseException):
    """As abrupt as a SIGKILL, as far as one process can be."""


@pytest.mark.parametrize(
    "where, name, is_after, mailed",
    [
        (Letter, "claim", False, 1),
        (Letter, "claim", True, 1),
        (Scripted, "send_messages", False, 1),
        (Scripted, "send_messages", True, 2),
        (Letter, "mark_sent", False, 2),
        (Letter, "mark_sent", True, 1),
    ],
)
def test_a_worker_killed_at_any_step_loses_nothing(
    faults, clock, monkeypatch, where, name, is_after, mailed
):
    """G5: only what was taken and not marked comes again, with the same Message-ID."""
    letters = [make_letter() for _ in range(3)]
    step = getattr(where, name)

    def die(*args):
        if is_after:
            step(*args)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(where, name, die)
        with pytest.raises(Killed):
            send_due(clock=clock)
    send_due(clock=clock)  # the next worker, at once
    clock.on(minutes=2)
    send_due(clock=clock)  # and when the lease has run out
    assert states() == ["sent"] * 3
    ids = [message.message()["Message-ID"] for message in mail.outbox]
    assert ids.count(letters[0].message_id) == mailed
    assert sorted(set(ids)) == sorted(letter.message_id for letter in letters)
    assert len(ids) == 2 + mailed


def test_a_server_that_does_not_open_costs_three_letters_a_minute(settings, clock):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with FaultyMailServer() as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    for _ in range(10):
        make_letter()
    assert send_due(clock=clock).later == 3
    assert set(Letter.objects.exclude(problem="").values_list("problem", flat=True)) == {
        "The mail server could not be reached: ConnectionRefusedError."
    }
    assert Letter.objects.filter(attempts=0).count() == 7
    assert Letter.objects.due(clock()).count() == 7


def test_a_backend_that_does_not_exist_loses_nothing(settings, clock):
    settings.EMAIL_BACKEND = "nowhere.EmailBackend"
    make_letter()
    assert send_due(clock=clock).later == 1
    assert states() == ["queued"]


def test_nobody_waits_out_a_pause_for_a_server_that_is_back(served, clock):
    letter = make_letter()
    with served() as server:
        port = server.port
    for _ in range(20):
        send_due(clock=clock, knock=False)
        letter.refresh_from_db()
        clock.now = letter.due_at
    send_due(clock=clock)
    with served(port=port) as server:
        clock.on(minutes=1)
        assert not send_due(clock=clock, knock=False)
        assert send_due(clock=clock).sent == 1
        assert server.taken.message_ids == [letter.message_id]


def test_the_mail_server_may_be_away_for_four_hours(served, clock):
    """G6: afterwards everything leaves within ten minutes, and nothing was given up."""
    with served() as server:
        port = server.port
    letters = []
    for _ in range(4 * 12):
        letters += [make_letter(due_at=clock()) for _ in range(2)]
        send_due(clock=clock)
        clock.on(minutes=5)
    assert set(states()) == {"queued"}
    with served(port=port) as server:
        for _ in range(10):
            send_due(clock=clock)
            clock.on(minutes=1)
        assert sorted(server.taken.message_ids) == sorted(x.message_id for x in letters)
    assert set(states()) == {"sent"}


def test_a_thousand_letters_through_a_server_that_fails_two_times_in_five(served, clock):
    """G7: all arrive but those that drew a 550, and these are seen to have failed."""
    letters = {make_letter().message_id for _ in range(1000)}
    faults = Faults(refuses=0.1, busy=0.2, drops=0.1, loses_answer=0.05, knows_nobody=0.02)
    with served(faults) as server:
        while next_one := Letter.objects.unfinished().order_by("due_at").first():
            clock.now = max(clock.on(minutes=1), next_one.due_at)
            send_due(clock=clock, limit=1000)
        taken = server.taken
    failed = Letter.objects.failed()
    assert {letter.to for letter in failed} == taken.unknown
    assert 10 <= len(taken.unknown) <= 60
    assert all("550" in letter.problem for letter in failed)
    sent = set(Letter.objects.filter(state="sent").values_list("message_id", flat=True))
    assert sent <= set(taken.message_ids) <= letters
    # Their answer was lost, and at the next attempt nobody knew them
    unsure = set(taken.message_ids) - sent
    assert unsure == set(failed.values_list("message_id", flat=True)) & set(taken.message_ids)
    assert len(sent) + len(taken.unknown) == 1000
    again = len(taken.message_ids) - len(set(taken.message_ids))
    assert 0 < again <= 100
