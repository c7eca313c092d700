"""Everything public as one ZIP: `export_directory overview.zip`, or a folder to put it in."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casestudies import whole
from casestudies.whole.exporting import name_on


class Command(BaseCommand):
    help = (
        "Write everything public to a ZIP that needs no website: pages to read, the booklet, data."
        " It takes the place of a file of that name once it is whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The file to write, or a folder for it.")
        parser.add_argument(
            "--gently",
            action="store_true",
            help="Let others go first on the processor, as the button of the admin does.",
        )

    def handle(self, *args: Any, file: Path, gently: bool, **options: Any) -> None:
        if file.is_dir():
            file /= f"{name_on(timezone.localdate())}.zip"
        if gently:
            os.nice(10)
        try:
            done = whole.export(file, self._show)
        except whole.Failed as failed:
            raise CommandError(f"{failed} Nothing was written.") from failed
        except OSError as error:
            raise CommandError(
                f"{file} could not be written ({error.strerror or error}). Nothing is left of it."
            ) from error
        self.stdout.write(f"{file}: {done.files} files, {done.size / 1e6:.1f} MB, as on {done.on}.")

    def _show(self, done: int, total: int, name: str) -> None:
        """One line that changes, for who watches."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{done} of {total} {name:<60.60}", ending="")
            self.stdout.write("\n" if done == total else "", ending="")
            self.stdout.flush()
