"""The link to a leader's own page: in each letter to them, and by itself when they ask for it."""

import datetime as dt
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from collab_directory import limits, outbox
from network.models import Link, ProjectLeader

PAGE_LASTS = dt.timedelta(days=30)

BY_ADDRESS = limits.Limit(
    "leader_link.by_address", ((1, dt.timedelta(minutes=15)), (5, dt.timedelta(days=1)))
)
BY_CLIENT = limits.Limit("leader_link.by_client", ((5, dt.timedelta(hours=1)),))


def letter_link(leader: ProjectLeader, *, at: dt.datetime) -> str:
    """The full address of the leader's own page, for a letter to them and nobody else.

    A new link each time, good for 30 days, any number of visits, and as long as their address is
    the one that the letter goes to.
    """
    token = Link.make(
        Link.Purpose.LEADER_PAGE, leader, at=at, lasts=PAGE_LASTS, bound_to=leader.email.lower()
    )
    return settings.SITE_URL + reverse("network:leader", args=[token])


def post(
    template: str, leader: ProjectLeader, *, key: str, at: dt.datetime, **context: Any
) -> None:
    """A letter to a leader, of `templates/emails/network/`, with the link to their own page."""
    outbox.post(
        f"network/{template}",
        to=leader.email,
        key=key,
        about=leader,
        leader=leader,
        link=letter_link(leader, at=at),
        **context,
    )


@transaction.atomic
def send_link(address: str, *, client: str, at: dt.datetime) -> None:
    """Mail a link to the leader's page, if there is a leader at this address who may be written to.

    Who asks learns nothing: an address that is nobody's costs the same work, which is then undone.
    `client` is the network address of who asks. Raises Refused when there were too many.
    """
    limits.take({BY_ADDRESS: address, BY_CLIENT: client}, at=at)
    leader = ProjectLeader.objects.at(address).filter(is_active=True, bounced_at=None).first()
    if leader is not None and leader.has_placeholder_address:
        leader = None
    with suppress(_NobodysError), transaction.atomic():
        whose = leader or ProjectLeader(pk=0, role_title="Collaboration lead", email=address)
        # Nobody asks twice in a moment: the limit is a quarter of an hour
        post("leader_link", whose, key=f"leader-link:{whose.pk}:{at.isoformat()}", at=at)
        if leader is None:
            raise _NobodysError


class _NobodysError(Exception):
    """Undoes what was done for an address at which there is no leader."""
