"""Do what falls due each day; a host's clock calls this once a day, or more often."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collab_directory import daily


class Command(BaseCommand):
    help = "Do what falls due each day: letters that ask or remind, and erasures."

    def handle(self, *args: Any, **options: Any) -> None:
        results = daily.run(at=timezone.now())
        for name, done in results.items():
            if isinstance(done, dict):
                words = ", ".join(f"{what} {n}" for what, n in done.items() if n) or "nothing"
            else:
                words = "failed" if done is None else str(done)
            self.stdout.write(f"{name}: {words}")
        failed = [name for name, done in results.items() if done is None]
        if failed:
            raise CommandError(f"Failed, and explained in the log: {', '.join(failed)}")
