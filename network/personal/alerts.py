"""Who is told of new case studies, and the record of what they agreed to."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from network.actions import alerts
from network.models import Consent, DoNotMail, Subscription
from network.personal.kind import Held, Kind, Person, column, keep


def find_subscriptions(person: Person) -> Iterable[Subscription]:
    return Subscription.objects.filter(person.at("email"))


def _agreements(person: Person) -> Iterable[Consent]:
    return Consent.objects.filter(digest__in=person.codes)


def _refusals(person: Person) -> Iterable[DoNotMail]:
    return DoNotMail.objects.filter(digest__in=person.codes)


def _erase_subscription(row: Subscription, person: Person, at: dt.datetime) -> bool:
    """One that was never confirmed goes; that it was asked for stays on record, as a code."""
    if row.state == Subscription.State.ASKED:
        return bool(Subscription.objects.filter(pk=row.pk, state=row.state).delete()[0])
    changed = alerts.erase(row, at=at)
    # Links in old letters would end what else the address gets; it gets nothing any more
    row.links.all().delete()
    Subscription.objects.filter(pk=row.pk).update(bounce_reason="")
    return changed


def _erase_agreement(row: Any, person: Person, at: dt.datetime) -> bool:
    return bool(Consent.objects.filter(pk=row.pk).exclude(network="").update(network=""))


KINDS = (
    Kind(
        name="subscriptions",
        title=_("Alerts of new case studies"),
        held=(Held(Subscription, "email digest question bounce_reason"),),
        find=find_subscriptions,
        shown=(
            "email",
            "question",
            "often",
            "state",
            "paused_until",
            "bounced_at",
            "created_at",
            "confirmed_at",
            "ended_at",
        ),
        since="created_at",
        erase=_erase_subscription,
        left=_("what was subscribed to and when it ended, under a code"),
        rules=("unconfirmed-subscriptions", "ended-subscriptions"),
        addresses=column(Subscription, "email"),
    ),
    Kind(
        name="agreements",
        title=_("What was agreed to for alerts, under a code"),
        held=(Held(Consent, "digest purpose network", "wording page"),),
        find=_agreements,
        shown=("event", "purpose", "wording", "page", "method", "network", "at"),
        since="at",
        erase=_erase_agreement,
        left=_("the code, the dates, what was agreed to and in which wording"),
        rules=("agreements",),
    ),
    Kind(
        name="not-to-be-written-to",
        title=_("That no alert may be sent, under a code"),
        held=(Held(DoNotMail, "digest"),),
        find=_refusals,
        shown=("at",),
        since="at",
        erase=keep,
        left=_("the code, so that nobody writes to them again"),
        until=_("as long as the list exists"),
    ),
)
