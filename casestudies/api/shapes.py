"""The words in which the shapes of answers are said: JSON Schema as OpenAPI 3.1 reads it."""

from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]

PARTIAL_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
SLUG = r"^[-a-zA-Z0-9_]+$"


def text(words: str = "", **more: Any) -> Schema:
    return _said({"type": "string", **more}, words)


def number(words: str = "", **more: Any) -> Schema:
    return _said({"type": "integer", "minimum": 0, **more}, words)


def truth(words: str = "") -> Schema:
    return _said({"type": "boolean"}, words)


def slug(words: str = "") -> Schema:
    return text(words, pattern=SLUG)


def address(words: str = "") -> Schema:
    return text(words, format="uri")


def day(words: str = "") -> Schema:
    return text(words, format="date")


def moment(words: str = "") -> Schema:
    return text(words, format="date-time")


def partial_date(words: str = "") -> Schema:
    words = f"{words} As exact as is known: 2012, 2012-05 or 2012-05-14.".strip()
    return text(words, pattern=PARTIAL_DATE)


def one_of(values: Iterable[Any], words: str = "") -> Schema:
    return text(words, enum=[str(value) for value in values])


def several(items: Schema, words: str = "") -> Schema:
    return _said({"type": "array", "items": items}, words)


def record(words: str = "", **properties: Schema) -> Schema:
    """An object in which each of these is always there; what is not known is null."""
    shape = {"type": "object", "properties": properties, "required": [*properties]}
    return _said(shape, words)


def more_than(shape: Schema, words: str = "", **properties: Schema) -> Schema:
    """A record with these properties besides those of another."""
    return record(words, **shape["properties"], **properties)


def maybe(schema: Schema) -> Schema:
    """The same, or null where it is not recorded."""
    changed = schema | {"type": [schema["type"], "null"]}
    if "enum" in schema:
        changed["enum"] = [*schema["enum"], None]
    return changed


def of(name: str) -> Schema:
    """Another of the shapes, by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def _said(schema: Schema, words: str) -> Schema:
    return schema | {"description": words} if words else schema
