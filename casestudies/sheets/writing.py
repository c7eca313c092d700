"""Entries as a spreadsheet: a workbook, or one table of text, which `reading` takes back unchanged.

Without entries both are templates, with the same columns.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from casestudies.imports.documents import Document, document_of
from casestudies.imports.shapes import BY_KIND, CASE_STUDY
from casestudies.models import CaseStudy
from casestudies.sheets.cells import CUT, MOST_IN_A_CELL, written
from casestudies.sheets.layout import (
    GUIDE,
    STATE,
    WORDS,
    Book,
    Column,
    LineSheet,
    Sheet,
    Takes,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# So many lines of each list have a column in a table of text in which no entry has more
LINES_IN_A_TEMPLATE = 2
WIDE, NARROW = 40, 18  # of a column, in characters
INK = PatternFill("solid", fgColor="FFE4E9FB")  # behind headings
AS_TEXT = "@"  # so that no program makes a date or a number of what is typed
# What the writer of XML must not take for an escape of its own
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Line = list[Any]


def entries_of(book: Book) -> models.QuerySet[Any]:
    """Every entry of a kind, whatever its state, with all that a spreadsheet says of it."""
    every = book.shape.complete()
    if book.shape is CASE_STUDY:
        every = every.filter(pk__in=CaseStudy.objects.entries().values("pk"))
    return every.order_by("slug")


def as_documents(rows: Iterable[Any], book: Book) -> Iterator[Document]:
    """What is written of each row: its document, and of a case study its publication state."""
    for row in rows:
        document = document_of(row, book.shape)
        if STATE in {column.field for column in book.main.columns}:
            document[STATE] = row.state
        yield document


# A workbook


def as_workbook(documents: Iterable[Document], book: Book) -> bytes:
    """All sheets, with one row for each entry in the first."""
    made = Workbook(write_only=True)
    _guide(made, book)
    documents = list(documents)
    _sheet(
        made, book.main, ([_cell(c, d.get(c.field)) for c in book.main.columns] for d in documents)
    )
    for sheet in book.lines:
        _sheet(made, sheet, _lines(sheet, documents, book))
    _allowed_words(made, book)
    made.active = made.worksheets[1]
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _lines(sheet: LineSheet, documents: Iterable[Document], book: Book) -> Iterator[Line]:
    for document in documents:
        for line in document.get(sheet.rows.name, []):
            said = {sheet.rows.fields[0]: line} if sheet.rows.bare else line
            cells = [_cell(column, said.get(column.field)) for column in sheet.columns[1:]]
            yield [document[book.shape.key], *cells]


def _cell(column: Column, value: Any) -> str | int | None:
    said = written(column, value)
    if not isinstance(said, str):
        return said
    if len(said) > MOST_IN_A_CELL:
        said = said[: MOST_IN_A_CELL - len(CUT)] + CUT
    return LOOKS_ESCAPED.sub("_x005F_", said)


def _sheet(made: Workbook, sheet: Sheet, lines: Iterable[Line]) -> None:
    page = made.create_sheet(sheet.title)
    page.freeze_panes = "B2"
    for n, column in enumerate(sheet.columns, start=1):
        dimension = page.column_dimensions[get_column_letter(n)]
        dimension.width = WIDE if column.takes in (Takes.TEXT, Takes.ADDRESS) else NARROW
        dimension.number_format = AS_TEXT
    page.append([_heading(page, column.heading) for column in sheet.columns])
    for line in lines:
        page.append([_body(page, value) for value in line])


def _heading(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, value=text)
    cell.font, cell.fill = Font(bold=True), INK
    return cell


def _body(page: Any, value: Any) -> Any:
    if value is None:
        return None
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.number_format = AS_TEXT
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _guide(made: Workbook, book: Book) -> None:
    page = made.create_sheet(GUIDE)
    for letter, width in zip("ABCD", (NARROW, NARROW, NARROW, 2 * WIDE), strict=True):
        page.column_dimensions[letter].width = width
    for rule in rules(book):
        page.append([rule])
    page.append([])
    page.append(
        [_heading(page, text) for text in (_("Sheet"), _("Column"), _("Needed"), _("What"))]
    )
    for sheet in book.sheets:
        for column in sheet.columns:
            needed = _("yes") if column.is_needed else ""
            page.append([sheet.title, column.heading, needed, explained(column)])


def explained(column: Column) -> str:
    """What a column takes, in a sentence or two."""
    takes = str(column.takes.value)
    if column.choices:
        takes = _("One of: %s.") % ", ".join(word for word, _label in column.choices)
    elif column.takes is Takes.DATE:
        return column.help if column.only_to_read else takes
    elif column.help and column.takes in (Takes.TEXT, Takes.ADDRESS):
        return column.help
    return " ".join(filter(None, [column.help, takes]))


def rules(book: Book) -> list[str]:
    """What to know before filling a spreadsheet in; for its first sheet and for the page."""
    words = {
        "main": book.main.title,
        "site": settings.SITE_NAME,
        "lines": ", ".join(sheet.title for sheet in book.lines),
    }
    texts = [
        _("Spreadsheets of %(site)s. Nothing changes before you have seen what would change."),
        _(
            "The sheet “%(main)s” has one row for each entry. An address that exists means that "
            "entry; without an address the title or name is looked for, and then it is new."
        ),
        _("The other sheets (%(lines)s) have one row for each line, with its entry’s address."),
        _("What is not in the file stays as it is: you may take out columns, sheets and rows."),
        _(
            "A cell that is there and empty empties its field. The lines of an entry in a sheet "
            "take the place of all that it has there; one row with only its address takes them out."
        ),
        _(
            "Formulas are not read: put their values. A text that begins with = + - or @ has a ' "
            "before it, which is no part of the text."
        ),
    ]
    return [text % words for text in texts]


def _allowed_words(made: Workbook, book: Book) -> None:
    page = made.create_sheet(WORDS)
    for letter, width in zip("ABC", (WIDE, WIDE, WIDE), strict=True):
        page.column_dimensions[letter].width = width
    page.append([_heading(page, text) for text in (_("For"), _("Write"), _("Which means"))])
    for used, word, meaning in allowed_words(book):
        page.append([used, *(_cell(TEXT, text) for text in (word, meaning))])


TEXT = Column("", "", Takes.TEXT)


def allowed_words(book: Book) -> Iterator[tuple[str, str, str]]:
    """Every word that a column takes: for which columns, the word, and what it stands for."""
    for sheet in book.sheets:
        for column in sheet.columns:
            for value, label in column.choices:
                yield f"{sheet.title}: {column.heading}", value, label
    for kind in book.kinds:
        used = [
            f"{sheet.title}: {column.heading}"
            for sheet in book.sheets
            for column in sheet.columns
            if column.link and column.link.kind == kind
        ]
        if kind == book.shape.kind:
            continue  # the entries themselves stand in the first sheet
        things: Any = BY_KIND[kind].model._default_manager.all()
        for thing in things:
            yield ", ".join(used), thing.slug, str(thing)


# One table of text


def as_text(documents: Sequence[Document], book: Book) -> Iterator[str]:
    """The headings and one line for each entry; UTF-8 with a byte order mark, as it is sent."""
    numbered = [
        (heading, sheet, n, column)
        for sheet in book.lines
        for n in range(1, _most_lines(sheet, documents) + 1)
        for heading, column in sheet.numbered(n)
    ]
    writer = csv.writer(_Echo())
    headings = [column.heading for column in book.main.columns]
    yield "\ufeff" + writer.writerow([*headings, *(heading for heading, *_rest in numbered)])
    for document in documents:
        own = [written(column, document.get(column.field)) for column in book.main.columns]
        lines = [_of_line(document, sheet, n, column) for _heading, sheet, n, column in numbered]
        yield writer.writerow([*own, *lines])


def _most_lines(sheet: LineSheet, documents: Iterable[Document]) -> int:
    most = max((len(document.get(sheet.rows.name, [])) for document in documents), default=0)
    return max(most, LINES_IN_A_TEMPLATE)


def _of_line(document: Document, sheet: LineSheet, n: int, column: Column) -> str | int | None:
    lines = document.get(sheet.rows.name, [])
    if n > len(lines):
        return None
    line = lines[n - 1]
    return written(column, line if sheet.rows.bare else line.get(column.field))


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
