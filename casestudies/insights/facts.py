"""What the charts count besides facets, read once for each catalogue, in the order of its entries.

Arrays, so that a narrowed list of a hundred thousand studies is counted in milliseconds.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from django.utils import timezone

from casestudies.catalogue import Catalogue
from casestudies.keeping import Kept
from casestudies.models import CaseStudy, Relation, Saving, Version

# One scheme that went on as another: what both are said to save may be the same money
WENT_INTO = (Relation.Kind.REPLACED_BY, Relation.Kind.MERGED_INTO)


@dataclass(frozen=True, slots=True)
class Figure:
    """A saving as far as totals need it. `at` is the place of its study in the catalogue."""

    pk: int
    at: int
    per: str
    grade: str
    low: int | None
    high: int | None
    bound: str
    price_year: int | None

    @property
    def most(self) -> int:
        """The upper end of a range, or the one amount. Only where there is one."""
        return self.high or self.low or 0


@dataclass(frozen=True)
class Facts:
    """Arrays have one place for each study, unless their name begins with `pair` or `update`.

    Months are numbered through: January of the year 1 is 12.
    """

    evidence: np.ndarray  # of its best-supported outcome, 1 to 4; 0 where none is recorded
    verified: np.ndarray  # the day of the last confirmation as an ordinal; 0 for never
    added: np.ndarray  # the month in which it was first published; 0 if it is withdrawn since
    update_at: np.ndarray  # of each later version: the place of its study …
    update_month: np.ndarray  # … and the month of the version
    pair_at: np.ndarray  # of each two organisations in one study: the place of that study …
    pair_code: np.ndarray  # … and which two: see `pair_of`
    organisations: tuple[str, ...]  # slugs, in the order of the facet
    savings: tuple[Figure, ...]  # in the order of the studies, then of their lines
    went_on_as: dict[int, int]  # studies that went into another: one place for all of a family

    def pair_of(self, code: int) -> tuple[str, str]:
        """The slugs of two organisations."""
        one, other = divmod(code, len(self.organisations))
        return self.organisations[one], self.organisations[other]


_kept: Kept[str, Facts] = Kept(2)


def facts_of(catalogue: Catalogue) -> Facts:
    """The facts of everything published under a token: five queries the first time, then none."""
    return _kept.get(catalogue.token, lambda: _read(catalogue))


def _read(catalogue: Catalogue) -> Facts:
    pair_at, pair_code = _pairs(catalogue)
    update_at, update_month = _updates(catalogue)
    return Facts(
        evidence=_evidence(catalogue),
        verified=np.array([_ordinal(entry.verified) for entry in catalogue.entries], np.int32),
        added=_added(catalogue),
        update_at=update_at,
        update_month=update_month,
        pair_at=pair_at,
        pair_code=pair_code,
        organisations=tuple(catalogue.bits["organisation"]),
        savings=_savings(catalogue),
        went_on_as=_families(catalogue),
    )


def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal() if day else 0


def _evidence(catalogue: Catalogue) -> np.ndarray:
    best = catalogue.best_evidence
    return np.array([best.get(entry.pk, 0) for entry in catalogue.entries], np.uint8)


def _added(catalogue: Catalogue) -> np.ndarray:
    found = np.zeros(len(catalogue.entries), np.int32)
    rows = CaseStudy.objects.published().order_by().values_list("pk", "published_at")
    for pk, at in rows.iterator(chunk_size=5000):
        if pk in catalogue.position:
            found[catalogue.position[pk]] = _month(at)
    return found


def _updates(catalogue: Catalogue) -> tuple[np.ndarray, np.ndarray]:
    """The first version is when an entry was added; each later one brought it up to date."""
    later = Version.objects.filter(number__gt=1, study__in=CaseStudy.objects.published())
    rows = [
        (catalogue.position[pk], _month(at))
        for pk, at in later.order_by().values_list("study_id", "published_at").iterator()
        if pk in catalogue.position
    ]
    return _columns(rows)


def _month(at: dt.datetime) -> int:
    local = timezone.localtime(at)
    return local.year * 12 + local.month - 1


def _pairs(catalogue: Catalogue) -> tuple[np.ndarray, np.ndarray]:
    names = catalogue.bits["organisation"]
    there: list[list[int]] = [[] for _ in catalogue.entries]
    for number, bits in enumerate(names.values()):
        for at in np.flatnonzero(catalogue.mask(bits)).tolist():
            there[at].append(number)
    return _columns(
        (at, one * len(names) + other)
        for at, some in enumerate(there)
        for one, other in combinations(some, 2)
    )


def _columns(rows: Iterable[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(list(rows), np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _savings(catalogue: Catalogue) -> tuple[Figure, ...]:
    lines = Saving.objects.filter(study__in=CaseStudy.objects.published()).order_by(
        "study_id", "position", "pk"
    )
    rows = lines.values_list("study_id", "pk", "per", "grade", "low", "high", "bound", "price_year")
    found = [
        Figure(pk, catalogue.position[study], per, grade, low, high, bound, price_year)
        for study, pk, per, grade, low, high, bound, price_year in rows
        if study in catalogue.position
    ]
    return tuple(sorted(found, key=lambda figure: figure.at))


def _families(catalogue: Catalogue) -> dict[int, int]:
    """By the place of a study that went into another, or that another went into."""
    public = CaseStudy.objects.published()
    said = Relation.objects.filter(kind__in=WENT_INTO, study__in=public, other__in=public)
    family: dict[int, int] = {}
    for one, other in said.order_by("pk").values_list("study_id", "other_id"):
        if one in catalogue.position and other in catalogue.position:
            first, second = catalogue.position[one], catalogue.position[other]
            kept, gone = family.get(first, first), family.get(second, second)
            family |= {first: kept, second: kept}
            family |= {at: kept for at, head in family.items() if head == gone}
    return family
