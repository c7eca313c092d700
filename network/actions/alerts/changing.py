"""What a subscriber does afterwards: change, pause, end; and what goes in the end."""

import datetime as dt
import uuid

from django.contrib.auth.models import User
from django.db import transaction

from collab_directory import audit, outbox
from collab_directory.outbox.models import Letter
from network.models import Consent, DoNotMail, Issue, Subscription

from . import issues
from .consents import digest_of, record

State, Event, Method = Subscription.State, Consent.Event, Consent.Method

OWN_PAGE = "/updates/…/"  # as the record names it: the rest is a secret
ACCOUNT_PAGE = "/network/account/"
STOP_PAGE = "/updates/…/stop/"
ADMIN_PAGE = "admin"


@transaction.atomic
def change(
    subscription: Subscription,
    *,
    often: str,
    paused_until: dt.date | None,
    at: dt.datetime,
    method: Consent.Method = Method.FORM,
    page: str = OWN_PAGE,
) -> bool:
    """How often, and until which day (included) not at all. Whether anything is different now."""
    active = Subscription.objects.active().filter(pk=subscription.pk)
    same = {"often": often, "paused_until": paused_until}
    if active.filter(**same).exists() or not active.update(**same):
        return False
    is_new_agreement = subscription.often != often
    subscription.refresh_from_db()
    if is_new_agreement:
        record(subscription, Event.CHANGED, method=method, page=page, at=at)
    return True


@transaction.atomic
def move(old: str, new: str, *, at: dt.datetime) -> int:
    """Send the alerts of one address to another, which the same person has confirmed. How many.

    Links in old letters open nothing any more: somebody else may read that letter box now. Where
    the new address has the same alert already, the old one ends.
    """
    digest = digest_of(new)
    mine = Subscription.objects.active().filter(digest=digest_of(old)).order_by("pk")
    locked = list(mine.select_for_update())
    has = set(
        Subscription.objects.active().filter(digest=digest).values_list("question", flat=True)
    )
    for one in locked:
        if one.question in has:
            end(one, at=at, method=Method.ACCOUNT, page=ACCOUNT_PAGE)
            continue
        values = {"email": new, "digest": digest, "form_key": uuid.uuid4()}
        Subscription.objects.filter(pk=one.pk).update(**values, bounced_at=None, bounce_reason="")
        one.links.all().delete()
        one.refresh_from_db()
        record(one, Event.CHANGED, method=Method.ACCOUNT, page=ACCOUNT_PAGE, at=at)
    DoNotMail.objects.filter(digest=digest).delete()
    withdraw_letters(old, at=at)
    return len(locked)


@transaction.atomic
def end(
    subscription: Subscription,
    *,
    at: dt.datetime,
    method: Consent.Method = Method.BUTTON,
    page: str = OWN_PAGE,
    by: User | None = None,
) -> bool:
    """Nothing more is sent for it, not even what waits to be sent. Whether this call did it.

    `by` is who did it on request, and None for the subscriber.
    """
    if by is not None:
        method, page = Method.STAFF, ADMIN_PAGE
    active = Subscription.objects.active().filter(pk=subscription.pk)
    if not active.update(state=State.ENDED, ended_at=at, paused_until=None):
        return False
    subscription.refresh_from_db()
    record(subscription, Event.WITHDRAWN, method=method, page=page, at=at)
    audit.record("subscription.ended", subscription, by=by)
    withdraw_letters(subscription.email, at=at)
    return True


@transaction.atomic
def end_all(digest: str, *, at: dt.datetime, method: Consent.Method, page: str) -> int:
    """End whatever this address gets. How many subscriptions that were."""
    # In one order, so that two who do this at once do not wait for each other
    mine = Subscription.objects.active().filter(digest=digest).order_by("pk").select_for_update()
    return sum(end(one, at=at, method=method, page=page) for one in mine)


@transaction.atomic
def erase(subscription: Subscription, *, at: dt.datetime, by: User | None = None) -> bool:
    """Forget the address. The code of it stays, with the record of what was agreed.

    An active one is ended. Links in old letters go on to end what else the address gets.
    """
    end(subscription, at=at, by=by)
    address = subscription.email
    if not Subscription.objects.filter(pk=subscription.pk).exclude(email="").update(email=""):
        return False
    others = Subscription.objects.active().filter(digest=subscription.digest)
    if other := others.first():
        subscription.links.update(subscription=other)
    else:
        subscription.links.all().delete()
        Letter.objects.addressed(address).filter(template__startswith="network/alert").delete()
    subscription.refresh_from_db()
    audit.record("subscription.erased", subscription, by=by)
    return True


def withdraw_letters(address: str, *, at: dt.datetime) -> None:
    """Letters that wait may be about other searches of theirs too: those are written again."""
    kind = Issue._meta.label_lower
    waiting = Letter.objects.addressed(address).unfinished().filter(target_type=kind)
    numbers = set(waiting.values_list("target_id", flat=True))
    for issue in Issue.objects.filter(pk__in=numbers):
        outbox.cancel(to=address, about=issue)
        issues.reopen(issue, at=at)
