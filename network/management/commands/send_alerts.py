"""Writes the letters about new case studies that are due."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from network.actions import alerts


class Command(BaseCommand):
    help = (
        "Write the letters about new case studies that are due: the weekly ones from Thursday, "
        "seven in the morning in London, and what a publication left to be written. send_mail "
        "sends them. Any number may run at once; every ten minutes is often enough."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        written = alerts.send_due(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{written} written")
