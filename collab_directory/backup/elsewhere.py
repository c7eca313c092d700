"""A database that is gone afterwards, in place of the one in use: a restore is tried in it."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from . import Refused


@contextmanager
def empty_database() -> Iterator[None]:
    """For this thread, `default` is an empty database of the same kind, with a cache of its own.

    Raises Refused where the server does not let us make one.
    """
    ordinary = connections[DEFAULT_DB_ALIAS]
    of_its_kind = _of_postgresql if ordinary.vendor == "postgresql" else _of_sqlite
    with of_its_kind(ordinary) as other:
        cache = LocMemCache(f"elsewhere-{uuid.uuid4().hex}", {})
        with _instead(connections, other), _instead(caches, cache):
            try:
                yield
            finally:
                other.close()


@contextmanager
def _instead(handler: Any, one: Any) -> Iterator[None]:
    before = handler[DEFAULT_DB_ALIAS]
    handler[DEFAULT_DB_ALIAS] = one
    try:
        yield
    finally:
        handler[DEFAULT_DB_ALIAS] = before


@contextmanager
def _of_sqlite(ordinary: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    with tempfile.TemporaryDirectory(prefix="restore-") as folder:  # nobody else may open it
        yield _named(ordinary, str(Path(folder) / "tried.sqlite3"))


@contextmanager
def _of_postgresql(ordinary: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    name = f"restore_{uuid.uuid4().hex[:12]}"
    server = _named(ordinary, ordinary.settings_dict["NAME"])
    try:
        with server.cursor() as cursor:
            try:
                cursor.execute(f"CREATE DATABASE {name}")
            except ProgrammingError as fault:
                raise Refused(
                    "The server does not let us make a database to try it in. Let it (ALTER ROLE …"
                    " CREATEDB), or try it on SQLite: DATABASE_URL=sqlite:////tmp/unused.sqlite3"
                ) from fault
        try:
            yield _named(ordinary, name)
        finally:
            with server.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        server.close()


def _named(ordinary: BaseDatabaseWrapper, name: str) -> BaseDatabaseWrapper:
    """Another connection to the same server, outside of its pool."""
    other = ordinary.copy()
    other.settings_dict["NAME"] = name
    other.settings_dict["OPTIONS"].pop("pool", None)
    return other
