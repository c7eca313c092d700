"""The tile map: 43 squares, one to a police force area, each with a count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext

from casestudies.models import ForceArea

UNIT = 80  # of the drawing; a tile fills 76 of it


@dataclass(frozen=True)
class Tile:
    """A square of the map. Only one with schemes is a link."""

    name: str
    slug: str
    lines: tuple[str, ...]
    code: str
    region: str
    x: int
    y: int
    count: int
    url: str

    @property
    def step(self) -> int:
        """The shade, 0 to 4: none, 1, 2 to 3, 4 to 6, 7 or more."""
        return sum(self.count >= least for least in (1, 2, 4, 7))

    @property
    def label(self) -> str:
        """Its name for those who do not see the map."""
        return ngettext("%(name)s: %(count)s scheme", "%(name)s: %(count)s schemes", self.count) % {
            "name": self.name,
            "count": self.count,
        }


def tile_map(counts: Mapping[str, int], url_of: Callable[[ForceArea], str]) -> list[Tile]:
    """The tiles in A-Z order, for these counts by slug. One query."""
    areas = ForceArea.objects.select_related("region")
    return [tile_of(area, counts, url_of(area) if counts.get(area.slug) else "") for area in areas]


def tile_of(
    area: ForceArea,
    counts: Mapping[str, int],
    url: str,
    *,
    from_column: int = 0,
    from_row: int = 0,
) -> Tile:
    """One tile, for a map that begins at this column and row of the whole one."""
    return Tile(
        name=area.name,
        slug=area.slug,
        lines=tuple((area.tile_label or area.name).split("|")),
        code=area.code,
        region=area.region.name,
        x=(area.column - from_column) * UNIT,
        y=(area.row - from_row) * UNIT,
        count=counts.get(area.slug, 0),
        url=url,
    )
