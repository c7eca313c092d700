"""The one way in which what is held about a leader is written."""

from typing import Any

from casestudies import changes
from network.models import ProjectLeader
from network.models.leaders import ProjectLeaderQuerySet


def change(leader: ProjectLeader, only: ProjectLeaderQuerySet, **values: Any) -> bool:
    """Write these values if the leader is active and among `only`: of two at once, one does.

    Whom a question reaches can be seen on the pages of case studies, so these follow. Call it in a
    transaction.
    """
    mine = only.filter(pk=leader.pk, is_active=True)
    if not mine.exists():
        return False
    # First, although nothing has changed yet: what follows may lock the deputy, too, and those who
    # all wait for this row first never wait for each other in a circle
    changes.note()
    if not mine.update(**values):
        return False
    # With what its name is made of: an audit record follows
    leader.refresh_from_db(from_queryset=ProjectLeader.objects.select_related("organisation"))
    return True
