"""A backup of everything: `backup` into BACKUPS, `backup FILE`, `backup FOLDER`, `backup -`."""

import sys
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from collab_directory.backup import Refused, folder, making
from collab_directory.backup.archive import Reader


class Command(BaseCommand):
    help = "Write everything that is in the database into one file, for `restore`: docs/backup.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "where",
            nargs="?",
            help="a new file, a folder, or - for standard output, to be encrypted; the folder of"
            " the setting BACKUPS, if it is left out",
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="DAYS",
            help="then delete backups in the folder that are older than this; never the newest",
        )

    def handle(self, *args: Any, where: str | None, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep takes a number of days from 1 up.")
        if not where and not settings.BACKUPS:
            raise CommandError("Say where to: a file, a folder, or -; or set BACKUPS to a folder.")
        try:
            if where == "-":
                self._to_standard_output()
                place = Path(settings.BACKUPS) if settings.BACKUPS else None
            else:
                place = self._to_file(Path(where or settings.BACKUPS))
            if keep is not None:
                self._forget(place, keep)
        except Refused as fault:
            raise CommandError(str(fault)) from fault
        except OSError as fault:
            raise CommandError(f"It could not be written: {fault.strerror or fault}.") from fault

    def _to_file(self, path: Path) -> Path | None:
        """The folder that it was put into under a name of our own; None where a file was named."""
        is_folder = path.is_dir()
        target = path / folder.name_for(timezone.now()) if is_folder else path
        if target.exists():
            raise Refused(f"{target} is there already, and stays as it is. Name another.")
        folder.write_whole(target, self._write_and_read)
        self._say(f"{target}: {target.stat().st_size:,} bytes.")
        return path if is_folder else None

    def _to_standard_output(self) -> None:
        if sys.stdout.isatty():
            raise Refused("This is a terminal: send it on, as in `backup - | age -r … > FILE`.")
        self._write(sys.stdout.buffer)
        sys.stdout.buffer.flush()

    def _write_and_read(self, out: BinaryIO) -> None:
        """What the disk has taken is read again before it has a name."""
        self._write(out)
        out.seek(0)
        Reader(out).read_through()
        out.seek(0, 2)

    def _write(self, out: BinaryIO) -> None:
        made = making.write(out)
        self._say(
            f"{made.rows:,} rows of {made.tables} tables, as they were on"
            f" {timezone.localtime(made.at):%-d %B %Y at %H:%M:%S}."
        )

    def _forget(self, place: Path | None, days: int) -> None:
        if place is None:
            raise Refused("--keep goes with a folder: name one, or set BACKUPS.")
        for path in folder.forget_older(place, days=days, at=timezone.now()):
            self._say(f"{path.name}: deleted, older than {days} days.")

    def _say(self, words: str) -> None:
        # Standard output may be the backup itself
        self.stderr.write(words, self.style.SUCCESS)
