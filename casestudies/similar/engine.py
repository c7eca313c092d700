"""How much two records have in common, and what: one rule for a pair, and for all at once.

Scores are whole numbers, so that both databases and every machine order alike. What counts and by
how much stands in `POINTS`; the page "Schemes like ours" says the same in words.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from casestudies.catalogue import Catalogue
from casestudies.similar.records import NATIONAL, Geography, Record, geography

# The most that each part can give. What is done says more than who does it, and that more than
# where: a scheme is copied across the country, and two in one place may have nothing in common.
POINTS = {"types": 600, "services": 250, "where": 30, "reach": 30, "partners": 15}
# Whoever asks for schemes like theirs starts from a place, and would like to visit
POINTS_ASKED = POINTS | {"where": 150}
WHERE_NEAR = {"area": 3, "next-door": 2, "region": 1}  # thirds of what place can give
ENDED = 40  # taken from one that is over
# Of two that are as much alike, the one that tells more comes first
TELLS = {"evaluation": 3, "savings": 2, "outcomes": 1}  # by value of the facet "has"
ABOUT_AS_MANY = 1  # partners more or fewer

FACETS = {"type": "types", "service": "services"}


@dataclass(frozen=True)
class Rarity:
    """What having a value says: the fewer have it, the more. Whole numbers, in thousandths."""

    worth: Mapping[str, Mapping[str, int]]  # by facet and slug

    @classmethod
    def of(cls, catalogue: Catalogue, *, without: int = 0) -> "Rarity":
        """Among all that is published but the one whose bit is `without`."""
        everyone = (catalogue.all & ~without).bit_count()
        return cls(
            {
                facet: {
                    slug: _worth(everyone, (bits & ~without).bit_count())
                    for slug, bits in catalogue.bits[facet].items()
                }
                for facet in FACETS
            }
        )

    def sum(self, facet: str, slugs: frozenset[str]) -> int:
        return sum(self.worth[facet].get(slug, 0) for slug in slugs)


def _worth(everyone: int, count: int) -> int:
    return round(1000 * math.log1p(everyone / (count + 1)))


@dataclass(frozen=True)
class Engine:
    """Compares under one catalogue. `rarity` leaves out the one that is compared with the rest."""

    catalogue: Catalogue
    geography: Geography
    rarity: Rarity

    @classmethod
    def under(cls, catalogue: Catalogue, *, without: int = 0) -> "Engine":
        return cls(catalogue, geography(catalogue), Rarity.of(catalogue, without=without))

    # One pair

    def score(self, mine: Record, other: Record) -> int:
        """At most the sum of the points. Not the same both ways: rarity leaves out `mine`."""
        total = sum(self._shared(facet, mine, other) for facet in FACETS)
        if near := self.nearness(mine, other):
            total += _points(mine)["where"] * WHERE_NEAR[near] // 3
        if mine.reach and mine.reach == other.reach:
            total += POINTS["reach"]
        if has_about_as_many(mine, other):
            total += POINTS["partners"]
        total += sum(points for told, points in TELLS.items() if told in other.tells)
        return total - ENDED * other.has_ended

    def _shared(self, facet: str, mine: Record, other: Record) -> int:
        ours, theirs = getattr(mine, FACETS[facet]), getattr(other, FACETS[facet])
        whole = self.rarity.sum(facet, ours if mine.is_asked else ours | theirs)
        return POINTS[FACETS[facet]] * self.rarity.sum(facet, ours & theirs) // max(whole, 1)

    def nearness(self, mine: Record, other: Record) -> str:
        """`area`, `next-door` or `region`, the nearest that is true; empty where none is."""
        if mine.areas & other.areas:
            return "area"
        if self.geography.around(mine.areas) & other.areas:
            return "next-door"
        return "region" if mine.places & other.places else ""

    # All at once

    def scores(self, mine: Record) -> np.ndarray:
        """`score` with every published scheme, by its place in the catalogue."""
        columns = self.columns
        total = sum(self._shared_by_all(facet, mine) for facet in FACETS)
        total = total + _points(mine)["where"] * self._nearness_of_all(mine) // 3
        if mine.reach:
            total = total + POINTS["reach"] * (columns.reach == REACHES[mine.reach])
        if mine.partners:
            close = np.abs(columns.partners - mine.partners) <= ABOUT_AS_MANY
            total = total + POINTS["partners"] * (close & (columns.partners > 0))
        found: np.ndarray = total + columns.tells - ENDED * columns.has_ended
        return found

    def _shared_by_all(self, facet: str, mine: Record) -> np.ndarray:
        ours = getattr(mine, FACETS[facet])
        shared, theirs = (np.zeros(len(self.catalogue.entries), np.int64) for _ in range(2))
        for slug, worth in self.rarity.worth[facet].items():
            held = self.columns.held[facet][slug]
            theirs += worth * held
            if slug in ours:
                shared += worth * held
        whole = self.rarity.sum(facet, ours)
        all_of_it = whole if mine.is_asked else whole + theirs - shared
        return POINTS[FACETS[facet]] * shared // np.maximum(all_of_it, 1)

    def _nearness_of_all(self, mine: Record) -> np.ndarray:
        near = np.zeros(len(self.catalogue.entries), np.int64)
        bits = self.catalogue.bits
        # From far to near, so that the nearest that is true stays
        for kind, facet, slugs in (
            ("region", "region", mine.places),
            ("next-door", "force", self.geography.around(mine.areas)),
            ("area", "force", mine.areas),
        ):
            found = 0
            for slug in slugs:
                found |= bits[facet].get(slug, 0)
            if found:
                near[self.catalogue.mask(found)] = WHERE_NEAR[kind]
        return near

    @property
    def columns(self) -> "Columns":
        found: Columns = self.catalogue.fragments.get(
            ("similar", "columns"), lambda: Columns(self.catalogue)
        )
        return found


def _points(mine: Record) -> Mapping[str, int]:
    return POINTS_ASKED if mine.is_asked else POINTS


def has_about_as_many(mine: Record, other: Record) -> bool:
    """Whether both name partners, and about as many."""
    both = mine.partners and other.partners
    return bool(both) and abs(mine.partners - other.partners) <= ABOUT_AS_MANY


REACHES = {"": 0, "one": 1, "several": 2, NATIONAL: 3}


class Columns:
    """The published schemes as arrays, by place in the catalogue: about 30 bytes for each."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.held = {
            facet: {slug: catalogue.mask(bits) for slug, bits in catalogue.bits[facet].items()}
            for facet in FACETS
        }
        ended = catalogue.value("status", "ended")
        self.has_ended = catalogue.mask(ended).astype(np.int64)
        self.tells = np.zeros(len(catalogue.entries), np.int64)
        for slug, points in TELLS.items():
            self.tells += points * catalogue.mask(catalogue.value("has", slug))

    @cached_property
    def partners(self) -> np.ndarray:
        """How many organisations each names."""
        return self._how_many("organisation")

    @cached_property
    def reach(self) -> np.ndarray:
        """The number of each one's reach: see `Record.reach` and `REACHES`."""
        areas = self._how_many("force")
        reach = np.minimum(areas, REACHES["several"])
        national = self._catalogue.mask(self._catalogue.value("region", NATIONAL))
        reach[national & (areas == 0)] = REACHES[NATIONAL]
        return reach

    def _how_many(self, facet: str) -> np.ndarray:
        found = np.zeros(len(self._catalogue.entries), np.int64)
        for bits in self._catalogue.bits[facet].values():
            if bits:
                found += self._catalogue.mask(bits)
        return found
