"""Which schemes are the best to learn from: one rule, for every list that shows only some of them.

First the best evidence, then what the people who run it have confirmed, then the nearest, then from
A to Z. What has ended is never an example of anything, and in a list it comes last.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casestudies.catalogue import Catalogue, bits_in
from casestudies.models import CaseStudy, Evidence


@dataclass(frozen=True)
class Standing:
    """The published schemes as bits: what has ended, and the rest in groups, the best first."""

    ended: int
    groups: tuple[int, ...]

    @classmethod
    def of(cls, catalogue: Catalogue, on: dt.date) -> "Standing":
        """On a day, because a confirmation that nobody renews stops counting on one."""
        found: Standing = catalogue.fragments.get(
            ("standing", on), lambda: _standing(catalogue, on)
        )
        return found

    def best_group(self, among: int) -> int:
        """Those of these that no other is better than, wherever they are; 0 if all have ended."""
        return next((group & among for group in self.groups if group & among), 0)

    def in_order(self, among: int) -> Iterator[int]:
        """The places in the catalogue of these schemes, the best first."""
        for group in (*self.groups, self.ended):
            yield from bits_in(group & among)


def nearest(catalogue: Catalogue, among: int, rings: Iterable[frozenset[str]]) -> tuple[int, int]:
    """The place in the catalogue of the nearest of these, and in which ring it is.

    `rings` are force areas by slug, from the nearest out. What is in none of them, such as national
    work, is as far away as can be: the ring is then -1.
    """
    for distance, areas in enumerate(rings):
        here = 0
        for slug in areas:
            here |= catalogue.value("force", slug)
        if found := here & among:
            return next(bits_in(found)), distance
    return next(bits_in(among)), -1


def _standing(catalogue: Catalogue, on: dt.date) -> Standing:
    ended = catalogue.value("status", CaseStudy.Status.ENDED)
    evidence = catalogue.best_evidence
    places: dict[tuple[int, bool], list[int]] = {}
    for n, entry in enumerate(catalogue.entries):
        is_confirmed = bool(entry.verified) and not entry.is_lowered(on)
        places.setdefault((evidence.get(entry.pk, 0), is_confirmed), []).append(n)
    groups = (
        _bits(places.get((level, confirmed), ()), len(catalogue.entries)) & ~ended
        for level in (*sorted(Evidence, reverse=True), 0)
        for confirmed in (True, False)
    )
    return Standing(ended, tuple(groups))


def _bits(places: Iterable[int], size: int) -> int:
    """As bytes: setting bits in a growing integer is quadratic."""
    filling = bytearray(size // 8 + 1)
    for n in places:
        filling[n >> 3] |= 1 << (n & 7)
    return int.from_bytes(filling, "little")
