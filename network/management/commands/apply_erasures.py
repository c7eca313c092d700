"""After a restore: erase again whoever was erased since the backup was made."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from network.actions import erasing


class Command(BaseCommand):
    help = "Apply the ledger of erasures to a restored database. It may be run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since",
            help="only erasures from this day or moment on, such as 2026-11-20 or"
            " 2026-11-20T03:00; all of them, if it is left out",
        )

    def handle(self, *args: Any, since: str | None, **options: Any) -> None:
        done = erasing.erase_again(at=timezone.now(), since=_moment(since))
        for digest, counts in done.items():
            said = ", ".join(f"{name}: {number}" for name, number in counts.items())
            self.stdout.write(f"{digest[:12]}… {said}")
        self.stdout.write(f"{len(done)} erased again." if done else "Nothing to do.")


def _moment(since: str | None) -> dt.datetime | None:
    if since is None:
        return None
    try:
        moment = parse_datetime(since)
        day = parse_date(since) if moment is None else None
    except ValueError:
        moment = day = None
    if moment is None and day is not None:
        moment = dt.datetime.combine(day, dt.time())
    if moment is None:
        raise CommandError(f"{since!r} is neither a day nor a moment: write 2026-11-20.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
