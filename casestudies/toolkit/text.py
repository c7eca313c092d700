"""The text of a document, as an editor writes it: lines that become headings, lists and tables."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, TypeAlias

BOX = "☐"
# What no office file can hold
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Heading:
    """`level` is 2 under the title of the document, 3 under one of those."""

    kind: ClassVar = "heading"
    words: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar = "paragraph"
    words: str


@dataclass(frozen=True)
class Items:
    """A list; with `ticks`, of things that somebody ticks with a pen."""

    kind: ClassVar = "items"
    items: tuple[str, ...]
    ticks: bool = False


@dataclass(frozen=True)
class Table:
    """Every row is as long as the headings. An empty cell is for the reader to fill in."""

    kind: ClassVar = "table"
    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | Items | Table

# What a line begins with, and what it then is
MARKS = {"## ": "subheading", "# ": "heading", "- ": "item", "[] ": "tick", "|": "row"}


def plain(text: str) -> str:
    """The text without characters that nobody sees and no office file can hold."""
    return UNWRITABLE.sub("", text)


def blocks(text: str) -> tuple[Block, ...]:
    """What the lines of a text are. Lines of one kind in a row are one list, or one table."""
    lines = [line.strip() for line in plain(text).splitlines() if line.strip()]
    found: list[Block] = []
    name = ""
    for kind, group in groupby(lines, key=_kind):
        for block in _made(kind, [_unmarked(line) for line in group], name):
            name = block.words if isinstance(block, Heading) else name
            found.append(block)
    return tuple(found)


def _kind(line: str) -> str:
    return next((kind for mark, kind in MARKS.items() if line.startswith(mark)), "paragraph")


def _unmarked(line: str) -> str:
    mark = next((mark for mark in MARKS if line.startswith(mark)), "")
    return line if mark == "|" else line.removeprefix(mark).strip()


def _made(kind: str, lines: list[str], name: str) -> Iterator[Block]:
    if kind in ("heading", "subheading"):
        level = 2 if kind == "heading" else 3
        yield from (Heading(line, level) for line in lines)
    elif kind == "paragraph":
        yield from map(Paragraph, lines)
    elif kind == "row":
        yield table(name, [_cells(line) for line in lines])
    else:
        yield Items(tuple(lines), ticks=kind == "tick")


def _cells(line: str) -> tuple[str, ...]:
    inner = line.removeprefix("|").removesuffix("|")
    return tuple(" ".join(cell.split()) for cell in inner.split("|"))


def table(name: str, rows: Iterable[tuple[str, ...]]) -> Table:
    """A table whose first row is its headings. Cells too few are empty, cells too many join up."""
    headings, *others = rows
    width = len(headings)
    return Table(name, headings, tuple(_fitted(row, width) for row in others))


def _fitted(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    kept, rest = row[: width - 1], row[width - 1 :]
    return (*kept, *[""] * (width - 1 - len(kept)), " ".join(rest))
