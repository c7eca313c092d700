"""After a test with transactions of its own, empty on PostgreSQL only the tables that hold rows.

TRUNCATE of every table makes new files for each of them and their indexes, which takes longer than
most of the tests that need it.
"""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

# The signal after it would make these again, as they are
SAME_AFTERWARDS = {"django_content_type", "auth_permission"}


def sql_flush(
    self: BaseDatabaseOperations, style: Any, tables: Sequence[str], **kwargs: Any
) -> list[str]:
    """What Django's own gives, with the same rows left over. Numbers of rows go on as with it."""
    names = {table: self.quote_name(table) for table in tables if table not in SAME_AFTERWARDS}
    if not names:
        return []
    with self.connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}' WHERE EXISTS (SELECT FROM {quoted})"
                for table, quoted in names.items()
            )
        )
        full = [names[table] for (table,) in cursor.fetchall()]
    # All go, so no key is left that leads to a row that went before it
    together = "SET LOCAL session_replication_role = replica;"
    return [together, *(f"DELETE FROM {quoted};" for quoted in full)]


@pytest.fixture(scope="session", autouse=True)
def emptied_quickly():
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "sql_flush", sql_flush)
        yield
