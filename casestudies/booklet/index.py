"""The index of the overview: its schemes by service, by place and by type."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casestudies.booklet.entries import anchor_of
from casestudies.catalogue import Catalogue, bits_in
from casestudies.entries import Entry
from casestudies.models import Region


@dataclass(frozen=True)
class Named:
    """A scheme that the index leads to; `anchor` is empty where it has no block."""

    title: str
    slug: str
    anchor: str


@dataclass(frozen=True)
class Line:
    """A word of the index with its schemes, in A-Z order; `is_within` the word above it."""

    word: str
    schemes: list[Named]
    is_within: bool = False


@dataclass(frozen=True)
class Index:
    anchor: str
    heading: str
    lines: list[Line]


class Indexing:
    """Makes the indexes of a catalogue, the first `blocks` entries of which have a block."""

    def __init__(self, catalogue: Catalogue, blocks: int):
        self._catalogue = catalogue
        self._blocks = blocks

    def indexes(self) -> list[Index]:
        """One query, for the regions and their areas."""
        return [
            Index("index-services", _("By service"), self._lines("service")),
            Index("index-places", _("By place"), list(self._places())),
            Index("index-types", _("By type of collaboration"), self._lines("type")),
        ]

    def _lines(self, facet: str) -> list[Line]:
        """The values of a facet that some scheme has, in their usual order."""
        labels = self._catalogue.labels[facet].items()
        lines = [Line(label, self._named(self._catalogue.value(facet, s))) for s, label in labels]
        return [line for line in lines if line.schemes]

    def _places(self) -> Iterator[Line]:
        """Each region, with the schemes that name none of its areas; then its areas."""
        for region in Region.objects.prefetch_related("force_areas"):
            areas = [
                (area.name, self._catalogue.value("force", area.slug))
                for area in region.force_areas.all()
            ]
            rest = self._catalogue.value("region", region.slug)
            for _name, bits in areas:
                rest &= ~bits
            within = [Line(name, self._named(bits), True) for name, bits in areas if bits]
            if rest or within:
                yield Line(region.name, self._named(rest))
            yield from within

    def _named(self, bits: int) -> list[Named]:
        return [self._of(n, self._catalogue.entries[n]) for n in bits_in(bits)]

    def _of(self, n: int, entry: Entry) -> Named:
        anchor = anchor_of(entry.slug) if n < self._blocks else ""
        return Named(entry.title, entry.slug, anchor)
