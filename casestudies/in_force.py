"""The token of the catalogue in force. Every request asks the database for it, so it must be quick.

On PostgreSQL most of what a request would pay is Django's and the pool's: to check a connection
out, to ask whether it lives, and to set it up. So there the token has *lines*, connections that ask
nothing else. They are an aid and never a need: where there is none, or one fails, the ordinary
connection is asked, with its own checks and errors; and its answer is waited for before another
line is opened, so that a database that is down costs nobody a second wait.
"""

import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from casestudies.models import CatalogueVersion

SQL = f"SELECT token FROM {CatalogueVersion._meta.db_table} WHERE id = 1"  # noqa: S608 -- our name

MOST_LINES = 8  # kept in each process; more are only open while more threads ask at once
# Seconds. As the pool's connections are; a firewall may forget a silent one, without a word
LONGEST_LIFE = 3600.0
LONGEST_SILENCE = 60.0
AFTER_FAILING = 10.0  # to open one


@dataclass
class Line:
    """An open connection of the driver's own, in autocommit."""

    connection: Any
    opened: float
    used: float

    def is_fresh(self, now: float) -> bool:
        return now - self.opened < LONGEST_LIFE and now - self.used < LONGEST_SILENCE


# Whoever asks takes one and puts it back, the last used first: no two threads ever share one.
_idle: list[Line] = []
_not_before = 0.0
_opening = threading.Lock()


def token() -> str:
    """The token of the last change: in a transaction what it sees itself. "" before the first."""
    ordinary = connections[DEFAULT_DB_ALIAS]
    if not _may_use_a_line(ordinary):
        return _asked(ordinary)
    driver: Any = ordinary.Database  # type: ignore[attr-defined]  # every backend names it so
    found = _asked_over_a_line(driver)
    if found is None:
        found = _asked(ordinary)
        _open_a_line(ordinary)
    return found


def hang_up() -> None:
    """Close every idle line. The next requests open new ones."""
    while _idle:
        with suppress(IndexError):
            _idle.pop().connection.close()


def _may_use_a_line(ordinary: BaseDatabaseWrapper) -> bool:
    """Not in a transaction, which may have a token of its own; nor where queries are listed."""
    return (
        ordinary.vendor == "postgresql"
        and not ordinary.in_atomic_block
        and (ordinary.connection is None or ordinary.autocommit)
        and not ordinary.queries_logged
    )


def _asked(ordinary: BaseDatabaseWrapper) -> str:
    # Written by hand: to put the query together took most of its time.
    row: tuple[str] | None
    if _may_be_asked_directly(ordinary):
        ordinary.validate_thread_sharing()
        with ordinary.wrap_database_errors:
            row = ordinary.connection.execute(SQL).fetchone()
    else:
        with ordinary.cursor() as cursor:
            cursor.execute(SQL)
            row = cursor.fetchone()
    return row[0] if row else ""


def _may_be_asked_directly(ordinary: BaseDatabaseWrapper) -> bool:
    """Whether Django's cursor has nothing to add but its own time, three times SQLite's."""
    return (
        ordinary.vendor == "sqlite"
        and ordinary.connection is not None
        and not (ordinary.needs_rollback or ordinary.execute_wrappers or ordinary.queries_logged)
    )


def _asked_over_a_line(driver: Any) -> str | None:
    """None where there is no line, or it does not answer."""
    try:
        line = _idle.pop()
    except IndexError:
        return None
    now = time.monotonic()
    if line.is_fresh(now):
        with suppress(driver.Error):
            # One message there and one back: with parameters it would be five. Not prepared: behind
            # a pooler, the next question may reach another session.
            result = line.connection.pgconn.exec_(SQL.encode())
            if result.status == driver.pq.ExecStatus.TUPLES_OK:
                line.used = now
                _put_back(line)
                return result.get_value(0, 0).decode() if result.ntuples else ""
    line.connection.close()
    hang_up()  # the others are as old, or lead to the same database
    return None


def _put_back(line: Line) -> None:
    if len(_idle) < MOST_LINES:
        _idle.append(line)
    else:
        line.connection.close()


def _open_a_line(ordinary: BaseDatabaseWrapper) -> None:
    """One more, set up as Django sets up its own; where that fails, not again for a while."""
    global _not_before
    now = time.monotonic()
    if now < _not_before or not _opening.acquire(blocking=False):
        return
    try:
        alone = ordinary.copy()
        alone.settings_dict["OPTIONS"].pop("pool", None)
        alone.ensure_connection()
        _put_back(Line(alone.connection, now, now))
    except DatabaseError:
        _not_before = now + AFTER_FAILING
    finally:
        _opening.release()


# A child of a fork would share them with its parent. What is forgotten is not closed there: the
# driver knows whose it is.
os.register_at_fork(after_in_child=_idle.clear)
