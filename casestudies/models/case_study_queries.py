"""Which case studies are meant: published, due, in their order, with what a page needs."""

import datetime as dt
from collections.abc import Collection
from typing import Any, Self

from django.db.models import F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce

from casestudies.models.addresses import SluggedQuerySet
from casestudies.models.evidence import Outcome, Source

# An entry falls due for a fresh confirmation twelve months after the last.
CONFIRMED_FOR_MONTHS = 12
# After readers are told that nobody confirms an entry: as long as between two letters, in which an
# editor can still find somebody to ask
LOWER_AFTER = dt.timedelta(days=14)
# After the same day: half a year, so that whoever is away or on leave has come back to answer
ARCHIVE_AFTER = dt.timedelta(days=183)


def last_day_out_of_date(on: dt.date) -> dt.date:
    """The latest day of confirmation that has fallen due on a day: the mirror of `due_on`."""
    next_day = on + dt.timedelta(days=1)
    try:
        a_year_before = next_day.replace(year=next_day.year - CONFIRMED_FOR_MONTHS // 12)
    except ValueError:  # 29 February
        a_year_before = dt.date(next_day.year - CONFIRMED_FOR_MONTHS // 12, 3, 1)
    return a_year_before - dt.timedelta(days=1)


class CaseStudyQuerySet(SluggedQuerySet):
    def published(self) -> Self:
        """What the public may see. Every public page, count and download starts here."""
        return self.filter(state=self.model.State.PUBLISHED)

    def published_among(self, pks: Collection[int]) -> Self:
        """Those of these, by primary key, that the public may see."""
        # Of a computed state: SQLite, which keeps no statistics, would rather go through the index
        # of all that are published than look up twenty.
        state = Coalesce(F("state"), Value(""))
        public = self.model.State.PUBLISHED
        return self.alias(state_now=state).filter(pk__in=pks, state_now=public)

    def entries(self) -> Self:
        """The entries of the directory themselves, without what is prepared to change them."""
        return self.filter(pending_of__isnull=True)

    def never_confirmed(self) -> Self:
        """That nobody has yet confirmed to be true."""
        return self.filter(verified_on__isnull=True)

    def due(self, on: dt.date) -> Self:
        """Whose last confirmation is out of date on that day: `freshness(on)` says `due`."""
        return self.filter(verified_on__lte=last_day_out_of_date(on))

    def unconfirmed_for_long(self, on: dt.date) -> Self:
        """Published, and nobody has said for half a year past all letters that it is still true.

        Without schemes that have ended: what is over does not go out of date, and stays findable.
        """
        running = self.published().exclude(status=self.model.Status.ENDED)
        due = Q(verified_on__lte=last_day_out_of_date(on), stale_on__gt=F("verified_on"))
        silent = running.filter(stale_on__lte=on - ARCHIVE_AFTER)
        return silent.filter(Q(verified_on__isnull=True) | due)

    def with_dates(self) -> Self:
        """With `newest_source`, the newest date of its sources, and `best_evidence`, 1 to 4."""
        # Subqueries, not joins: two joins would multiply the rows before they are grouped.
        mine = OuterRef("pk")
        newest = Source.objects.filter(study=mine).order_by("-date").values("date")[:1]
        best = Outcome.objects.filter(study=mine).order_by("-evidence").values("evidence")[:1]
        return self.annotate(newest_source=Subquery(newest), best_evidence=Subquery(best))

    def with_newest_version(self) -> Self:
        """With `version_number`, `version_published_at` and `version_withheld_at` of that one."""
        versions = self.model._meta.get_field("versions").related_model.objects
        newest = versions.filter(study=OuterRef("pk")).order_by("-number")
        return self.annotate(
            version_number=Subquery(newest.values("number")[:1]),
            version_published_at=Subquery(newest.values("published_at")[:1]),
            version_withheld_at=Subquery(newest.values("withheld_at")[:1]),
        )

    def for_cards(self) -> Self:
        """Without the long texts, which no result card shows. The rest of it: `CardReader`."""
        return self.defer("what_happened", "ended_advice")

    def latest_first(self) -> Self:
        """Those confirmed last, then those with the newest source. Needs `with_dates()`."""
        return self.order_by(
            F("verified_on").desc(nulls_last=True), F("newest_source").desc(nulls_last=True), "slug"
        )

    def for_reading(self) -> Self:
        """With everything the case study's own page shows."""
        return (
            self.with_dates()
            .with_newest_version()
            .select_related("region")
            .prefetch_related(
                "services",
                "types",
                "force_areas",
                self._lines("partners", "organisation"),
                self._lines("fundings", "stream"),
                self._lines("factors_shown", "factor"),
                self._lines("relations", "other"),
                self._lines("reverse_relations", "study"),
                "outcomes",
                "lessons",
                "savings",
                "needs",
                "caveats",
                "sources",
            )
        )

    def _lines(self, name: str, other: str) -> Prefetch:
        """The lines of a study together with what each names, in one query."""
        lines: Any = self.model._meta.get_field(name).related_model
        return Prefetch(name, lines.objects.select_related(other))
