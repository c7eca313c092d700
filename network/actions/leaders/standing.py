"""Whether what is held about a leader is right, and whether questions are sent to them."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from collab_directory import audit
from network.actions import enquiries
from network.models import Enquiry, ProjectLeader

from .changing import change
from .leaving import give_way

LONGEST_PAUSE = dt.timedelta(days=183)
SOON = (
    (Enquiry.Answer.WITHIN_A_WEEK, dt.timedelta(days=7)),
    (Enquiry.Answer.WITHIN_TWO_WEEKS, dt.timedelta(days=14)),
)


@transaction.atomic
def confirm(
    leader: ProjectLeader, *, at: dt.datetime, by: User | None = None, note: str = ""
) -> bool:
    """What is held is right, and questions may be sent.

    Said by the leader's own button, or by an editor who heard it from them and notes how. Whoever
    named this leader as the one to follow them is thereby followed, thanked, and gone.
    """
    day = timezone.localdate(at)
    # They have read on their page what a letter would tell them
    values = {"confirmed_on": day, "told_on": Coalesce(F("told_on"), Value(day))}
    if note:
        values["consent_note"] = Value(note)
    confirmed = change(leader, ProjectLeader.objects.exclude(confirmed_on=day), **values)
    if confirmed:
        audit.record("leader.confirmed", leader, by=by)
    return give_way(leader, at=at) or confirmed


@transaction.atomic
def pause(leader: ProjectLeader, *, until: dt.date, at: dt.datetime) -> bool:
    """Send them no question up to and on that day. ValueError if it is past or too far off."""
    today = timezone.localdate(at)
    if not today < until <= today + LONGEST_PAUSE:
        raise ValueError("A pause ends within six months")
    paused = change(leader, ProjectLeader.objects.exclude(paused_until=until), paused_until=until)
    if paused:
        audit.record("leader.paused", leader, by=None, until=until)
    return paused


@transaction.atomic
def resume(leader: ProjectLeader, *, at: dt.datetime) -> bool:
    """Questions may be sent again from now on."""
    paused = ProjectLeader.objects.filter(paused_until__gte=timezone.localdate(at))
    resumed = change(leader, paused, paused_until=None)
    if resumed:
        audit.record("leader.resumed", leader, by=None)
    return resumed


@transaction.atomic
def correct(
    leader: ProjectLeader, *, role_title: str, name: str, shows_speed: bool, at: dt.datetime
) -> bool:
    """What the leader says of themselves. The role is public from now on, the name is not."""
    said = {"role_title": role_title, "name": name, "shows_speed": shows_speed}
    changed = [field for field, value in said.items() if getattr(leader, field) != value]
    if not changed or not change(leader, ProjectLeader.objects.all(), **said):
        return False
    audit.record("leader.corrected", leader, by=None, fields=changed)
    return True


def say_answered(leader: ProjectLeader, *, reference: str, at: dt.datetime) -> bool:
    """The leader has answered a question that was passed on to them: by now, as far as we know."""
    enquiry = Enquiry.objects.filter(leader=leader, reference=reference).first()
    if enquiry is None or enquiry.passed_on_at is None:
        return False
    took = at - enquiry.passed_on_at
    in_time = (answer for answer, within in SOON if took <= within)
    return enquiries.say_answer(enquiry, next(in_time, Enquiry.Answer.LATER), at=at)


@transaction.atomic
def clear_bounce(leader: ProjectLeader, *, by: User) -> bool:
    """Letters arrive again, says an editor: the address was put right, or the mailbox was."""
    bounced = ProjectLeader.objects.filter(bounced_at__isnull=False)
    cleared = change(leader, bounced, bounced_at=None, bounce_reason="")
    if cleared:
        audit.record("leader.bounce_cleared", leader, by=by)
    return cleared
