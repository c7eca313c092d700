"""Reads an Excel workbook (.xlsx): the values of its cells, and nothing that could act.

A formula, an error, or a cell that cannot be understood is a `Wrong` in its place, which says so
when somebody asks what the cell holds.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from casestudies.sheets.bounds import MOST_PARTS, MOST_ROWS, Counted, Unreadable
from casestudies.sheets.cells import Raw, Wrong
from casestudies.sheets.dates import Precision, as_date, precision_of
from casestudies.sheets.table import Table
from casestudies.sheets.xml_parts import Parts, broken

MOST_SHEETS = 100
MOST_STYLES = 100_000
MOST_MERGED = 20  # that are told of
LONGEST_CELL = 40_000  # characters; Excel's own limit is 32,767
RELATION = "/relationships/worksheet"

PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(data: bytes, counted: Counted) -> list[Table]:
    """Its sheets in their order. Raises Unreadable."""
    parts = _open(data)
    book = _Book()
    parts.read("xl/workbook.xml", book.start)
    links = _relations(parts)
    shared = _shared_texts(parts, counted)
    styles = _styles(parts)
    tables = []
    for sheet in book.sheets:
        kind, target = links.get(sheet.link, ("", ""))
        if kind.endswith(RELATION):
            reading = _Sheet(shared, styles, book.from_1904, counted)
            tables.append(reading.read(parts, target, sheet))
    return tables


def _open(data: bytes) -> Parts:
    # Before the archive's list of contents is read, which would take memory for each line of it
    if data.count(b"PK\x01\x02") > 2 * MOST_PARTS:
        raise Unreadable(_("This workbook has too many parts to be read."))
    try:
        parts = Parts(zipfile.ZipFile(io.BytesIO(data)))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise broken() from error
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in parts.names):
        raise Unreadable(
            _("This workbook holds macros, which are never read here. Save it as .xlsx.")
        )
    if "xl/workbook.xml" not in parts:
        if "content.xml" in parts:
            raise Unreadable(_("This is an OpenDocument file. Save it as .xlsx or as CSV."))
        if "xl/workbook.bin" in parts:
            raise Unreadable(_("This is a binary workbook (.xlsb). Save it as .xlsx."))
        raise Unreadable(_("There is no workbook in this file. Choose an .xlsx or a CSV file."))
    return parts


@dataclass
class _Named:
    title: str
    link: str
    is_hidden: bool


@dataclass
class _Book:
    """What the workbook says of its sheets."""

    sheets: list[_Named] = field(default_factory=list)
    from_1904: bool = False

    def start(self, name: str, said: dict[str, str]) -> None:
        if name == "sheet":
            link = next((v for k, v in said.items() if k.rpartition(":")[2] == "id"), "")
            hidden = said.get("state", "visible") != "visible"
            self.sheets.append(_Named(said.get("name", ""), link, hidden))
            if len(self.sheets) > MOST_SHEETS:
                raise Unreadable(_("This workbook has more than %d sheets.") % MOST_SHEETS)
        elif name == "workbookPr":
            self.from_1904 = said.get("date1904", "") in ("1", "true")


def _relations(parts: Parts) -> dict[str, tuple[str, str]]:
    """Kind and name of each part that the workbook leads to. What lies outside of it is no part."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, said: dict[str, str]) -> None:
        if name != "Relationship" or said.get("TargetMode") == "External":
            return
        target = said.get("Target", "")
        inside = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        found[said.get("Id", "")] = said.get("Type", ""), posixpath.normpath(inside)

    parts.read("xl/_rels/workbook.xml.rels", start)
    return found


def _unescaped(text: str) -> str:
    """`_x000D_` stands for a character that XML cannot hold."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class _Text:
    """Collects the text of one cell, which may come in many pieces."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0

    def __call__(self, piece: str) -> None:
        self.length += len(piece)
        if self.length > LONGEST_CELL:
            raise Unreadable(_("One cell holds more than %d characters.") % LONGEST_CELL)
        self.pieces.append(piece)

    def take(self) -> str:
        text, self.pieces, self.length = "".join(self.pieces), [], 0
        return text


def _shared_texts(parts: Parts, counted: Counted) -> list[str]:
    texts: list[str] = []
    if "xl/sharedStrings.xml" not in parts:
        return texts
    text = _Text()
    in_phonetic = False

    def start(name: str, said: dict[str, str]) -> None:
        nonlocal in_phonetic
        if name == "rPh":
            in_phonetic = True
        parts.hear(text if name == "t" and not in_phonetic else None)

    def end(name: str) -> None:
        nonlocal in_phonetic
        parts.hear(None)
        if name == "rPh":
            in_phonetic = False
        elif name == "si":
            texts.append(_unescaped(text.take()))
            stored.cell(texts[-1])

    stored = Counted()  # apart: a text that many cells share is stored once, and counted for each
    parts.read("xl/sharedStrings.xml", start, end)
    return texts


