"""Brings back what a backup holds: all of it, or nothing and then it says why."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DataError, IntegrityError, NotSupportedError, connection, transaction
from django.utils.dateparse import parse_datetime

from . import Refused, numbers, schema, tables
from .archive import Reader, Sum, sum_of
from .tables import Column, Row, Table

AT_ONCE = 2000  # rows written by one statement, or fewer:
BYTES_AT_ONCE = 8 * 1024 * 1024

# What migrations write into a database by themselves: there are rows, and it is empty all the same
OF_MIGRATIONS = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "casestudies_catalogueversion",
    "django_content_type",
    "network_discussioncategory",
}

OF_THE_DATABASE = (DataError, IntegrityError, NotSupportedError)
OF_ITS_DRIVER = (OverflowError, UnicodeError)  # numbers and letters that it cannot say

Afterwards = Callable[[dt.datetime], None]


@dataclass(frozen=True)
class Restored:
    """What was brought back. `migrated`: it was of an older schema, and is of ours now."""

    made_at: dt.datetime
    sums: dict[str, Sum]
    migrated: bool

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.sums.values())


def what_is_there() -> dict[str, int]:
    """How many rows each table has that holds any, but for what migrations write."""
    there = set(connection.introspection.table_names()) - OF_MIGRATIONS
    ours = (table.name for table in tables.carried() if table.name in there)
    return {name: count for name in ours if (count := _count(name))}


def restore(reader: Reader, *, afterwards: Afterwards) -> Restored:
    """Put what `reader` gives in place of what is in the database.

    `afterwards` is called with the moment of the backup, in the same transaction as the rest, when
    the database holds what the backup does and is of our schema. Raises Refused, with the database
    as it was: whoever calls has looked at `what_is_there`.
    """
    made_at = parse_datetime(reader.header["made_at"])
    if made_at is None or made_at.tzinfo is None:
        raise Refused("This backup does not say when it was made.")
    wanted = {(app, name) for app, name in reader.header["migrations"]}
    known = schema.known(connection)
    if wanted - known:
        strange = ", ".join(sorted(f"{app}.{name}" for app, name in wanted - known)[:3])
        raise Refused(
            f"This backup is of a newer release than this one, which does not know {strange}."
            " Restore it with that release."
        )
    with _ready_for(wanted):
        is_older = wanted != known
        with _one_transaction():
            _fill(reader, schema.apps_at(connection, wanted) if is_older else None)
            if not is_older:
                ContentType.objects.clear_cache()
                afterwards(made_at)
        if is_older:
            schema.migrate_on()
            with transaction.atomic():
                afterwards(made_at)
    return Restored(made_at, reader.sums, is_older)


@contextmanager
def _ready_for(wanted: schema.Migrations) -> Iterator[None]:
    """The tables of these migrations; if there were none before and it fails, none again."""
    if schema.has_no_tables(connection):
        try:
            schema.migrate_to(connection, wanted)
            yield
        except BaseException:
            schema.drop_all_tables(connection)
            raise
        return
    if not schema.is_newest(connection):
        raise Refused("The database is not migrated: run `manage.py migrate` first.")
    if wanted != schema.known(connection):
        raise Refused(
            "This backup is of an older release. It can be restored into a database without any"
            " table, and is brought up to date there: name a new one in DATABASE_URL."
        )
    yield


@contextmanager
def _one_transaction() -> Iterator[None]:
    """In which a row may stand before the one it refers to. Raises Refused for the database."""
    try:
        with connection.constraint_checks_disabled(), transaction.atomic():
            yield
    except (*OF_THE_DATABASE, *OF_ITS_DRIVER) as fault:
        raise Refused(f"The database does not take what this backup holds: {fault}") from fault


def _fill(reader: Reader, earlier: Any) -> None:
    """With the models of an earlier schema, or those in use."""
    ours = tables.carried(earlier)
    by_name = {table.name: table for table in ours}
    announced = reader.header["tables"]
    if announced.keys() != by_name.keys():
        strange = ", ".join(sorted(announced.keys() ^ by_name.keys()))
        raise Refused(f"The backup and the database differ in their tables: {strange}.")
    # Before a word of it goes into a statement
    columns = {name: by_name[name].ordered(one["columns"]) for name, one in announced.items()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            schema.without_time_limit(cursor)
        _empty(cursor, [table.name for table in ours] + tables.left_out(earlier))
        for name, found in reader.tables():
            for some in _portions(found):
                _write(cursor, by_name[name], columns[name], some)
        if connection.vendor == "postgresql":
            # Until it looks by itself, a minute from now, it would plan for the rows of before
            every = ", ".join(connection.ops.quote_name(table.name) for table in ours)
            cursor.execute(f"ANALYZE {every}")
    connection.check_constraints()
    last = {name: one["last"] for name, one in announced.items()}
    numbers.go_on_after(connection, ours, last)
    _compare(reader, ours, columns)


def _portions(found: Iterator[tuple[Row, int]]) -> Iterator[list[Row]]:
    some: list[Row] = []
    size = 0
    for row, length in found:
        some.append(row)
        size += length
        if len(some) >= AT_ONCE or size >= BYTES_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _write(cursor: Any, table: Table, columns: tuple[Column, ...], some: list[Row]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.name) for column in columns)
    into = f"{quote(table.name)} ({names})"
    try:
        values = [tables.for_the_driver(connection, columns, row) for row in some]
    except tables.NotOfThisKindError as fault:
        raise Refused(f"This backup is damaged: {table.name} has {fault}.") from fault
    if connection.vendor == "postgresql":
        copied = cursor.copy(f"COPY {into} FROM STDIN")
        with connection.wrap_database_errors, copied as copy:
            for row in values:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {into} VALUES ({places})", values)  # noqa: S608 -- our names


def _compare(reader: Reader, ours: list[Table], columns: dict[str, tuple[Column, ...]]) -> None:
    """What the database gives back is what the backup said, line for line."""
    for table in ours:
        found = sum_of(tables.rows(connection, table, columns[table.name]))
        if found != reader.sums[table.name]:
            raise Refused(
                f"{table.name} has {found.rows} rows and not what the backup holds, which are"
                f" {reader.sums[table.name].rows}. This is a fault of ours: please report it."
            )


def _empty(cursor: Any, names: list[str]) -> None:
    quoted = [connection.ops.quote_name(name) for name in names]
    if connection.vendor == "postgresql":
        cursor.execute(f"TRUNCATE {', '.join(quoted)}")
        return
    for name in quoted:
        cursor.execute(f"DELETE FROM {name}")  # noqa: S608 -- our names


def _count(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 -- our names
        count: int = cursor.fetchone()[0]
    return count
