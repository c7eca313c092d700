"""What an editor decides about an enquiry."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from collab_directory import audit, outbox
from network.models import Enquiry

from .routing import route

State = Enquiry.State
OPEN = (State.RECEIVED, State.WITH_GROUP, State.HELD, State.PASSED_ON)


@transaction.atomic
def hold(enquiry: Enquiry, *, by: User, why: str, at: dt.datetime) -> bool:
    """Let it wait until somebody has looked at it. Only what has not been passed on yet."""
    waiting = Q(state__in=[State.RECEIVED, State.WITH_GROUP])
    if not _change(enquiry, waiting, state=State.HELD, why=why[:200]):
        return False
    audit.record("enquiry.held", enquiry, by=by)
    return True


@transaction.atomic
def release(enquiry: Enquiry, *, by: User, at: dt.datetime) -> bool:
    """Let what was held go its way: to be confirmed, to the leader, or to the working group."""
    held = Q(state=State.HELD)
    if _change(enquiry, held & Q(confirmed_at__isnull=False), state=State.WITH_GROUP, why=""):
        audit.record("enquiry.released", enquiry, by=by)
        route(enquiry, at=at)
        return True
    if _change(enquiry, held, state=State.RECEIVED, why=""):
        audit.record("enquiry.released", enquiry, by=by)
        return True
    return False


@transaction.atomic
def report(enquiry: Enquiry, *, by: User, at: dt.datetime) -> bool:
    """Mark it as abuse: nothing more goes out about it, and it is kept longer, as evidence."""
    unreported = Q(state__in=[*OPEN, State.CLOSED], reported_at=None)
    if not _change(enquiry, unreported, state=State.CLOSED, closed_at=at, reported_at=at):
        return False
    outbox.cancel(about=enquiry)
    audit.record("enquiry.reported", enquiry, by=by)
    return True


@transaction.atomic
def close(enquiry: Enquiry, *, by: User | None, at: dt.datetime, note: str = "") -> bool:
    """Nothing more is done about it: the group has answered, or has dealt with a silence.

    Letters that wait still go: what was passed on arrives.
    """
    values: dict[str, Any] = {"state": State.CLOSED, "closed_at": at, "dealt_with_at": at}
    if note:
        values["why"] = note[:200]
    if not _change(enquiry, Q(state__in=OPEN), **values):
        return False
    audit.record("enquiry.closed", enquiry, by=by)
    return True


@transaction.atomic
def erase(enquiry: Enquiry, *, by: User | None, at: dt.datetime) -> bool:
    """Leave nothing of who asked what; the row stays, so that counts stay true.

    `by` is None when its time has come. Letters about it that wait are not sent.
    """
    said = {
        "name": "",
        "email": "",
        "organisation": "",
        "role": "",
        "topics": [],
        "message": "",
        "why": "",
    }
    if not _change(enquiry, ~Q(state=State.ERASED), state=State.ERASED, closed_at=at, **said):
        return False
    outbox.cancel(about=enquiry)
    audit.record("enquiry.erased", enquiry, by=by)
    return True


def _change(enquiry: Enquiry, allowed: Q, **values: Any) -> bool:
    """Whether this call changed it: of two who decide at once, one does."""
    changed = Enquiry.objects.filter(allowed, pk=enquiry.pk).update(**values)
    if changed:
        enquiry.refresh_from_db()
    return bool(changed)
