"""Everything that is held of one person: `export_person ADDRESS --out FOLDER`."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.actions import disclosing
from network.models import Disclosure
from network.personal import Person


class Command(BaseCommand):
    help = (
        "Write down everything that is held of one person, as JSON and as a page to read. Be sure"
        " that they asked: from the admin a link can be mailed to them instead."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="Their email address.")
        parser.add_argument(
            "--out", type=Path, help="a folder for both files; without it, JSON is printed"
        )

    def handle(self, *args: Any, address: str, out: Path | None, **options: Any) -> None:
        try:
            person = Person(address)
        except ValidationError:
            raise CommandError("This is not an email address.") from None
        files = disclosing.save(person, by=None, why=Disclosure.Why.COMMAND, at=timezone.now())
        if out is None:
            self.stdout.write(files["my-data.json"])
            return
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            _write(out / name, text)
            self.stdout.write(str(out / name))


def _write(file: Path, text: str) -> None:
    """For nobody else on this machine, and never over somebody else's."""
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CommandError(f"{file} is there already, perhaps of another person.") from None
    with open(number, "w", encoding="utf-8") as written:
        written.write(text)
