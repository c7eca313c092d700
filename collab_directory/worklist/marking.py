"""“Seen, dealing with it”, and taking that back: the only code that changes marks."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from collab_directory import audit

from .lists import queues
from .models import Mark

NOTE = 120  # letters of a note


class NotWaitingError(Exception):
    """The row is gone: it has been dealt with, or is not for this user."""


@transaction.atomic
def take(queue: str, row: str, *, by: User, at: dt.datetime, words: str = "") -> Mark:
    """Whose it is now: theirs, or whoever was quicker. Their own they may take again, with a note.

    A mark that has run out is nobody's.
    """
    thing = waiting(queue, row, by, at)
    Mark.objects.filter(queue=queue, row=row).over(at).delete()
    mark, is_new = Mark.objects.select_for_update().get_or_create(
        queue=queue, row=row, defaults={"by": by, "at": at, "words": words.strip()[:NOTE]}
    )
    if is_new:
        audit.record("worklist.taken", thing, by=by, queue=queue)
    elif mark.by_id == by.pk and mark.words != words.strip()[:NOTE]:
        mark.words = words.strip()[:NOTE]
        mark.save(update_fields=["words"])
        audit.record("worklist.noted", thing, by=by, queue=queue)
    return mark


@transaction.atomic
def put_back(queue: str, row: str, *, by: User, at: dt.datetime) -> bool:
    """Let anybody deal with it again; whether somebody did. A colleague's, too: people fall ill."""
    thing = waiting(queue, row, by, at)
    if not Mark.objects.filter(queue=queue, row=row).delete()[0]:
        return False
    audit.record("worklist.put_back", thing, by=by, queue=queue)
    return True


def waiting(queue: str, row: str, by: User, at: dt.datetime) -> Any:
    """What waits there for this user. Raises NotWaitingError, whatever the reason."""
    known = queues().get(queue)
    try:
        found = known.waiting(by, at).filter(pk=row).first() if known else None
    except (ValueError, OverflowError):  # no number
        found = None
    if found is None:
        raise NotWaitingError
    return found


def forget_settled(*, at: dt.datetime) -> int:
    """Delete the marks of rows whose cause is gone, as the worklist does not show them; how many.

    Otherwise a cause that comes back would come back with a mark that is about the time before.
    """
    gone = 0
    for name in set(Mark.objects.order_by().values_list("queue", flat=True)):
        marks = Mark.objects.filter(queue=name)
        if queue := queues().get(name):
            rows = set(marks.values_list("row", flat=True))
            waiting = queue.found(at).filter(pk__in=rows).values_list("pk", flat=True)
            marks = marks.filter(row__in=rows - {str(pk) for pk in waiting})
        gone += marks.delete()[0]
    return gone