def _styles(parts: Parts) -> list[Precision | None]:
    """For each style of cells, how exact a date it shows; None where it shows no date."""
    styles: list[Precision | None] = []
    formats: dict[str, str] = {}
    inside: list[str] = []

    def start(name: str, said: dict[str, str]) -> None:
        if name == "numFmt":
            formats[said.get("numFmtId", "")] = said.get("formatCode", "")[:255]
        if name == "xf" and inside and inside[-1] == "cellXfs":
            number = said.get("numFmtId", "0")
            styles.append(precision_of(number, formats.get(number)))
        if len(styles) > MOST_STYLES or len(formats) > MOST_STYLES:
            raise broken()
        inside.append(name)

    def end(name: str) -> None:
        inside.pop()

    if "xl/styles.xml" in parts:
        parts.read("xl/styles.xml", start, end)
    return styles


class _Sheet:
    """One sheet on its way through the parser."""

    def __init__(
        self,
        shared: list[str],
        styles: list[Precision | None],
        from_1904: bool,
        counted: Counted,
    ) -> None:
        self.shared, self.styles, self.from_1904 = shared, styles, from_1904
        self.counted = counted
        self.text = _Text()
        self.row = self.column = 0
        self.kind = self.style = ""
        self.is_formula = self.has_value = self.in_phonetic = False

    def read(self, parts: Parts, target: str, named: _Named) -> Table:
        self.parts = parts
        self.table = Table(named.title, is_hidden=named.is_hidden)
        parts.read(target, self.start, self.end)
        return self.table

    def start(self, name: str, said: dict[str, str]) -> None:
        if name == "c":
            self.open_cell(said)
        elif name in ("v", "t") and not self.in_phonetic:
            self.has_value = True
            self.parts.hear(self.text)
        elif name == "f":
            self.is_formula = True
        elif name == "row":
            given = said.get("r", "")
            self.row = int(given) if given.isascii() and given.isdigit() else self.row + 1
            self.column = 0
        elif name == "rPh":
            self.in_phonetic = True
        elif name == "mergeCell" and len(self.table.merged) < MOST_MERGED:
            self.table.merged.append(said.get("ref", "")[:30])

    def open_cell(self, said: dict[str, str]) -> None:
        place = PLACE.fullmatch(said.get("r", ""))
        self.column = _column_number(place[1]) if place else self.column + 1
        self.kind, self.style = said.get("t", "n"), said.get("s", "")
        self.is_formula = self.has_value = False

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.parts.hear(None)
        elif name == "rPh":
            self.in_phonetic = False
        elif name == "c":
            self.close_cell()

    def close_cell(self) -> None:
        text = self.text.take()
        value = self.formula() if self.is_formula else self.value(text)
        if value == "":
            return
        self.counted.cell(value if isinstance(value, str) else text)
        row = self.table.rows.setdefault(self.row, {})
        row[self.column] = value
        if len(self.table.rows) > MOST_ROWS:
            raise Unreadable(_("One sheet has more than %d rows.") % MOST_ROWS)

    def formula(self) -> Raw:
        return Wrong(_("This is a formula. Put its value in its place."))

    def value(self, text: str) -> Raw:
        if not self.has_value or (text == "" and self.kind != "s"):
            return ""
        if self.kind == "s":
            place = int(text) if text.isascii() and text.isdigit() else len(self.shared)
            if place >= len(self.shared):
                return Wrong(_("This cell is damaged: type it again."))
            return self.shared[place]
        if self.kind in ("inlineStr", "str"):
            return _unescaped(text)
        if self.kind == "b":
            return text.strip() in ("1", "true")
        if self.kind == "e":
            return Wrong(_("This is the error %s. Put a value in its place.") % text[:20])
        return text[:10] if self.kind == "d" else self.number(text)

    def number(self, text: str) -> Raw:
        try:
            number = float(text)
        except ValueError:
            return Wrong(_("This cell is damaged: type it again."))
        style = int(self.style) if self.style.isascii() and self.style.isdigit() else 0
        precision = self.styles[style] if style < len(self.styles) else None
        if precision is not None:
            return as_date(number, precision, self.from_1904)
        # Whole as far as a number can be: beyond that it is not what was typed
        return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
