"""Which migrations a database has seen, and how one without any table gets to those of a backup."""

from typing import Any

from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Migrations = set[tuple[str, str]]


def known(connection: BaseDatabaseWrapper) -> Migrations:
    """All that this release has."""
    return set(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def applied(connection: BaseDatabaseWrapper) -> Migrations:
    """Those of this release that the database has seen."""
    return known(connection) & set(MigrationRecorder(connection).applied_migrations())


def is_newest(connection: BaseDatabaseWrapper) -> bool:
    return applied(connection) == known(connection)


def has_no_tables(connection: BaseDatabaseWrapper) -> bool:
    return not connection.introspection.table_names()


def migrate_to(connection: BaseDatabaseWrapper, wanted: Migrations) -> None:
    """Let a database without any table see these migrations and no others."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    followed = {parent.key for key in wanted for parent in nodes[key].parents}
    executor.migrate(sorted(wanted - followed))


def migrate_on() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def apps_at(connection: BaseDatabaseWrapper, wanted: Migrations) -> Any:
    """The models as they were after these migrations."""
    return MigrationLoader(connection).project_state(sorted(wanted)).apps


def drop_all_tables(connection: BaseDatabaseWrapper) -> None:
    """For a database that had none when we began."""
    quote = connection.ops.quote_name
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cascade = " CASCADE" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TABLE {quote(name)}{cascade}")


def without_time_limit(cursor: Any) -> None:
    """PostgreSQL, for the rest of a transaction: what is done here is one long question."""
    cursor.execute("SET LOCAL statement_timeout = 0")
    cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
