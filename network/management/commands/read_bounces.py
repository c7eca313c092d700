"""Reads the letters that came back from their mailbox, and heeds them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network import delivery_notes, mailboxes
from network.actions import returned


class Command(BaseCommand):
    help = (
        "Read the letters that came back from BOUNCE_MAILBOX: leaders whom letters do not reach "
        "are marked, and their questions go elsewhere. Safe to repeat; see docs/mail.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what is there, and do nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.BOUNCE_MAILBOX is None:
            raise CommandError(
                "BOUNCE_MAILBOX is not set. Set it to maildir:///folder, mbox:///file or "
                "imaps://user:password@host/INBOX."
            )
        counts = {"heeded": 0, "known before": 0, "no delivery notes": 0, "unreadable": 0}
        try:
            with mailboxes.opened(settings.BOUNCE_MAILBOX) as waiting:
                for message in waiting:
                    counts[self.take(message, dry_run=options["dry_run"])] += 1
        except mailboxes.Unavailable as why:
            raise CommandError(f"BOUNCE_MAILBOX: {why}") from None
        if options["verbosity"]:
            self.stdout.write(", ".join(f"{number} {what}" for what, number in counts.items()))
        if options["dry_run"]:
            self.stdout.write("Nothing was done: this was a dry run.")

    def take(self, message: mailboxes.Waiting, *, dry_run: bool) -> str:
        """What became of one message. One that is no note, or cannot be read, stays unread."""
        try:
            notice = delivery_notes.read(message.raw)
        except delivery_notes.Unreadable as why:
            self.stderr.write(f"Left where it is: message {message.name}. {why}")
            return "unreadable"
        if notice is None:
            return "no delivery notes"
        if dry_run:
            return "heeded"
        # Recorded first: killed in between, it is read again and known before
        is_new = returned.take(notice, at=timezone.now())
        message.settle()
        return "heeded" if is_new else "known before"
