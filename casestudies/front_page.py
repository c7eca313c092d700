"""What the home page shows: ways in, the newest entries, and the picture in a few true figures."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies.directory import Directory, Value
from casestudies.models import CaseStudy, ForceArea
from casestudies.tiles import Tile, tile_map

IN_2014_OVERVIEW = 38  # schemes listed by "Emergency Services Collaboration: The Current Picture"
LATEST = 6
# Offered only while they find something.
EXAMPLES = ("shared station", "co-responding", "control room", "drones", "training")


@dataclass(frozen=True)
class Figure:
    number: int
    of: int
    words: str
    url: str = ""


@dataclass(frozen=True)
class Example:
    """A search to try, which has results."""

    text: str
    url: str


class FrontPage:
    """The home page's parts, each worked out once from the whole directory."""

    def __init__(self, directory: Directory):
        self.directory = directory
        self.catalogue = directory.catalogue

    def _ways_in(self, facet: str, page: str) -> list[Value]:
        """The values of a facet, each leading to its own page."""
        return [
            Value(v.slug, v.label, v.count, False, lambda slug: reverse(page, args=[slug]))
            for v in self.directory.facet(facet).all_values
        ]

    @cached_property
    def services(self) -> list[Value]:
        return self._ways_in("service", "casestudies:service")

    @cached_property
    def types(self) -> list[Value]:
        return self._ways_in("type", "casestudies:type")

    @cached_property
    def regions(self) -> list[Value]:
        return self._ways_in("region", "casestudies:region")

    @cached_property
    def tiles(self) -> list[Tile]:
        counts = self.catalogue.count("force", self.catalogue.all)
        return tile_map(counts, ForceArea.get_absolute_url)

    @cached_property
    def examples(self) -> list[Example]:
        listed = reverse("casestudies:directory")
        questions = [self.directory.question.but(text=text) for text in EXAMPLES]
        return [
            Example(q.text, listed + q.query_string()) for q in questions if self.directory.finds(q)
        ]

    @cached_property
    def latest(self) -> list[CaseStudy]:
        """Those confirmed most lately, then those whose newest source is newest."""
        latest = CaseStudy.objects.published().with_dates().latest_first()
        return self.catalogue.cards(latest.values_list("pk", flat=True)[:LATEST])

    @cached_property
    def overview_done(self) -> int:
        """How many of the 2014 overview's schemes have an entry of their own here."""
        return CaseStudy.objects.published().filter(in_2014_overview=True).count()

    @property
    def overview_total(self) -> int:
        return IN_2014_OVERVIEW

    @cached_property
    def figures(self) -> list[Figure]:
        total = self.directory.total
        areas = self.catalogue.count("force", self.catalogue.all)
        has = self.catalogue.count("has", self.catalogue.all)
        listed = reverse("casestudies:directory")
        return [
            Figure(
                sum(bool(n) for n in areas.values()),
                len(areas),
                _("police force areas with a scheme recorded"),
                reverse("casestudies:areas"),
            ),
            Figure(
                self._with_services(3),
                total,
                _("schemes that bring three or more services together"),
            ),
            Figure(
                has["savings"],
                total,
                _("schemes with a figure for savings, mostly forecasts"),
                f"{listed}?has=savings",
            ),
            Figure(
                self._confirmed_since(_a_year_before(timezone.localdate())),
                total,
                _("entries confirmed in the last 12 months"),
            ),
        ]

    def _with_services(self, least: int) -> int:
        """How many schemes at least so many services take part in."""
        services = self.catalogue.bits["service"].values()
        return sum(
            sum(bits >> n & 1 for bits in services) >= least
            for n in range(len(self.catalogue.entries))
        )

    def _confirmed_since(self, day: dt.date) -> int:
        return sum(entry.verified > day.isoformat() for entry in self.catalogue.entries)


def _a_year_before(day: dt.date) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
