"""Checks of records against each other: what they name is there, and nothing is there twice."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import models

from casestudies.imports.records import Problem, Record, named_by, near

Found = Iterator[Problem]


def problems(records: list[Record]) -> Found:
    yield from _unknown_names(records)
    yield from _twice(records)
    yield from _one_sided(records)
    yield from loops(records)


def _unknown_names(records: list[Record]) -> Found:
    known: dict[str, list[str]] = {}
    for record in records:
        known.setdefault(record.shape.kind, []).append(record.key)
    for record in records:
        for where, link, key in named_by(record):
            keys = known.get(link.kind, [])
            if key not in keys:
                kind = link.kind.replace("-", " ")
                yield record.problem(where, f"There is no {kind} “{key}”.{near(key, keys)}")


def _twice(records: list[Record]) -> Found:
    """What the database lets stand only once: in one record, in all of a kind, among addresses."""
    seen: dict[tuple[Any, ...], Record] = {}
    for record in records:
        for where, said in _only_once(record):
            before = seen.setdefault((record.shape.kind, where, said), record)
            if before is not record:
                what = ", ".join(map(str, said))
                yield record.problem(where, f"“{what}” stands in {before.key} too.")
        yield from lines_twice(record)


def _only_once(record: Record) -> Iterator[tuple[str, tuple[Any, ...]]]:
    document, model = record.document, record.shape.model
    for fields in unique_together(model):
        if all(name in document for name in fields):
            yield ", ".join(fields), tuple(document[name] for name in fields)
    for rows in record.shape.rows:
        if rows.bare and rows.model._meta.get_field(rows.fields[0]).unique:  # type: ignore[union-attr]
            for text in set(document.get(rows.name, [])):
                yield rows.name, (text,)
    if record.shape.key == "slug":
        for slug in {record.key, *record.former_slugs}:
            yield "former_slugs", (slug,)


def unique_together(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The fields, alone or together, by which there may be only one row."""
    alone = [(f.name,) for f in model._meta.get_fields() if getattr(f, "unique", False)]
    return [fields for fields in alone if fields != ("id",)] + [
        tuple(constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]


def lines_twice(record: Record) -> Found:
    """Lines of one record that the database lets stand only once."""
    for rows in record.shape.rows:
        lines = record.document.get(rows.name, [])
        for fields in unique_together(rows.model):
            mine = [name for name in fields if name != rows.parent]
            seen = set()
            for n, line in enumerate(lines, start=1):
                said = (line,) if rows.bare else tuple(line.get(name) for name in mine)
                if said in seen:
                    what = ", ".join(map(str, said))
                    yield record.problem(f"{rows.name} {n}", f"“{what}” stands there already.")
                seen.add(said)


def _one_sided(records: list[Record]) -> Found:
    """Neighbours are each other's: a border has two sides."""
    for record in records:
        for link in record.shape.links:
            model_field = record.shape.model._meta.get_field(link.name)
            if not getattr(model_field.remote_field, "symmetrical", False):
                continue
            others = {r.key: r for r in records if r.shape is record.shape}
            for key in record.document.get(link.name, []):
                if record.key not in others[key].document.get(link.name, []):
                    message = f"It names “{key}”, which does not name it."
                    yield record.problem(link.name, message)


def loops(records: Iterable[Record]) -> Found:
    """A scheme cannot come from itself, nor go into itself, by however many steps."""
    onward: dict[str, dict[str, list[str]]] = {}
    lines = [(r, line) for r in records for line in r.document.get("relations", [])]
    for record, line in lines:
        onward.setdefault(line["kind"], {}).setdefault(record.key, []).append(line["other"])
    for record, line in lines:
        if record.key in _reached(line["other"], onward[line["kind"]]):
            yield record.problem("relations", f"“{line['kind']}” goes round in a circle.")


def _reached(start: str, onward: Mapping[str, list[str]]) -> set[str]:
    reached, ahead = set(), {start}
    while ahead:
        reached |= ahead
        ahead = {other for key in ahead for other in onward.get(key, [])} - reached
    return reached
