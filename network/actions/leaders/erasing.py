"""What goes of a leader: when the time of one who left has come, or because they ask for it."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction

from casestudies import changes
from collab_directory import audit, outbox
from collab_directory.outbox.models import Letter
from network.actions import enquiries
from network.models import ProjectLeader

from .changing import change

NOBODY = dict.fromkeys(("email", "name", "consent_note", "bounce_reason"), "")


@transaction.atomic
def erase(leader: ProjectLeader, *, by: User | None, at: dt.datetime) -> bool:
    """Forget name and address; the role stays, for the questions that it was asked.

    One who is still active receives nothing from this moment: what waits for them is taken back,
    and questions that have not arrived go to the deputy or to the working group. Nobody is told.
    `by` is None when their time has come. Whether this call did it.
    """
    changes.note()  # before any lock: see `change`
    mine = ProjectLeader.objects.select_for_update().exclude(email="").filter(pk=leader.pk)
    found = mine.first()
    if found is None:
        return False
    address = found.email
    if change(found, ProjectLeader.objects.all(), is_active=False, left_at=at, paused_until=None):
        outbox.cancel(to=address)
        enquiries.reroute(found, at=at)
    ProjectLeader.objects.filter(pk=found.pk, left_at=None).update(left_at=at)
    Letter.objects.addressed(address).finished().delete()
    ProjectLeader.objects.filter(pk=found.pk).update(**NOBODY, successor=None)
    found.links.all().delete()
    leader.refresh_from_db()
    audit.record("leader.erased", leader, by=by)
    return True
