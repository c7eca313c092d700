"""Mailboxes from which letters that came back are read: a folder, a file, or a server over TLS.

What was heeded is moved or marked, and never deleted; what is left alone stays as it was.
"""

import imaplib
import mailbox
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collab_directory.env import Mailbox
from network.delivery_notes import LARGEST

TIMEOUT = 20  # seconds
PROCESSED = "Processed"  # the folder of a Maildir, or what is added to the name of an mbox file
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Unavailable(Exception):  # noqa: N818 - it says what the mailbox is
    """The mailbox cannot be opened or read. The message says why, and holds no password."""


@dataclass(frozen=True)
class Waiting:
    """A message: what it is called there, its first bytes (one more than a note may have), and how
    to move or mark it once it is heeded."""

    name: str
    raw: bytes
    settle: Callable[[], None]


@contextmanager
def opened(where: Mailbox) -> Iterator[Iterator[Waiting]]:
    """The messages that wait, read one by one. Raises Unavailable."""
    opening = {"maildir": _maildir, "mbox": _mbox, "imap": _imap}[where.kind]
    try:
        with opening(where) as waiting:
            yield waiting
    except mailbox.ExternalClashError:
        raise Unavailable("Somebody else is writing to it. Try again later.") from None
    except (mailbox.Error, OSError) as fault:
        raise Unavailable(f"It cannot be read: {type(fault).__name__}.") from None
    except imaplib.IMAP4.error:
        # Whose words may quote what we sent to sign in
        raise Unavailable("The server refused. Check user, password and mailbox.") from None


@contextmanager
def _maildir(where: Mailbox) -> Iterator[Iterator[Waiting]]:
    box = mailbox.Maildir(where.path, factory=None, create=False)
    processed = box.add_folder(PROCESSED)

    def one(key: str) -> Waiting:
        raw = _beginning(box, key)

        def settle() -> None:
            processed.add(raw)
            box.discard(key)

        return Waiting(key, raw, settle)

    yield (one(key) for key in sorted(box.keys()))


@contextmanager
def _mbox(where: Mailbox) -> Iterator[Iterator[Waiting]]:
    if not Path(where.path).is_file():
        raise FileNotFoundError
    beside = f"{where.path}.{PROCESSED.lower()}"
    with (
        closing(mailbox.mbox(where.path, factory=None, create=False)) as box,
        closing(mailbox.mbox(beside, factory=None)) as processed,
    ):
        box.lock()

        def one(key: Any) -> Waiting:
            raw = _beginning(box, key)

            def settle() -> None:
                processed.add(raw)
                processed.flush()
                # Taken out when the box is closed; it is in the other file by then
                box.remove(key)

            return Waiting(str(key), raw, settle)

        yield (one(key) for key in box.keys())  # noqa: SIM118 - a mailbox is no dict


def _beginning(box: Any, key: Any) -> bytes:
    with box.get_file(key) as file:
        raw: bytes = file.read(LARGEST + 1)
        return raw


@contextmanager
def _imap(where: Mailbox) -> Iterator[Iterator[Waiting]]:
    server = imaplib.IMAP4_SSL(where.host, where.port, timeout=TIMEOUT)
    try:
        server.login(where.user, where.password)
        _ask(server.select, f'"{where.path}"')
        yield _unseen(server)
    finally:
        server.shutdown()


def _unseen(server: imaplib.IMAP4) -> Iterator[Waiting]:
    """Unread messages; reading one here does not mark it, `settle` does."""
    [found] = _ask(server.uid, "SEARCH", "UNSEEN")
    for uid in found.decode("ascii").split():
        size = SIZE.search(b" ".join(_flat(_ask(server.uid, "FETCH", uid, "(RFC822.SIZE)"))))
        raw = b"\0" * (LARGEST + 1)
        if size and int(size[1]) <= LARGEST:
            parts = _ask(server.uid, "FETCH", uid, "(BODY.PEEK[])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")

        def settle(uid: str = uid) -> None:
            _ask(server.uid, "STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

        yield Waiting(uid, raw, settle)


def _ask(command: Callable[..., tuple[str, list[Any]]], *words: str) -> list[Any]:
    answer, data = command(*words)
    if answer != "OK":
        raise imaplib.IMAP4.error
    return [part for part in data if part is not None] or [b""]


def _flat(data: list[Any]) -> Iterator[bytes]:
    for part in data:
        yield from part if isinstance(part, tuple) else (part,)
