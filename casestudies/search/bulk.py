"""Writes many new rows the quickest way that each database has."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, models

AT_ONCE = 2000  # rows of one statement: PostgreSQL limits how long one may take


def insert(model: type[models.Model], rows: Iterable[dict[str, object]]) -> None:
    """Write these rows, given by column, every row with the same columns in the same order.

    For tables that nobody watches: there are no objects, no signals and no checks but the
    database's. Values are as the driver takes them, JSON as text.
    """
    remaining = iter(rows)
    first = next(remaining, None)
    if first is None:
        return
    columns = list(first)
    values = (tuple(row.values()) for row in _after(first, remaining))
    with connection.cursor() as cursor:
        while some := list(islice(values, AT_ONCE)):
            _write(cursor, model._meta.db_table, columns, some)


def _after(first: dict[str, object], others: Iterator[dict[str, object]]) -> Iterator[Any]:
    yield first
    yield from others


def _write(cursor: Any, table: str, columns: list[str], rows: list[tuple[object, ...]]) -> None:
    into = f"{connection.ops.quote_name(table)} ({', '.join(columns)})"
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {into} VALUES ({places})", rows)  # noqa: S608 -- our names
