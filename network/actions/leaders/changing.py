"""The one way in which what is held about a leader is written."""

from typing import Any

from casestudies import changes
from network.models import ProjectLeader
from network.models.leaders import ProjectLeaderQuerySet


def change(leader: ProjectLeader, only: ProjectLeaderQuerySet, **values: Any) -> bool:
    """Write these values if the leader is active and among `only`: of two at once, one does.

    Whom a question reaches can be seen on the pages of case studies, so these follow.
    """
    changed = only.filter(pk=leader.pk, is_active=True).update(**values)
    if changed:
        changes.note()
        # With what its name is made of: an audit record follows
        named = ProjectLeader.objects.select_related("organisation")
        leader.refresh_from_db(from_queryset=named)
    return bool(changed)
