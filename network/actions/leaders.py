"""What is done about project leaders: by themselves from their page, by an editor, or when due."""

import datetime as dt

from django.conf import settings
from django.urls import reverse

from network.models import Link, ProjectLeader

PAGE_LASTS = dt.timedelta(days=30)  # how long the link in a letter opens the leader's own page


def letter_link(leader: ProjectLeader, *, at: dt.datetime) -> str:
    """The full address of the leader's own page, for a letter to them and nobody else.

    A new link each time, good for 30 days, any number of visits, and as long as their address is
    the one that the letter goes to.
    """
    token = Link.make(
        Link.Purpose.LEADER_PAGE, leader, at=at, lasts=PAGE_LASTS, bound_to=leader.email.lower()
    )
    return settings.SITE_URL + reverse("network:leader", args=[token])
