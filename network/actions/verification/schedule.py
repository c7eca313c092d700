"""What is to be done on a day so that each entry is confirmed: the next step of each, if any."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Q
from django.utils import timezone

from casestudies.models import CaseStudy
from network.models import Correction, Leadership, ProjectLeader, VerificationRound
from network.models.verification import ASKED_ANEW_AFTER


class Kind(Enum):
    """The first three are letters."""

    ASK = "ask"  # whoever comes first; also anew, when the one who was asked cannot be asked now
    AGAIN = "again"
    LAST = "last"  # to a deputy, too
    NOBODY = "nobody"  # can be asked
    BACK = "back"  # is whoever was asked, and has not answered yet
    OVER = "over"  # confirmed since in another way, or not published any more
    SILENT = "silent"  # asked before it was due, and nobody answered


LETTERS = (Kind.ASK, Kind.AGAIN, Kind.LAST)


@dataclass(frozen=True)
class Step:
    """What comes next for an entry. `round` is the open one, if there is one yet.

    `leader` is whom a letter goes to, and `deputy` who is asked beside them.
    """

    kind: Kind
    study: CaseStudy
    due_on: dt.date
    round: VerificationRound | None = None
    leader: ProjectLeader | None = None
    deputy: ProjectLeader | None = None


def falls_due(study: CaseStudy) -> dt.date:
    """A year after its last confirmation. One that nobody has confirmed is due once published."""
    published = timezone.localdate(study.published_at) if study.published_at else dt.date.max
    return study.due_on or published


def steps(on: dt.date, *, only: Collection[int] | None = None) -> list[Step]:
    """The step that each entry needs on that day, those that are due longest first.

    `only`: the primary keys of the entries to look at. Four queries.
    """
    rounds = _open_rounds(only)
    studies = _candidates(on, rounds, only)
    leaders = leaders_of(studies, on)
    found = [
        step
        for pk, study in studies.items()
        if (step := _step(study, rounds.get(pk), leaders.get(pk, []), on)) is not None
    ]
    return sorted(found, key=lambda step: (step.due_on, step.study.pk))


def leaders_of(studies: Collection[int], on: dt.date) -> dict[int, list[ProjectLeader]]:
    """Those who may be asked about each of these entries, in the order in which they are asked."""
    lines = Leadership.objects.filter(
        study__in=studies, leader__in=ProjectLeader.objects.to_ask(on)
    ).select_related("leader__organisation")
    found: dict[int, list[ProjectLeader]] = {}
    for line in lines.order_by("position", "pk"):
        found.setdefault(line.study_id, []).append(line.leader)
    return found


def _open_rounds(only: Collection[int] | None) -> dict[int, VerificationRound]:
    rounds = VerificationRound.objects.open().select_related("leader", "study")
    if only is not None:
        rounds = rounds.filter(study__in=only)
    return {one.study_id: one for one in rounds}


def _candidates(
    on: dt.date, rounds: Collection[int], only: Collection[int] | None
) -> dict[int, CaseStudy]:
    """What is due, and what was asked about before it was, by primary key."""
    published = CaseStudy.objects.published()
    due = (published.never_confirmed() | published.due(on)).exclude(pk__in=_seen_to(on))
    wanted = CaseStudy.objects.filter(Q(pk__in=due.values("pk")) | Q(pk__in=list(rounds)))
    if only is not None:
        wanted = wanted.filter(pk__in=only)
    return {study.pk: study for study in wanted.defer("what_happened", "ended_advice")}


def _seen_to(on: dt.date) -> Any:
    """Entries of which somebody has told us more than yes, and editors see to it now."""
    told = VerificationRound.objects.told_of_a_change()
    waits = Q(correction__state=Correction.State.NEW)
    just_now = Q(closed_at__date__gt=on - ASKED_ANEW_AFTER)
    return told.filter(waits | just_now).values("study")


def _step(
    study: CaseStudy, now: VerificationRound | None, leaders: list[ProjectLeader], on: dt.date
) -> Step | None:
    due_on = falls_due(study)
    if now is not None and (not study.is_published or now.due_on != due_on):
        return Step(Kind.OVER, study, due_on, now)
    if now is not None and now.is_silent(on) and now.was_early:
        return Step(Kind.SILENT, study, due_on, now)
    if not leaders:
        is_known = now is not None and now.nobody_since is not None
        return None if is_known else Step(Kind.NOBODY, study, due_on, now)
    asked = now.leader if now is not None and now.asked_on else None
    if now is None or asked not in leaders:
        return Step(Kind.ASK, study, due_on, now, leader=leaders[0])
    if now.asks_again(on):
        return Step(Kind.AGAIN, study, due_on, now, leader=asked)
    if now.asks_for_the_last_time(on):
        deputy = next((leader for leader in leaders if leader != asked), None)
        return Step(Kind.LAST, study, due_on, now, leader=asked, deputy=deputy)
    return Step(Kind.BACK, study, due_on, now) if now.nobody_since else None
