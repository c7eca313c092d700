"""The figures once more, from rows of the database: slow, simple, and without the catalogue.

Each function takes the published studies of a list and gives the rows that a table should have, as
the texts of their first cells with the numbers that follow.
"""

import datetime as dt
from collections import Counter
from itertools import combinations

from django.db.models import Count, QuerySet
from django.utils import timezone

from casestudies.models import (
    CollaborationType,
    ForceArea,
    Outcome,
    Partner,
    Region,
    Relation,
    Saving,
    Service,
    Version,
)

LEVELS = {4: "Evaluated", 3: "Measured", 2: "Reported", 1: "Described", 0: "Not recorded"}
SPANS = {
    "yearly": "A year",
    "one-off": "Once",
    "period": "In all, each over its own years",
    "unknown": "Not known whether a year or once",
}


def of_terms(studies: QuerySet, model: type, path: str) -> dict[str, int]:
    rows = studies.order_by().values_list(path).annotate(n=Count("pk", distinct=True))
    counted = dict(rows)
    return {str(term): counted.get(term.pk, 0) for term in model.objects.all()}


def types(studies):
    return of_terms(studies, CollaborationType, "types")


def services(studies):
    return of_terms(studies, Service, "services")


def regions(studies):
    return of_terms(studies, Region, "region")


def areas(studies):
    return of_terms(studies, ForceArea, "force_areas")


def together(studies):
    there = [one for one in Service.objects.all() if studies.filter(services=one).exists()]
    return {
        f"{one} with {other}": studies.filter(services=one).filter(services=other).count()
        for one, other in combinations(there, 2)
    }


def organisations(studies):
    met: Counter[tuple[str, str]] = Counter()
    for study in studies:
        names = Partner.objects.filter(study=study).values_list("organisation__name", flat=True)
        met.update(combinations(sorted(names), 2))
    return {pair: n for pair, n in met.items() if n > 1}


def years(studies):
    found = Counter(study.started[:4] or "Not recorded" for study in studies)
    known = [int(year) for year in found if year != "Not recorded"]
    between = range(min(known), max(known) + 1) if known else ()
    return {**{str(y): found[str(y)] for y in between}, "Not recorded": found["Not recorded"]}


def evidence(studies):
    found = Counter()
    for study in studies:
        levels = Outcome.objects.filter(study=study).values_list("evidence", flat=True)
        found[max(levels, default=0)] += 1
    return {label: found[level] for level, label in LEVELS.items()}


def confirmed(studies, on: dt.date):
    """Only what `freshness` says: fresh, due again, never."""
    found = Counter(study.freshness(on) for study in studies)
    return found["ok"], found["due"], found["never"]


def growth(studies) -> tuple[Counter[str], Counter[str]]:
    def month(at: dt.datetime) -> str:
        return f"{timezone.localtime(at):%b %Y}"

    added = Counter(month(study.published_at) for study in studies)
    later = Version.objects.filter(study__in=studies, number__gt=1)
    return added, Counter(month(version.published_at) for version in later)


def savings(studies) -> dict[tuple[str, str], tuple[int, int, int]]:
    """For each span and grade: how many schemes count, and the ends of their sum."""
    public = list(studies.model.objects.published().values_list("pk", flat=True))
    found = {}
    for per, grade in Saving.objects.values_list("per", "grade").distinct().order_by():
        best: dict[int, Saving] = {}
        rows = Saving.objects.filter(study__in=studies, per=per, grade=grade, low__isnull=False)
        for row in rows:
            kept = best.get(row.study_id)
            if kept is None or size(row) > size(kept):
                best[row.study_id] = row
        counted = []
        left = set(best)
        while left:
            same = family(left.pop(), public)
            left -= same
            counted.append(max((best[pk] for pk in same & set(best)), key=size))
        if rows and per == "unknown":
            counted = []
        if rows:
            ends = (sum(r.low for r in counted), sum(r.high or r.low for r in counted))
            found[SPANS[per], str(Saving.Grade(grade).label)] = (len(counted), *ends)
    return found


def size(row: Saving) -> tuple[int, int]:
    return (row.high or row.low, row.low)


def family(pk: int, public: list[int]) -> set[int]:
    """A study, and all that went into it or that it went into, over any number of steps."""
    found, ahead = set(), {pk}
    links = Relation.objects.filter(
        kind__in=("replaced-by", "merged-into"), study__in=public, other__in=public
    ).values_list("study_id", "other_id")
    while ahead:
        found |= ahead
        near = {b for a, b in links if a in found} | {a for a, b in links if b in found}
        ahead = near - found
    return found
