"""From the form to a confirmed subscription."""

import datetime as dt
import uuid
from contextlib import suppress

from django.db import IntegrityError, transaction

from collab_directory import audit, limits
from collab_directory.limits import Limit
from network.models import Consent, DoNotMail, Link, Subscription
from network.models.alerts import CONFIRM_WITHIN

from . import letters
from .changing import ACCOUNT_PAGE
from .consents import digest_of, record
from .returned import is_unwanted, reached

BY_CLIENT = Limit("alerts.by_client", ((5, dt.timedelta(hours=1)),))
BY_ADDRESS = Limit("alerts.by_address", ((1, dt.timedelta(minutes=15)), (5, dt.timedelta(days=1))))

BY_MEMBER = Limit("alerts.by_member", ((20, dt.timedelta(hours=1)),))

State, Event, Method = Subscription.State, Consent.Event, Consent.Method

FORM_PAGE = "/updates/"
BUTTON_PAGE = "/updates/confirm/"


@transaction.atomic
def subscribe(
    *, key: uuid.UUID, email: str, question: str, often: str, client: str, at: dt.datetime
) -> Subscription:
    """Store the wish once for each `key`, and ask at the address whether it is theirs.

    `question` is a Search's `query`, `client` the network address of whoever asks. An address that
    has this alert already is told so by letter and nothing changes, and one that complained of a
    letter gets none; whoever asks is not told the difference. Raises limits.Refused, and has then
    stored nothing.
    """
    # The row before the limits: a second press of the button must not count, nor be refused
    subscription, is_new = Subscription.objects.get_or_create(
        form_key=key,
        defaults={
            "email": email,
            "digest": digest_of(email),
            "question": question,
            "often": often,
            "created_at": at,
        },
    )
    if not is_new:
        return subscription
    limits.take({BY_CLIENT: client, BY_ADDRESS: email}, at=at)
    record(subscription, Event.ASKED, method=Method.FORM, page=FORM_PAGE, at=at, client=client)
    if is_unwanted(subscription.digest):
        _write_in_vain(subscription, at=at)
    elif existing := _same(subscription):
        letters.you_have_it(existing, asked=subscription, at=at)
    else:
        _ask_to_confirm(subscription, at=at)
    return subscription


@transaction.atomic
def begin(
    *, key: uuid.UUID, email: str, question: str, often: str, client: str, at: dt.datetime
) -> Subscription:
    """Begin at once, for a member at the address by which they sign in; without a letter.

    Gives the alert to this search that they have, or the one that they have had before. That they
    ask for it takes the address off the list of those that complained. Raises limits.Refused.
    """
    digest = digest_of(email)
    values = {
        "email": email,
        "digest": digest,
        "question": question,
        "often": often,
        "state": State.ACTIVE,
        "created_at": at,
        "confirmed_at": at,
    }
    try:
        with transaction.atomic():
            begun, is_new = Subscription.objects.get_or_create(form_key=key, defaults=values)
    except IntegrityError:  # they have this one
        return Subscription.objects.active().get(digest=digest, question=question)
    if is_new:
        limits.take({BY_MEMBER: email}, at=at)
        DoNotMail.objects.filter(digest=digest).delete()
        reached(email)
        record(
            begun, Event.CONFIRMED, method=Method.ACCOUNT, page=ACCOUNT_PAGE, at=at, client=client
        )
        audit.record("subscription.confirmed", begun, by=None)
    return begun


@transaction.atomic
def confirm(subscription: Subscription, *, client: str, at: dt.datetime) -> Subscription:
    """The button in our letter. Gives the active subscription: another, if they had one before.

    Pressing twice is pressing once.
    """
    asked = Subscription.objects.filter(pk=subscription.pk, state=State.ASKED)
    try:
        with transaction.atomic():
            is_ours = asked.update(state=State.ACTIVE, confirmed_at=at)
    except IntegrityError:  # they confirmed the same search from another letter
        return _same(subscription) or subscription
    subscription.refresh_from_db()
    if is_ours:
        record(
            subscription,
            Event.CONFIRMED,
            method=Method.BUTTON,
            page=BUTTON_PAGE,
            at=at,
            client=client,
        )
        audit.record("subscription.confirmed", subscription, by=None)
        letters.welcome(subscription, at=at)
        reached(subscription.email)
    return subscription


def _ask_to_confirm(subscription: Subscription, *, at: dt.datetime) -> None:
    purpose = Link.Purpose.CONFIRM_SUBSCRIPTION
    token = Link.make(purpose, subscription, at=at, lasts=CONFIRM_WITHIN)
    letters.ask_to_confirm(subscription, token=token, until=at + CONFIRM_WITHIN)


class _UnwantedError(Exception):
    """Undoes what was written to an address that complained of a letter."""


def _write_in_vain(subscription: Subscription, *, at: dt.datetime) -> None:
    """So that whoever asks cannot tell by the time it takes that this address complained."""
    with suppress(_UnwantedError), transaction.atomic():
        _ask_to_confirm(subscription, at=at)
        raise _UnwantedError


def _same(subscription: Subscription) -> Subscription | None:
    """The active one of this address to this search."""
    mine = Subscription.objects.active().filter(digest=subscription.digest)
    return mine.filter(question=subscription.question).first()
