"""What the page of a police force area says, besides the list of its schemes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.catalogue import Catalogue
from casestudies.models import CaseStudy, ForceArea
from casestudies.names import sort_key
from casestudies.similar.records import geography
from casestudies.tiles import UNIT, Tile, tile_of
from casestudies.your_area.cover import Kind, who_covers
from casestudies.your_area.standing import Standing, nearest
from collab_directory.addresses import address_of
from collab_directory.days import today

MOST_OF_A_NEIGHBOUR = 4  # schemes; a link leads to the rest


@dataclass(frozen=True)
class Neighbour:
    """An area that shares a border, and those of its schemes that are not also in this one."""

    area: ForceArea
    count: int
    also_here: int
    studies: list[CaseStudy]

    @property
    def elsewhere(self) -> int:
        return self.count - self.also_here

    @property
    def more(self) -> int:
        return self.elsewhere - len(self.studies)


@dataclass(frozen=True)
class Missing:
    """A type of collaboration that no scheme here is of, and the best example elsewhere."""

    label: str
    url: str
    count: int  # of it, anywhere
    example: CaseStudy | None
    where: str


class YourArea:
    """A police force area under a catalogue, today. Nothing is read before it is asked for."""

    def __init__(self, area: ForceArea, catalogue: Catalogue):
        self.area = area
        self.catalogue = catalogue
        self.standing = Standing.of(self.catalogue, today())
        self._here = self.catalogue.value("force", area.slug)

    # --- Next door -------------------------------------------------------------------------

    @cached_property
    def _beside(self) -> list[ForceArea]:
        near = self.area.neighbours.select_related("region")
        return sorted(near, key=lambda area: sort_key(area.name))

    @cached_property
    def _shown(self) -> dict[str, list[int]]:
        """Which schemes to show of each neighbour, as places in the catalogue."""
        return {
            area.slug: list(
                islice(self.standing.in_order(self._only_in(area)), MOST_OF_A_NEIGHBOUR)
            )
            for area in self._beside
        }

    def _only_in(self, area: ForceArea) -> int:
        return self.catalogue.value("force", area.slug) & ~self._here

    @cached_property
    def neighbours(self) -> list[Neighbour]:
        found = []
        for area in self._beside:
            bits = self.catalogue.value("force", area.slug)
            studies = [self._cards[n] for n in self._shown[area.slug] if n in self._cards]
            also_here = (bits & self._here).bit_count()
            found.append(Neighbour(area, bits.bit_count(), also_here, studies))
        return found

    @cached_property
    def number_beside(self) -> int:
        """How many schemes are next door and not here, each counted once."""
        beside = 0
        for area in self._beside:
            beside |= self._only_in(area)
        return beside.bit_count()

    @property
    def beside_url(self) -> str:
        """All that is next door, in one list."""
        query = "&".join(f"force={area.slug}" for area in self._beside)
        return f"{address_of('casestudies:directory')}?{query}"

    @cached_property
    def tiles(self) -> list[Tile]:
        """This area and those beside it as on the map, from the top left of what is drawn."""
        areas = sorted([self.area, *self._beside], key=lambda area: sort_key(area.name))
        counts = self.catalogue.count("force", self.catalogue.all)
        left, top = min(a.column for a in areas), min(a.row for a in areas)
        return [
            tile_of(area, counts, area.get_absolute_url(), from_column=left, from_row=top)
            for area in areas
        ]

    @property
    def width(self) -> int:
        """Of the drawing, in its own units; so is the height."""
        return max(tile.x for tile in self.tiles) + UNIT

    @property
    def height(self) -> int:
        return max(tile.y for tile in self.tiles) + UNIT

    # --- What nobody recorded here ---------------------------------------------------------

    @cached_property
    def types(self) -> int:
        """How many types of collaboration there are."""
        return len(self._types)

    @cached_property
    def _types(self) -> dict[str, int]:
        """The schemes of each type. What is retired and has none is no type that is missing."""
        retired = self.catalogue.unlisted["type"]
        bits = self.catalogue.bits["type"]
        return {slug: found for slug, found in bits.items() if slug not in retired}

    @cached_property
    def _examples(self) -> dict[str, tuple[int, int] | None]:
        """Of each type that is missing: the best example and its ring, or None."""
        return {
            slug: self._best(bits) for slug, bits in self._types.items() if not bits & self._here
        }

    def _best(self, bits: int) -> tuple[int, int] | None:
        group = self.standing.best_group(bits)
        return nearest(self.catalogue, group, self._rings) if group else None

    @cached_property
    def _rings(self) -> list[frozenset[str]]:
        """This area, those beside it, those beside these, and so on."""
        around = geography(self.catalogue).around
        rings, seen = [], frozenset([self.area.slug])
        ring = seen
        while ring:
            rings.append(ring)
            ring = around(ring) - seen
            seen |= ring
        return rings

    @cached_property
    def missing(self) -> list[Missing]:
        labels = self.catalogue.labels["type"]
        found = []
        for slug, best in self._examples.items():
            study = self._cards.get(best[0]) if best else None
            where = self._where(study, best[1]) if study and best else ""
            url = reverse("casestudies:type", args=[slug])
            count = self._types[slug].bit_count()
            found.append(Missing(labels[slug], url, count, study, where))
        return found

    def _where(self, study: CaseStudy, distance: int) -> str:
        if distance < 0:
            return study.region.name
        ring = self._rings[distance]
        area = next(area.name for area in study.force_areas.all() if area.slug in ring)
        if distance == 1:
            return _("%(area)s, next door") % {"area": area}
        away = ngettext("%(area)s, %(n)d area away", "%(area)s, %(n)d areas away", distance)
        return away % {"area": area, "n": distance}

    # --- Who covers it ---------------------------------------------------------------------

    @cached_property
    def kinds(self) -> list[Kind]:
        counts = self.catalogue.count("organisation", self.catalogue.all)
        return who_covers(self.area, counts)

    # --- All cards with one query ------------------------------------------------------------

    @cached_property
    def _cards(self) -> dict[int, CaseStudy]:
        """Every scheme that the page shows beside its own list, by its place in the catalogue."""
        places = set(self._places())
        entries = self.catalogue.entries
        cards = self.catalogue.cards(entries[n].pk for n in sorted(places))
        return {self.catalogue.position[card.pk]: card for card in cards}

    def _places(self) -> Iterator[int]:
        for shown in self._shown.values():
            yield from shown
        yield from (best[0] for best in self._examples.values() if best)
