"""Which tables are in a backup, and how a value of a column is said in it.

What a value is follows from the kind of its column, not from the database that it is in, so that a
backup of one kind of database can be restored into the other, with the same digests.
"""

import base64
import datetime as dt
import json
import math
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from . import Refused

# Emptied by a restore and never in a backup: by model, and why
LEFT_OUT = {
    "sessions.Session": "a session that was ended since must not come back; all sign in again",
    "limits.Tally": "how often somebody asked, within a day",
    "presence.OpenForm": "who has a form open, within minutes",
}

AT_ONCE = 2000  # rows read at a time
AT_ONCE_OF_FILES = 10  # where a row may hold an uploaded document

Row = list[Any]


class NotOfThisKindError(ValueError):
    """A backup holds a value that its column cannot."""


@dataclass(frozen=True)
class Kind:
    """How a value travels: `said` from the driver into JSON, `read` from JSON for the driver."""

    said: Callable[[Any], Any]
    read: Callable[[Any, BaseDatabaseWrapper], Any]


@dataclass(frozen=True)
class Column:
    name: str
    kind: str


@dataclass(frozen=True)
class Table:
    """A table of ours; `columns` as the model has them, `key` the one that rows are ordered by."""

    name: str
    columns: tuple[Column, ...]
    key: Column

    @property
    def at_once(self) -> int:
        holds_files = any(column.kind == "bytes" for column in self.columns)
        return AT_ONCE_OF_FILES if holds_files else AT_ONCE

    def ordered(self, names: Iterable[str]) -> tuple[Column, ...]:
        """The columns in the order of these names, which must be theirs."""
        by_name = {column.name: column for column in self.columns}
        wanted = list(names)
        if sorted(wanted) != sorted(by_name):
            raise Refused(f"The backup has other columns of {self.name} than the database.")
        return tuple(by_name[name] for name in wanted)


def carried(all_apps: Any = None) -> list[Table]:
    """The tables that a backup holds, by name. `all_apps` are those of an earlier migration."""
    models_of = _models(all_apps or apps)
    return [_table(model) for model in models_of if model._meta.label not in LEFT_OUT]


def left_out(all_apps: Any = None) -> list[str]:
    """The names of those that it does not, and that a restore empties all the same."""
    models_of = _models(all_apps or apps)
    return [model._meta.db_table for model in models_of if model._meta.label in LEFT_OUT]


def rows(
    connection: BaseDatabaseWrapper, table: Table, columns: tuple[Column, ...] = ()
) -> Iterator[Row]:
    """All rows in the order of their keys, as JSON says them. In a transaction.

    With these columns in this order, or as the table has them.
    """
    columns = columns or table.columns
    kinds = [KINDS[column.kind] for column in columns]
    with connection.chunked_cursor() as cursor:
        cursor.execute(_select(connection, table, columns))
        while some := cursor.fetchmany(table.at_once):
            for row in some:
                yield [
                    None if value is None else kind.said(value)
                    for kind, value in zip(kinds, row, strict=True)
                ]


def for_the_driver(connection: BaseDatabaseWrapper, columns: Iterable[Column], row: Row) -> Row:
    """A row of a backup as this database takes it. Raises NotOfThisKindError."""
    try:
        return [
            None if value is None else KINDS[column.kind].read(value, connection)
            for column, value in zip(columns, row, strict=True)
        ]
    except (ValueError, TypeError, OverflowError, RecursionError) as fault:
        raise NotOfThisKindError(str(fault)) from fault


def read_json(text: str | bytes) -> Any:
    """A document, its numbers as both databases would say them: one of them knows no 1.0e3."""
    return json.loads(text, parse_float=_number)


def line(said: Any) -> bytes:
    """The one way in which something is written: the same text for the same thing."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _models(all_apps: Any) -> list[type[models.Model]]:
    found = all_apps.get_models(include_auto_created=True)
    ours = (model for model in found if model._meta.managed and not model._meta.proxy)
    return sorted(ours, key=lambda model: model._meta.db_table)


def _table(model: type[models.Model]) -> Table:
    fields = model._meta.local_concrete_fields
    columns = {field.attname: Column(str(field.column), _kind(field)) for field in fields}
    key = columns[model._meta.pk.attname]
    return Table(model._meta.db_table, tuple(columns.values()), key)


def _kind(field: Any) -> str:
    while field.is_relation:
        field = field.target_field
    inner = field.get_internal_type()
    if inner not in OF_FIELDS:
        raise Refused(f"{field} is a {inner}, and how a backup says that is not known.")
    return OF_FIELDS[inner]


def _select(connection: BaseDatabaseWrapper, table: Table, columns: tuple[Column, ...]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.name) for column in columns)
    # Words are ordered as their letters are numbered, which is what SQLite does
    plain = table.key.kind == "text" and connection.vendor == "postgresql"
    order = quote(table.key.name) + (' COLLATE "C"' if plain else "")
    return f"SELECT {names} FROM {quote(table.name)} ORDER BY {order}"  # noqa: S608 -- our names


def _number(text: str) -> int | float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number that is none")
    return int(value) if value.is_integer() else value


def _of_type(*wanted: type) -> Callable[[Any, BaseDatabaseWrapper], Any]:
    def read(value: Any, connection: BaseDatabaseWrapper) -> Any:
        if type(value) not in wanted:
            raise ValueError(f"{type(value).__name__} in place of {wanted[0].__name__}")
        return value

    return read


def _say_moment(value: dt.datetime) -> str:
    moment = value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return moment.isoformat(timespec="microseconds")


def _read_moment(value: str, connection: BaseDatabaseWrapper) -> Any:
    moment = dt.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return connection.ops.adapt_datetimefield_value(moment.astimezone(dt.UTC))


def _read_day(value: str, connection: BaseDatabaseWrapper) -> Any:
    return connection.ops.adapt_datefield_value(dt.date.fromisoformat(value))


def _read_number_of_form(value: str, connection: BaseDatabaseWrapper) -> Any:
    number = uuid.UUID(value)
    return number if connection.features.has_native_uuid_field else number.hex


KINDS = {
    "text": Kind(str, _of_type(str)),
    "number": Kind(int, _of_type(int)),
    "yes or no": Kind(bool, _of_type(bool)),
    "day": Kind(lambda value: value.isoformat(), _read_day),
    "moment": Kind(_say_moment, _read_moment),
    "uuid": Kind(lambda value: uuid.UUID(str(value)).hex, _read_number_of_form),
    "bytes": Kind(
        lambda value: base64.b64encode(value).decode(),
        lambda value, connection: base64.b64decode(value, validate=True),
    ),
    "document": Kind(read_json, lambda value, connection: json.dumps(value)),
}

OF_FIELDS = {
    "AutoField": "number",
    "BigAutoField": "number",
    "BigIntegerField": "number",
    "BinaryField": "bytes",
    "BooleanField": "yes or no",
    "CharField": "text",
    "DateField": "day",
    "DateTimeField": "moment",
    "IntegerField": "number",
    "JSONField": "document",
    "PositiveBigIntegerField": "number",
    "PositiveIntegerField": "number",
    "PositiveSmallIntegerField": "number",
    "SlugField": "text",
    "SmallIntegerField": "number",
    "TextField": "text",
    "UUIDField": "uuid",
}
