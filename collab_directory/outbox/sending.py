"""Sends the letters that are due, one at a time, whatever becomes of any of them."""

import datetime as dt
import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error as DatabaseTrouble
from django.db import connection
from django.utils import timezone

from . import writing
from .faults import judge
from .models import UNREACHABLE, Letter

log = logging.getLogger(__name__)

HANDFUL = 20  # letters read at once: a single one posted meanwhile waits no longer than so many
MOST_KNOCKS = 3  # at a mail server that does not open, for one batch

Clock = Callable[[], dt.datetime]


@dataclass
class Outcome:
    """How many letters a batch sent, put back for later, and found that they cannot arrive."""

    sent: int = 0
    later: int = 0
    failed: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.sent + other.sent, self.later + other.later, self.failed + other.failed)

    def __bool__(self) -> bool:
        return bool(self.sent or self.later or self.failed)

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.later} to be tried again, {self.failed} failed"


def send_due(
    *,
    clock: Clock = timezone.now,
    limit: int = 100,
    stop: Callable[[], bool] = lambda: False,
    knock: bool = True,
) -> Outcome:
    """Send up to `limit` letters through Django's mail backend; on `stop`, end after this one.

    Any number of workers on any number of hosts may do this at once, if their clocks agree within a
    minute. Each letter is claimed by one UPDATE whose conditions are those of being due. A second
    worker that comes at the same moment waits for the first one's row, a statement's length, and
    then finds the condition no longer true: on SQLite because writers come one after another, on
    PostgreSQL because a waiting UPDATE reads the row again. Skipping locked rows would save that
    worker the moment; it would not make the claim any surer, and SQLite cannot do it.

    A worker that dies leaves a lease that runs out: the letter is sent again, with its Message-ID.

    With `knock`, a mail server that could not be reached is asked whether it is back before the
    pauses of the letters that wait for it are over; if it is, they are all due.

    Raises django.db.Error when the database cannot say which letters are due.
    """
    outcome = Outcome()
    with Line() as line:
        if knock:
            _wake(line, clock)
        for letter in _in_turn(clock, limit):
            if stop() or line.is_down:
                break
            # Before the claim, so that what it takes to get through is not taken from the lease
            is_open = line.open()
            if letter.claim(clock()):
                outcome += (
                    _deliver(letter, line, clock) if is_open else _put_back(letter, line, clock)
                )
    return outcome


class Line:
    """The way to the mail server: one connection, opened when it is needed, anew after a fault."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None
        self._refused = 0
        self.trouble = ""

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang_up()

    @property
    def is_down(self) -> bool:
        """It has not opened so many times running that the rest of the batch need not try."""
        return self._refused >= MOST_KNOCKS

    def open(self) -> bool:
        if self._backend is not None:
            return True
        backend = None
        try:
            backend = get_connection()
            backend.open()
        except Exception as fault:  # a wrong password or certificate as well as nobody there
            self._refused += 1
            self.trouble = f"{UNREACHABLE}: {type(fault).__name__}."
            log.warning("%s", self.trouble)
            _close(backend)
            return False
        self._backend, self._refused = backend, 0
        return True

    def send(self, message: EmailMessage) -> None:
        if self._backend is None or not self._backend.send_messages([message]):
            raise RuntimeError("The backend took no message")

    def hang_up(self) -> None:
        _close(self._backend)
        self._backend = None


def _wake(line: Line, clock: Clock) -> None:
    """Nobody waits out an hour's pause for a server that is back."""
    unreached = Letter.objects.unreached()
    if unreached.exists() and line.open():
        unreached.update(due_at=clock())


def _in_turn(clock: Clock, limit: int) -> Iterator[Letter]:
    while limit > 0:
        handful = list(Letter.objects.due(clock())[: min(limit, HANDFUL)])
        if not handful:
            return
        yield from handful
        limit -= len(handful)


def _deliver(letter: Letter, line: Line, clock: Clock) -> Outcome:
    try:
        line.send(writing.sendable(letter))
    except Exception as fault:
        judged = judge(fault)
        if not judged.is_expected:
            # Where, and never what: the words of an error may hold an address or a message
            where = "".join(traceback.format_tb(fault.__traceback__))
            log.error("Letter %s: %s\n%s", letter.pk, judged.words, where)
        mark = letter.mark_failed if judged.is_permanent else letter.try_later
        outcome = _marked(letter, mark, clock(), judged.words)
        line.hang_up()  # after the mark: a broken line may take long to close
        return outcome
    return _marked(letter, letter.mark_sent, clock())


def _put_back(letter: Letter, line: Line, clock: Clock) -> Outcome:
    return _marked(letter, letter.try_later, clock(), line.trouble)


def _marked(letter: Letter, mark: Callable[..., bool], *values: Any) -> Outcome:
    """Say what became of it. If the database is away, its lease runs out and it is tried again."""
    try:
        is_ours = mark(*values)
    except DatabaseTrouble as trouble:
        log.error("Letter %s could not be marked: %s", letter.pk, type(trouble).__name__)
        connection.close()
        return Outcome()
    if not is_ours:
        log.warning("Letter %s: the lease ran out before it was marked", letter.pk)
        return Outcome()
    log.info("Letter %s (%s): %s", letter.pk, letter.template, letter.state)
    return Outcome(
        sent=letter.state == Letter.State.SENT,
        later=letter.state == Letter.State.QUEUED,
        failed=letter.state == Letter.State.FAILED,
    )


def _close(backend: BaseEmailBackend | None) -> None:
    try:
        if backend is not None:
            backend.close()
    except Exception as fault:  # whatever was to be said has been said
        log.debug("The connection was not closed in order: %s", type(fault).__name__)
