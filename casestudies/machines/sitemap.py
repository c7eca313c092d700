"""Which pages there are for search engines, and on which day each last changed.

Only what everybody may read and what is its own canonical page: no results of a question, no
versions, no forms of one entry, nothing of which the directory knows no published case study. A
page of which we do not know when it changed says nothing of it, rather than a day that is made up.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from casestudies import catalogue
from casestudies.catalogue import Catalogue
from casestudies.models import CaseStudy, GuidancePage, Resource, Version
from casestudies.reading import guidance_index

MOST_IN_ONE = 50_000  # addresses of one file: the protocol allows no more
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

# Pages that show every case study in some way, so that the newest of them is their last change
OF_ALL_STUDIES = ("home", "directory", "a_to_z", "map", "overview", "areas", "organisations")
# Pages of which no row says when they changed
UNDATED = (
    "casestudies:like_ours",
    "casestudies:compare",
    "casestudies:data",
    "api:page",
    "network:network",
    "network:join",
    "network:updates",
    "about",
    "accessibility",
    "privacy",
    "cookies",
    "contact",
)
# The facets whose values have pages, and the name of the page
PAGES_OF_VALUES = {
    "service": "service",
    "type": "type",
    "region": "region",
    "force": "area",
    "organisation": "organisation",
    "factor": "success_factor",
}
# Of these a page without a case study is worth reading, too: it says what is not known there
READ_WITHOUT_STUDIES = frozenset({"force", "factor"})


@dataclass(frozen=True)
class Page:
    """An address of ours, and the day of its last change; None where we do not know it."""

    address: str
    changed: dt.date | None = None


def pages() -> list[Page]:
    """All of them: case studies first, in A-Z order. Seven queries."""
    now = catalogue.current()
    changes = _Changes(now)
    return [
        *(
            Page(reverse("casestudies:case_study", args=[entry.slug]), changes.of_position(n))
            for n, entry in enumerate(now.entries)
        ),
        *(Page(reverse(f"casestudies:{name}"), changes.among(now.all)) for name in OF_ALL_STUDIES),
        *_values(now, changes),
        *_guidance(),
        *_toolkit(),
        *(Page(reverse(name)) for name in UNDATED),
    ]


class _Changes:
    """On which day each case study last changed: published, published anew, or confirmed."""

    def __init__(self, now: Catalogue) -> None:
        self._now = now
        newest = dict(
            Version.objects.filter(study__in=CaseStudy.objects.published())
            .order_by()
            .values_list("study_id")
            .annotate(Max("published_at"))
        )
        # As ordinals, so that the newest of many is found at once; 0 where nothing is known
        self._days = np.zeros(len(now.entries), int)
        rows = CaseStudy.objects.published().order_by()
        for pk, published, verified in rows.values_list("pk", "published_at", "verified_on"):
            moments = [moment for moment in (published, newest.get(pk)) if moment]
            days = [timezone.localdate(moment) for moment in moments]
            days += [verified] if verified else []
            if days and pk in now.position:
                self._days[now.position[pk]] = max(days).toordinal()

    def of_position(self, n: int) -> dt.date | None:
        return self._date(self._days[n])

    def among(self, bits: int) -> dt.date | None:
        """The newest change of any of these studies."""
        days = self._days[self._now.mask(bits)]
        return self._date(days.max()) if len(days) else None

    def _date(self, day: np.int_) -> dt.date | None:
        return dt.date.fromordinal(int(day)) if day else None


def _values(now: Catalogue, changes: _Changes) -> Iterator[Page]:
    for facet, name in PAGES_OF_VALUES.items():
        for slug in now.labels[facet]:
            bits = now.value(facet, slug)
            is_read = facet in READ_WITHOUT_STUDIES and slug not in now.unlisted[facet]
            if bits or is_read:
                yield Page(reverse(f"casestudies:{name}", args=[slug]), changes.among(bits))


def _guidance() -> Iterator[Page]:
    reviewed = dict(GuidancePage.objects.order_by().values_list("slug", "reviewed_on"))
    for slug in GuidancePage.Page.values:
        yield Page(guidance_index.address_of(slug), reviewed.get(slug))


def _toolkit() -> Iterator[Page]:
    for resource in Resource.objects.for_handing():
        put_there = [file.added_on for file in resource.used]
        days = [day for day in (resource.dated, *put_there) if day]
        yield Page(resource.get_absolute_url(), max(days, default=None))


# --- As files --------------------------------------------------------------------------------


def parts(found: Sequence[Page]) -> list[Sequence[Page]]:
    """The same pages in as many files as the protocol asks for; at least one."""
    starts = range(0, max(len(found), 1), MOST_IN_ONE)
    return [found[start : start + MOST_IN_ONE] for start in starts]


def of_pages(found: Sequence[Page]) -> str:
    """A sitemap of these pages, at most `MOST_IN_ONE`."""
    lines = (f"<url>{_where(page.address)}{_last_change(page.changed)}</url>" for page in found)
    return _document("urlset", lines)


def of_parts(made: Sequence[Sequence[Page]]) -> str:
    """An index of the sitemaps `part(1)`, `part(2)` and so on."""
    lines = []
    for number, part in enumerate(made, start=1):
        newest = max((page.changed for page in part if page.changed), default=None)
        address = reverse("machines:sitemap_part", args=[number])
        lines.append(f"<sitemap>{_where(address)}{_last_change(newest)}</sitemap>")
    return _document("sitemapindex", lines)


def _where(address: str) -> str:
    return f"<loc>{escape(settings.SITE_URL + address)}</loc>"


def _last_change(day: dt.date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def _document(root: str, lines: Iterator[str] | list[str]) -> str:
    inside = "\n".join(lines)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<{root} xmlns="{NAMESPACE}">\n{inside}\n</{root}>\n'
