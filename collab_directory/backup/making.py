"""Makes a backup: everything as it was at one moment, while others go on writing."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from . import Refused, numbers, schema
from .archive import Writer
from .tables import carried, rows


@dataclass(frozen=True)
class Made:
    """What a backup holds."""

    at: dt.datetime
    tables: int
    rows: int


def write(out: BinaryIO) -> Made:
    """Write a backup of the database into `out`. Raises Refused where its schema is not ours."""
    tables = carried()
    with _snapshot() as connection:
        if not schema.is_newest(connection):
            raise Refused("The database is not migrated: run `manage.py migrate` first.")
        at = timezone.now()
        last = numbers.last_used(connection, tables)
        header = {
            "made_at": at.isoformat(),
            "database": connection.vendor,
            "number": uuid.uuid4().hex,  # so that no two have the same mark
            "migrations": sorted(list(one) for one in schema.known(connection)),
            "tables": {
                table.name: {
                    "columns": [column.name for column in table.columns],
                    "last": last.get(table.name),
                }
                for table in tables
            },
        }
        writer = Writer(out, header)
        total = sum(writer.table(table.name, rows(connection, table)).rows for table in tables)
        writer.close()
    return Made(at, len(tables), total)


@contextmanager
def _snapshot() -> Iterator[BaseDatabaseWrapper]:
    """A connection that sees one moment. On both databases nobody waits for it, nor it for them.

    In a transaction this is what that sees.
    """
    ordinary = connections[DEFAULT_DB_ALIAS]
    if ordinary.in_atomic_block:
        yield ordinary
        return
    # Of its own: Django would begin as one that writes, and on SQLite keep all others from writing
    alone = ordinary.copy()
    alone.settings_dict["OPTIONS"].pop("pool", None)
    try:
        with alone.cursor() as cursor:
            if alone.vendor == "postgresql":
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                schema.without_time_limit(cursor)
            else:
                cursor.execute("BEGIN")
        yield alone
    finally:
        alone.close()  # and with it the transaction
