"""What two schemes, or a scheme and what a reader starts from, are compared by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casestudies.catalogue import Catalogue
from casestudies.facets import FACETS_BY_NAME
from casestudies.models import CaseStudy, ForceArea

NATIONAL = "national"  # the region of what belongs to no place

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Record:
    """Slugs of what is recorded; an empty set is "not known", and is never compared.

    `partners` is how many organisations are named, 0 where none is; `tells` what the facet "has"
    finds in the entry. `is_asked`: no scheme, but
    what a reader looks for, so that a scheme may well do more than that.
    """

    services: frozenset[str] = NOTHING
    types: frozenset[str] = NOTHING
    areas: frozenset[str] = NOTHING
    regions: frozenset[str] = NOTHING
    partners: int = 0
    tells: frozenset[str] = NOTHING
    has_ended: bool = False
    is_asked: bool = False

    @property
    def is_national(self) -> bool:
        return NATIONAL in self.regions and not self.areas

    @property
    def places(self) -> frozenset[str]:
        """The regions that it is in."""
        return self.regions - {NATIONAL}

    @property
    def reach(self) -> str:
        """`one`, `several` (police force areas) or `national`; empty where that is not known."""
        if self.is_national:
            return NATIONAL
        return "" if not self.areas else "one" if len(self.areas) == 1 else "several"


@dataclass(frozen=True)
class Geography:
    """The force areas by slug: which border on each, and the region that each is in."""

    neighbours: Mapping[str, frozenset[str]]
    region: Mapping[str, str]

    def around(self, areas: frozenset[str]) -> frozenset[str]:
        """The areas that share a border with any of these, without these."""
        near = (self.neighbours.get(area, NOTHING) for area in areas)
        return NOTHING.union(*near) - areas


def geography(catalogue: Catalogue) -> Geography:
    """Two queries the first time under a catalogue, then none."""
    found: Geography = catalogue.fragments.get(("similar", "geography"), _geography)
    return found


def _geography() -> Geography:
    region = dict(ForceArea.objects.order_by().values_list("slug", "region__slug"))
    near: dict[str, set[str]] = {slug: set() for slug in region}
    borders = ForceArea.objects.order_by().filter(neighbours__isnull=False)
    for one, other in borders.values_list("slug", "neighbours__slug"):
        near[one].add(other)
    return Geography({slug: frozenset(others) for slug, others in near.items()}, region)


def published_record(catalogue: Catalogue, position: int) -> Record:
    """Of the scheme at this place of the catalogue. No query."""

    def held(facet: str) -> frozenset[str]:
        values = catalogue.bits[facet].items()
        return frozenset(slug for slug, bits in values if bits >> position & 1)

    status = catalogue.entries[position].status
    return _record({name: held(name) for name in PARTS}, len(held("organisation")), status)


def unpublished_record(study: CaseStudy) -> Record:
    """Of one that is in no catalogue: a draft, or a change being prepared. Five queries."""
    alone = CaseStudy.objects.filter(pk=study.pk)

    def held(facet: str) -> frozenset[str]:
        return frozenset(slug for _pk, slug in FACETS_BY_NAME[facet].links(alone))

    return _record({name: held(name) for name in PARTS}, len(held("organisation")), study.status)


# The facets that a record is made of, and what each is called there
PARTS = {
    "service": "services",
    "type": "types",
    "force": "areas",
    "region": "regions",
    "has": "tells",
}


def _record(held: Mapping[str, frozenset[str]], partners: int, status: str) -> Record:
    parts: dict[str, Any] = {PARTS[facet]: slugs for facet, slugs in held.items()}
    return Record(**parts, partners=partners, has_ended=status == CaseStudy.Status.ENDED)
