"""What goes when its time has come: see `network.retention`. Each says how much it took."""

import datetime as dt

from django.db.models import Q

from network.models import Consent, Subscription
from network.models.alerts import ADDRESS_KEPT, CONSENT_KEPT, UNCONFIRMED_KEPT

from .changing import erase


def forget_unconfirmed(at: dt.datetime) -> int:
    """With their links. That somebody asked stays on record, as a code."""
    asked = Subscription.objects.filter(state=Subscription.State.ASKED)
    forgotten = list(asked.filter(created_at__lte=at - UNCONFIRMED_KEPT))
    for one in forgotten:
        one.delete()
    return len(forgotten)


def forget_addresses(at: dt.datetime) -> int:
    over = Subscription.objects.filter(ended_at__lte=at - ADDRESS_KEPT).exclude(email="")
    return sum(erase(one, at=at) for one in over)


def forget_agreements(at: dt.datetime) -> int:
    """Of what has ended, and of what was asked for and never confirmed."""
    before = at - ADDRESS_KEPT - CONSENT_KEPT
    over = Subscription.objects.filter(ended_at__lte=before)
    gone = Q(subscription__in=over) | Q(subscription=None, at__lte=before)
    number = Consent.objects.filter(gone).delete()[0]
    over.delete()
    return number
