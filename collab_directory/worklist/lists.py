"""The worklist of one user at one moment: counts that are true, and the first lines of each queue.

What it asks of the database does not grow with what waits: one question counts all queues, and
each that is not empty is asked for its first lines, and for those that somebody deals with.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Count, QuerySet, Value
from django.utils.module_loading import import_string

from .models import Mark
from .queues import Queue, Row, Whom

# How many lines of a queue stand on the front page; the rest is one click away
SHOWN = 5


@cache
def queues() -> dict[str, Queue]:
    """All that there are, by name, in the order of urgency within each heading."""
    every = [queue for name in settings.WORKLIST for queue in import_string(name)]
    by_name = {queue.name: queue for queue in every}
    if len(by_name) < len(every):
        raise ValueError("Two queues of the worklist have one name")
    return by_name


@dataclass(frozen=True)
class Line:
    """A row on the page. `mark` is whoever deals with it; `is_mine` if that is who looks."""

    key: str
    thing: Any
    row: Row
    mark: Mark | None = None
    is_mine: bool = False

    @property
    def anchor(self) -> str:
        return self.key.replace(":", "-")

    @property
    def who(self) -> str:
        """Who deals with it, by name."""
        if self.mark is None:
            return ""
        return self.mark.by.get_full_name() or self.mark.by.get_username()


@dataclass(frozen=True)
class Listed:
    """A queue as one user sees it."""

    queue: Queue
    count: int
    lines: tuple[Line, ...] = ()

    @property
    def label(self) -> str:
        return self.queue.label(self.count)

    @property
    def address(self) -> str:
        return self.queue.list_address()

    @property
    def is_longer(self) -> bool:
        return self.count > len(self.lines)

    @property
    def in_hand(self) -> int:
        return sum(line.mark is not None for line in self.lines)


@dataclass(frozen=True)
class Section:
    """What is done for somebody: the queues that are not empty, and those that are."""

    whom: Whom
    filled: tuple[Listed, ...]
    empty: tuple[Listed, ...]

    @property
    def listed(self) -> tuple[Listed, ...]:
        return (*self.filled, *self.empty)


@dataclass(frozen=True)
class Worklist:
    sections: tuple[Section, ...]

    @property
    def first(self) -> Listed | None:
        """Where to begin: the most urgent queue with something that nobody deals with yet."""
        filled = [listed for section in self.sections for listed in section.filled]
        return next((one for one in filled if one.count > one.in_hand), None)

    @property
    def count(self) -> int:
        return sum(one.count for section in self.sections for one in section.listed)


def worklist_of(user: User, at: dt.datetime) -> Worklist:
    """With every queue that this user may see, empty ones too, so that nobody wonders."""
    mine = [queue for queue in queues().values() if user.has_perm(queue.permission)]
    counts = counted(mine, user, at)
    marks: dict[str, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.holding(at).select_related("by"):
        marks[mark.queue].append(mark)
    listed = [
        _listed(queue, counts[queue.name], marks.get(queue.name, []), user, at) for queue in mine
    ]
    sections = []
    for whom in Whom:
        here = [one for one in listed if one.queue.whom is whom]
        if here:
            filled, empty = (
                tuple(o for o in here if bool(o.count) is full) for full in (True, False)
            )
            sections.append(Section(whom, filled, empty))
    return Worklist(tuple(sections))


def counted(mine: Sequence[Queue], user: User, at: dt.datetime) -> dict[str, int]:
    """How many wait in each queue, in one question to the database."""
    questions = []
    for queue in mine:
        waiting = queue.waiting(user, at)
        # By number, so that no join or annotation of a queue can count a thing twice
        model: Any = waiting.model
        same = model._base_manager.filter(pk__in=waiting.order_by().values("pk")).order_by()
        named = same.annotate(which=Value(queue.name)).values("which")
        questions.append(named.annotate(n=Count("pk")).values_list("which", "n"))
    if not questions:
        return {}
    found = dict(questions[0].union(*questions[1:], all=True))
    return {queue.name: found.get(queue.name, 0) for queue in mine}


def _listed(queue: Queue, count: int, marks: Sequence[Mark], user: User, at: dt.datetime) -> Listed:
    if not count:
        return Listed(queue, 0)
    waiting = queue.load(queue.waiting(user, at)).order_by(*queue.order)
    by_row = {mark.row: mark for mark in marks}
    free = list(waiting.exclude(pk__in=list(by_row))[:SHOWN])
    # What somebody deals with comes last, and never pushes out what nobody does
    held = _held(waiting, by_row) if len(free) < SHOWN and by_row else []
    lines = tuple(
        Line(
            key=f"{queue.name}:{thing.pk}",
            thing=thing,
            row=queue.row(thing, user),
            mark=(mark := by_row.get(str(thing.pk))),
            is_mine=mark is not None and mark.by_id == user.pk,
        )
        for thing in [*free, *held]
    )
    return Listed(queue, count, lines)


def _held(waiting: QuerySet[Any], by_row: dict[str, Mark]) -> list[Any]:
    return list(waiting.filter(pk__in=list(by_row))[:SHOWN])
