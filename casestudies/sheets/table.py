"""Reads a table of text: CSV as any program saves it, in any of the encodings that are common."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from casestudies.sheets.bounds import MOST_CELLS, MOST_ROWS, Counted, Unreadable
from casestudies.sheets.cells import Raw

DELIMITERS = ";,\t"
BLOCK = 1 << 16
# Byte order marks; that of UTF-32 begins as that of UTF-16 does, so it comes first
MARKS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass
class Table:
    """What one sheet holds: `rows[row][column]`, both from 1, as a program numbers them.

    Empty cells and rows are left out. `merged` are ranges such as B2:B4.
    """

    title: str
    rows: dict[int, dict[int, Raw]] = field(default_factory=dict)
    is_hidden: bool = False
    merged: list[str] = field(default_factory=list)


def read(data: bytes, counted: Counted) -> tuple[Table, list[str]]:
    """The table, and what to tell about how it was read. Raises Unreadable."""
    encoding, notes = _encoding(data)
    table = Table("")
    try:
        for n, cells in enumerate(_records(data, encoding), start=1):
            if n > MOST_ROWS:
                raise Unreadable(_("This has more than %d rows.") % MOST_ROWS)
            row: dict[int, Raw] = {}
            for column, text in enumerate(cells, start=1):
                if text.strip():
                    counted.cell(text)
                    row[column] = text
            if row:
                table.rows[n] = row
    except csv.Error as error:
        raise Unreadable(_("This is not a table that can be read: %s.") % error) from error
    return table, notes


def _records(data: bytes, encoding: str) -> Iterator[list[str]]:
    head = _head(data, encoding)
    delimiter, first = _delimiter(head)
    if data.count(delimiter.encode()) > 4 * MOST_CELLS:
        # One row of nothing but delimiters would be a list of as many empty cells
        raise Unreadable(_("This has more than %d columns and rows.") % (4 * MOST_CELLS))
    text = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    records = csv.reader(text, delimiter=delimiter, strict=True)
    for n, cells in enumerate(records):
        # A first line “sep=;” is there for Excel: it is no row, but it is numbered
        yield [] if n == 0 and first else cells


def _encoding(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            if not encoding or not _decodes(data, encoding):
                break
            return encoding, []
    else:
        if b"\x00" in data:
            raise Unreadable(
                _("This is no table of text: it holds the character NUL. Save it as “CSV UTF-8”.")
            )
        if _decodes(data, "utf-8"):
            return "utf-8", []
        if _decodes(data, "cp1252"):
            note = _(
                "This file is not UTF-8, so it was read as Windows-1252. Look at letters such as "
                "é, ’ and £ below before you agree."
            )
            return "cp1252", [note]
    raise Unreadable(_("The letters of this file cannot be read. Save it as “CSV UTF-8”."))


def _decodes(data: bytes, encoding: str) -> bool:
    """Whether all of it is in this encoding, without keeping the text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    try:
        for start in range(0, len(data), BLOCK):
            decoder.decode(view[start : start + BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _head(data: bytes, encoding: str) -> str:
    """The first line with anything in it, at most some thousand characters of it."""
    text = codecs.getincrementaldecoder(encoding)().decode(data[:BLOCK])
    return next((line for line in text.splitlines() if line.strip()), "")


def _delimiter(head: str) -> tuple[str, bool]:
    """What stands between the cells, and whether the first line does nothing but say it."""
    if head.lower().startswith("sep=") and len(head.strip()) <= 5:
        return (head[4:5] if head[4:5] in DELIMITERS else ",") or ",", True
    outside = "".join(head.split('"')[::2])
    return max(",;\t", key=outside.count), False
