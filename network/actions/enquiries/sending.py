"""From the form to a confirmed address."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from casestudies.models import CaseStudy
from collab_directory import audit, limits
from collab_directory.limits import Limit
from network.models import ConfirmedAddress, Enquiry, Link
from network.models.enquiries import CONFIRM_WITHIN
from network.reach import reach

from . import letters
from .routing import route

DAY = dt.timedelta(days=1)
BY_NETWORK = Limit("enquiry.by_network", ((3, dt.timedelta(minutes=10)), (10, DAY)))
BY_SENDER = Limit("enquiry.by_sender", ((5, DAY),))
TO_LEADER = Limit("enquiry.to_leader", ((20, DAY),))
SENDER_TO_LEADER = Limit("enquiry.sender_to_leader", ((2, DAY),))
CONFIRMATIONS = Limit("enquiry.confirmations", ((5, DAY),))
CONFIRMED_LATELY = Limit("enquiry.confirmations_lately", ((1, dt.timedelta(minutes=15)),))
AGAIN_BY_NETWORK = Limit("enquiry.again_by_network", ((5, dt.timedelta(hours=1)),))


@dataclass(frozen=True)
class Sender:
    name: str
    email: str
    organisation: str
    role: str


@transaction.atomic
def send(
    study: CaseStudy,
    *,
    key: uuid.UUID,
    sender: Sender,
    topics: Sequence[str],
    message: str,
    wants_copy: bool,
    client: str,
    at: dt.datetime,
    is_proven: bool = False,
) -> Enquiry:
    """Store an enquiry once for each `key`, and ask the sender to confirm their address.

    `topics` are values of Enquiry.Topic; `client` is the sender's network address. `is_proven`
    says that this browser has confirmed this address: if our record agrees, the enquiry goes on at
    once. Raises limits.Refused, and has then stored nothing.
    """
    # The row before the limits: a second press of the button must not count, nor be refused
    enquiry, is_new = Enquiry.objects.get_or_create(
        form_key=key,
        defaults={
            "study": study,
            "study_title": study.title,
            **asdict(sender),
            "topics": list(topics),
            "message": message,
            "wants_copy": wants_copy,
            "created_at": at,
        },
    )
    if not is_new:
        return enquiry
    _take_limits(enquiry, client=client, at=at)
    letters.make_status_link(enquiry, at=at)
    audit.record("enquiry.received", enquiry, by=None)
    if is_proven and ConfirmedAddress.holds(sender.email, at):
        _go_on(enquiry, at=at)
    else:
        _ask_to_confirm_first(enquiry, at=at)
    return enquiry


@transaction.atomic
def confirm(enquiry: Enquiry, *, at: dt.datetime) -> bool:
    """The sender reads the address they gave: remember that, and let the enquiry go on.

    False if it was confirmed before, or is no longer there to be confirmed.
    """
    address = enquiry.email
    if not _go_on(enquiry, at=at):
        return False
    ConfirmedAddress.remember(address, at)
    return True


@transaction.atomic
def resend(enquiry: Enquiry, *, client: str, at: dt.datetime) -> bool:
    """Post the letter to confirm once more. False if it is too late, too early or too often.

    Whoever asks is not told which: what others asked for at this address is not theirs to know.
    """
    if enquiry.state != Enquiry.State.RECEIVED:
        return False
    address = enquiry.email
    wanted = {CONFIRMATIONS: address, CONFIRMED_LATELY: address, AGAIN_BY_NETWORK: client}
    return _ask_to_confirm(enquiry, wanted, at=at)


def _take_limits(enquiry: Enquiry, *, client: str, at: dt.datetime) -> None:
    leader = reach(enquiry.study, timezone.localdate(at)).leader
    target = str(leader.pk) if leader else ""
    limits.take(
        {
            BY_NETWORK: client,
            BY_SENDER: enquiry.email,
            TO_LEADER: target,
            SENDER_TO_LEADER: target and f"{enquiry.email.lower()} {target}",
        },
        at=at,
    )


def _go_on(enquiry: Enquiry, *, at: dt.datetime) -> bool:
    unconfirmed = Enquiry.objects.filter(pk=enquiry.pk, confirmed_at=None)
    waiting = unconfirmed.filter(state=Enquiry.State.RECEIVED)
    # One that an editor holds is confirmed, and stays held
    if not (
        waiting.update(state=Enquiry.State.WITH_GROUP, confirmed_at=at)
        or unconfirmed.filter(state=Enquiry.State.HELD).update(confirmed_at=at)
    ):
        return False
    enquiry.refresh_from_db()
    audit.record("enquiry.confirmed", enquiry, by=None)
    if enquiry.state == Enquiry.State.WITH_GROUP:
        route(enquiry, at=at)
    return True


def _ask_to_confirm_first(enquiry: Enquiry, *, at: dt.datetime) -> None:
    """The first letter of an enquiry does not wait for that of another, but later ones wait."""
    daily = {CONFIRMATIONS: enquiry.email}
    if not _ask_to_confirm(enquiry, daily | {CONFIRMED_LATELY: enquiry.email}, at=at):
        _ask_to_confirm(enquiry, daily, at=at)


def _ask_to_confirm(enquiry: Enquiry, wanted: dict[Limit, str], *, at: dt.datetime) -> bool:
    lasts = enquiry.created_at + CONFIRM_WITHIN - at
    if lasts <= dt.timedelta(0):
        return False
    try:
        limits.take(wanted, at=at)
    except limits.Refused:
        # The enquiry is kept, and its own page offers the letter again
        return False
    token = Link.make(Link.Purpose.CONFIRM_ADDRESS, enquiry, at=at, lasts=lasts)
    letters.ask_to_confirm(enquiry, token=token, until=at + lasts, at=at)
    return True
