"""What the catalogue knows of each study by heart: enough for every order of reading."""

import datetime as dt
from dataclasses import dataclass

from casestudies import names
from casestudies.models import CaseStudy, Saving
from casestudies.models.case_study_queries import LOWER_AFTER, CaseStudyQuerySet
from casestudies.models.confirmed import silent_from

RUNNING = frozenset({CaseStudy.Status.LIVE, CaseStudy.Status.PILOT})
FIELDS = ("pk", "slug", "title", "started", "verified_on", "status", "stale_on")


@dataclass(frozen=True)
class Entry:
    """What the orders need to know of a study; the page itself is fetched when it is shown.

    `lowered_from`: the day from which on it stands behind others, because nobody confirms it.
    """

    pk: int
    slug: str
    title: str
    started: str
    verified: str
    saving: tuple[int, int]
    status: str
    lowered_from: dt.date | None = None

    @property
    def year(self) -> int | None:
        return int(self.started[:4]) if self.started else None

    def is_lowered(self, on: dt.date) -> bool:
        return self.lowered_from is not None and on >= self.lowered_from

    def favour(self, on: dt.date) -> int:
        """In hundredths: of two that answer alike, the live and the confirmed come first.

        Last comes what nobody confirms though they were asked, confirmed once or not.
        """
        confirmed = -1 if self.is_lowered(on) else bool(self.verified)
        has_ended = self.status == CaseStudy.Status.ENDED
        return 100 + (self.status in RUNNING) + confirmed - has_ended


def entries_of(studies: CaseStudyQuerySet) -> tuple[Entry, ...]:
    """In A-Z order. Two queries."""
    savings = _largest_savings(studies)
    rows = studies.order_by().values_list(*FIELDS)
    return tuple(
        Entry(
            pk,
            slug,
            title,
            started,
            verified.isoformat() if verified else "",
            savings.get(pk, (0, 0)),
            status,
            _lowered_from(verified, stale),
        )
        for pk, slug, title, started, verified, status, stale in sorted(
            rows, key=lambda row: names.sort_key(row[2])
        )
    )


def _lowered_from(verified_on: dt.date | None, stale_on: dt.date | None) -> dt.date | None:
    first = silent_from(verified_on, stale_on)
    return first + LOWER_AFTER if first else None


def _largest_savings(studies: CaseStudyQuerySet) -> dict[int, tuple[int, int]]:
    """The largest saving of each study that has a figure: yearly ones before all others."""
    found: dict[int, tuple[int, int]] = {}
    rows = Saving.objects.filter(study__in=studies, low__isnull=False)
    for pk, per, low in rows.values_list("study_id", "per", "low"):
        key = (1 if per == Saving.Per.YEAR else 0, low or 0)
        found[pk] = max(key, found.get(pk, (0, 0)))
    return found
