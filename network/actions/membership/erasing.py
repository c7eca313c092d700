"""What goes of a request, by itself when its time has come, or because somebody asks for it."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from collab_directory import audit, outbox
from network.models import MembershipRequest

from .deciding import require

State = MembershipRequest.State
DECIDED = (State.APPROVED, State.DECLINED)


@transaction.atomic
def forget(asked: MembershipRequest) -> bool:
    """Delete a request whose address nobody confirmed. False if somebody has, or it is gone."""
    mine = MembershipRequest.objects.unconfirmed().filter(pk=asked.pk)
    if not mine.exists():
        return False
    outbox.cancel(about=asked)
    audit.record("membership.forgotten", asked, by=None)
    return bool(mine.delete()[0])


@transaction.atomic
def erase(asked: MembershipRequest, *, by: User | None, at: dt.datetime) -> bool:
    """Leave nothing of who asked and why; that it was decided, when and by whom, stays.

    One that still waits counts as declined; nobody is told. One that was never confirmed is deleted
    with its row. `by` is None when its time has come. Whether this call did it. Raises NotAllowed.
    """
    if by is not None:
        require(asked, by)
    if asked.state == State.RECEIVED:
        return forget(asked)
    mine = MembershipRequest.objects.filter(pk=asked.pk, erased_at=None)
    mine.exclude(state__in=[*DECIDED, State.RECEIVED]).update(
        state=State.DECLINED, decided_at=at, decided_by=by
    )
    if not mine.update(erased_at=at, **_nothing()):
        return False
    asked.refresh_from_db()
    asked.interests.clear()
    asked.links.all().delete()
    outbox.cancel(about=asked)
    audit.record("membership.erased", asked, by=by)
    return True


@transaction.atomic
def reduce(asked: MembershipRequest, *, at: dt.datetime) -> bool:
    """Leave the dates and the outcome: neither who asked nor who decided."""
    mine = MembershipRequest.objects.filter(pk=asked.pk, state__in=DECIDED)
    is_erased = erase(asked, by=None, at=at)
    is_unsigned = mine.filter(Q(decided_by__isnull=False)).update(decided_by=None)
    return bool(is_erased or is_unsigned)


def _nothing() -> dict[str, Any]:
    """Service and region stay: they are counts, not a person."""
    words = ("name", "email", "other_organisation", "role", "why", "question", "answer", "reason")
    nothing = {"organisation": None, "bounced_at": None, "bounce_reason": ""}
    return dict.fromkeys(words, "") | nothing
