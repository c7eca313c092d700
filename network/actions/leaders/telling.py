"""Whoever is entered by somebody else is told: what is held, why, and how to object."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from collab_directory import audit
from network.models import ProjectLeader

from .links import post

# So that whoever entered them can still put right what they typed; the law gives a month
TOLD_AFTER = dt.timedelta(days=1)


@transaction.atomic
def tell(leader: ProjectLeader, *, at: dt.datetime, by: User | None = None) -> bool:
    """Write to them what is held about them. Once is enough.

    Nobody is told at a placeholder's address, nor where letters come back.
    """
    untold = ProjectLeader.objects.to_tell().filter(pk=leader.pk, bounced_at=None)
    day = timezone.localdate(at)
    if not untold.update(told_on=day):
        return False
    leader.refresh_from_db()
    # By day: whoever's letter came back is told again once the address is put right
    post(
        "leader_told",
        leader,
        key=f"leader-told:{leader.pk}:{day}",
        at=at,
        studies=list(leader.published_studies()),
    )
    audit.record("leader.told", leader, by=by)
    return True


def tell_all_due(*, at: dt.datetime) -> int:
    """Tell those who were entered a day ago or longer. How many were told."""
    due = ProjectLeader.objects.to_tell().filter(created_at__lte=at - TOLD_AFTER, bounced_at=None)
    return sum(tell(leader, at=at) for leader in due)
