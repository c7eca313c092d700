"""Databases with every migration applied, for the processes of a test run to copy.

`python -m tests` makes one of each kind before its first turn, both at once; then each process of
each turn begins with a copy. What they begin with is what they would have made themselves, in ten
seconds: Django still asks for what is left to migrate, and finds nothing.

    python -m tests.prepared FILE     migrates the database of TEST_DATABASE_URL, SQLite into FILE
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import Any

import psycopg

VARIABLE = "TEST_DATABASE_PREPARED"  # the file of SQLite, or the name among PostgreSQL's databases
NAME = "prepared"


def both(file: str, url: str) -> tuple[dict[str, str], dict[str, str] | None]:
    """Make both, at once; give what the environment of a turn on each of them has to say.

    Without the URL of a PostgreSQL server there is none for that.
    """
    asked: list[dict[str, str]] = [{}, *([{"TEST_DATABASE_URL": url}] if url else [])]
    words = [sys.executable, "-m", "tests.prepared", file]
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    makers = [subprocess.Popen(words, env=os.environ | settings | one) for one in asked]
    codes = [maker.wait() for maker in makers]
    if any(codes):
        raise RuntimeError("The migrations did not get through: see above.")
    if not url:
        return {VARIABLE: file}, None
    # Only a database that nobody else is connected to can be copied, and to this one they connect
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {NAME} TEMPLATE postgres")
    return {VARIABLE: file}, {VARIABLE: NAME, "TEST_DATABASE_URL": url}


def use(settings: dict[str, Any]) -> None:
    """Let the test database of these settings, one of DATABASES, begin as a copy of it."""
    prepared = os.environ.get(VARIABLE)
    if not prepared:
        return
    if settings["ENGINE"].endswith("postgresql"):
        settings.setdefault("TEST", {})["TEMPLATE"] = prepared
        return

    from django.db.backends.signals import connection_created

    connection_created.connect(_copy_into_an_empty_one, dispatch_uid="prepared")


def _copy_into_an_empty_one(connection, **_: object) -> None:
    """SQLite keeps the test database in memory, where other threads find it, no longer empty."""
    here = connection.connection
    if here.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        with closing(sqlite3.connect(os.environ[VARIABLE])) as prepared:
            prepared.backup(here)


def main(file: str) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    from django.db import connection

    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file)) as prepared:
            connection.connection.backup(prepared)


if __name__ == "__main__":
    main(sys.argv[1])
