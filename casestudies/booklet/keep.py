"""The booklet of the overview, made once under each catalogue and day, and kept in a file.

Whoever asks first makes it. Meanwhile, and when it cannot be made, the last good one is handed out
(its cover says of which day it is), but never one that holds what is no longer published.
"""

import datetime as dt
import hashlib
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from casestudies import catalogue, taken_away
from casestudies.booklet import places
from casestudies.booklet.typeset import edition_of_the_code

logger = logging.getLogger(__name__)

LONGEST_WAIT = 15.0  # seconds, for the one that another makes
BETWEEN_LOOKS = 0.2
MOST_TRIES = 3  # while the directory goes on changing
KEPT = 2  # files: the newest, and the one before it for who is reading it


class Unavailable(Exception):  # noqa: N818 - an answer to expect, not a fault
    """There is no booklet to hand out now, but there may be one in a moment."""


@dataclass(frozen=True)
class Booklet:
    """A PDF, the day of which it speaks, and the slugs of the entries that it names."""

    content: bytes
    on: dt.date
    slugs: frozenset[str]

    @property
    def is_public(self) -> bool:
        """Everything in it is still published."""
        return self.slugs <= catalogue.current().by_slug.keys()


Make = Callable[[dt.date], Booklet]


def overview(make: Make) -> Booklet:
    """The booklet as it must be now, else the last good one; raises Unavailable."""
    end = time.monotonic() + LONGEST_WAIT
    while True:
        found = _read(_name(catalogue.current_token(), timezone.localdate()))
        if found is not None:
            return found
        with places.a_turn("overview") as mine:
            made = _made(make) if mine else None
        if made is not None:
            return made
        last = _last_good()
        if last is not None:
            return last
        if mine or time.monotonic() > end:
            raise Unavailable
        time.sleep(BETWEEN_LOOKS)


def _made(make: Make) -> Booklet | None:
    """Made now, unless somebody has just done it. None where it failed, which is logged."""
    try:
        for _try in range(MOST_TRIES):
            token, on = catalogue.current_token(), timezone.localdate()
            name = _name(token, on)
            booklet = _read(name) or make(on)
            # What was unpublished meanwhile may be in it, in whole or in part.
            if catalogue.current_token() == token:
                _write(name, booklet)
                return booklet
    except Exception:
        # Whatever it was: readers have the last good one, and we have the traceback.
        logger.exception("The booklet of the overview could not be made.")
        return None
    logger.warning("The directory changed faster than its booklet could be made.")
    return None


def _write(name: str, booklet: Booklet) -> None:
    """Kept if that is possible; who asked has it either way."""
    if not name:
        return
    about = {"on": booklet.on.isoformat(), "slugs": sorted(booklet.slugs)}
    try:
        places.write(f"{name}.json", json.dumps(about).encode())
        places.write(f"{name}.pdf", booklet.content)
        for old in _newest_first()[KEPT:]:
            _delete(old)
    except OSError:
        logger.exception("The booklet of the overview could not be kept.")


def forget() -> int:
    """Delete those that are no longer handed out, because of what is in them; how many."""
    gone = [path for path in _newest_first() if _good(path) is None]
    for path in gone:
        _delete(path)
    return len(gone)


def _last_good() -> Booklet | None:
    try:
        found = map(_good, _newest_first())
        return next((one for one in found if one is not None), None)
    except OSError:
        return None


def _good(path: Path) -> Booklet | None:
    """The booklet of a file, if all that it says is public."""
    made_at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    booklet = _read(path.stem)
    if booklet is None or not booklet.is_public or taken_away.since(made_at):
        return None
    return booklet


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_suffix(".json").unlink(missing_ok=True)


def _newest_first() -> list[Path]:
    files = list(places.folder().glob("overview-*.pdf"))
    return sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _read(name: str) -> Booklet | None:
    """None where it is not there, or not whole."""
    if not name:
        return None
    try:
        folder = places.folder()
        about = json.loads((folder / f"{name}.json").read_bytes())
        content = (folder / f"{name}.pdf").read_bytes()
    except (OSError, ValueError):
        return None
    return Booklet(content, dt.date.fromisoformat(about["on"]), frozenset(about["slugs"]))


def _name(token: str, on: dt.date) -> str:
    """Of the file: whatever the booklet depends on besides the token and the day is in it, too.

    "" before anything was ever published: such a booklet is not kept.
    """
    depends_on = (token, on, get_language(), settings.SITE_URL, edition_of_the_code())
    if not token:
        return ""
    digest = hashlib.sha256(repr(depends_on).encode()).hexdigest()
    return f"overview-{digest[:32]}"
