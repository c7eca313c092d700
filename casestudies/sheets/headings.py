"""What the first row of a sheet says of its columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casestudies.imports.records import near
from casestudies.sheets.cells import CellError, Raw, text_of
from casestudies.sheets.entries import ITSELF, Given, Place
from casestudies.sheets.layout import Book, Column, Sheet, compared


@dataclass(frozen=True)
class Head:
    """One column as it is in a file: whose value it holds, the entry's own or a numbered line's."""

    heading: str  # as it is written
    place: Place
    column: Column


def heads(
    row: dict[int, Raw], where: str, sheet: Sheet, given: Given, book: Book
) -> dict[int, Head]:
    """The columns by their number. What is unknown, or there twice, is noted."""
    known = {compared(name): (place, column) for name, place, column in _known(sheet)}
    found: dict[int, Head] = {}
    seen: set[tuple[Place, str]] = set()
    for number, raw in row.items():
        try:
            heading = text_of(raw)
        except CellError as error:
            given.wrong(where, str(error), letters(number))
            continue
        place, column = known.get(compared(heading)) or _of_line(compared(heading), sheet, book)
        if column is None:
            names = [name for name, _place, _column in _known(sheet)]
            hint = near(compared(heading), names) or _(" Take the column out, or name it again.")
            given.wrong(where, _("There is no column “%s” here.") % heading[:80] + hint, heading)
        elif (place, column.field) in seen:
            given.wrong(where, _("There are two columns “%s”.") % heading[:80], heading)
        else:
            seen.add((place, column.field))
            found[number] = Head(heading, place, column)
    return found


def _known(sheet: Sheet) -> Iterator[tuple[str, Place, Column]]:
    for column in sheet.columns:
        for name in column.also:
            yield name, ITSELF, column
    # Last, so that a heading of our own comes before another column's other name
    for column in sheet.columns:
        yield column.heading, ITSELF, column


def _of_line(heading: str, sheet: Sheet, book: Book) -> tuple[Place, Column | None]:
    """A numbered column such as “source 2 title”, which may stand in the main sheet."""
    for lines in book.lines if sheet is book.main else ():
        match = re.fullmatch(rf"{re.escape(lines.one)} ([0-9]{{1,3}})( .+)?", heading)
        if match:
            n = int(match[1])
            for name, column in lines.numbered(n):
                if compared(name) == f"{lines.one} {n}{match[2] or ''}":
                    return (lines.rows.name, n), column
    return ITSELF, None


def letters(number: int) -> str:
    """What a spreadsheet program calls a column: 28 is AB."""
    name = ""
    while number:
        number, last = divmod(number - 1, 26)
        name = chr(ord("A") + last) + name
    return name
