"""Which sheets and columns a spreadsheet has: made from the shapes, so that neither can go stale.

A workbook has a main sheet with one row for each entry, and a sheet for each list of lines, whose
rows begin with the address of their entry. A table of text has one row for each entry, and its
lines in numbered columns: “source 2 title”.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.imports.shapes import BY_KIND, Link, Rows, Shape
from casestudies.models.fields import PartialDateField

ADDRESS = "address"
STATE = "publication"
# What can be taken out and brought in
KINDS = ("case-study", "organisation")
# Sheets for whoever fills the others in
GUIDE, WORDS = "Read me", "Allowed words"

# What an entry says that is kept by other means than by typing it
ONLY_TO_READ: dict[str, Promise] = {
    "verified_on": gettext_lazy("record the confirmation on the entry’s own page"),
    "verified_by": gettext_lazy("record the confirmation on the entry’s own page"),
    STATE: gettext_lazy("publish or archive it on its own page"),
}


class Takes(enum.Enum):
    """What stands in the cells of a column."""

    ADDRESS = gettext_lazy("The last part of the page’s address, such as margate-task-force.")
    TEXT = gettext_lazy("Text.")
    DATE = gettext_lazy("A year, a month or a day: 2012, 2012-05 or 2012-05-31.")
    NUMBER = gettext_lazy("A whole number.")
    YES_NO = gettext_lazy("yes or no.")
    CHOICE = gettext_lazy("One of a few words.")
    ONE = gettext_lazy("An address or a name from the sheet “Allowed words”.")
    SEVERAL = gettext_lazy("Addresses or names from the sheet “Allowed words”, with ; between.")


@dataclass(frozen=True)
class Column:
    """One column: its heading, the field of a document that it fills, and what it takes."""

    heading: str
    field: str
    takes: Takes
    help: str = ""
    is_needed: bool = False
    only_to_read: bool = False
    choices: tuple[tuple[str, str], ...] = ()  # as stored, and in words
    link: Link | None = None
    also: tuple[str, ...] = ()  # other headings that are understood


@dataclass(frozen=True)
class Sheet:
    """One sheet: what it is called, and its columns from the left."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class LineSheet(Sheet):
    """The sheet of one list of lines, of which each is called `one`, such as “source”."""

    rows: Rows
    one: str

    def numbered(self, n: int) -> Iterator[tuple[str, Column]]:
        """The columns of the nth line in a table of text, with their headings there."""
        for column in self.columns[1:]:
            last = "" if self.rows.bare else f" {column.heading}"
            yield f"{self.one} {n}{last}", column


@dataclass(frozen=True)
class Book:
    """All sheets for entries of one kind, the main one first."""

    shape: Shape
    main: Sheet
    lines: tuple[LineSheet, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return (self.main, *self.lines)

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds of things that the columns name, each once."""
        named = [c.link.kind for sheet in self.sheets for c in sheet.columns if c.link]
        return list(dict.fromkeys(named))


def compared(heading: str) -> str:
    """As headings and titles of sheets are compared: however they are written."""
    return re.sub(r"[\s_]+", " ", heading).strip(" *:").casefold()


@cache
def book(kind: str) -> Book:
    """The sheets for one of KINDS. Not before the apps are loaded."""
    shape = BY_KIND[kind]
    noun = str(shape.model._meta.verbose_name)
    address = Column(
        ADDRESS,
        shape.key,
        Takes.ADDRESS,
        _("The last part of its page’s address. May stay empty for a new one."),
    )
    links = {link.name: _linked(shape.model, link) for link in shape.links}
    fields = [_column(shape.model, name) for name in shape.fields]
    after = next((n for n, c in enumerate(fields) if c.field in ("place", "kind")), -1) + 1
    columns = [address, *fields[:after], *links.values(), *fields[after:]]
    if any(f.name == "state" for f in shape.model._meta.get_fields()):
        columns.append(_only_to_read(Column(STATE, STATE, Takes.TEXT)))
    main = Sheet(capfirst(str(shape.model._meta.verbose_name_plural)), tuple(columns))
    return Book(shape, main, tuple(_sheet_of_lines(rows, noun) for rows in shape.rows))


def _sheet_of_lines(rows: Rows, noun: str) -> LineSheet:
    whose = Column(noun, "", Takes.ADDRESS, _("The address of the entry, or its title or name."))
    links = [_linked(rows.model, link) for link in rows.links]
    fields = [_column(rows.model, name, words=rows.words.get(name)) for name in rows.fields]
    return LineSheet(
        capfirst(rows.name.replace("_", " ")),
        (whose, *links, *fields),
        rows,
        str(rows.model._meta.verbose_name),
    )


def _column(
    model: type[models.Model], name: str, words: type[enum.IntEnum] | None = None
) -> Column:
    field: Any = model._meta.get_field(name)
    takes = _takes(field)
    choices: tuple[tuple[str, str], ...] = ()
    if words is not None:
        # Kept as a number, and given as a word
        takes = Takes.CHOICE
        choices = tuple((member.name.lower(), str(member.label)) for member in words)  # type: ignore[attr-defined]
    elif takes is Takes.CHOICE:
        choices = tuple((str(value), str(label)) for value, label in field.flatchoices if value)
    column = Column(
        name.replace("_", " "),
        name,
        takes,
        str(field.help_text),
        is_needed=not field.blank and not field.has_default(),
        choices=choices,
        also=(compared(str(field.verbose_name)),),
    )
    return _only_to_read(column) if name in ONLY_TO_READ else column


def _only_to_read(column: Column) -> Column:
    why = _("Only to read: %s.") % ONLY_TO_READ[column.field]
    return Column(column.heading, column.field, column.takes, why, only_to_read=True)


def _linked(model: type[models.Model], link: Link) -> Column:
    field: Any = model._meta.get_field(link.name)
    return Column(
        link.name.replace("_", " "),
        link.name,
        Takes.SEVERAL if link.many else Takes.ONE,
        is_needed=not link.many and not field.null,
        link=link,
        also=(compared(str(field.verbose_name)),),
    )


def _takes(field: Any) -> Takes:
    if field.choices:
        return Takes.CHOICE
    if isinstance(field, models.BooleanField):
        return Takes.YES_NO
    if isinstance(field, models.IntegerField):
        return Takes.NUMBER
    if isinstance(field, (PartialDateField, models.DateField)):
        return Takes.DATE
    return Takes.TEXT
