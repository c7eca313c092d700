"""Writes the ZIP: whole or not at all, and only with what is published when it is done."""

import datetime as dt
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from casestudies import catalogue
from casestudies.whole.asking import Failed
from casestudies.whole.contents import Contents, Say
from casestudies.whole.holding import Holding

__all__ = ["Done", "Failed", "export", "name_on"]

MOST_TRIES = 3  # while the directory goes on changing
READABLE = 0o644


@dataclass(frozen=True)
class Done:
    """What was written: the day of which it speaks, and how many files are in it."""

    on: dt.date
    files: int
    size: int  # in bytes


def name_on(on: dt.date) -> str:
    """Of the folder in the ZIP, and of the file but for its ending."""
    return f"{slugify(settings.SITE_NAME)}-{on.isoformat()}"


def export(target: Path, say: Say = lambda done, total, name: None) -> Done:
    """Write everything public to a file, which takes the place of any that is there.

    The same directory on the same day gives the same bytes. What is changed meanwhile, such as
    unpublished, makes it begin anew. Raises Failed, or OSError where the disk is full; then what
    was there before is there still, and nothing else.
    """
    for _try in range(MOST_TRIES):
        with _beside(target) as (part, file):
            token, on = catalogue.current_token(), timezone.localdate()
            files = _write(file, Contents(Holding(), on), name_on(on), say)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
            if (catalogue.current_token(), timezone.localdate()) == (token, on):
                part.replace(target)
                return Done(on, files, size)
    raise Failed(
        "The directory was changed while the file was being made, each time. Nothing was written."
    )


def _write(file: IO[bytes], contents: Contents, folder: str, say: Say) -> int:
    day = contents.on
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = day.isoformat().encode()
        for name, chunks in contents.files(say):
            about = zipfile.ZipInfo(f"{folder}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system, about.external_attr = 3, READABLE << 16
            with archive.open(about, "w") as entry:
                for chunk in chunks:
                    entry.write(chunk)
        count = len(archive.namelist())
    file.seek(0, os.SEEK_END)
    return count


@contextmanager
def _beside(target: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """A file in the folder of the target that is gone afterwards, unless it took its place."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            part.chmod(READABLE)
            yield part, file
    finally:
        with suppress(OSError):
            part.unlink()
