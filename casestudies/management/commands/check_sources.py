"""Ask the addresses of sources whether they still answer; from cron, once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from casestudies import sources
from collab_directory.linkcheck import checking
from collab_directory.linkcheck.models import CheckedLink


class Command(BaseCommand):
    help = "Ask the addresses of sources whether they still answer. CHECK_SOURCES says how many."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Say which would be asked, and ask none."
        )

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        if dry_run:
            for address in checking.due(sources.addresses(), at=timezone.now()):
                self.stdout.write(address)
            return
        try:
            done = checking.check_all(sources.addresses())
        except checking.OffError:
            self.stdout.write(
                "No address was asked. Set CHECK_SOURCES to the number that may be asked in a day."
            )
            return
        except checking.NoNetworkError as fault:
            raise CommandError("Nobody can be reached from here. Nothing was noted.") from fault
        for state, number in sorted(done.found.items()):
            self.stdout.write(f"{CheckedLink.State(state).label}: {number}")
        self.stdout.write(f"left for another day: {done.left}")
