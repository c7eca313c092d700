"""Loads the content of `fixtures/`: what is new, and what only the fixtures have changed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import import_string

from casestudies.imports import fixtures
from casestudies.imports.apply import load
from casestudies.imports.plan import Plan, What
from casestudies.imports.records import Refused
from casestudies.imports.shapes import SHAPES

LEFT = (What.EDITED, What.REMOVED, What.TAKEN)


class Command(BaseCommand):
    help = "Load the content of fixtures/. Safe to repeat; it never overwrites an editor's change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and do nothing"
        )
        parser.add_argument(
            "--from",
            dest="folder",
            type=Path,
            default=Path(settings.BASE_DIR, "fixtures"),
            metavar="DIR",
            help="another folder than fixtures/, laid out like it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder, dry_run = options["folder"], options["dry_run"]
        try:
            with transaction.atomic():
                plan = load(fixtures.read(folder), dry_run=dry_run)
                others = [
                    line
                    for name in settings.CONTENT_LOADERS
                    for line in import_string(name)(folder, dry_run=dry_run)
                ]
        except Refused as refused:
            reasons = "\n".join(f"  {problem}" for problem in refused.problems)
            raise CommandError(f"Nothing was loaded. Mend this first:\n{reasons}") from refused
        if not options["verbosity"]:
            return
        for line in report(plan) + others:
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")


def report(plan: Plan) -> list[str]:
    """What became of the records of each kind, and by name those that were left alone."""
    lines = []
    for shape in SHAPES:
        counts = {what: len(plan.of(shape, what)) for what in What}
        said = ", ".join(f"{count} {what.value}" for what, count in counts.items() if count)
        lines.append(f"{shape.plural.capitalize():<29}{said or 'none'}")
    lines += [
        f"  {step.record.name}: {step.what.value}" for step in plan.steps if step.what in LEFT
    ]
    lines += [f"  {mark.key}: kept, though the fixtures no longer hold it" for mark in plan.gone]
    return lines
