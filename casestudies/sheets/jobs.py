"""A file on its way in: brought, checked part by part, shown, and applied once somebody agrees."""

import hashlib

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from casestudies import editorial
from casestudies.imports.records import Problem
from casestudies.sheets import applying, checking, reading
from casestudies.sheets.bounds import MOST_PROBLEMS, MOST_WRITTEN
from casestudies.sheets.entries import ITSELF, Entry
from casestudies.sheets.layout import book
from casestudies.sheets.models import SheetImport
from casestudies.sheets.steps import Step, shown_by
from collab_directory import audit

State = SheetImport.State

# Entries that one request checks: a second or two
CHECKED_AT_ONCE = 150


class ChangedMeanwhile(editorial.NotPossible):
    """Not what was shown would be written: something was stored since. It was checked anew."""


@transaction.atomic
def bring(data: bytes, name: str, kind: str, *, by: User) -> SheetImport:
    """Read a file and keep what it gives for a day; nothing else changes.

    Raises Unreadable for what is no spreadsheet, or too large.
    """
    given = reading.read(data, book(kind))
    job = SheetImport.objects.create(
        kind=kind,
        name=name[:150],
        digest=hashlib.sha256(data).hexdigest(),
        by=by,
        total=len(given.entries),
        entries=[entry.as_json() for entry in given.entries],
        problems=[_said(problem) for problem in given.problems],
        notes=given.notes,
    )
    audit.record("spreadsheet.brought", job, by=by, kind=kind, entries=job.total, digest=job.digest)
    return job


@transaction.atomic
def go_on(job: SheetImport) -> SheetImport:
    """Check the next entries, and note when all are checked. Two who call at once do it once."""
    job = SheetImport.objects.select_for_update().get(pk=job.pk)
    if job.state != State.CHECKING:
        return job
    entries = [Entry.from_json(said) for said in job.entries]
    some = entries[job.done : job.done + CHECKED_AT_ONCE]
    steps = [*steps_of(job), *checking.check(some, entries, book(job.kind), job.by)]
    job.done += len(some)
    if job.done >= job.total or _too_much_is_wrong(steps):
        _conclude(job, steps)
    job.steps = [step.as_json() for step in steps]
    job.save()
    return job


def _too_much_is_wrong(steps: list[Step]) -> bool:
    return sum(len(step.problems) for step in steps) >= MOST_PROBLEMS


def _conclude(job: SheetImport, steps: list[Step]) -> None:
    found = checking.circles(steps, book(job.kind))
    written = sum(step.writes for step in steps)
    if written > MOST_WRITTEN:
        message = _("This would write %(n)d entries; at most %(most)d can be written at once.")
        found.append(Problem("", "", "", message % {"n": written, "most": MOST_WRITTEN}))
    if job.done < job.total:
        job.notes = [*job.notes, _("There may be more that is wrong: mend these first.")]
    job.problems = [*job.problems, *(_said(problem) for problem in found)]
    job.shown, job.state = shown_by(steps), State.CHECKED


def problems_of(job: SheetImport) -> list[Problem]:
    """All that is wrong, in the order of the file as far as it is known."""
    mine = [Problem(*said) for said in job.problems]
    return mine + [problem for step in steps_of(job) for problem in step.problems]


def steps_of(job: SheetImport) -> list[Step]:
    return [Step.from_json(said) for said in job.steps]


def _said(problem: Problem) -> list[str]:
    return [problem.file, problem.record, problem.field, problem.message]


@transaction.atomic
def apply(job: SheetImport, *, by: User, shown: str) -> int | None:
    """Write all that was shown, or nothing; how many entries. None if it was done a moment before.

    Raises ChangedMeanwhile, after checking anew, if what would be written is not what `shown` names
    (`SheetImport.shown` as the page had it); NotPossible, with the reason, for anything else.
    """
    job = SheetImport.objects.select_for_update().get(pk=job.pk)
    if job.state == State.APPLIED:
        return None
    if job.state != State.CHECKED or problems_of(job):
        raise editorial.NotPossible(_("Nothing was written: this file is not ready for it."))
    steps = _now(job)
    if not shown or shown_by(steps) != shown:
        raise ChangedMeanwhile(
            _("Nothing was written: something has been changed since. Look at it once more.")
        )
    written = applying.apply(steps, book(job.kind), by=by)
    job.state, job.entries, job.steps = State.APPLIED, [], []
    job.save()
    audit.record("spreadsheet.applied", job, by=by, kind=job.kind, written=written)
    return written


def _now(job: SheetImport) -> list[Step]:
    """What the file would write at this moment, whose rows nobody changes before it is written."""
    agreed = [step for step in steps_of(job) if step.writes]
    wanted = {step.place for step in agreed}
    targets = [step.target for step in agreed if step.target]
    manager = book(job.kind).shape.model._default_manager
    list(manager.select_for_update().filter(pk__in=targets).order_by("pk").values("pk"))
    entries = [Entry.from_json(said) for said in job.entries]
    some = [entry for entry in entries if entry.places[ITSELF] in wanted]
    return checking.check(some, entries, book(job.kind), job.by)


@transaction.atomic
def check_anew(job: SheetImport) -> None:
    """From the beginning, because what is stored has changed."""
    SheetImport.objects.filter(pk=job.pk, state=State.CHECKED).update(
        state=State.CHECKING, done=0, steps=[], problems=[], shown=""
    )


def give_up(job: SheetImport) -> bool:
    """Forget the file. Whether there was one."""
    return bool(SheetImport.objects.filter(pk=job.pk).delete()[0])
