"""Writes the whole search index anew. What saving has written is the same; this is for repairs."""

from django.core.management.base import BaseCommand

from casestudies import changes


class Command(BaseCommand):
    help = "Write the search index anew, from what is published now."

    def handle(self, **options) -> None:
        count = changes.rebuild_search(self._show)
        self.stdout.write(f"{count} case studies indexed.")

    def _show(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done} of {total}", ending="")
            self.stdout.write("\n" if done == total else "", ending="")
