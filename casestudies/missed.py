"""Counts the searches that find nothing, for the editors' worklist: the text and a total, no more.

Nothing of who asked is kept, and no text that could name somebody: see `worth_keeping`.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from casestudies.directory import Directory
from casestudies.models import MissedSearch
from casestudies.search import language, tidy

logger = logging.getLogger(__name__)

# More would be no worklist: then the rarest gives way, so that nobody can fill the database.
MOST_KEPT = 2000
# Milliseconds to wait for somebody else's writing. A reader waits; a total can do without one.
PATIENCE = 200

_TABLE = MissedSearch._meta.db_table
ADD_ONE = f"UPDATE {_TABLE} SET times = times + 1, last_on = %s WHERE text = %s"  # noqa: S608
COUNT = f"SELECT COUNT(*) FROM {_TABLE}"  # noqa: S608 -- our name
ADD = f"INSERT INTO {_TABLE} (text, times, last_on) VALUES (%s, 1, %s) ON CONFLICT DO NOTHING"  # noqa: S608

_PRIVATE = re.compile(
    r"@"  # an email address
    r"|://|\bwww\.|\w\.[a-z]{2,}"  # an address on the web
    r"|(?:\d[\s().+/-]*){4}"  # a telephone number, a date of birth, a number of a case
    r"|\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b"  # a postcode
)


def count(asked: Directory) -> None:
    """Count the text of a question that found nothing. Never fails, never makes a reader wait."""
    if not _is_missed(asked):
        return
    text = normalised(asked.text)
    if not worth_keeping(text):
        return
    try:
        with _impatient_transaction():
            _add_one(text)
    except DatabaseError:
        # Such as a database that may only be read: the page matters more than the total.
        logger.warning("A search that found nothing could not be counted.", exc_info=True)


def normalised(text: str) -> str:
    """So that the same search is counted once, however it was typed."""
    return tidy(language.fold(text))


def worth_keeping(text: str) -> bool:
    """Whether it can be a search for a scheme, and cannot be somebody's address or number."""
    return 0 < len(text) <= MissedSearch.LONGEST and not _PRIVATE.search(text)


def _is_missed(asked: Directory) -> bool:
    """Whether the text by itself found nothing; with a choice beside it, the choice may be why."""
    question = asked.question
    if not question.text or question.page > 1 or asked.found is None:
        return False
    return not question.but(text="").is_narrowing and not asked.count


def _add_one(text: str) -> None:
    # Written by hand, as a reader waits: to put it together took longer than to do it. In the
    # database, so that of two at once none is lost; the day never goes back.
    today = connection.ops.adapt_datefield_value(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(ADD_ONE, [today, text])
        if cursor.rowcount:
            return
        cursor.execute(COUNT)
        if cursor.fetchone()[0] >= MOST_KEPT:
            rarest = MissedSearch.objects.order_by("times", "last_on", "pk").first()
            if rarest is not None:
                rarest.delete()
        cursor.execute(ADD, [text, today])


@contextmanager
def _impatient_transaction() -> Iterator[None]:
    """A transaction that gives up where another one is writing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with transaction.atomic():
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(PATIENCE)])
                yield
            return
        # SQLite waits where a transaction begins, so this comes before it.
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual:d}")
