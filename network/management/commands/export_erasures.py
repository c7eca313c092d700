"""The ledger of erasures for another machine: `export_erasures > FILE`."""

from typing import Any

from django.core.management.base import BaseCommand

from network.actions import erasing


class Command(BaseCommand):
    help = "Print the ledger of erasures, a line for each, as --erasures of `restore` reads it."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in erasing.in_lines():
            self.stdout.write(line)
