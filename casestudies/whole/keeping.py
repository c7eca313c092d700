"""The last ZIP of everything, for the admin to hand out, and the process that makes the next.

To make it takes longer than a request may. So a process of its own does, one at a time for the
folder that BOOKLETS names; until it has finished, the last one is handed out, with its date.
"""

import datetime as dt
import fcntl
import os
import re
import subprocess
import sys
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from casestudies import catalogue, taken_away
from casestudies.booklet import keep, pictures, places
from casestudies.whole.holding import MARK

FILE, LOCK, SAID = "everything.zip", "everything.lock", "everything.said"

# The page of a case study, below the folder that holds it all
ENTRY = re.compile(r"[^/]+/(?P<page>case-studies/(?P<slug>[^/]+))/index\.html")


@dataclass(frozen=True)
class Kept:
    """A ZIP that was finished: the day of which it speaks, and when it was done."""

    path: Path
    on: dt.date
    made_at: dt.datetime
    size: int  # in bytes
    slugs: frozenset[str]

    @property
    def is_public(self) -> bool:
        """Everything in it is still published, no version withheld, and nobody erased since."""
        is_published = self.slugs <= catalogue.current().by_slug.keys()
        return is_published and not taken_away.since(self.made_at)


@dataclass(frozen=True)
class State:
    """What can be said of it now: the last one, since when the next is being made, what failed."""

    kept: Kept | None
    begun_at: dt.datetime | None
    failed: str


def state() -> State:
    kept = _kept()
    try:
        folder = places.folder()
        lock = _take(folder)
    except OSError as error:
        return State(kept, None, str(error))
    if lock is None:
        return State(kept, _changed_at(folder / LOCK), "")
    os.close(lock)
    return State(kept, None, _failed(folder, kept))


def forget(*, at: dt.datetime) -> int:
    """Delete what is kept on this host and no longer public: the ZIP, booklets, pictures.

    None of it is handed out by then; how many files there were.
    """
    folder = places.folder()
    return _forget_the_zip(folder) + keep.forget() + pictures.forget()


def _forget_the_zip(folder: Path) -> int:
    lock = _take(folder)
    if lock is None:
        return 0  # the next one is about to take its place
    try:
        kept = _kept()
        if kept is None or kept.is_public:
            return 0
        kept.path.unlink()
        return 1
    finally:
        os.close(lock)


def begin() -> bool:
    """Start to make the next one; False if that is going on already. Raises OSError.

    The lock goes with the process that makes it, and ends with it, however it ends.
    """
    folder = places.folder()
    lock = _take(folder)
    if lock is None:
        return False
    try:
        os.utime(lock)
        with (folder / SAID).open("wb") as said:
            process = _start(folder / FILE, said.fileno(), lock)
    finally:
        os.close(lock)
    # Somebody has to hear that it ended, or it stays in the list of processes
    threading.Thread(target=process.wait, daemon=True).start()
    return True


def _start(target: Path, said: int, lock: int) -> "subprocess.Popen[bytes]":
    manage = Path(settings.BASE_DIR, "manage.py")
    command = [sys.executable, str(manage), "export_directory", str(target), "--gently"]
    return subprocess.Popen(  # noqa: S603 -- a program of ours, and nothing typed is among its words
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=said,
        pass_fds=(lock,),
        start_new_session=True,  # a web server that restarts its workers does not end it
    )


def _take(folder: Path) -> int | None:
    """The lock, until it is closed; None while another has it."""
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _kept() -> Kept | None:
    """None where there is none, or it is not one of ours."""
    path = Path(settings.BOOKLETS, FILE)
    try:
        with zipfile.ZipFile(path) as archive:
            on, names = archive.comment.decode(), archive.namelist()
        about = path.stat()
        made_at = dt.datetime.fromtimestamp(about.st_mtime, dt.UTC)
        return Kept(path, dt.date.fromisoformat(on), made_at, about.st_size, _slugs(names))
    except (OSError, ValueError, zipfile.BadZipFile):
        return None


def _slugs(names: list[str]) -> frozenset[str]:
    """Of the case studies that have a page in it."""
    a_to_z = reverse("casestudies:a_to_z").strip("/")
    found = (ENTRY.fullmatch(name) for name in names)
    return frozenset(at["slug"].removesuffix(MARK) for at in found if at and at["page"] != a_to_z)


def _failed(folder: Path, kept: Kept | None) -> str:
    """The last words of the process, unless it has made one since."""
    try:
        said, at = (folder / SAID).read_text(errors="replace"), _changed_at(folder / SAID)
    except OSError:
        return ""
    lines = said.strip().splitlines()
    return lines[-1] if lines and (kept is None or at > kept.made_at) else ""


def _changed_at(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
