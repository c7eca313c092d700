"""Letters that came back: nobody writes again to people whom letters do not reach."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction

from collab_directory.outbox.models import Letter
from network.actions import heeding
from network.models import ReturnedLetter

Kind = ReturnedLetter.Kind

# What mail servers say quotes addresses, and a reason is read by people whom they do not concern
ADDRESS = re.compile(r"\S*@\S*")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

# How a problem in the outbox begins that is about the letter's recipient, not about our own server
ABOUT_RECIPIENT = ("The mail server answered", "The mail server cannot carry")


@dataclass(frozen=True)
class Notice:
    """What somebody says of one letter. Only `message_id`, which we made up, says which letter.

    `event_id` is the same whenever the same thing is said again; `status` is such as 5.1.1.
    """

    event_id: str
    kind: ReturnedLetter.Kind
    message_id: str = ""
    status: str = ""
    reason: str = ""


@transaction.atomic
def take(notice: Notice, *, at: dt.datetime) -> bool:
    """Record what came back and heed it; False if it was taken before.

    Whom a letter does not reach for good, or who complains of one, is marked: a leader's questions
    go to the deputy or the working group, alerts pause (or end, after a complaint), and members and
    applicants are shown to the group. What comes back for now is only recorded, and so is what
    concerns nobody but a sender.
    """
    row, is_new = ReturnedLetter.objects.get_or_create(
        event_id=notice.event_id[:128],
        defaults={
            "message_id": _bracketed(notice.message_id),
            "kind": notice.kind,
            "status": _harmless(notice.status)[:20],
            "reason": _harmless(notice.reason),
            "received_at": at,
        },
    )
    if not is_new:
        return False
    letter = _letter(row.message_id)
    if letter is not None and row.kind != Kind.TEMPORARY and heeding.heed(row, letter, at=at):
        ReturnedLetter.objects.filter(pk=row.pk).update(handled_at=at)
    return True


def never_left(letter: Letter) -> bool:
    """The outbox gave a letter up: as if it came back, if that is its recipient's doing."""
    at = letter.finished_at
    if at is None or not letter.message_id or not letter.problem.startswith(ABOUT_RECIPIENT):
        return False
    notice = Notice(
        # Whoever queues it again may see it fail again
        event_id=f"outbox:{letter.pk}:{at.isoformat()}",
        kind=Kind.PERMANENT,
        message_id=letter.message_id,
        reason=letter.problem,
    )
    return take(notice, at=at)


def _letter(message_id: str) -> Letter | None:
    return Letter.objects.filter(message_id=message_id).first() if message_id else None


def _bracketed(message_id: str) -> str:
    """As the outbox keeps it: <…@…>. Empty for what cannot be one of ours."""
    inner = message_id.strip().strip("<>")
    if not inner or len(inner) > 190 or re.search(r"[\s<>\x00-\x1f\x7f-\uffff]", inner):
        return ""
    return f"<{inner}>"


def _harmless(reason: str) -> str:
    # JSON can name half of a character, which no database takes
    whole = reason.encode("utf-8", "replace").decode()
    one_line = CONTROLS.sub(" ", whole)
    return " ".join(ADDRESS.sub("…", one_line).split())[:300]
