"""Where booklets are kept, and who may make one, for all threads and processes of a host."""

import fcntl
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from django.conf import settings

AT_ONCE = 2  # booklets being made on a host, whatever they hold
ABANDONED = 3600  # seconds after which nobody writes a file any more
# Where the folder cannot be written, this much still holds in each process
_here = threading.BoundedSemaphore(AT_ONCE)


def folder() -> Path:
    """Made if it is not there; raises OSError."""
    path = Path(settings.BOOKLETS)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


@contextmanager
def a_turn(subject: str = "") -> Iterator[bool]:
    """Whether this thread may make a booklet now; with `subject`, as the only one that makes it."""
    if not _here.acquire(blocking=False):
        yield False
        return
    with ExitStack() as stack:
        stack.callback(_here.release)
        yield _is_alone(stack, subject) and _has_a_place(stack)


def write(name: str, content: bytes) -> None:
    """A file of this name that is whole or not there: raises OSError, and then leaves nothing."""
    into = folder()
    for part in into.glob(".*.part"):  # of a process that was killed
        if time.time() - part.stat().st_mtime > ABANDONED:
            part.unlink(missing_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=into)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(into / name)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


def _is_alone(stack: ExitStack, subject: str) -> bool:
    return not subject or _locked(stack, f"{subject}.lock")


def _has_a_place(stack: ExitStack) -> bool:
    return any(_locked(stack, f"place-{n}.lock") for n in range(AT_ONCE))


def _locked(stack: ExitStack, name: str) -> bool:
    """Whether nobody else holds this lock; then it is ours until the stack ends.

    The system gives it back when a process dies. Where no file can be made for it, nobody is kept
    out: a booklet made twice is better than none.
    """
    try:
        handle = os.open(folder() / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return False
    stack.callback(os.close, handle)
    return True
