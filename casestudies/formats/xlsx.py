"""Every row of the directory's answer as an Excel workbook: typed columns, and a sheet about it.

Rows go to a file on the disk as they are made, so that memory does not grow with their number.
"""

import datetime as dt
from contextlib import suppress
from io import SEEK_END
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from casestudies.directory import Directory
from casestudies.formats.about import LICENCE_NAME, about
from casestudies.formats.columns import COLUMNS, Absolute, Column, Kind, Value
from casestudies.formats.formulas import shielded
from casestudies.formats.rows import Rows
from casestudies.sheets.cells import CONTROL, CUT, MOST_IN_A_CELL
from casestudies.sheets.writing import LOOKS_ESCAPED

# Excel opens no sheet with more than 65,530 links, and each is held in memory until the end.
# Below these rows an address is a text.
MOST_LINKS = 10_000
WIDE, NARROW, ABOUT_WIDE = 40, 16, 90  # of a column, in characters
LETTERS_IN_A_LINE, LINE = 100, 15  # of a text in a column of `ABOUT_WIDE`; points
INK = PatternFill("solid", fgColor="FFE4E9FB")  # behind headings
BOLD, LINK = Font(bold=True), Font(color="FF1D3FBB", underline="single")
# On the second sheet only: a story of a thousand letters would make its row as tall as the screen
WRAPPED = Alignment(vertical="top", wrap_text=True)
DAY, AS_TEXT = "yyyy-mm-dd", "@"
# What a cell of a kind that is no text looks like
FORMATS = {Kind.DATE: DAY, Kind.YEAR: "0", Kind.POUNDS: "#,##0"}


def write_xlsx(directory: Directory, absolute: Absolute, file: IO[bytes]) -> None:
    """Write the workbook, to its end. OSError where the disk is full; nothing then stays on it."""
    book = Workbook(write_only=True)
    try:
        rows = Rows(directory, absolute)
        _schemes(book, rows)
        _about(book, directory, absolute, rows)
        book.save(file)
        file.seek(0, SEEK_END)
    except BaseException:
        _drop(book)
        raise


def _schemes(book: Any, rows: Rows) -> None:
    page = book.create_sheet(_("Schemes"))
    page.freeze_panes = "B2"
    for n, column in enumerate(COLUMNS, start=1):
        wide = column.kind in (Kind.TEXT, Kind.ADDRESS, Kind.ADDRESSES)
        page.column_dimensions[get_column_letter(n)].width = WIDE if wide else NARROW
    page.append([_bold(page, column.name) for column in COLUMNS])
    last = 1
    for last, row in enumerate(rows, start=2):
        may_link = last - 1 <= MOST_LINKS
        page.append(
            [
                _cell(page, column, value, may_link=may_link)
                for column, value in zip(COLUMNS, row, strict=True)
            ]
        )
    page.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"


def _cell(page: Any, column: Column, value: Value, *, may_link: bool) -> Any:
    """Numbers and whole dates as what they are; all else as a text that is no formula."""
    if value is None or value == []:
        return None
    if column.kind in FORMATS:
        cell = WriteOnlyCell(page, value=value)
        cell.number_format = FORMATS[column.kind]
        return cell
    cell = _text(page, column.text(value))
    if column.kind is Kind.ADDRESS and may_link:
        cell.hyperlink, cell.font = str(value), LINK
    return cell


def _text(page: Any, text: str) -> Any:
    said = shielded(CONTROL.sub("\ufffd", text))
    if len(said) > MOST_IN_A_CELL:
        said = said[: MOST_IN_A_CELL - len(CUT)] + CUT
    cell = WriteOnlyCell(page, value=LOOKS_ESCAPED.sub("_x005F_", said))
    cell.number_format = AS_TEXT
    return cell


def _wrapped(page: Any, text: str) -> Any:
    cell = _text(page, text)
    cell.alignment = WRAPPED
    return cell


def _bold(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, value=text)
    cell.font, cell.fill = BOLD, INK
    return cell


def _about(book: Any, directory: Directory, absolute: Absolute, rows: Rows) -> None:
    """Written last, when it is known whether anything is missing; the second sheet of the two."""
    page = book.create_sheet(_("About"))
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = NARROW * 2, ABOUT_WIDE
    this = about(directory, absolute)
    said: list[tuple[str, str | int | dt.date]] = [
        (_("Directory"), this.name),
        (_("Question"), this.question),
        (_("Order"), this.order),
        (_("Schemes in this file"), rows.given),
        *((_("Not in this file"), notice) for notice in rows.notices),
        (_("List of these schemes"), this.url),
        (_("Taken on"), dt.date.fromisoformat(this.taken_on)),
        (_("Licence"), f"{LICENCE_NAME}: {this.licence}"),
        (_("How to cite"), this.citation),
        (_("About the columns"), this.columns_url),
    ]
    lines = [[_bold(page, name), _said(page, value)] for name, value in said]
    lines += [[], [_bold(page, text) for text in (_("Column"), _("What stands in it"))]]
    for column in COLUMNS:
        words = f"{column.about} {column.kind.value}."
        lines.append([_wrapped(page, column.name), _wrapped(page, words)])
    for number, line in enumerate(lines, start=1):
        letters = max((len(str(cell.value)) for cell in line), default=0)
        # Not every program makes a row as tall as its text by itself
        page.row_dimensions[number].height = LINE * max(1, -(-letters // LETTERS_IN_A_LINE))
        page.append(line)


def _said(page: Any, value: str | int | dt.date) -> Any:
    if isinstance(value, str):
        return _wrapped(page, value)
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, dt.date):
        cell.number_format = DAY
    return cell


def _drop(book: Any) -> None:
    """Take away what the sheets have on the disk, which openpyxl keeps until the process ends."""
    for page in book.worksheets:
        with suppress(Exception):  # where writing has failed, so may this
            page._rows.close()
        with suppress(Exception):
            page._writer.cleanup()
