"""What loading would do: each record against what is stored, and against what was loaded last time.

A row that does not say what it said after the last load was changed by an editor, and a row that is
gone was removed by one. Both are left alone: the fixtures begin the directory, the editors keep it.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet

from casestudies.imports.documents import Document, digest, document_of
from casestudies.imports.records import Problem, Record, Refused
from casestudies.imports.shapes import SHAPES, Rows, Shape
from casestudies.imports.together import unique_together
from casestudies.models import CaseStudy, ContentRecord


class What(enum.Enum):
    """What becomes of a record. The words complete “3 …”."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    EDITED = "left, because an editor changed it"
    REMOVED = "left, because an editor removed it"
    TAKEN = "left, because there is one of this name already"


WRITTEN = (What.ADDED, What.CHANGED)


@dataclass
class Step:
    """A record, what becomes of it, and the row that it is (or will be, once it has been added)."""

    record: Record
    what: What
    target: int | None = None
    mark: ContentRecord | None = None


@dataclass
class Plan:
    steps: list[Step] = field(default_factory=list)
    # Keys that were loaded before, by kind, and are not in the fixtures any more: their rows stay
    gone: list[ContentRecord] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        return any(step.what in WRITTEN for step in self.steps)

    def of(self, shape: Shape, *whats: What) -> list[Step]:
        return [s for s in self.steps if s.record.shape is shape and s.what in whats]


class Stored:
    """What the database holds of each kind, as documents that name things as the fixtures do."""

    def __init__(self) -> None:
        # Others may keep marks of kinds that are theirs
        marks = ContentRecord.objects.filter(kind__in=[shape.kind for shape in SHAPES])
        self.marks = {(mark.kind, mark.key): mark for mark in marks}
        # An editor may give an organisation another address. That is no change of every case
        # study that names it, so things are named here by the key that they were loaded under.
        self.keys = {(mark.kind, mark.target_id): mark.key for mark in self.marks.values()}
        self.kinds = {shape.model: shape.kind for shape in SHAPES}

    def named(self, thing: models.Model) -> str:
        slug: str = thing.slug  # type: ignore[attr-defined]
        return self.keys.get((self.kinds[type(thing)], thing.pk), slug)

    def loaded(self, shape: Shape) -> QuerySet[Any]:
        """The rows that were loaded before. There may be many more, which are not compared."""
        targets = [mark.target_id for mark in self.marks.values() if mark.kind == shape.kind]
        return shape.complete().filter(pk__in=targets)

    def document(self, row: Any, shape: Shape) -> Document:
        return document_of(row, shape, self.named)


def make(records: list[Record]) -> Plan:
    """The plan, or `Refused` if the database would not take what it says."""
    stored = Stored()
    plan = Plan()
    for shape in SHAPES:
        rows = {row.pk: row for row in stored.loaded(shape)}
        taken = _taken(shape)
        for record in records:
            if record.shape is shape:
                plan.steps.append(_step(record, stored, rows, taken))
    here = {(record.shape.kind, record.key) for record in records}
    plan.gone = [mark for key, mark in stored.marks.items() if key not in here]
    removed = {(s.record.shape.kind, s.record.key) for s in plan.steps if s.what is What.REMOVED}
    writing = [step for step in plan.steps if step.what in WRITTEN]
    if problems := [p for s in writing for p in not_storable(s.record, removed)]:
        raise Refused(problems)
    return plan


def _step(
    record: Record, stored: Stored, rows: dict[int, Any], taken: dict[tuple[Any, ...], int]
) -> Step:
    mark = stored.marks.get((record.shape.kind, record.key))
    if mark is None:
        same = next((taken[name] for name in _unique(record) if name in taken), None)
        return Step(record, What.ADDED if same is None else What.TAKEN, same)
    row = rows.get(mark.target_id)
    if row is None:
        return Step(record, What.REMOVED, mark=mark)
    what = _difference(record, mark, row, stored.document(row, record.shape))
    if what is What.CHANGED and any(taken.get(n, row.pk) != row.pk for n in _unique(record)):
        what = What.TAKEN
    return Step(record, what, row.pk, mark)


def _difference(record: Record, mark: ContentRecord, row: Any, document: Document) -> What:
    if record.digest == mark.fixture_digest and document == record.document:
        return What.UNCHANGED
    # Where an editor wrote what the fixtures say now, the two agree again.
    if document != record.document and (digest(document) != mark.stored_digest or _withdrawn(row)):
        return What.EDITED
    return What.UNCHANGED if record.digest == mark.fixture_digest else What.CHANGED


def _withdrawn(row: Any) -> bool:
    """Whether an editor took it off the public pages. What is next is theirs to say."""
    return isinstance(row, CaseStudy) and not row.is_published


def _taken(shape: Shape) -> dict[tuple[Any, ...], int]:
    """Which row has each name, address or other thing that only one may have."""
    together = unique_together(shape.model)
    needed = {name for fields in together for name in fields}
    manager = shape.model._default_manager
    # What changes an entry has the name of its entry, and gives it back.
    every = CaseStudy.objects.entries() if shape.model is CaseStudy else manager.all()
    return {
        (fields, tuple(row[name] for name in fields)): row["pk"]
        for row in every.values("pk", *needed)
        for fields in together
    }


def _unique(record: Record) -> Iterator[tuple[Any, ...]]:
    for fields in unique_together(record.shape.model):
        if all(name in record.document for name in fields):
            yield fields, tuple(record.document[name] for name in fields)


def not_storable(record: Record, removed: set[tuple[str, str]]) -> Iterator[Problem]:
    """What the models' own rules have against a record that is to be written."""
    yield from _against_rules(record, instance(record.shape, record.document), "")
    for rows in record.shape.rows:
        for n, line in enumerate(record.document.get(rows.name, []), start=1):
            yield from _against_rules(record, line_of(rows, line), f"{rows.name} {n}, ")
    for link in record.shape.links:
        key = record.document.get(link.name)
        needed = not (link.many or record.shape.model._meta.get_field(link.name).null)  # type: ignore[union-attr]
        if needed and (link.kind, key) in removed:
            message = f"An editor removed “{key}”. Name another, or put it back in the admin."
            yield record.problem(link.name, message)


def _against_rules(record: Record, row: models.Model, where: str) -> Iterator[Problem]:
    # What single values must be was checked as they were read. The database's own constraints
    # say the same once more; asking it beforehand for each row would take longer than loading.
    try:
        row.clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield record.problem(f"{where}{name}", " ".join(messages))


def instance(shape: Shape, document: Document) -> models.Model:
    """A row of this kind with the fields of a document, and no links yet."""
    row = shape.model()
    for name, value in fields_of(shape, document).items():
        setattr(row, name, value)
    return row


def fields_of(shape: Shape, document: Document) -> dict[str, Any]:
    """What stands in the row itself. What the document leaves out is empty, not as it was."""
    empty = shape.model()
    values = {shape.key: document[shape.key]}
    for name in shape.fields:
        value = document.get(name, getattr(empty, name))
        if name in shape.lists and name in document:
            value = "\n".join(value)
        values[name] = shape.model._meta.get_field(name).to_python(value)  # type: ignore[union-attr]
    return values


def line_of(rows: Rows, line: Any) -> models.Model:
    """A line under a record, with no parent or links yet."""
    if rows.bare:
        return rows.model(**{rows.fields[0]: line})
    values = {name: line[name] for name in rows.fields if name in line}
    for name, words in rows.words.items():
        if name in values:
            values[name] = words[values[name].upper()]
    return rows.model(**values)
