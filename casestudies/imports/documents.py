"""A record as a document: the one shape in which content is compared, kept and exported.

A document holds what is known and leaves out what is empty, so that a field added later changes
neither the documents nor the digests of records that do not use it. Things it names stand in it
by their key, which is the last part of their address.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import models

from casestudies.imports.shapes import CASE_STUDY, Link, Rows, Shape
from casestudies.models import CaseStudy

Document = dict[str, Any]
Naming = Callable[[models.Model], str]


def to_document(study: CaseStudy) -> Document:
    """A case study with all its lines, in a stable order, as plain JSON values."""
    return document_of(study, CASE_STUDY)


def digest(document: Document) -> str:
    """A short text that is the same for the same document, whatever the order of its keys."""
    written = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def own_key(thing: models.Model) -> str:
    """What the thing itself says that it is called."""
    slug: str = getattr(thing, "slug")  # noqa: B009 - only kinds with an address are named
    return slug


def document_of(thing: models.Model, shape: Shape, naming: Naming = own_key) -> Document:
    """Any thing as a document. Read it with `shape.complete()` to spare a query for each line."""
    document: Document = {shape.key: getattr(thing, shape.key)}
    for name in shape.fields:
        value = _plain(getattr(thing, name))
        document[name] = value.splitlines() if name in shape.lists else value
    for link in shape.links:
        document[link.name] = _named(thing, link, naming)
    for rows in shape.rows:
        lines = [_line(line, rows, naming) for line in getattr(thing, rows.name).all()]
        document[rows.name] = lines if rows.in_order else sorted(lines)
    return without_empty(document)


def without_empty(document: Document) -> Document:
    # By identity: nought equals False, but is a place on the map or an amount, and stays.
    return {
        name: value
        for name, value in document.items()
        if value is not None and value is not False and value not in ("", [])
    }


def _line(line: models.Model, rows: Rows, naming: Naming) -> Any:
    if rows.bare:
        return getattr(line, rows.fields[0])
    document: Document = {link.name: _named(line, link, naming) for link in rows.links}
    for name in rows.fields:
        document[name] = _plain(getattr(line, name))
    for name, words in rows.words.items():
        document[name] = words(getattr(line, name)).name.lower()
    return without_empty(document)


def _named(thing: models.Model, link: Link, naming: Naming) -> Any:
    if link.many:
        return sorted(naming(other) for other in getattr(thing, link.name).all())
    other = getattr(thing, link.name)
    return naming(other) if other is not None else None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
