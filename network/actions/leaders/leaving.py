"""How a leader goes: somebody follows them, or they leave, which is also how one objects."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casestudies import changes
from collab_directory import audit, limits, outbox
from network.actions import enquiries
from network.models import Leadership, ProjectLeader

from .changing import change
from .links import post

# Each sends a letter to an address that somebody typed
NAMED = limits.Limit("leader_successor.by_leader", ((5, dt.timedelta(days=1)),))


class CannotFollow(Exception):  # noqa: N818 - an answer to expect, not a fault
    """It is the leader's own address, or that of somebody who is not to be written to."""


@transaction.atomic
def hand_over(
    leader: ProjectLeader, *, name: str, role_title: str, email: str, at: dt.datetime
) -> ProjectLeader:
    """Name who follows, and tell them. Questions go on to `leader` until that one confirms.

    Who is a leader already gets the case studies on top of their own, and keeps name and role.
    Raises CannotFollow, or Refused when too many were named in a day.
    """
    changes.note()  # before any lock: see `change`
    # Locked, so that two who press at once name one successor
    leader = ProjectLeader.objects.select_for_update().get(pk=leader.pk)
    if not leader.is_active:
        raise CannotFollow
    known = ProjectLeader.objects.at(email).first()
    if known is not None and known == leader.successor:
        return known
    if known is not None and (known == leader or not known.is_active or known.bounced_at):
        raise CannotFollow
    limits.take({NAMED: str(leader.pk)}, at=at)
    successor = known or _newcomer(leader, name=name, role_title=role_title, email=email, at=at)
    for leadership in leader.leaderships.all():
        _place_behind(leadership, successor)
    change(leader, ProjectLeader.objects.all(), successor=successor)
    if not successor.has_placeholder_address:
        # Numbered by both and by day: named again after another was named, they hear of it again
        key = f"leader-named:{leader.pk}:{successor.pk}:{timezone.localdate(at)}"
        studies = list(leader.published_studies())
        post("leader_named", successor, key=key, at=at, before=str(leader), studies=studies)
    audit.record("leader.named_successor", leader, by=None, successor=successor.pk)
    return successor


@transaction.atomic
def leave(leader: ProjectLeader, *, at: dt.datetime) -> bool:
    """Write to them no more. Retention erases name and address 30 days later.

    Their links die, what waits to be sent to them is taken back, and questions that have not
    arrived go to the deputy or to the working group.
    """
    return _part(leader, at=at, letter="leader_left", action="leader.left")


def give_way(successor: ProjectLeader, *, at: dt.datetime) -> bool:
    """Those who named this leader, who has now confirmed, are thanked and go. Whether anybody did.

    Call it in the transaction of the confirmation.
    """
    if not successor.is_active:
        return False
    before = successor.predecessors.filter(is_active=True)
    gone = [
        _part(leader, at=at, letter="leader_followed", action="leader.followed")
        for leader in before.select_related("organisation")
    ]
    return any(gone)


def _newcomer(
    leader: ProjectLeader, *, name: str, role_title: str, email: str, at: dt.datetime
) -> ProjectLeader:
    day = timezone.localdate(at)
    # Another leader may name the same person at this moment
    newcomer, _is_new = ProjectLeader.objects.get_or_create(
        email__iexact=email,
        defaults={
            "name": name,
            "role_title": role_title,
            "email": email,
            "organisation_id": leader.organisation_id,
            "consent": ProjectLeader.Consent.ORGANISATION,
            "consent_note": "Named by the leader before them.",
            "consent_on": day,
            "told_on": day,
            "created_at": at,
        },
    )
    return newcomer


def _place_behind(leadership: Leadership, successor: ProjectLeader) -> None:
    """The successor next in line for this case study, unless they stand in it already."""
    in_line = Leadership.objects.filter(study_id=leadership.study_id)
    if in_line.filter(leader=successor).exists():
        return
    in_line.filter(position__gt=leadership.position).update(position=F("position") + 1)
    Leadership.objects.create(
        study_id=leadership.study_id, leader=successor, position=leadership.position + 1
    )


def _part(leader: ProjectLeader, *, at: dt.datetime, letter: str, action: str) -> bool:
    gone = change(
        leader, ProjectLeader.objects.all(), is_active=False, left_at=at, paused_until=None
    )
    if not gone:
        return False
    outbox.cancel(to=leader.email)
    leader.links.all().delete()
    enquiries.reroute(leader, at=at)
    if not leader.has_placeholder_address and leader.bounced_at is None:
        outbox.post(
            f"network/{letter}",
            to=leader.email,
            key=f"{action}:{leader.pk}:{at.isoformat()}",
            about=leader,
            leader=leader,
        )
    audit.record(action, leader, by=None)
    return True
