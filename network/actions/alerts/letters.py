"""The letters about alerts, and the addresses that they link to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from collab_directory import outbox
from network import status
from network.models import Issue, Link, Subscription

from .news import Said
from .searches import Search


@dataclass(frozen=True)
class Entry:
    """One case study in a letter; `searches` are those of the reader's that it answers, in words,
    where they have more than one."""

    said: Said
    searches: tuple[str, ...]

    @property
    def address(self) -> str:
        return settings.SITE_URL + self.said.study.get_absolute_url()


def page_token(subscription: Subscription, *, at: dt.datetime) -> str:
    """What the address of the subscriber's own page ends with. It never runs out."""
    token = status.token_for(Link.Purpose.SUBSCRIPTION, subscription.form_key)
    return Link.make(Link.Purpose.SUBSCRIPTION, subscription, at=at, token=token)


def page_address(subscription: Subscription, *, at: dt.datetime) -> str:
    """In full, as a letter gives it."""
    return status.in_a_letter("network:updates_own", page_token(subscription, at=at))


def ask_to_confirm(subscription: Subscription, *, token: str, until: dt.datetime) -> None:
    outbox.post(
        "network/alerts_confirm",
        to=subscription.email,
        key=f"subscription:{subscription.pk}:confirm",
        about=subscription,
        subscription=subscription,
        search=Search.stored(subscription.question),
        confirm_address=status.in_a_letter("network:updates_confirm", token),
        until=until,
    )


def you_have_it(existing: Subscription, *, asked: Subscription, at: dt.datetime) -> None:
    _about_one("network/alerts_known", existing, about=asked, at=at)


def welcome(subscription: Subscription, *, at: dt.datetime) -> None:
    _about_one("network/alerts_begin", subscription, about=subscription, at=at)


def _about_one(
    template: str, subscription: Subscription, *, about: Subscription, at: dt.datetime
) -> None:
    token = page_token(subscription, at=at)
    outbox.post(
        template,
        to=subscription.email,
        key=f"subscription:{about.pk}:{template}",
        about=about,
        subscription=subscription,
        search=Search.stored(subscription.question),
        own_address=status.in_a_letter("network:updates_own", token),
        unsubscribe=status.in_a_letter("network:updates_stop", token),
    )


def alert(
    issue: Issue,
    entries: Sequence[Entry],
    *,
    to: str,
    searches: Sequence[str],
    key: str,
    token: str,
) -> None:
    """One letter to one person, whichever of their `searches` it is for."""
    weekly = issue.often == Subscription.Often.WEEKLY
    day = reverse("network:updates_week", args=[issue.day.isoformat()]) if weekly else ""
    outbox.post(
        "network/alert_weekly" if weekly else "network/alert_at_once",
        to=to,
        key=key,
        about=issue,
        in_bulk=True,
        unsubscribe=status.in_a_letter("network:updates_stop", token),
        entries=entries,
        searches=searches,
        own_address=status.in_a_letter("network:updates_own", token),
        week_address=settings.SITE_URL + day if day else "",
        issue=issue,
    )
