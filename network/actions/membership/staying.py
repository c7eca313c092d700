"""Members of whom nothing is heard are asked whether they stay, and erased if they do not answer.

Signing in is an answer; so is the button in our letter.
"""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from collab_directory import audit
from network.models import Link, Member
from network.models.membership import ASKED_BEFORE, QUIET_KEPT

from . import letters
from .belonging import leave


def note_sign_in(user: User, *, at: dt.datetime) -> None:
    Member.objects.filter(user=user).update(
        seen_on=timezone.localdate(at), heard_at=at, stay_asked_at=None
    )


def ask_whether_they_stay(*, at: dt.datetime) -> int:
    """Write to those of whom nothing was heard for 23 months. How many were written to."""
    due = Member.objects.to_ask_whether_they_stay(at).order_by("heard_at", "pk")
    return sum(_ask(member, at=at) for member in due)


@transaction.atomic
def _ask(member: Member, *, at: dt.datetime) -> bool:
    mine = Member.objects.to_ask_whether_they_stay(at).filter(pk=member.pk)
    if not mine.update(stay_asked_at=at):
        return False
    member.refresh_from_db()
    erased_at = max(member.heard_at + QUIET_KEPT, at + ASKED_BEFORE)
    token = Link.make(
        Link.Purpose.STAY,
        member,
        at=at,
        lasts=erased_at - at,
        bound_to=member.email.lower(),
    )
    audit.record("member.asked_to_stay", member, by=None)
    letters.ask_whether_they_stay(member, token=token, until=erased_at, at=at)
    return True


@transaction.atomic
def stay(member: Member, *, at: dt.datetime) -> bool:
    """They want to stay: two years begin anew. False if they have left."""
    mine = Member.objects.filter(pk=member.pk, left_at=None)
    if not mine.update(heard_at=at, stay_asked_at=None):
        return False
    audit.record("member.stays", member, by=None)
    return True


def forget_quiet(at: dt.datetime) -> int:
    """Erase those of whom nothing was heard for two years, and who were asked. How many."""
    return sum(_forget(member, at=at) for member in Member.objects.quiet(at).order_by("pk"))


@transaction.atomic
def _forget(member: Member, *, at: dt.datetime) -> bool:
    # Asked again under a lock: they may be signing in at this moment
    quiet = Member.objects.quiet(at).filter(pk=member.pk).select_for_update().first()
    return quiet is not None and leave(quiet, at=at, lapsed=True)
