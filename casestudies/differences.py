"""What differs between two documents: field by field, line by line, with the words marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy

from casestudies.imports.documents import Document
from casestudies.imports.shapes import CASE_STUDY, Rows, Shape
from casestudies.lines import Change, changed_lines
from casestudies.named import Named, lines_in
from casestudies.values import InWords
from casestudies.word_marks import Kind, Piece, pieces

# What the editors call a list, and one line of it
LISTS = {
    "partners": (gettext_lazy("Organisations that take part"), gettext_lazy("Organisation")),
    "outcomes": (gettext_lazy("Outcomes"), gettext_lazy("Outcome")),
    "lessons": (gettext_lazy("Lessons"), gettext_lazy("Lesson")),
    "savings": (gettext_lazy("Savings"), gettext_lazy("Saving")),
    "fundings": (gettext_lazy("What paid for it"), gettext_lazy("Funding")),
    "needs": (gettext_lazy("What you would need to do it too"), gettext_lazy("Need")),
    "caveats": (gettext_lazy("Cautions"), gettext_lazy("Caution")),
    "factors_shown": (
        gettext_lazy("Success factors and barriers that it shows"),
        gettext_lazy("Factor or barrier"),
    ),
    "relations": (
        gettext_lazy("Schemes that it came from or went into"),
        gettext_lazy("Related scheme"),
    ),
    "sources": (gettext_lazy("Sources"), gettext_lazy("Source")),
}


class What(StrEnum):
    """What became of a field or of one line of a list."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # the line is the same and stands elsewhere


@dataclass(frozen=True)
class TextDifference:
    """One value on both sides, as an editor reads it: dates, choices and names in words.

    `label` is empty where the field has only this one. A value that is not known is "".
    """

    name: str
    label: str
    before: str
    after: str
    # Not a date, a choice, an amount or a name, of which no part alone would mean anything
    is_prose: bool = True
    # Of a field that names several things, those on either side
    several: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    @cached_property
    def pieces(self) -> list[Piece]:
        """Both texts as one, with what goes and what comes marked."""
        if self.several is None and self.is_prose:
            return pieces(self.before, self.after)
        if self.several is None:
            both = (Piece(Kind.GONE, self.before), Piece(Kind.NEW, self.after))
            return [piece for piece in both if piece.text]
        was, now = self.several
        return _in_a_row([*was, *(item for item in now if item not in was)], was, now)

    @property
    def marked_before(self) -> list[Piece]:
        """The earlier text, with what goes marked; for the left side."""
        if self.several is None:
            return [piece for piece in self.pieces if piece.kind is not Kind.NEW]
        return _in_a_row(self.several[0], *self.several)

    @property
    def marked_after(self) -> list[Piece]:
        """The later text, with what is new marked; for the right side."""
        if self.several is None:
            return [piece for piece in self.pieces if piece.kind is not Kind.GONE]
        return _in_a_row(self.several[1], *self.several)


def _in_a_row(items: Sequence[str], was: Sequence[str], now: Sequence[str]) -> list[Piece]:
    """Names with commas between them, each marked by which side has it."""
    row: list[Piece] = []
    for item in items:
        kind = Kind.GONE if item not in now else Kind.NEW if item not in was else Kind.SAME
        row += [Piece(Kind.SAME, ", "), Piece(kind, item)]
    return row[1:]


@dataclass(frozen=True)
class LineDifference:
    """What became of the value of a field, or of one line of a list.

    `title` says which line it is ("Source 2: Annual report"); empty for a field that is no list.
    `texts` are the values that differ; all values of a line that was added or removed; none of a
    line that only moved, which `places` speaks of: its numbers before and after, from 1.
    """

    what: What
    title: str
    texts: tuple[TextDifference, ...]
    places: tuple[int, int] | None = None


@dataclass(frozen=True)
class FieldDifference:
    """A field of a document that differs: its name there, what editors call it, and how."""

    name: str
    label: str
    lines: tuple[LineDifference, ...]


