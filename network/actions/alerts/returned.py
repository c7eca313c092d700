"""Alerts whose letters come back, or are unwanted; and what shows that letters arrive again."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction

from collab_directory import audit
from network.models import Consent, DoNotMail, Subscription

from .changing import end_all, withdraw_letters
from .consents import digest_of

LETTER = "a letter"  # as the record of consent names the page: there was none
FAMILY = "network/alert"  # how the names of all letters about alerts begin


@transaction.atomic
def came_back(address: str, *, reason: str, at: dt.datetime) -> bool:
    """Send this address no alert until somebody says that letters arrive. Whether any was marked.

    Nothing that is new meanwhile is sent later.
    """
    mine = Subscription.objects.active().filter(digest=digest_of(address), bounced_at=None)
    marked = list(mine.order_by("pk").select_for_update())
    mine.update(bounced_at=at, bounce_reason=reason)
    for one in marked:
        audit.record("subscription.letters_returned", one, by=None)
    if marked:
        withdraw_letters(address, at=at)
    return bool(marked)


@transaction.atomic
def arrive_again(subscription: Subscription, *, at: dt.datetime, by: User | None = None) -> bool:
    """Letters reach this address: send its alerts again. `by` is None for the subscriber.

    Whether this call changed anything.
    """
    return bool(_resume(subscription.digest, by=by))


def reached(address: str) -> int:
    """Somebody did what only a reader of our letters to this address can do. How many go on."""
    return _resume(digest_of(address), by=None)


def _resume(digest: str, *, by: User | None) -> int:
    bounced = Subscription.objects.bounced().filter(digest=digest).order_by("pk")
    marked = list(bounced.select_for_update())
    Subscription.objects.filter(pk__in=[one.pk for one in marked]).update(
        bounced_at=None, bounce_reason=""
    )
    for one in marked:
        audit.record("subscription.letters_arrive", one, by=by)
    return len(marked)


@transaction.atomic
def unwanted(address: str, *, at: dt.datetime, template: str) -> bool:
    """A complaint: end what this address gets, and send it no alert again. Whether it did anything.

    It counts where the letter (`template`) was about alerts, or alerts go to the address.
    """
    digest = digest_of(address)
    ended = end_all(digest, at=at, method=Consent.Method.COMPLAINT, page=LETTER)
    # Who never confirmed has not agreed to anything; the button in that letter opens nothing now
    Subscription.objects.filter(digest=digest, state=Subscription.State.ASKED).delete()
    if not ended and not template.startswith(FAMILY):
        return False
    _row, is_new = DoNotMail.objects.get_or_create(digest=digest, defaults={"at": at})
    return bool(ended or is_new)


def is_unwanted(digest: str) -> bool:
    return DoNotMail.objects.filter(digest=digest).exists()


@transaction.atomic
def allow(subscription: Subscription, *, at: dt.datetime, by: User | None = None) -> bool:
    """Take the address off the list, because its owner asks for it. Whether it was on it.

    Nothing begins by this: they ask for alerts anew. `by` is None for a member in their account.
    """
    taken = DoNotMail.objects.filter(digest=subscription.digest).delete()[0]
    if taken:
        audit.record("subscription.allowed", subscription, by=by)
    return bool(taken)
