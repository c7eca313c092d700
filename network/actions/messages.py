"""What is done with a message to the working group, from the form to its erasure."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies.editorial import NotAllowed, NotPossible
from collab_directory import audit, limits, outbox
from network import status
from network.models import GroupMessage, Link
from network.models.messages import COMPLAINT_WITHIN

CHANGE = "network.change_groupmessage"
# Of messages about personal data, and of no others
CHANGE_COMPLAINT = "network.change_complaint"

BY_CLIENT = limits.Limit("message.by_client", ((5, dt.timedelta(hours=1)),))
# A receipt goes to whatever address was typed: nobody's letter box is filled by way of us
BY_ADDRESS = limits.Limit("message.by_address", ((10, dt.timedelta(days=1)),))

State = GroupMessage.State


@dataclass(frozen=True)
class Sender:
    """Who writes; the name may be empty."""

    email: str
    name: str = ""


@transaction.atomic
def send(
    *,
    key: uuid.UUID,
    subject: str,
    message: str,
    about: str = "",
    sender: Sender,
    client: str,
    at: dt.datetime,
) -> GroupMessage:
    """Store a message, tell those who answer its subject, and send a receipt.

    The same key makes one message. Raises limits.Refused.
    """
    is_complaint = subject == GroupMessage.Subject.DATA_PROTECTION
    mine = GroupMessage.objects.filter(form_key=key)
    if known := mine.first():
        return known
    try:
        limits.take({BY_CLIENT: client, BY_ADDRESS: sender.email}, at=at)
    except limits.Refused:
        # Of a double click the second waits for the first, whose success it shares
        if known := mine.first():
            return known
        raise
    sent, is_new = GroupMessage.objects.get_or_create(
        form_key=key,
        defaults={
            "subject": subject,
            "message": message,
            "about": about,
            "name": sender.name,
            "email": sender.email,
            "created_at": at,
            # The law sets a day for a complaint; the rest is our own promise
            "due_on": timezone.localdate(at) + COMPLAINT_WITHIN if is_complaint else None,
        },
    )
    if not is_new:
        return sent
    Link.make(Link.Purpose.MESSAGE_STATUS, sent, at=at, token=status_token(sent))
    audit.record("message.received", sent, by=None, subject=subject)
    _tell_the_group(sent)
    _tell_the_sender(sent, "complaint_received" if is_complaint else "message_received")
    return sent


def status_token(message: GroupMessage) -> str:
    """What the address of the sender's page ends with."""
    return status.token_for(Link.Purpose.MESSAGE_STATUS, message.form_key)


@transaction.atomic
def answer(message: GroupMessage, *, by: User, at: dt.datetime, text: str) -> bool:
    """Send the answer, and keep it with the message. Whether this call did it."""
    if not text.strip():
        raise NotPossible(_("Write the answer first."))
    if not _finish(message, State.ANSWERED, by=by, at=at, text=text):
        return False
    audit.record("message.answered", message, by=by, subject=message.subject)
    _tell_the_sender(message, "message_answered")
    return True


@transaction.atomic
def close(message: GroupMessage, *, by: User, at: dt.datetime, note: str = "") -> bool:
    """Put a message aside without a letter. `note` is kept with it; its sender's page shows it.

    Whether this call did it. A complaint about personal data is not put aside: the law wants it
    answered.
    """
    if message.is_complaint:
        raise NotPossible(_("A complaint about personal data must be answered."))
    if not _finish(message, State.CLOSED, by=by, at=at, text=note):
        return False
    audit.record("message.closed", message, by=by, subject=message.subject)
    return True


@transaction.atomic
def erase(message: GroupMessage, *, by: User | None, at: dt.datetime) -> bool:
    """Take every word out, and keep the row, so that counts stay true.

    One that was still open is closed; nobody is told. `by` is None when its time came.
    """
    if by is not None:
        _require(by, message)
    mine = GroupMessage.objects.filter(pk=message.pk, erased_at=None)
    nothing = dict.fromkeys(("name", "email", "message", "about", "answer"), "")
    if not mine.update(erased_at=at, **nothing):
        return False
    GroupMessage.objects.open().filter(pk=message.pk).update(
        state=State.CLOSED, answered_at=at, answered_by=by
    )
    message.refresh_from_db()
    message.links.all().delete()
    outbox.cancel(about=message)
    audit.record("message.erased", message, by=by)
    return True


def _finish(
    message: GroupMessage, state: GroupMessage.State, *, by: User, at: dt.datetime, text: str
) -> bool:
    _require(by, message)
    mine = GroupMessage.objects.open().filter(pk=message.pk)
    done = mine.update(state=state, answered_at=at, answered_by=by, answer=text.strip())
    message.refresh_from_db()
    return bool(done)


def _require(by: User, message: GroupMessage) -> None:
    if not by.has_perm(CHANGE) and not (message.is_complaint and by.has_perm(CHANGE_COMPLAINT)):
        raise NotAllowed(_("Only a network manager can do this."))


def _tell_the_group(message: GroupMessage) -> None:
    """Where to read it, and nothing that its sender typed: a mailbox may be shared."""
    to = settings.CONTACT_ROUTES.get(message.subject, settings.CONTACT_EMAIL)
    if not to:
        return  # this copy of the site has no mailbox; the queue in the admin is all there is
    outbox.post(
        "network/message_for_group",
        to=to,
        key=f"message:{message.pk}:group",
        about=message,
        message=message,
        # Who answers complaints may see no other messages
        admin_address=settings.SITE_URL
        + reverse(
            f"admin:network_{'complaint' if message.is_complaint else 'groupmessage'}_change",
            args=[message.pk],
        ),
    )


def _tell_the_sender(message: GroupMessage, template: str) -> None:
    outbox.post(
        f"network/{template}",
        to=message.email,
        key=f"message:{message.pk}:{template}",
        about=message,
        message=message,
        status_address=status.in_a_letter("network:message", status_token(message)),
    )
