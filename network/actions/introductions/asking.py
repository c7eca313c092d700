"""Asking to be introduced, and who can be asked."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Exists, OuterRef

from collab_directory import audit, limits
from collab_directory.limits import Limit
from network.models import Introduction, Link, Member, Unwanted
from network.models.introductions import AGAIN_AFTER, ANSWERED_WITHIN, KEPT_AFTER_END
from network.models.membership import MemberQuerySet

from . import letters

BY_ASKER = Limit("introductions.by_asker", ((5, dt.timedelta(days=1)),))
BY_ASKED = Limit("introductions.by_asked", ((5, dt.timedelta(days=1)),))


class NotPossible(Exception):  # noqa: N818 - an answer to expect, not a fault
    """This member cannot be asked, and the one who asks is not told why."""


class NotNow(Exception):  # noqa: N818 - an answer to expect, not a fault
    """They were asked already. `earlier` is that request."""

    def __init__(self, earlier: Introduction) -> None:
        self.earlier = earlier
        super().__init__(earlier.reference)


def may_be_asked(by: Member) -> MemberQuerySet:
    """Whom this member may ask. Whoever wants nothing from them looks like one who is not there."""
    unwanted = Unwanted.objects.filter(by=OuterRef("pk"), asker=by)
    listed = Member.objects.listed().filter(takes_introductions=True)
    return listed.exclude(pk=by.pk).exclude(Exists(unwanted))


@transaction.atomic
def ask(asker: Member, asked: Member, *, key: uuid.UUID, why: str, at: dt.datetime) -> Introduction:
    """Store the request once for each `key`, and write to the other side.

    Raises NotPossible, NotNow (asked within the last month) and limits.Refused; nothing is then
    stored.
    """
    pair = locked(asker.pk, asked.pk)
    known = Introduction.objects.filter(form_key=key, asker=asker).first()
    if known is not None:
        return known
    if len(pair) < 2 or not may_be_asked(asker).filter(pk=asked.pk).exists():
        raise NotPossible
    if earlier := recent(asker, asked, at=at):
        raise NotNow(earlier)
    limits.take({BY_ASKER: str(asker.pk), BY_ASKED: str(asked.pk)}, at=at)
    introduction = Introduction.objects.create(
        form_key=key, asker=pair[asker.pk], asked=pair[asked.pk], why=why, created_at=at
    )
    token = Link.make(
        Link.Purpose.ANSWER_INTRODUCTION,
        introduction,
        at=at,
        lasts=ANSWERED_WITHIN + KEPT_AFTER_END,
        # Whoever reads an address that is theirs no longer must not answer for them
        bound_to=pair[asked.pk].email.lower(),
    )
    audit.record("introduction.asked", introduction, by=None)
    letters.ask(introduction, pair[asker.pk], pair[asked.pk], token=token)
    return introduction


def recent(asker: Member, asked: Member, *, at: dt.datetime) -> Introduction | None:
    """The request because of which the same member is not asked again yet."""
    mine = Introduction.objects.with_words().filter(asker=asker, asked=asked)
    return mine.exclude(ended_at__lte=at - AGAIN_AFTER).order_by("-created_at").first()


@transaction.atomic
def change_switch(member: Member, *, takes: bool) -> bool:
    """Whether others may ask for this member. Requests that wait already are not touched by it.

    Whether this call changed it.
    """
    mine = Member.objects.active().filter(pk=member.pk).exclude(takes_introductions=takes)
    # On PostgreSQL no join may be updated
    if not Member.objects.filter(pk__in=mine.values("pk")).update(takes_introductions=takes):
        return False
    audit.record("member.changed", member, by=None, fields=["takes_introductions"])
    return True


def locked(*numbers: int) -> dict[int, Member]:
    """Those of them who belong, by their number: until the transaction ends none of them leaves.

    Always in one order, so that no two wait for each other.
    """
    rows = Member.objects.active().filter(pk__in=numbers).order_by("pk")
    return {member.pk: member for member in rows.select_for_update(of=("self",))}
