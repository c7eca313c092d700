"""Asking whoever leads a scheme whether its entry is still true: when it is due, or by a button."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casestudies import changes, editorial
from casestudies.editorial import NotPossible
from casestudies.models import CaseStudy
from collab_directory import audit
from network.models import ProjectLeader, VerificationAsk, VerificationRound
from network.models.verification import SILENT_AFTER

from . import letters, schedule
from .closing import lock, note_nobody, note_somebody, settle
from .schedule import LETTERS, Kind, Step

# An editor may ask sooner than the calendar does, but nobody is written to more often than this
ASKED_BY_HAND_EVERY = dt.timedelta(days=7)


def would_ask(*, at: dt.datetime) -> list[Step]:
    """What `ask_all_due` would do at that moment."""
    return schedule.steps(timezone.localdate(at))


def ask_all_due(*, at: dt.datetime) -> int:
    """Do what each entry needs today; how many letters were written.

    May be called again on the same day and then finds nothing to do. After days in which it was not
    called, each entry gets the one letter that is next, and the others as far apart as ever.
    """
    by_leader: dict[int, list[int]] = {}
    others = []
    for step in would_ask(at=at):
        if step.leader is not None:
            by_leader.setdefault(step.leader.pk, []).append(step.study.pk)
        else:
            others.append(step.study.pk)
    if others:
        _do_without_letters(others, at=at)
    return sum(_write(leader, studies, at=at) for leader, studies in by_leader.items())


def ask_now(study: CaseStudy, *, by: User) -> bool:
    """Ask today, whatever the calendar says: the letters begin anew.

    Raises NotAllowed, and NotPossible where there is nobody to ask or somebody was asked just now.
    """
    editorial.require(by, editorial.CHANGE, _("Only an editor can ask."))
    at = timezone.now()
    with transaction.atomic():
        lock(study.pk)
        study.refresh_from_db()
        step = _by_hand(study, timezone.localdate(at))
        return bool(_send([step], at=at, by=by))


def _by_hand(study: CaseStudy, on: dt.date) -> Step:
    if not study.is_published:
        raise NotPossible(_("Nobody is asked about what the public does not see."))
    now = VerificationRound.objects.open().filter(study=study).select_related("leader").first()
    last = now.last_letter_on if now is not None else None
    if last is not None and on < last + ASKED_BY_HAND_EVERY:
        raise NotPossible(
            _("They were asked on %(last)s. They can be asked again from %(again)s.")
            % {"last": _day(last), "again": _day(last + ASKED_BY_HAND_EVERY)}
        )
    leaders = schedule.leaders_of([study.pk], on).get(study.pk, [])
    if not leaders:
        raise NotPossible(
            _("There is nobody to ask: no leader who has confirmed, is here, and gets letters.")
        )
    return Step(Kind.ASK, study, schedule.falls_due(study), now, leader=leaders[0])


@transaction.atomic
def _do_without_letters(studies: list[int], *, at: dt.datetime) -> None:
    lock(*studies)
    on = timezone.localdate(at)
    found = schedule.steps(on, only=studies)
    settle([step for step in found if step.kind in (Kind.OVER, Kind.SILENT)], at=at)
    note_nobody([step for step in found if step.kind is Kind.NOBODY], on=on)
    note_somebody([step for step in found if step.kind is Kind.BACK])
    changes.note()


@transaction.atomic
def _write(leader: int, studies: list[int], *, at: dt.datetime) -> int:
    """All that a leader is asked today, in one letter; deputies get their own."""
    lock(*studies)
    found = schedule.steps(timezone.localdate(at), only=studies)
    mine = [step for step in found if step.leader is not None and step.leader.pk == leader]
    return _send(mine, at=at, by=None)


def _send(steps: Iterable[Step], *, at: dt.datetime, by: User | None) -> int:
    items: dict[ProjectLeader, list[letters.Item]] = {}
    for step in steps:
        if step.kind in LETTERS and step.leader is not None:
            now = _mark(step, on=timezone.localdate(at))
            for whom in filter(None, [step.leader, step.deputy]):
                ask, _is_new = VerificationAsk.objects.get_or_create(
                    round=now, leader=whom, defaults={"asked_on": timezone.localdate(at)}
                )
                items.setdefault(whom, []).append(letters.Item.of(ask, step.kind, at=at))
            audit.record("case_study.asked", step.study, by=by, leader=step.leader.pk)
    for whom, about in items.items():
        letters.send(whom, about, at=at)
    if items:
        changes.note()  # the entry's page says that we asked
    return len(items)


def _mark(step: Step, *, on: dt.date) -> VerificationRound:
    """Write down in its round that the letter of a step goes out today."""
    days: dict[Kind, dict[str, Any]] = {
        Kind.ASK: {"asked_on": on, "chased_on": None, "chased_again_on": None},
        Kind.AGAIN: {"chased_on": on},
        Kind.LAST: {"chased_again_on": on},
    }
    values = days[step.kind] | {"leader": step.leader, "nobody_since": None}
    if step.round is None:
        now = VerificationRound.objects.create(study=step.study, due_on=step.due_on, **values)
    else:
        now = step.round
        for name, value in values.items():
            setattr(now, name, value)
        now.save(update_fields=list(values))
    _foresee_silence(step, on=on)
    return now


def _foresee_silence(step: Step, *, on: dt.date) -> None:
    """From which day on readers are told that nobody confirms it, if nobody answers.

    Once they are told, only an answer ends it.
    """
    told = Q(stale_on__gte=step.due_on, stale_on__lte=on)
    untold = CaseStudy.objects.filter(pk=step.study.pk).exclude(told)
    if step.kind is Kind.ASK:
        untold.update(stale_on=None)
    elif step.kind is Kind.LAST and step.due_on <= on:
        untold.update(stale_on=on + SILENT_AFTER)


def _day(day: dt.date) -> str:
    return str(date_format(day, "j F Y"))
