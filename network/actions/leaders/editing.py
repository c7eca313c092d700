"""What follows when an editor changes a leader by hand."""

import datetime as dt
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from collab_directory import audit, outbox
from network.actions import enquiries
from network.models import ProjectLeader


@transaction.atomic
def follow_edit(
    leader: ProjectLeader, *, was: Mapping[str, Any], by: User, at: dt.datetime
) -> None:
    """`was`: what the changed fields held before. Call it in the transaction of the change.

    Nobody at a new address has said yes yet: they are told, and nothing is sent to them before they
    confirm. What was on its way to somebody who cannot be reached any more goes to somebody else.
    """
    written_to = copy(leader)  # where letters have gone so far
    written_to.email = str(was.get("email") or leader.email)
    if written_to.email.lower() != leader.email.lower():
        leader.confirmed_on = leader.told_on = leader.bounced_at = None
        leader.bounce_reason = ""
        leader.save(update_fields=["confirmed_on", "told_on", "bounced_at", "bounce_reason"])
        outbox.cancel(to=written_to.email)
        audit.record("leader.address_changed", leader, by=by)
    if not leader.is_reachable(timezone.localdate(at)):
        enquiries.reroute(written_to, at=at)
