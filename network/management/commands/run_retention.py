"""Erase what has been kept about people for as long as we said."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from network import retention


class Command(BaseCommand):
    help = "Erase what has been kept about people for as long as the privacy page says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be erased, and erase nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        dry = options["dry_run"]
        if dry:
            taken = {rule.name: retention.due(rule, at=now) for rule in retention.RULES}
        else:
            taken = retention.apply_all(at=now)
        for name, number in taken.items():
            if number:
                self.stdout.write(f"{name}: {number}{' would go' if dry else ''}")
        if dry:
            self.stdout.write("Nothing was erased: this was a dry run.")
