"""Reads what mail servers write when a letter does not arrive: delivery status notes.

Written by whoever likes to write to us, so nothing in them is trusted but the number of one of our
letters, which only its recipient's mail servers have seen.
"""

import base64
import email
import hashlib
import re
from collections.abc import Iterator
from email.message import Message

from network.actions.returned import Notice
from network.models import ReturnedLetter

Kind = ReturnedLetter.Kind

# Our letters are of a few thousand; whoever returns one adds a little
LARGEST = 256_000  # bytes
DEEPEST = 20  # parts within parts

MESSAGE_ID = re.compile(r"<([^\s<>@]{1,100}@[^\s<>@]{1,80})>")
QUOTED_ID = re.compile(r"^[> \t]*Message-ID:\s*<([^\s<>@]{1,100}@[^\s<>@]{1,80})>", re.I | re.M)
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# As a server answers: "550 5.1.1 …", "550-…"
CODE = re.compile(r"(?<![\d.])(5\d\d)[ -]")
A_MACHINE = re.compile(r"(mailer-daemon|postmaster)\b", re.I)


class Unreadable(Exception):  # noqa: N818 - it says what the note is
    """A delivery status note that says too little, or too much. The message says why."""


def read(raw: bytes) -> Notice | None:
    """What a message says of one of our letters; None where it is no such note but anything else.

    Raises Unreadable, whatever the message holds, and nothing else.
    """
    if len(raw) > LARGEST:
        raise Unreadable(f"It is longer than {LARGEST // 1000} kB.")
    # Counted first, because the parser takes seconds for hundreds of them
    if raw.lower().count(b"boundary=") > DEEPEST:
        raise Unreadable("It has too many parts within parts.")
    try:
        # The older policy: it takes every header for the text that it is
        message = email.message_from_bytes(raw)
        parts = list(_parts(message))
        return _complaint(parts) or _report(message, parts) or _plain(message, parts)
    except Unreadable:
        raise
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as fault:
        # What Python's parser raises for a message made to trouble it
        raise Unreadable(f"It cannot be parsed: {type(fault).__name__}.") from None


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    if depth > DEEPEST:
        raise Unreadable("It has too many parts within parts.")
    yield message
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)


def _report(message: Message, parts: list[Message]) -> Notice | None:
    """RFC 3464: a part for machines, of which each block after the first is about a recipient."""
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            action = str(block.get("Action", "")).strip().lower()
            if action in {"failed", "delayed"}:
                found = STATUS.search(str(block.get("Status", "")))
                said = str(block.get("Diagnostic-Code", "")).partition(";")
                kind = Kind.PERMANENT if action == "failed" else Kind.TEMPORARY
                return _notice(kind, message, parts, found[1] if found else "", said[2] or said[0])
    return None


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    blocks = [block for block in payload if isinstance(block, Message)]
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64":
        return blocks
    # Which the standard forbids: the parser then took the code for the words of a block
    code = "".join(str(block.get_payload()) for block in blocks)
    text = base64.b64decode(code, validate=False).decode("ascii", "replace")
    return [email.message_from_string(block) for block in re.split(r"\r?\n\r?\n", text)]


def _complaint(parts: list[Message]) -> Notice | None:
    """RFC 5965: somebody pressed the button for unwanted mail."""
    if not any(part.get_content_type() == "message/feedback-report" for part in parts):
        return None
    return _notice(Kind.COMPLAINT, parts[0], parts, "", "")


def _plain(message: Message, parts: list[Message]) -> Notice | None:
    """What some servers write in words of their own, such as Exim and qmail did.

    Holiday notes name our letters, too, and come from a person's address.
    """
    by_machine = A_MACHINE.search(str(message.get("From", "")))
    if not by_machine and not message.get("X-Failed-Recipients"):
        return None
    words = next((_text(p) for p in parts if p.get_content_type() == "text/plain"), "")
    status, code = STATUS.search(words), CODE.search(words)
    line = next((line for line in words.splitlines() if CODE.search(line)), "")
    if status and status[1].startswith("4") and not message.get("X-Failed-Recipients"):
        return _notice(Kind.TEMPORARY, message, parts, status[1], line)
    if message.get("X-Failed-Recipients") or code or (status and status[1].startswith("5")):
        return _notice(Kind.PERMANENT, message, parts, status[1] if status else "", line)
    return None


def _notice(
    kind: ReturnedLetter.Kind, message: Message, parts: list[Message], status: str, reason: str
) -> Notice:
    message_id = next(_message_ids(message, parts), "")
    if not message_id:
        raise Unreadable("It does not say which letter it is about.")
    # What one server says of one letter is one event, however often the note is delivered
    said = f"{kind} {message_id} {status}".encode("utf-8", "replace")
    event_id = f"note:{hashlib.sha256(said).hexdigest()}"
    return Notice(event_id, kind, message_id, status, " ".join(reason.split()))


def _message_ids(message: Message, parts: list[Message]) -> Iterator[str]:
    """Which letter it may be about, the likeliest first."""
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            yield from QUOTED_ID.findall(_text(part))
        yield from MESSAGE_ID.findall(str(part.get("Message-ID", "")))
    for name in ("In-Reply-To", "References"):
        yield from MESSAGE_ID.findall(str(message.get(name, "")))
    for part in parts:
        if part.get_content_maintype() == "text":
            yield from QUOTED_ID.findall(_text(part))


def _text(part: Message) -> str:
    """Its words as far as they are plain letters: what we look for is."""
    payload = part.get_payload(decode=True)
    return payload.decode("ascii", "replace") if isinstance(payload, bytes) else ""
