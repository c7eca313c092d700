"""What has changed since the last yearly edition, which is what stood here on 1 January."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from casestudies.booklet.entries import anchor_of
from casestudies.models import CaseStudy, Version


@dataclass(frozen=True)
class Change:
    """Something that became of an entry on a day. `words` may be empty."""

    title: str
    slug: str
    on: dt.date
    words: str = ""

    @property
    def anchor(self) -> str:
        return anchor_of(self.slug)


@dataclass(frozen=True)
class Since:
    """What is new, changed and confirmed, each the latest first.

    Of what is no longer published nothing is said. `is_first`: nothing of what is published now
    stood here on that day, so that all of it is new.
    """

    edition: dt.date
    new: list[Change]
    changed: list[Change]
    confirmed: list[Change]
    is_first: bool

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.confirmed)


def since_last_edition(on: dt.date) -> Since:
    """Two queries."""
    edition = dt.date(on.year, 1, 1)
    published = CaseStudy.objects.published().order_by("title")
    rows = list(
        published.values_list("title", "slug", "published_at", "verified_on", "verified_by")
    )
    new = [
        Change(title, slug, day)
        for title, slug, at, _day, _role in rows
        if (day := timezone.localdate(at)) >= edition
    ]
    confirmed = [
        Change(title, slug, day, role)
        for title, slug, _at, day, role in rows
        if day is not None and day >= edition
    ]
    return Since(
        edition,
        _latest_first(new),
        _changed(edition),
        _latest_first(confirmed),
        is_first=len(new) == len(rows),
    )


def _changed(edition: dt.date) -> list[Change]:
    """Each entry that was published once more, with what the note of its latest version says."""
    first_moment = timezone.make_aware(dt.datetime.combine(edition, dt.time()))
    again = Version.objects.filter(number__gt=1, published_at__gte=first_moment)
    versions = (
        again.filter(study__state=CaseStudy.State.PUBLISHED)
        .order_by("study", "-number")
        .values_list("study__title", "study__slug", "published_at", "note", "withheld_at")
    )
    found: dict[str, Change] = {}
    for title, slug, at, note, withheld_at in versions:
        if slug not in found:
            found[slug] = Change(title, slug, timezone.localdate(at), "" if withheld_at else note)
    return _latest_first(sorted(found.values(), key=lambda change: change.title))


def _latest_first(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: change.on, reverse=True)
