"""Erase one person from everything: `erase_person ADDRESS --dry-run`, then `--confirm`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.actions import erasing
from network.personal import KINDS, Person, mentions


class Command(BaseCommand):
    help = "Delete or mask everything that is held of one person. Look first: --dry-run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="Their email address.")
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument(
            "--dry-run", action="store_true", help="say what would be erased, and erase nothing"
        )
        how.add_argument("--confirm", action="store_true", help="erase it; it cannot be undone")

    def handle(self, *args: Any, address: str, dry_run: bool, **options: Any) -> None:
        try:
            person = Person(address)
        except ValidationError:
            raise CommandError("This is not an email address.") from None
        now = timezone.now()
        if dry_run:
            counts = erasing.would_erase(person, at=now)
        else:
            counts = erasing.erase_person(person, by=None, at=now)
        for kind in KINDS:
            if number := counts.get(kind.name):
                self.stdout.write(f"{kind.name}: {number}; what stays: {kind.left}")
        for warning in erasing.warnings(person) if dry_run else []:
            self.stdout.write(warning)
        for mention in mentions(person):
            self.stdout.write(
                f"Named in {mention.model} {mention.number}, {mention.field}: an editor decides."
            )
        if not counts:
            self.stdout.write("Nothing to do.")
        elif dry_run:
            self.stdout.write("Nothing was erased: this was a dry run.")
        else:
            self.stdout.write("Erased, and written into the ledger.")
