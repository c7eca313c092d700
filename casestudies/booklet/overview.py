"""What the overview says of the whole directory on one day, for the page and the booklet alike."""

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casestudies.booklet.entries import MOST_BLOCKS, Block, Group, Letter, by_letter, letters_of
from casestudies.booklet.index import Index, Indexing
from casestudies.booklet.since import Since, since_last_edition
from casestudies.directory import Directory
from casestudies.entries import Entry
from casestudies.front_page import Figure
from casestudies.insights import Insights
from casestudies.insights.chart import Chart
from casestudies.models import GuidancePage, SuccessFactor
from casestudies.reading import guidance, guidance_lists
from casestudies.reading.case import Level, levels_of_evidence
from casestudies.reading.guidance_pages import Guide, guide_of
from casestudies.reading.status import day

# The charts that are drawn; of the others the overview gives the sentence
DRAWN = frozenset({"types", "services", "regions", "evidence"})


@dataclass(frozen=True)
class Part:
    """A part of the overview, in the order of its contents."""

    anchor: str
    title: str


class Overview:
    """The directory in one piece. Nothing that is not published is in it.

    Some fifty queries, and twenty more for each 200 entries.
    """

    def __init__(self, on: dt.date):
        self.on = on
        self.directory = Directory.everything()
        self.catalogue = self.directory.catalogue

    @cached_property
    def parts(self) -> list[Part]:
        return [
            Part("how-to-read", _("How to read it")),
            Part("what-works", self.what_works.title),
            Part("national", self.national.title),
            Part("funding", self.funding.title),
            Part("picture", self.insights.title),
            Part("a-to-z", _("A to Z of schemes")),
            Part("index", _("Index")),
            Part("changes", _("What has changed this year")),
            Part("licence", _("Licence, and how to cite")),
        ]

    @property
    def count(self) -> int:
        return self.directory.count

    # --- What is not about one scheme ----------------------------------------------------

    @cached_property
    def _guides(self) -> dict[str, Guide]:
        return {page.slug: guide_of(page, ()) for page in GuidancePage.objects.all()}

    def _guide(self, page: GuidancePage.Page) -> Guide:
        """The words of a page of guidance; one without a row has its name alone."""
        return self._guides.get(page.value) or Guide(page.value, str(page.label))

    @property
    def what_works(self) -> Guide:
        return self._guide(GuidancePage.Page.SUCCESS_FACTORS)

    @property
    def national(self) -> Guide:
        return self._guide(GuidancePage.Page.NATIONAL)

    @property
    def funding(self) -> Guide:
        return self._guide(GuidancePage.Page.FUNDING)

    @property
    def insights(self) -> Guide:
        return self._guide(GuidancePage.Page.INSIGHTS)

    @cached_property
    def _factors(self) -> tuple[list[SuccessFactor], list[SuccessFactor]]:
        return guidance_lists.factors()

    @property
    def helps(self) -> list[SuccessFactor]:
        return self._factors[0]

    @property
    def hinders(self) -> list[SuccessFactor]:
        return self._factors[1]

    @cached_property
    def programmes(self) -> list[guidance.Group]:
        return guidance.by_standing(guidance_lists.programmes())

    @cached_property
    def streams(self) -> list[guidance.Group]:
        return guidance.by_status(guidance_lists.streams())

    @cached_property
    def _picture(self) -> Insights:
        return Insights(self.directory, self.on)

    @cached_property
    def figures(self) -> list[Figure]:
        return self._picture.in_brief if self.count else []

    @cached_property
    def charts(self) -> list[Chart]:
        """All of them; only those of `drawn` show their bars, the others their sentence."""
        return self._picture.charts if self.count else []

    drawn = DRAWN

    # --- The schemes ---------------------------------------------------------------------

    @cached_property
    def blocks(self) -> list[Block]:
        """In A-Z order, at most `MOST_BLOCKS`; without any that was unpublished a moment ago."""
        studies = islice(self.directory.every_study(), MOST_BLOCKS)
        return [Block(study, self.on) for study in studies]

    @cached_property
    def groups(self) -> list[Group]:
        return by_letter(self.blocks)

    @cached_property
    def letters(self) -> list[Letter]:
        return letters_of(self.groups)

    @property
    def without_block(self) -> tuple[Entry, ...]:
        """Those that come after the last block."""
        return self.catalogue.entries[MOST_BLOCKS:]

    @cached_property
    def levels(self) -> list[Level]:
        """Each level of evidence with what it means, the lowest first."""
        return levels_of_evidence()

    @cached_property
    def indexes(self) -> list[Index]:
        return Indexing(self.catalogue, MOST_BLOCKS).indexes()

    # --- Its age, and how to name it -----------------------------------------------------

    @cached_property
    def since(self) -> Since:
        return since_last_edition(self.on)

    @property
    def address(self) -> str:
        return settings.SITE_URL + reverse("casestudies:overview")

    @property
    def cite(self) -> str:
        """A line to copy into a paper."""
        return _("%(site)s, “The overview”, as it stood on %(date)s, %(address)s") % {
            "site": settings.SITE_NAME,
            "date": day(self.on),
            "address": self.address,
        }
