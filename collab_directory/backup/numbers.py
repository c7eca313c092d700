"""The last number that each table gave to a row.

It is part of a backup, because a number may stand for somebody: in the audit trail one does for an
account that is gone, and must never be given to another.
"""

from collections.abc import Iterable, Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from .tables import Table


def last_used(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> dict[str, int]:
    """By table; those that have given one."""
    if connection.vendor == "postgresql":
        return {name: value for name, (_seq, value) in _sequences(connection, tables).items()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return dict(cursor.fetchall())


def go_on_after(
    connection: BaseDatabaseWrapper, tables: Iterable[Table], last: Mapping[str, int | None]
) -> None:
    """Let the next row of each table have a number above `last`, and above all that are there."""
    listed = [table for table in tables if table.key.kind == "number"]
    if connection.vendor == "postgresql":
        sequences = _sequences(connection, listed)
        for table in listed:
            if table.name in sequences:
                sequence, used = sequences[table.name]
                highest = max(_highest(connection, table), last.get(table.name) or 0, used)
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT setval(%s, %s, %s)", [sequence, highest or 1, highest > 0]
                    )
        return
    used_here = last_used(connection, listed)
    with connection.cursor() as cursor:
        for table in listed:
            if table.name in used_here:  # SQLite noticed itself what is there by now
                highest = max(last.get(table.name) or 0, used_here[table.name])
                cursor.execute(
                    "UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [highest, table.name]
                )
            elif last.get(table.name):
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
                    [table.name, last[table.name]],
                )


def _sequences(
    connection: BaseDatabaseWrapper, tables: Iterable[Table]
) -> dict[str, tuple[str, int]]:
    """PostgreSQL's, by table: its name and the last number that it gave, 0 for none."""
    quote = connection.ops.quote_name
    found: dict[str, tuple[str, int]] = {}
    with connection.cursor() as cursor:
        for table in tables:
            if table.key.kind != "number":
                continue
            wanted = [quote(table.name), table.key.name]
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", wanted)
            if (sequence := cursor.fetchone()[0]) is None:
                continue  # its key is that of another table
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608 -- the database's own name
            found[table.name] = sequence, cursor.fetchone()[0]
    return found


def _highest(connection: BaseDatabaseWrapper, table: Table) -> int:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max({quote(table.key.name)}) FROM {quote(table.name)}")  # noqa: S608 -- our names
        highest: int | None = cursor.fetchone()[0]
    return highest or 0
