"""The folder of backups (the setting BACKUPS): what they are called, and how old the last one is.

A name says of which moment it is. What encrypts or moves them may add an ending to it.
"""

import datetime as dt
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

from . import Refused

NAME = re.compile(r"directory-(\d{8}T\d{6}Z)\.jsonl\.gz(\.\w+)?", re.ASCII)
MOMENT = "%Y%m%dT%H%M%SZ"
UNFINISHED = re.compile(r"\.directory-\w+\.part", re.ASCII)
A_DAY = dt.timedelta(days=1)


def name_for(at: dt.datetime) -> str:
    return f"directory-{at.astimezone(dt.UTC):{MOMENT}}.jsonl.gz"


def write_whole(target: Path, write: Callable[[BinaryIO], None]) -> None:
    """A file that is there as a whole or not at all, for nobody else on this machine.

    Raises Refused where one is there already, and OSError where it cannot be written.
    """
    number, part = tempfile.mkstemp(prefix=".directory-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(number, "w+b") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        _give_name(part, target)
    finally:
        Path(part).unlink(missing_ok=True)


def found_in(folder: Path) -> dict[dt.datetime, list[Path]]:
    """The backups of a folder by their moments, newest first. What is empty is none."""
    found: dict[dt.datetime, list[Path]] = {}
    for path in folder.iterdir():
        moment = _moment_of(path)
        if moment is not None and not path.is_symlink() and path.is_file() and path.stat().st_size:
            found.setdefault(moment, []).append(path)
    return dict(sorted(found.items(), reverse=True))


def forget_older(folder: Path, *, days: int, at: dt.datetime) -> list[Path]:
    """Delete those that are more than this many days old, never the newest, and no other file.

    What a backup left that was killed goes, too, after a day.
    """
    gone: list[Path] = []
    for moment, paths in list(found_in(folder).items())[1:]:
        if moment < at - dt.timedelta(days=days):
            gone += paths
    left = (path for path in folder.iterdir() if UNFINISHED.fullmatch(path.name))
    gone += [path for path in left if path.stat().st_mtime < (at - A_DAY).timestamp()]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def last_is_recent() -> bool:
    """For /readyz, where BACKUPS is set: one was made within BACKUP_HOURS."""
    newest = next(iter(found_in(Path(settings.BACKUPS))), None)
    oldest = timezone.now() - dt.timedelta(hours=settings.BACKUP_HOURS)
    return newest is not None and newest >= oldest


def _moment_of(path: Path) -> dt.datetime | None:
    if not (named := NAME.fullmatch(path.name)):
        return None
    try:
        return dt.datetime.strptime(named[1], MOMENT).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def _give_name(part: str, target: Path) -> None:
    already = Refused(f"{target} is there already, and stays as it is. Name another.")
    try:
        os.link(part, target)  # fails where there is one, at whatever moment it came
    except FileExistsError:
        raise already from None
    except OSError:  # a disk without links
        if target.exists():
            raise already from None
        Path(part).rename(target)
