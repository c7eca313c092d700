"""Sends the letters of the outbox: once, for cron, or for as long as it is let."""

import logging
import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections

from collab_directory.outbox.sending import Outcome, send_due

log = logging.getLogger(__name__)

KNOCK_EVERY = 60  # seconds between two questions to a mail server that was not reached
LISTEN_EVERY = 0.5  # seconds after which a signal is heard, at the latest, while nothing is sent


class Command(BaseCommand):
    help = (
        "Send the letters that are due, and go on doing so until told to end (SIGTERM, Ctrl-C). "
        "The letter in hand is finished first. Any number may run at once, on any number of hosts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due, and end")
        parser.add_argument(
            "--every", type=float, default=5, metavar="SECONDS", help="how often to look (5)"
        )
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="end when this process, our parent, has ended"
        )

    def handle(self, *, once: bool, every: float, beside: int | None, **options: Any) -> None:
        self.beside = beside
        with self._listening():
            if once:
                self.stdout.write(str(self._send_once()))
            else:
                self._send_on(every)

    def _send_once(self) -> Outcome:
        total = Outcome()
        try:
            # Letters that are due, not a batch of them; whoever waits for the server is asked once
            while outcome := send_due(stop=self._is_over, knock=not total):
                total += outcome
        except DatabaseTrouble as trouble:
            raise CommandError(f"The database does not answer: {type(trouble).__name__}") from None
        return total

    def _send_on(self, every: float) -> None:
        knocked_at = float("-inf")
        while not self._is_over():
            now = time.monotonic()
            if may_knock := now - knocked_at >= KNOCK_EVERY:
                knocked_at = now
            try:
                outcome = send_due(stop=self._is_over, knock=may_knock)
            except DatabaseTrouble as trouble:
                # It comes back; until then letters wait where they are
                log.error("The database does not answer: %s", type(trouble).__name__)
                outcome = Outcome()
            # As between two requests: a connection that broke is not used again
            close_old_connections()
            if not outcome.sent:
                self._wait(every)

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._is_over() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, LISTEN_EVERY))

    def _is_over(self) -> bool:
        return self.told_to_end or (self.beside is not None and os.getppid() != self.beside)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        self.told_to_end = False

        def end(number: int, frame: Any) -> None:
            self.told_to_end = True

        before = {name: signal.signal(name, end) for name in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)