def between(
    before: Document, after: Document, *, shape: Shape = CASE_STUDY, named: Named | None = None
) -> list[FieldDifference]:
    """The fields in which two documents of one shape differ, in the order of the shape.

    Empty if an editor would see no difference. Things that they name are called as they are called
    today. Give `named`, made of all documents, to compare many pairs with few queries.
    """
    named = named or Named(before, after, shape=shape)
    before, after = named.followed(before, shape), named.followed(after, shape)
    found = [*_values(before, after, shape, named)]
    for rows in shape.rows:
        if lines := tuple(_lines(before, after, rows, named)):
            label = LISTS[rows.name][0] if rows.name in LISTS else _in_words(rows.name)
            found.append(FieldDifference(rows.name, str(label), lines))
    return found


def _values(
    before: Document, after: Document, shape: Shape, named: Named
) -> Iterator[FieldDifference]:
    say = InWords(shape, named)
    lists = {rows.name for rows in shape.rows}
    known = [shape.key, *shape.fields, *(link.name for link in shape.links)]
    # Of a shape that has changed since, a document may say what no field holds any more
    others = [n for n in {**before, **after} if n not in known and n not in lists]
    for name in [*known, *others]:
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        if say.names_several(name):
            several = say.names(name, was), say.names(name, now)
            both = ", ".join(several[0]), ", ".join(several[1])
            text = TextDifference(name, "", both[0], both[1], is_prose=False, several=several)
        else:
            text = TextDifference(name, "", say(name, was), say(name, now), say.is_prose(name))
        what = What.CHANGED
        if not (text.before and text.after):
            what = What.REMOVED if text.before else What.ADDED
        yield FieldDifference(name, say.label(name), (LineDifference(what, "", (text,)),))


def _lines(before: Document, after: Document, rows: Rows, named: Named) -> Iterator[LineDifference]:
    was, now = lines_in(before, rows.name), lines_in(after, rows.name)
    if was == now:
        return
    say = InWords(rows, named)
    for change in changed_lines(was, now, rows):
        places = None if change.before is None or change.after is None else change.places
        texts = tuple(_line_texts(change, rows, say))
        yield LineDifference(_what(change), _title(change, rows, say), texts, places)


def _what(change: Change) -> What:
    if change.before is None:
        return What.ADDED
    if change.after is None:
        return What.REMOVED
    return What.MOVED if change.before == change.after else What.CHANGED


def _line_texts(change: Change, rows: Rows, say: InWords) -> Iterator[TextDifference]:
    was, now = _fields(change.before, rows), _fields(change.after, rows)
    known = [*(link.name for link in rows.links), *rows.fields]
    for name in [*known, *(n for n in {**was, **now} if n not in known)]:
        if was.get(name) == now.get(name):
            continue
        said = (say(name, was.get(name)) if was else "", say(name, now.get(name)) if now else "")
        label = "" if rows.bare else say.label(name)
        yield TextDifference(name, label, said[0], said[1], say.is_prose(name))


def _fields(line: Any, rows: Rows) -> Document:
    """A line as names and values; a bare one has a single field."""
    if line is None:
        return {}
    return line if isinstance(line, dict) else {rows.fields[0]: line}


def _title(change: Change, rows: Rows, say: InWords) -> str:
    """Which line it is: its kind, its number, and where it has one the name of what it is about."""
    kind = str(LISTS[rows.name][1]) if rows.name in LISTS else _in_words(rows.name)
    number = change.places[1] or change.places[0]
    line = _fields(change.before if change.after is None else change.after, rows)
    about = [say(link.name, line.get(link.name)) for link in rows.links]
    if "title" in rows.fields:
        about.append(say("title", line.get("title")))
    name = next(filter(None, about), "")
    return f"{kind} {number}: {name}" if name else f"{kind} {number}"


def _in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()
