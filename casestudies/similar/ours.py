"""Schemes like ours: what a reader starts from, read from an address, and the schemes like it."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from casestudies import catalogue as catalogues
from casestudies.catalogue import Catalogue
from casestudies.facets import FACETS_BY_NAME
from casestudies.models import CaseStudy, Organisation
from casestudies.question import Ignored, Question, Reader
from casestudies.similar.engine import Engine
from casestudies.similar.likeness import Likeness
from casestudies.similar.records import NATIONAL, Record, geography
from casestudies.similar.schemes import ranked
from casestudies.similar.words import OF_WHAT_IS_ASKED, in_words

SHOWN = 12

ASKED = ("organisation", "force", "service", "type")

# The service that an organisation of each kind stands for; other kinds stand for none
SERVICE_OF = {
    Organisation.Kind.POLICE: "police",
    Organisation.Kind.FIRE: "fire",
    Organisation.Kind.AMBULANCE: "ambulance",
    Organisation.Kind.LOCAL_AUTHORITY: "local-authority",
    Organisation.Kind.HEALTH: "health",
    Organisation.Kind.COASTGUARD: "coastguard",
    Organisation.Kind.VOLUNTARY: "voluntary",
}


@dataclass(frozen=True)
class Chosen:
    """Something that the reader chose, and the address without it."""

    kind: str
    label: str
    url: str


@dataclass(frozen=True)
class LikeOurs:
    """A scheme, why it stands here, and what is different from what the reader starts from."""

    study: CaseStudy
    reasons: list[str]
    differences: list[str]


class Ours:
    """What a reader starts from, and the published schemes like it, elsewhere.

    Never fails on bad parameters: what was left out is named in `ignored`.
    """

    def __init__(self, params: QueryDict) -> None:
        self.catalogue: Catalogue = catalogues.current()
        self.question: Question = Reader(params, self.catalogue).read_facets(ASKED)

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        return self.question.ignored

    @property
    def is_asked(self) -> bool:
        return bool(self.question.chosen)

    @property
    def address(self) -> str:
        """The one address of this page."""
        return self._url(self.question)

    def _url(self, question: Question) -> str:
        return reverse("casestudies:like_ours") + question.query_string()

    @cached_property
    def chosen(self) -> list[Chosen]:
        return [
            Chosen(
                str(FACETS_BY_NAME[facet].label),
                self.catalogue.labels[facet][slug],
                self._url(self.question.toggled(facet, slug)),
            )
            for facet in ASKED
            for slug in self.question.values(facet)
        ]

    # What it comes to

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Those chosen, with the areas that they work in. Two queries, none where none is."""
        slugs = self.question.values("organisation")
        if not slugs:
            return []
        rows = Organisation.objects.filter(slug__in=slugs).select_related("region")
        return list(rows.prefetch_related("force_areas"))

    @cached_property
    def record(self) -> Record:
        """What schemes are compared with: the choices, and what an organisation brings along."""
        services, areas = (set(self.question.values(name)) for name in ("service", "force"))
        regions = {one.region.slug for one in self.organisations if one.region}
        for one in self.organisations:
            areas.update(area.slug for area in one.force_areas.all())
            if service := SERVICE_OF.get(Organisation.Kind(one.kind)):
                services.add(service)
        where = geography(self.catalogue).region
        regions |= {where[area] for area in areas if area in where}
        return Record(
            services=frozenset(services),
            types=frozenset(self.question.values("type")),
            areas=frozenset(areas),
            # To be national is no place: whatever is national is as near to everybody
            regions=frozenset(regions - {NATIONAL}),
            is_asked=True,
        )

    @cached_property
    def understood(self) -> list[tuple[str, list[str]]]:
        """The same in words: the name of each part, and what it was taken to be."""
        record, labels = self.record, self.catalogue.labels
        parts = (
            (_("Services"), "service", record.services),
            (_("Types"), "type", record.types),
            (_("Police force areas"), "force", record.areas),
            (_("Region"), "region", record.regions),
        )
        named = (
            (name, [label for slug, label in labels[facet].items() if slug in slugs])
            for name, facet, slugs in parts
        )
        return [(name, found) for name, found in named if found]

    # The schemes

    @cached_property
    def _own(self) -> int:
        """The reader's own schemes: of the organisation, or in the area that was chosen."""
        own = 0
        for facet in ("organisation", "force"):
            for slug in self.question.values(facet):
                own |= self.catalogue.value(facet, slug)
        return own

    @cached_property
    def _among(self) -> int:
        """Those elsewhere that do at least one of the things chosen, if any was."""
        among = self.catalogue.all
        if self.record.types:
            among = 0
            for slug in self.record.types:
                among |= self.catalogue.value("type", slug)
        return among

    @property
    def count(self) -> int:
        """How many are compared."""
        return (self._among & ~self._own).bit_count()

    @property
    def own_count(self) -> int:
        """How many are left out because they are the reader's own."""
        return (self._among & self._own).bit_count()

    @property
    def own_links(self) -> list[tuple[str, str]]:
        """Where those stand: the name and address of each organisation and area that was chosen."""
        pages = {"organisation": "casestudies:organisation", "force": "casestudies:area"}
        return [
            (self.catalogue.labels[facet][slug], reverse(page, args=[slug]))
            for facet, page in pages.items()
            for slug in self.question.values(facet)
            if self.catalogue.value(facet, slug) & self._among
        ]

    @cached_property
    def schemes(self) -> list[LikeOurs]:
        """The likest first. None before anything is chosen."""
        if not self.is_asked:
            return []
        engine = Engine.under(self.catalogue)
        found = ranked(engine, self.record, self._among & ~self._own, SHOWN)
        return [self._said(study, like) for study, like in found]

    def _said(self, study: CaseStudy, like: Likeness) -> LikeOurs:
        labels = self.catalogue.labels
        return LikeOurs(
            study,
            in_words(like.reasons, labels, OF_WHAT_IS_ASKED),
            in_words(like.differences, labels, OF_WHAT_IS_ASKED),
        )
