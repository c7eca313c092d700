"""Which line of an earlier list became which of a later one."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from casestudies.imports.shapes import Rows

# What a line is about, where no link says it: two lines that agree in it are the same line
IDENTITY = {"sources": ("url",)}

# Lines that agree in fewer of the shorter one's words have nothing to do with each other
LEAST_IN_COMMON = 0.4

# Comparing every line with every other takes long where there are many; nobody would read it
MOST_PAIRS = 10_000

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Change:
    """A line on both sides; None where it is on one only. `places` count from 1; 0 is nowhere."""

    before: Any
    after: Any
    places: tuple[int, int]


def changed_lines(before: list[Any], after: list[Any], rows: Rows) -> list[Change]:
    """The lines that differ or moved: as they stand later, those that are gone at their old place.

    The same line twice is two lines.
    """
    pairs = _paired(before, after, rows)
    moved = _moved(pairs) if rows.in_order else set()
    changes = [
        Change(before[i], after[k], (i + 1, k + 1))
        for i, k in pairs.items()
        if before[i] != after[k] or i in moved
    ]
    changes += [Change(line, None, (i + 1, 0)) for i, line in enumerate(before) if i not in pairs]
    new = set(range(len(after))) - set(pairs.values())
    changes += [Change(None, after[k], (0, k + 1)) for k in new]
    return sorted(changes, key=lambda change: (change.places[1] or change.places[0], change.places))


def _paired(before: list[Any], after: list[Any], rows: Rows) -> dict[int, int]:
    """Places before to places after: the same lines first, then those about the same thing."""
    pairs: dict[int, int] = {}
    linked = tuple(link.name for link in rows.links if not _may_be_empty(rows, link.name))
    about = linked or IDENTITY.get(rows.name, ())
    _pair_by(lambda line: repr(line), before, after, pairs)
    if about and not rows.bare:
        _pair_by(lambda line: _said(line, about), before, after, pairs)
    if not linked and not rows.bare:
        _pair_alike(before, after, pairs)
    return pairs


def _may_be_empty(rows: Rows, name: str) -> bool:
    return bool(getattr(rows.model._meta.get_field(name), "null", False))


def _said(line: Any, names: Iterable[str]) -> str:
    said = [line.get(name) for name in names] if isinstance(line, dict) else []
    return repr(said) if any(said) else ""


def _pair_by(key: Any, before: list[Any], after: list[Any], pairs: dict[int, int]) -> None:
    free: dict[str, list[int]] = {}
    taken = set(pairs.values())
    for k in reversed(range(len(after))):
        if k not in taken and key(after[k]):
            free.setdefault(key(after[k]), []).append(k)
    for i, line in enumerate(before):
        if i not in pairs and free.get(key(line)):
            pairs[i] = free[key(line)].pop()


def _pair_alike(before: list[Any], after: list[Any], pairs: dict[int, int]) -> None:
    """Of the lines left over those that have most words in common, the nearest first."""
    taken = set(pairs.values())
    was = {i: _words(line) for i, line in enumerate(before) if i not in pairs}
    now = {k: _words(line) for k, line in enumerate(after) if k not in taken}
    if len(was) * len(now) > MOST_PAIRS:
        return
    alike = [(-_alike(was[i], now[k]), abs(i - k), i, k) for i in was for k in now]
    for likeness, _distance, i, k in sorted(alike):
        if -likeness < LEAST_IN_COMMON:
            return
        if i not in pairs and k not in taken:
            pairs[i] = k
            taken.add(k)


def _words(line: Any) -> set[str]:
    return set(_words_of(line))


def _words_of(line: Any) -> Iterator[str]:
    for value in line.values() if isinstance(line, dict) else [line]:
        yield from WORD.findall(str(value).lower())


def _alike(was: set[str], now: set[str]) -> float:
    shorter = min(len(was), len(now))
    return len(was & now) / shorter if shorter else 0


def _moved(pairs: dict[int, int]) -> set[int]:
    """The fewest lines that must have moved: all but a longest run that kept its order."""
    order = sorted(pairs)
    ends: list[int] = []  # the smallest last place of a run of each length
    at: list[int] = []  # where each line would stand in its longest run
    for i in order:
        length = bisect_left(ends, pairs[i])
        ends[length : length + 1] = [pairs[i]]
        at.append(length)
    kept, wanted = set(), len(ends) - 1
    for i, length in zip(reversed(order), reversed(at), strict=True):
        if length == wanted:
            kept.add(i)
            wanted -= 1
    return set(order) - kept
