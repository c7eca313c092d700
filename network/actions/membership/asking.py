"""What the applicant does: asks, confirms the address, answers a question."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from casestudies.models import CollaborationType, Organisation, Region, Service
from collab_directory import audit, limits
from collab_directory.limits import Limit
from network.models import Link, Member, MembershipRequest
from network.models.membership import CONFIRM_WITHIN, UNCONFIRMED_KEPT

from . import letters

# Of asking and of having the letter sent again, together
BY_CLIENT = Limit("join.by_client", ((5, dt.timedelta(hours=1)),))
BY_ADDRESS = Limit("join.by_address", ((1, dt.timedelta(minutes=15)), (5, dt.timedelta(days=1))))

State = MembershipRequest.State


@dataclass(frozen=True)
class Applicant:
    """`other_organisation` is what they typed, where `organisation` is None."""

    name: str
    email: str
    organisation: Organisation | None
    other_organisation: str
    service: Service
    role: str
    region: Region
    interests: Sequence[CollaborationType] = ()


@transaction.atomic
def ask(
    applicant: Applicant,
    *,
    key: uuid.UUID,
    why: str,
    wants_listing: bool,
    consent_version: str,
    client: str,
    at: dt.datetime,
) -> MembershipRequest:
    """Store a request once for each `key`, and write to the address that it gives.

    What is stored and answered is the same whether or not the address is known; only the letter
    differs. `client` is the network address of who asks. Raises limits.Refused, and has then
    stored nothing.
    """
    asked, is_new = MembershipRequest.objects.get_or_create(
        form_key=key,
        defaults={
            "name": applicant.name,
            "email": applicant.email,
            "organisation": applicant.organisation,
            "other_organisation": applicant.other_organisation,
            "service": applicant.service,
            "role": applicant.role,
            "region": applicant.region,
            "why": why,
            "wants_listing": wants_listing,
            "consent_version": consent_version,
            "created_at": at,
        },
    )
    if not is_new:
        return asked
    limits.take({BY_CLIENT: client, BY_ADDRESS: asked.email}, at=at)
    asked.interests.set(applicant.interests)
    letters.make_status_link(asked, at=at)
    audit.record("membership.asked", asked, by=None)
    _write(asked, at=at)
    return asked


@transaction.atomic
def resend(asked: MembershipRequest, *, client: str, at: dt.datetime) -> bool:
    """Post the first letter once more. False if it is too late, too early or too often.

    Whoever asks is not told which: what others asked for at this address is not theirs to know.
    """
    if asked.state != State.RECEIVED or at >= asked.created_at + UNCONFIRMED_KEPT:
        return False
    try:
        limits.take({BY_CLIENT: client, BY_ADDRESS: asked.email}, at=at)
    except limits.Refused:
        return False
    _write(asked, at=at)
    return True


@transaction.atomic
def confirm(asked: MembershipRequest, *, at: dt.datetime) -> bool:
    """The applicant reads the address they gave: bring the request before the working group.

    False if that was done before, or whoever reads this address belongs or waits already.
    """
    if Member.objects.at(asked.email).exists():
        return False
    mine = MembershipRequest.objects.unconfirmed().filter(pk=asked.pk)
    try:
        with transaction.atomic():
            if not mine.update(state=State.WAITING, confirmed_at=at):
                return False
    except IntegrityError:  # another request from this address waits: the database allows one
        return False
    asked.refresh_from_db()
    audit.record("membership.confirmed", asked, by=None)
    letters.tell_group(asked, at=at)
    return True


@transaction.atomic
def answer_question(asked: MembershipRequest, text: str, *, at: dt.datetime) -> bool:
    """Keep the applicant's answer, and bring the request back. Whether this call did it."""
    mine = MembershipRequest.objects.filter(pk=asked.pk, state=State.ASKED)
    if not text.strip() or not mine.update(
        state=State.WAITING, answer=text.strip(), answered_at=at
    ):
        return False
    asked.refresh_from_db()
    audit.record("membership.question_answered", asked, by=None)
    letters.tell_group(asked, at=at)
    return True


def _write(asked: MembershipRequest, *, at: dt.datetime) -> None:
    """All is looked up and every letter is drawn in each case, so that each takes as long."""
    lasts = min(CONFIRM_WITHIN, asked.created_at + UNCONFIRMED_KEPT - at)
    token = Link.make(Link.Purpose.CONFIRM_REQUEST, asked, at=at, lasts=lasts)
    belongs = Member.objects.at(asked.email).exists()
    waits = MembershipRequest.objects.open().at(asked.email).first()
    ways: dict[str, Callable[[], None]] = {
        "belongs": lambda: letters.tell_member(asked, at=at),
        "waits": lambda: letters.tell_of_open_request(asked, waits or asked, at=at),
        "new": lambda: letters.ask_to_confirm(asked, token=token, until=at + lasts, at=at),
    }
    right = ways.pop("belongs" if belongs else "waits" if waits else "new")
    with suppress(_NotTheirsError), transaction.atomic():
        for way in ways.values():
            way()
        raise _NotTheirsError
    right()


class _NotTheirsError(Exception):
    """Undoes the letters that say what is not so."""
