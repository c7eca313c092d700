"""Records that came in, checked value by value, in words for whoever wrote them."""

import datetime as dt
import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from casestudies.imports.documents import Document, digest, without_empty
from casestudies.imports.shapes import Link, Rows, Shape
from casestudies.models import Slugged
from casestudies.models.fields import PartialDateField

FORMER_SLUGS = "former_slugs"


@dataclass(frozen=True)
class Problem:
    """Something that an editor has to mend: in which file, which record, which field."""

    file: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(filter(None, [self.file, self.record, self.field, self.message]))


class Refused(Exception):  # noqa: N818 - it is said of content, and reads as it is said
    """Nothing was written, and these are the reasons."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class Record:
    """One thing as a file gives it. Its document is as it would be stored, defaults included."""

    shape: Shape
    key: str
    file: str
    document: Document
    former_slugs: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        return digest({**self.document, FORMER_SLUGS: self.former_slugs})

    @property
    def name(self) -> str:
        return str(self.document.get("title") or self.document.get("name") or self.key)

    def problem(self, where: str, message: str) -> Problem:
        return Problem(self.file, self.key, where, message)


@dataclass
class Reader:
    """Checks one record at a time and collects what is wrong with all of them."""

    problems: list[Problem] = field(default_factory=list)

    def read(self, shape: Shape, key: str, given: Mapping[str, Any], file: str) -> Record:
        one = _One(self.problems, file, key)
        one.check_key(shape, key)
        one.check_names(given, _names(shape), "")
        document: Document = {shape.key: key}
        for name in shape.fields:
            value = given.get(name)
            if name in shape.lists:
                value = "\n".join(one.texts(value, name))
            cleaned = one.value(shape.model._meta.get_field(name), value, name)
            document[name] = (cleaned or "").splitlines() if name in shape.lists else cleaned
        for link in shape.links:
            document[link.name] = one.link(shape.model, link, given.get(link.name), link.name)
        for rows in shape.rows:
            document[rows.name] = one.rows(rows, given.get(rows.name))
        former = tuple(one.texts(given.get(FORMER_SLUGS), FORMER_SLUGS))
        return Record(shape, key, file, without_empty(document), former)


def _names(shape: Shape) -> list[str]:
    links = [link.name for link in shape.links]
    former = [FORMER_SLUGS] if issubclass(shape.model, Slugged) else []
    return [*shape.fields, *links, *(rows.name for rows in shape.rows), *former]


@dataclass(frozen=True)
class _One:
    """The checks of one record."""

    problems: list[Problem]
    file: str
    key: str

    def wrong(self, where: str, message: str) -> None:
        self.problems.append(Problem(self.file, self.key, where, message))

    def check_key(self, shape: Shape, key: str) -> None:
        self.value(shape.model._meta.get_field(shape.key), key, shape.key)

    def check_names(self, given: Iterable[str], known: Collection[str], where: str) -> None:
        for name in given:
            if name not in known:
                self.wrong(f"{where}{name}", f"There is no such field.{near(name, known)}")

    def texts(self, given: Any, where: str) -> list[str]:
        """A list of texts, and nothing else."""
        if given is None:
            return []
        if isinstance(given, list) and all(isinstance(item, str) for item in given):
            return given
        self.wrong(where, "Write a list of texts, such as [“one”, “two”], with straight quotes.")
        return []

    def link(self, model: type[models.Model], link: Link, given: Any, where: str) -> Any:
        if link.many:
            keys = sorted(set(self.texts(given, where)))
            if given and len(keys) < len(given):
                self.wrong(where, "The same thing is named twice.")
            return keys
        if given is not None and not isinstance(given, str):
            self.wrong(where, "Write the last part of its address, in quotes.")
            return None
        if not given and not model._meta.get_field(link.name).null:  # type: ignore[union-attr]
            self.wrong(where, "This is missing.")
        return given

    def rows(self, rows: Rows, given: Any) -> list[Any]:
        if rows.bare:
            model_field = rows.model._meta.get_field(rows.fields[0])
            texts = self.texts(given, rows.name)
            texts = texts if rows.in_order else sorted(texts)
            lines = enumerate(texts, start=1)
            return [self.value(model_field, text, f"{rows.name} {n}") for n, text in lines]
        if given is None:
            return []
        if not (isinstance(given, list) and all(isinstance(line, dict) for line in given)):
            self.wrong(rows.name, f"Write each of them under [[{rows.name}]].")
            return []
        return [self.row(rows, line, f"{rows.name} {n}, ") for n, line in enumerate(given, start=1)]

    def row(self, rows: Rows, line: Mapping[str, Any], where: str) -> Document:
        known = [*(link.name for link in rows.links), *rows.fields]
        self.check_names(line, known, where)
        document: Document = {}
        for link in rows.links:
            given = line.get(link.name)
            document[link.name] = self.link(rows.model, link, given, where + link.name)
        for name in rows.fields:
            given = line.get(name)
            if name in rows.words:
                document[name] = self.word(rows, name, given, where + name)
            else:
                model_field = rows.model._meta.get_field(name)
                document[name] = self.value(model_field, given, where + name)
        return without_empty(document)

    def word(self, rows: Rows, name: str, given: Any, where: str) -> str | None:
        """A choice that the database keeps as a number and a record gives as a word."""
        words = [member.name.lower() for member in rows.words[name]]
        if given is None:
            default = rows.model._meta.get_field(name).get_default()  # type: ignore[union-attr]
            return rows.words[name](default).name.lower()
        if given not in words:
            self.wrong(where, f"“{given}” is not one of {', '.join(words)}.{near(given, words)}")
        return str(given)

    def value(self, model_field: Any, given: Any, where: str) -> Any:
        """One value as the database would keep it, or a problem and the value as it came."""
        if given is None:
            if not model_field.blank and not model_field.has_default():
                self.wrong(where, "This is missing.")
                return None
            given = model_field.get_default() if model_field.has_default() else None
        if given is None or given == "":
            if not model_field.blank and not model_field.has_default():
                self.wrong(where, "This is empty.")
            return None
        given = _as_text(model_field, given)
        if wanted := _wrong_type(model_field, given):
            self.wrong(where, wanted)
            return None
        if model_field.choices and given not in (known := [c for c, _ in model_field.flatchoices]):
            choices = ", ".join(map(str, filter(None, known)))
            self.wrong(where, f"“{given}” is not one of {choices}.{near(given, known)}")
            return given
        try:
            cleaned = model_field.clean(given, None)
        except ValidationError as error:
            self.wrong(where, " ".join(error.messages))
            return given
        return cleaned.isoformat() if isinstance(cleaned, dt.date) else cleaned


def _as_text(model_field: Any, given: Any) -> Any:
    """A date may stand in a file with or without quotes."""
    takes_dates = isinstance(model_field, (PartialDateField, models.DateField))
    return given.isoformat() if takes_dates and type(given) is dt.date else given


def _wrong_type(model_field: Any, given: Any) -> str:
    """What to write instead, if this is not the kind of value that the field takes."""
    if isinstance(model_field, models.BooleanField):
        return "" if isinstance(given, bool) else "Write true or false, without quotes."
    if isinstance(model_field, models.IntegerField):
        is_number = isinstance(given, int) and not isinstance(given, bool)
        return "" if is_number else "Write a whole number, without quotes."
    return "" if isinstance(given, str) else "Write it in quotes."


def near(word: object, known: Iterable[object]) -> str:
    """“ Did you mean …?”, if something like it is known."""
    found = difflib.get_close_matches(str(word), [str(k) for k in known], n=1, cutoff=0.6)
    return f" Did you mean “{found[0]}”?" if found else ""


def named_by(record: Record) -> Iterator[tuple[str, Link, str]]:
    """Every thing that a record names: where, by which link, and its key."""
    for link in record.shape.links:
        named = record.document.get(link.name)
        for key in named if isinstance(named, list) else [named] if named else []:
            yield link.name, link, key
    for rows in record.shape.rows:
        for n, line in enumerate(record.document.get(rows.name, []), start=1):
            for link in rows.links:
                if line.get(link.name):
                    yield f"{rows.name} {n}, {link.name}", link, line[link.name]
