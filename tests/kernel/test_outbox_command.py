"""`send_mail`: once, or until it is told to end."""

import os
import signal

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as InMemory
from django.core.management import CommandError, call_command
from django.db import OperationalError

from collab_directory.outbox.management.commands import send_mail
from collab_directory.outbox.models import Letter
from collab_directory.outbox.sending import Outcome, send_due
from tests.factories import make_letter

pytestmark = pytest.mark.django_db


class EndsAtTheSecond(InMemory):
    """Tells this process to end while the second letter is under way."""

    signal = signal.SIGTERM

    def send_messages(self, messages):
        if len(mail.outbox) == 1:
            os.kill(os.getpid(), self.signal)
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def rounds(monkeypatch):
    """After each round connections that broke are dropped; not here: a test is one transaction."""
    done = []
    monkeypatch.setattr(send_mail, "close_old_connections", lambda: done.append(True))
    return done


@pytest.fixture
def quick(monkeypatch):
    """Nobody waits in a test; each wait is written down."""
    waits = []
    monkeypatch.setattr(send_mail.time, "sleep", waits.append)
    return waits


def test_once_sends_all_that_is_due_and_says_how_much(capsys):
    for _ in range(130):
        make_letter()
    make_letter(to="nobody")
    call_command("send_mail", "--once")
    assert capsys.readouterr().out == "130 sent, 0 to be tried again, 1 failed\n"
    call_command("send_mail", "--once")
    assert capsys.readouterr().out == "0 sent, 0 to be tried again, 0 failed\n"


@pytest.mark.parametrize("words", [["--once"], []])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_after_the_letter_in_hand(settings, monkeypatch, words, number):
    settings.EMAIL_BACKEND = f"{__name__}.EndsAtTheSecond"
    monkeypatch.setattr(EndsAtTheSecond, "signal", number)
    for _ in range(5):
        make_letter()
    before = signal.getsignal(number)
    call_command("send_mail", *words)
    assert len(mail.outbox) == 2
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["queued"] * 3 + ["sent"] * 2
    assert signal.getsignal(number) is before


def test_it_ends_while_it_waits(monkeypatch):
    def sleep(seconds):
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(send_mail.time, "sleep", sleep)
    call_command("send_mail")


def test_it_ends_with_the_process_beside_it(quick):
    make_letter()
    call_command("send_mail", "--beside", str(os.getppid() + 1))
    assert not mail.outbox


def test_it_outlives_its_database(monkeypatch, quick, rounds, caplog):
    asked = []

    def away_twice(**options):
        asked.append(options["knock"])
        if len(asked) <= 2:
            raise OperationalError("could not connect to db.example.org")
        os.kill(os.getpid(), signal.SIGTERM)
        return Outcome()

    monkeypatch.setattr(send_mail, "send_due", away_twice)
    call_command("send_mail", "--every", "0.001")
    assert asked == [True, False, False]  # the mail server is asked once a minute
    assert len(rounds) == 3
    assert caplog.text.count("The database does not answer: OperationalError") == 2


def test_once_fails_aloud_without_a_database(monkeypatch):
    def away(**options):
        raise OperationalError("could not connect to db.example.org")

    monkeypatch.setattr(send_mail, "send_due", away)
    with pytest.raises(CommandError, match="OperationalError"):
        call_command("send_mail", "--once")


def test_it_looks_again_at_once_after_a_full_batch(monkeypatch, quick):
    for _ in range(150):
        make_letter()

    def until_empty(**options):
        outcome = send_due(**options)
        if not outcome:
            os.kill(os.getpid(), signal.SIGTERM)
        return outcome

    monkeypatch.setattr(send_mail, "send_due", until_empty)
    call_command("send_mail")
    assert len(mail.outbox) == 150
    assert not quick
