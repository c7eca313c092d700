"""What a chart is: a question, a sentence that answers it, a drawing, and a table of the same."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from casestudies.insights.words import percent
from collab_directory.charts import Bar

SHOWN = 25  # rows of a long table that stand on the page; its download holds all


@dataclass(frozen=True)
class Cell:
    """One entry of a table: as the page shows it, and as a file holds it where that differs."""

    text: str
    value: str = ""
    url: str = ""
    is_number: bool = False

    @property
    def in_file(self) -> str:
        return self.value or self.text


@dataclass(frozen=True)
class Heading:
    text: str
    is_number: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Its first column names the rows."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]

    @property
    def shown(self) -> tuple[Row, ...]:
        return self.rows[:SHOWN] if self.is_cut else self.rows

    @property
    def is_cut(self) -> bool:
        """A few rows more than fit are shown rather than counted."""
        return len(self.rows) > SHOWN * 2


@dataclass(frozen=True)
class Chart:
    """`name` is the one word for it, in addresses; `says` is computed from its figures.

    `absent` names what has no bar because nothing is recorded of it; its table has it as nought.
    """

    name: str
    question: str
    says: str
    table: Table
    bars: tuple[Bar, ...] = ()
    note: str = ""
    absent: tuple[str, ...] = ()
    is_upright: bool = False  # of years and months: bars stand side by side where there is room
    parts: dict[str, object] = field(default_factory=dict)  # what only its own drawing needs

    @property
    def is_drawn(self) -> bool:
        """Else its table is what there is to see."""
        return bool(self.bars or self.parts)


def number(count: int, url: str = "") -> Cell:
    return Cell(str(count), url=url, is_number=True)


def share_of(count: int, whole: int) -> Cell:
    return Cell(percent(count, whole), is_number=True)


def counted(what: str) -> tuple[Heading, ...]:
    """The headings of a table that counts schemes by `what`."""
    return (Heading(what), Heading(_("Schemes"), True), Heading(_("Share of schemes, %"), True))
