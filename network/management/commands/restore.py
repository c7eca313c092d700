"""Bring a backup back: `restore FILE`, or try whether it could be: `restore --verify FILE`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from casestudies.models import CaseStudy
from collab_directory.backup import Refused, elsewhere, restoring
from collab_directory.backup.archive import Reader
from collab_directory.outbox.models import Letter
from network.actions.restoring import Erasures, pages_that_fail

WORD = "replace"


class Command(BaseCommand):
    help = (
        "Put a backup into an empty database, all of it or nothing, and erase again whoever was"
        " erased since it was made: docs/backup.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a backup, or - for standard input")
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--verify",
            action="store_true",
            help="try it in an empty database of the same kind, look at a few pages, and leave"
            " nothing: the database in use is not touched",
        )
        how.add_argument(
            "--replace",
            action="store_true",
            help="in place of what the database holds; asks for a word first",
        )
        parser.add_argument(
            "--erasures",
            type=Path,
            metavar="FILE",
            help="the ledger of erasures since the backup, besides that of ERASURE_LEDGER",
        )
        parser.add_argument(
            "--another-key",
            action="store_true",
            help="though it was made under a SECRET_KEY that this installation does not know",
        )

    def handle(self, *args: Any, file: str, verify: bool, **options: Any) -> None:
        try:
            with _opened(file) as source:
                if verify:
                    self._verify(source, **options)
                else:
                    self._restore(source, is_piped=file == "-", **options)
        except Refused as fault:
            raise CommandError(f"{fault} Nothing has changed.") from fault
        except DatabaseError as fault:
            raise CommandError(f"The database failed: {fault} Nothing has changed.") from fault
        except OSError as fault:
            raise CommandError(f"{fault.strerror or fault}. Nothing has changed.") from fault

    def _verify(self, source: BinaryIO, *, erasures: Path | None, **options: Any) -> None:
        with elsewhere.empty_database():
            self._bring_back(source, erasures=Erasures(erasures), **options)
            if faults := pages_that_fail():
                raise Refused(f"It was restored, but {'; '.join(faults)}.")
            self.stdout.write("The front page, the list and a case study answer.")
        self.stdout.write(self.style.SUCCESS("It can be restored. The trial is deleted again."))

    def _restore(
        self,
        source: BinaryIO,
        *,
        is_piped: bool,
        replace: bool,
        erasures: Path | None,
        **options: Any,
    ) -> None:
        known = Erasures(erasures)
        if there := restoring.what_is_there():
            self._ask(there, is_piped=is_piped, replace=replace)
        self._bring_back(source, erasures=known, **options)
        waiting = Letter.objects.filter(state__in=[Letter.State.QUEUED, Letter.State.SENDING])
        if count := waiting.count():
            self.stdout.write(
                f"{count:,} letters wait for `send_mail`, as they did then: some may have left."
            )
        self.stdout.write(self.style.SUCCESS("Restored. Everybody signs in again."))
        if not known.is_known:
            self.stdout.write(
                self.style.WARNING(
                    "Nothing said who was erased since the backup was made, so they are back. If"
                    " there is a ledger, name it in ERASURE_LEDGER and run `apply_erasures` before"
                    " the site is opened."
                )
            )

    def _ask(self, there: dict[str, int], *, is_piped: bool, replace: bool) -> None:
        listed = ", ".join(
            f"{there.get(model._meta.db_table, 0):,} {model._meta.verbose_name_plural}"
            for model in (CaseStudy, User, Letter)
        )
        held = f"The database {connection.settings_dict['NAME']} holds {sum(there.values()):,} rows"
        if not replace:
            raise Refused(f"{held} ({listed} and all else). Name an empty one, or add --replace.")
        if is_piped:
            raise Refused("--replace asks for a word, and so takes no backup from standard input.")
        self.stdout.write(f"{held} ({listed} and all else). All of them will be gone.")
        if input(f"Type {WORD} to go on: ").strip() != WORD:
            raise Refused("That was not the word.")

    def _bring_back(
        self, source: BinaryIO, *, erasures: Erasures, another_key: bool, **options: Any
    ) -> None:
        reader = Reader(source)
        if not reader.is_ours and not another_key:
            raise Refused(
                "This backup was made under another SECRET_KEY, or not by us. If you trust it, name"
                " that key in SECRET_KEY_FALLBACKS, or add --another-key: then apps that show codes"
                " are set up again, and nobody is found in the ledger of erasures."
            )
        done = restoring.restore(
            reader, afterwards=lambda made_at: erasures.apply(made_at, at=timezone.now())
        )
        moment = timezone.localtime(done.made_at)
        self.stdout.write(
            f"{done.rows:,} rows of {len(done.sums)} tables, as they were on"
            f" {moment:%-d %B %Y at %H:%M:%S}. Counts and digests are those of the backup."
        )
        if done.migrated:
            self.stdout.write("They were of an older release, and are migrated.")
        self.stdout.write(
            f"Erasures since then: {erasures.since(done.made_at)}; people erased again:"
            f" {len(erasures.again)}."
        )


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    with open(file, "rb") as source:
        yield source
