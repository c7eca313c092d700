"""From a file to the entries that it gives, with everything named that cannot be read in it.

What a file says nothing of stays as it is, and what is there and empty becomes empty. So a column
that is not there changes nothing, nor does an entry without a row in a sheet of lines; a row with
an address and nothing else takes all lines of that entry away.
"""

from typing import Any

from django.utils.translation import gettext as _

from casestudies.imports.records import near
from casestudies.sheets import table, workbook
from casestudies.sheets.bounds import MEGABYTE, MOST_BYTES, MOST_ENTRIES, Counted, Unreadable
from casestudies.sheets.cells import CellError, Raw, given_by, text_of
from casestudies.sheets.entries import ITSELF, Enough, Entry, Given, Place
from casestudies.sheets.headings import Head, heads, letters
from casestudies.sheets.layout import GUIDE, WORDS, Book, LineSheet, Sheet, Takes, compared
from casestudies.sheets.table import Table

TO_SKIP = {compared(GUIDE), compared(WORDS)}


def read(data: bytes, book: Book) -> Given:
    """The entries of a file, whatever kind of file it is. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("This file is larger than %d MB.") % (MOST_BYTES // MEGABYTE))
    given, counted = Given(), Counted()
    try:
        if _is_workbook(data):
            _of_workbook(workbook.read(data, counted), book, given)
        else:
            found, given.notes = table.read(data, counted)
            _Main(book, given, found, "").read()
        _check_once(given)
    except Enough:
        given.notes.append(_("There may be more that is wrong: mend these first."))
    if not given.entries and not given.problems:
        raise Unreadable(_("There is nothing in this file but headings, if there are any."))
    return given


def _is_workbook(data: bytes) -> bool:
    """By what the file begins with. Raises Unreadable for what is neither workbook nor text."""
    if data.startswith(b"PK"):
        return True
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _("This is an old workbook (.xls), or one with a password. Save it as .xlsx without.")
        )
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"{\\rtf", b"%pdf")):
        raise Unreadable(_("This is no spreadsheet, whatever its name. Save it as .xlsx or CSV."))
    if not head:
        raise Unreadable(_("This file is empty."))
    return False


def _of_workbook(tables: list[Table], book: Book, given: Given) -> None:
    filled = [one for one in tables if one.rows and compared(one.title) not in TO_SKIP]
    known = {compared(sheet.title): sheet for sheet in book.sheets}
    found: dict[str, Table] = {}
    for one in filled:
        sheet = known.get(compared(one.title))
        if sheet is None and len(filled) == 1:
            sheet = book.main  # the only one may have any name
        if one.is_hidden:
            given.wrong(one.title, _("This sheet is hidden. Show it, or take it out."))
        elif sheet is None:
            titles = [sheet.title for sheet in book.sheets]
            hint = near(one.title, titles) or _(" The sheets are: %s.") % ", ".join(titles)
            given.wrong(one.title, _("No sheet has this name.") + hint)
        elif sheet.title in found:
            given.wrong(one.title, _("There are two sheets of this name."))
        else:
            found[sheet.title] = one
    if book.main.title not in found:
        if filled and not given.problems:
            given.wrong("", _("The sheet “%s” is missing, or empty.") % book.main.title)
        return
    main = _Main(book, given, found[book.main.title], book.main.title)
    main.read()
    for sheet in book.lines:
        if sheet.title in found:
            _Lines(book, sheet, given, found[sheet.title]).read()


class _Rows:
    """The rows of one table below its first, which says what the columns are."""

    def __init__(self, book: Book, sheet: Sheet, given: Given, found: Table, title: str) -> None:
        self.book, self.sheet, self.given, self.table, self.title = book, sheet, given, found, title

    def where(self, row: int) -> str:
        words = {"sheet": self.title, "row": row}
        return _("%(sheet)s, row %(row)d") % words if self.title else _("row %d") % row

    def read(self) -> None:
        for area in self.table.merged:
            self.given.wrong(self.title, _("The cells %s are merged. Divide them again.") % area)
        numbers = sorted(self.table.rows)
        if not numbers:
            return
        first = numbers[0]
        self.heads = heads(
            self.table.rows[first], self.where(first), self.sheet, self.given, self.book
        )
        for number in numbers[1:]:
            self.row(number, self.table.rows[number])

    def row(self, number: int, cells: dict[int, Raw]) -> None:
        raise NotImplementedError

    def texts(self, number: int, cells: dict[int, Raw], called: str) -> dict[Place, dict[str, Any]]:
        """The values of a row, by whose they are; those that cannot be read are noted."""
        found: dict[Place, dict[str, Any]] = {}
        for place, head in ((head.place, head) for head in self.heads.values()):
            found.setdefault(place, {})[head.column.field] = None
        for column, raw in cells.items():
            if column not in self.heads:
                self.headless(number, column, called)
                continue
            head = self.heads[column]
            try:
                found[head.place][head.column.field] = given_by(head.column, raw)
            except CellError as error:
                self.given.wrong(self.where(number), str(error), head.heading, called)
        return found

    def headless(self, number: int, column: int, called: str) -> None:
        """A cell of a column without a heading; one whose heading is unknown was noted already."""
        first = min(self.table.rows)
        if column not in self.table.rows[first]:
            message = _("This cell stands under no heading.")
            self.given.wrong(self.where(number), message, letters(column), called)

    def text_in(self, cells: dict[int, Raw], head_is: Any) -> str:
        """The first cell of a row whose head is so, as text; empty where it cannot be read."""
        for column, head in self.heads.items():
            if head_is(head) and column in cells:
                try:
                    return text_of(cells[column])
                except CellError:
                    return ""  # noted when the row is read
        return ""


class _Main(_Rows):
    """One row for each entry, perhaps with its lines in numbered columns."""

    def __init__(self, book: Book, given: Given, found: Table, title: str) -> None:
        super().__init__(book, book.main, given, found, title)

    def row(self, number: int, cells: dict[int, Raw]) -> None:
        address = self.text_in(cells, lambda head: head.column.takes is Takes.ADDRESS).lower()
        name = self.text_in(cells, _says_the_name)
        entry = Entry(address, name, places={ITSELF: self.where(number)})
        values = self.texts(number, cells, entry.called)
        entry.given = values.pop(ITSELF, {})
        entry.given.pop(self.book.shape.key, None)
        for rows, n in sorted(values):
            line = {field: said for field, said in values[rows, n].items() if said is not None}
            lines = entry.lines.setdefault(rows, [])
            if line:
                lines.append(line)
                entry.places[rows, len(lines)] = self.where(number)
        if not entry.called:
            message = _("This row has neither an address nor a title or name.")
            self.given.wrong(self.where(number), message)
            return
        self.given.entries.append(entry)
        if len(self.given.entries) > MOST_ENTRIES:
            raise Unreadable(_("This has more than %d entries. Divide it.") % MOST_ENTRIES)


def _says_the_name(head: Head) -> bool:
    return head.place == ITSELF and head.column.field in ("title", "name")


class _Lines(_Rows):
    """The lines of all entries, each with the address or the name of its entry."""

    def __init__(self, book: Book, sheet: LineSheet, given: Given, found: Table) -> None:
        super().__init__(book, sheet, given, found, sheet.title)
        self.rows = sheet.rows.name
        self.entries: dict[str, Entry] = {}
        for entry in given.entries:
            for name in filter(None, (entry.name, entry.address)):
                self.entries[compared(name)] = entry

    def row(self, number: int, cells: dict[int, Raw]) -> None:
        whose = self.text_in(cells, lambda head: head.column.takes is Takes.ADDRESS)
        entry = self.entries.get(compared(whose))
        values = self.texts(number, cells, whose).get(ITSELF, {})
        if entry is None:
            self.given.wrong(self.where(number), self.nobodys(whose), self.sheet.columns[0].heading)
            return
        line = {name: said for name, said in values.items() if name and said is not None}
        lines = entry.lines.setdefault(self.rows, [])
        if line:
            lines.append(line)
            entry.places[self.rows, len(lines)] = self.where(number)

    def nobodys(self, whose: str) -> str:
        if not whose:
            return _("This row does not say which entry it belongs to.")
        message = _("There is no “%(whose)s” in the sheet “%(main)s” of this file.")
        words = {"whose": whose[:80], "main": self.book.main.title}
        return message % words + near(compared(whose), self.entries)


def _check_once(given: Given) -> None:
    """Two rows about one entry: which of them should count is for whoever wrote them to say."""
    for of in ("address", "name"):
        seen: dict[str, Entry] = {}
        for entry in given.entries:
            said = compared(getattr(entry, of))
            before = seen.setdefault(said, entry) if said else entry
            if before is not entry:
                message = _("“%(what)s” stands in %(where)s too.")
                words = {"what": getattr(entry, of)[:80], "where": before.places[ITSELF]}
                given.wrong(entry.places[ITSELF], message % words, called=entry.called)
