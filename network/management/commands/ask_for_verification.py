"""Asks leaders whether their entries are still true, as `run_daily` does, or says what it would."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from network.actions import verification
from network.actions.verification import Kind, Step

WORDS = {
    Kind.ASK: "ask {leader} about {study} (due on {due})",
    Kind.AGAIN: "ask {leader} again about {study} (due on {due})",
    Kind.LAST: "ask {leader}{deputy} for the last time about {study} (due on {due})",
    Kind.NOBODY: "nobody to ask about {study} (due on {due})",
    Kind.BACK: "whoever was asked about {study} can answer again",
    Kind.OVER: "nothing to ask about {study} any more",
    Kind.SILENT: "no answer about {study}, which is due on {due} only",
}


class Command(BaseCommand):
    help = "Ask project leaders whether their entries are still true. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if not options["dry_run"]:
            self.stdout.write(f"{verification.ask_all_due(at=now)} letters written")
            return
        steps = verification.would_ask(at=now)
        for step in steps:
            self.stdout.write(in_words(step))
        self.stdout.write(f"{len(steps)} entries; nothing was done")


def in_words(step: Step) -> str:
    """By role, never by name or address."""
    deputy = f" and {step.deputy}" if step.deputy else ""
    return WORDS[step.kind].format(
        leader=step.leader, deputy=deputy, study=step.study, due=step.due_on.isoformat()
    )
