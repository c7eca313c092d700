"""The letters about a proposal. None repeats what its member typed."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse

from collab_directory import outbox
from network.models import Contribution


def tell_member(contribution: Contribution, what: str, *, at: dt.datetime, **context: Any) -> None:
    """To its member, unless they have left."""
    if contribution.member.email:
        outbox.post(
            f"network/contribution_{what}",
            to=contribution.member.email,
            key=_key(contribution, what, at),
            about=contribution,
            contribution=contribution,
            own_address=settings.SITE_URL
            + reverse("network:contribution", args=[contribution.reference]),
            **context,
        )


def tell_group(contribution: Contribution, what: str, *, at: dt.datetime) -> None:
    """That something waits, and where. `what`: sent, answered or withdrawn."""
    if settings.CONTACT_EMAIL:
        outbox.post(
            "network/contribution_for_group",
            to=settings.CONTACT_EMAIL,
            key=_key(contribution, f"group_{what}", at),
            about=contribution,
            contribution=contribution,
            what=what,
            admin_address=settings.SITE_URL
            + reverse("admin:network_contribution_change", args=[contribution.pk]),
        )


def _key(contribution: Contribution, what: str, at: dt.datetime) -> str:
    """The moment is in it, because some letters go out more than once."""
    return f"contribution:{contribution.pk}:{what}:{at.isoformat()}"
