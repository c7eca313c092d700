"""Bars and shaded cells, drawn on the server: lengths and shades as templates put them into SVG.

Numbers go in, proportions come out. The drawing is stretched to the page, while words stay text of
the page: they wrap, grow with the reader's letters, and are never cut. `docs/decisions/0030` says
why there is no library.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

SHADES = 4


@dataclass(frozen=True)
class Bar:
    """One value, or a range from `value` to `upper`, with its name and with itself in words.

    `url` leads to what is counted. A hollow bar stands for what is not known.
    """

    label: str
    value: float
    words: str
    upper: float | None = None
    url: str = ""
    is_hollow: bool = False
    # Hundredths of the longest bar of the drawing: where the value ends, and where the range does
    length: float = 0
    reach: float = 0

    @property
    def spread(self) -> float:
        """How long the uncertain part is, beyond `length`."""
        return round(self.reach - self.length, 2)

    @property
    def below_top(self) -> float:
        """The same bar upright begins so far from the top."""
        return round(100 - self.length, 2)


def to_scale(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """The bars of one drawing, the longest of them 100 long. What is nought has no length."""
    drawn = list(bars)
    longest = max((bar.upper or bar.value for bar in drawn), default=0) or 1
    return tuple(
        replace(
            bar,
            length=round(100 * bar.value / longest, 2),
            reach=round(100 * (bar.upper or bar.value) / longest, 2),
        )
        for bar in drawn
    )


def shade(value: int, largest: int) -> int:
    """0 for nought, then 1 to 4 in equal steps up to the largest."""
    return -(-value * SHADES // largest) if largest else 0
