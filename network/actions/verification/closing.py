"""How a round of asking ends without an answer to our letter, and what is noted on the way."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from casestudies.models import CaseStudy
from network.models import Link, ProjectLeader, VerificationRound
from network.models.verification import ASKED_LAST_AFTER, SILENT_AFTER

from .schedule import Kind, Step

Answer = VerificationRound.Answer

# Where there is nobody to write to, readers are told as late as letters would have made it
WITHOUT_LETTERS = ASKED_LAST_AFTER + SILENT_AFTER


def lock(*studies: int) -> None:
    """Whoever asks about these entries, or answers, comes after whoever called this before.

    Call it in a transaction, before anything else. It is the lock of every editor's save.
    """
    rows = CaseStudy.objects.select_for_update().filter(pk__in=studies).order_by("pk")
    list(rows.values_list("pk"))


def close(
    study: CaseStudy,
    answer: VerificationRound.Answer,
    *,
    at: dt.datetime,
    by: ProjectLeader | None = None,
) -> VerificationRound | None:
    """End the open round of an entry, and with it every link to it. None if there is none.

    Call it in a transaction.
    """
    now = VerificationRound.objects.open().filter(study=study).first()
    if now is None:
        return None
    now.answer, now.closed_at, now.answered_by = answer, at, by
    now.save(update_fields=["answer", "closed_at", "answered_by"])
    Link.objects.filter(ask__round=now, used_at=None).update(used_at=at)
    return now


def settle(steps: list[Step], *, at: dt.datetime) -> None:
    """End the rounds in which nothing is waited for any more."""
    for step in steps:
        close(step.study, Answer.OVER if step.kind is Kind.OVER else Answer.SILENT, at=at)


def note_nobody(steps: list[Step], *, on: dt.date) -> None:
    """That there is nobody to ask, for the working group's list; and what follows for readers.

    What was confirmed once goes out of date as if nobody had answered. What never was stays what
    it is: it is our own failing that we know of nobody.
    """
    known = [step.round.pk for step in steps if step.round is not None]
    VerificationRound.objects.filter(pk__in=known).update(nobody_since=on)
    VerificationRound.objects.bulk_create(
        VerificationRound(study=step.study, due_on=step.due_on, nobody_since=on)
        for step in steps
        if step.round is None
    )
    for step in steps:
        if step.study.verified_on is not None:
            unforeseen = Q(stale_on=None) | Q(stale_on__lt=step.due_on)
            CaseStudy.objects.filter(unforeseen, pk=step.study.pk).update(
                stale_on=max(step.due_on + WITHOUT_LETTERS, on)
            )


def note_somebody(steps: list[Step]) -> None:
    """That whoever was asked can answer again, such as after a pause."""
    rounds = [step.round.pk for step in steps if step.round is not None]
    VerificationRound.objects.filter(pk__in=rounds).update(nobody_since=None)


@transaction.atomic
def confirmed(study: CaseStudy, *, at: dt.datetime) -> None:
    """A confirmation was recorded. If the entry is no longer due, nobody is asked any more."""
    now = VerificationRound.objects.open().filter(study=study).first()
    if now is not None and study.due_on != now.due_on:
        close(study, Answer.BY_HAND, at=at)


@transaction.atomic
def unpublished(study: CaseStudy, *, at: dt.datetime) -> None:
    close(study, Answer.OVER, at=at)
