"""From a confirmed address to somebody who can answer."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from collab_directory import audit, outbox
from network.models import Enquiry, ProjectLeader
from network.reach import Reach, reach

from . import letters


def route(enquiry: Enquiry, *, at: dt.datetime) -> None:
    """To the leader who can be reached, or to the working group with the reason.

    The enquiry is with the working group when this is called, in a transaction.
    """
    found = reach(enquiry.study, timezone.localdate(at))
    if found.leader is None or not _hand_over(enquiry, found.leader, by=None, at=at):
        _leave_with_group(enquiry, found, at=at)


@transaction.atomic
def pass_on(enquiry: Enquiry, *, to: ProjectLeader, by: User | None, at: dt.datetime) -> bool:
    """Pass on by hand what waits with the working group or is held.

    False if it does not wait any more, its sender has not confirmed their address, or nothing may
    be sent to this leader.
    """
    return _hand_over(enquiry, to, by=by, at=at)


def reroute(leader: ProjectLeader, *, at: dt.datetime) -> int:
    """A leader cannot be reached any more: what did not arrive goes to the deputy or the group.

    How many enquiries. Call it when the leader is marked: whoever is reachable is not passed over.
    """
    passed_on = Enquiry.objects.passed_on().filter(leader=leader, answer=Enquiry.Answer.UNKNOWN)
    return sum(_take_back(enquiry, leader, at=at) for enquiry in passed_on.order_by("pk"))


def _hand_over(enquiry: Enquiry, to: ProjectLeader, *, by: User | None, at: dt.datetime) -> bool:
    # Locked, so that a leader whose letters come back at this moment is not missed: either they
    # are marked before this reads, or this letter is there to be taken back
    reachable = ProjectLeader.objects.reachable(timezone.localdate(at)).filter(pk=to.pk)
    leader = reachable.select_related("organisation").select_for_update(of=("self",)).first()
    if leader is None:
        return False
    waiting = Enquiry.objects.for_the_group().filter(pk=enquiry.pk, confirmed_at__isnull=False)
    if not waiting.update(
        state=Enquiry.State.PASSED_ON, leader=leader, passed_on_at=at, why="", asked_at=None
    ):
        return False
    enquiry.refresh_from_db()
    audit.record("enquiry.passed_on", enquiry, by=by, leader=leader.pk)
    letters.to_leader(enquiry, leader, at=at)
    letters.tell_passed_on(enquiry, leader, at=at)
    return True


def _leave_with_group(enquiry: Enquiry, found: Reach, *, at: dt.datetime) -> None:
    why = found.why.value if found.why else ""
    Enquiry.objects.filter(pk=enquiry.pk).update(why=why)
    enquiry.refresh_from_db()
    audit.record("enquiry.with_group", enquiry, by=None, why=why)
    letters.tell_group(enquiry, at=at)
    letters.tell_with_group(enquiry, found, at=at)


@transaction.atomic
def _take_back(enquiry: Enquiry, leader: ProjectLeader, *, at: dt.datetime) -> bool:
    if letters.has_arrived(enquiry, leader):
        return False
    still_there = Enquiry.objects.passed_on().filter(pk=enquiry.pk, leader=leader)
    if not still_there.update(
        state=Enquiry.State.WITH_GROUP, leader=None, passed_on_at=None, asked_at=None
    ):
        return False
    outbox.cancel(to=leader.email, about=enquiry)
    enquiry.refresh_from_db()
    audit.record("enquiry.taken_back", enquiry, by=None, leader=leader.pk)
    route(enquiry, at=at)
    return True
