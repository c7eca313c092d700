"""What is done with a correction, from the form to its erasure.

Each action decides by a conditional UPDATE, so of two publishers who press at once one wins and the
other finds it done. The letters enter the outbox in the same transaction.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casestudies import changes, editorial
from casestudies.editorial import NotAllowed, NotPossible
from casestudies.models import CaseStudy
from collab_directory import audit, limits, outbox
from network import parts, status
from network.models import Correction, Link, ProjectLeader

CHANGE = "network.change_correction"

BY_CLIENT = limits.Limit(
    "correction.by_client", ((3, dt.timedelta(minutes=10)), (10, dt.timedelta(days=1)))
)
# A receipt goes to whatever address was typed: nobody's letter box is filled by way of us
BY_ADDRESS = limits.Limit("correction.by_address", ((10, dt.timedelta(days=1)),))

State = Correction.State


class TextChanged(NotPossible):
    """The text is no longer what the sender saw. `now` is what it is; None where it is gone."""

    def __init__(self, now: str | None) -> None:
        self.now = now
        super().__init__(
            _("The line that this is about has been taken out since.")
            if now is None
            else _("The text has been changed since this was sent.")
        )


@dataclass(frozen=True)
class Sender:
    """Who says so; each may be empty. The address is only for the receipt and the outcome."""

    name: str = ""
    email: str = ""
    role: str = ""


@transaction.atomic
def propose(
    study: CaseStudy,
    *,
    key: uuid.UUID,
    part: str,
    before: str = "",
    proposed: str = "",
    remark: str = "",
    source_url: str = "",
    sender: Sender,
    client: str,
    at: dt.datetime,
) -> Correction:
    """Store what a reader says is wrong, and send a receipt. The same key makes one correction.

    `proposed` is empty where there is only a remark. Raises limits.Refused.
    """
    mine = Correction.objects.filter(form_key=key)
    if known := mine.first():
        return known
    try:
        limits.take({BY_CLIENT: client, BY_ADDRESS: sender.email}, at=at)
    except limits.Refused:
        # Of a double click the second waits for the first, whose success it shares
        if known := mine.first():
            return known
        raise
    said = {"part": part, "before": before, "proposed": proposed, "remark": remark}
    return _take_in(study, key, sender, at, source_url=source_url, **said)


def tell(
    study: CaseStudy,
    *,
    part: str,
    remark: str,
    source_url: str = "",
    sender: Sender,
    leader: ProjectLeader,
    at: dt.datetime,
) -> Correction:
    """Store what a leader says in answer to our letter; each link of one is good for one answer.

    Call it in the transaction that uses the link up.
    """
    said = {"part": part, "remark": remark, "source_url": source_url, "leader": leader}
    return _take_in(study, uuid.uuid4(), sender, at, **said)


def _take_in(
    study: CaseStudy, key: uuid.UUID, sender: Sender, at: dt.datetime, **said: Any
) -> Correction:
    values = said | {"name": sender.name, "email": sender.email, "role": sender.role}
    correction, is_new = Correction.objects.get_or_create(
        form_key=key, defaults={"study": study, "created_at": at, **values}
    )
    if not is_new:
        return correction
    token = status_token(correction)
    Link.make(Link.Purpose.CORRECTION_STATUS, correction, at=at, token=token)
    audit.record("correction.received", correction, by=None, study=study.slug, part=correction.part)
    _tell(correction, "received")
    return correction


def status_token(correction: Correction) -> str:
    """What the address of the sender's page ends with."""
    return status.token_for(Link.Purpose.CORRECTION_STATUS, correction.form_key)


def accept(
    correction: Correction,
    *,
    by: User,
    at: dt.datetime,
    answer: str = "",
    by_hand: bool = False,
) -> bool:
    """Take the proposed text over, and tell the sender. Whether this call did it.

    A remark, or with `by_hand` a text that somebody merged themselves, is only marked as dealt
    with. Otherwise the text lands in the case study, and if that is published, in a new version of
    it. Raises TextChanged where it is no longer what the sender saw, and NotPossible where the case
    study could not be published with it.
    """
    with changes.one_change():
        if not _decide(correction, State.ACCEPTED, by=by, at=at, answer=answer):
            return False
        if correction.proposed and not by_hand:
            _land(correction, by=by)
        correction.refresh_from_db()
        audit.record(
            "correction.accepted", correction, by=by, part=correction.part, by_hand=by_hand
        )
        _tell(correction, "accepted")
        return True


@transaction.atomic
def decline(correction: Correction, *, by: User, at: dt.datetime, answer: str) -> bool:
    """Leave the case study as it is, and tell the sender why. Whether this call did it."""
    if not answer.strip():
        raise NotPossible(_("Say why, so that the sender knows."))
    if not _decide(correction, State.DECLINED, by=by, at=at, answer=answer):
        return False
    correction.refresh_from_db()
    audit.record("correction.declined", correction, by=by, part=correction.part)
    _tell(correction, "declined")
    return True


@transaction.atomic
def erase(correction: Correction, *, by: User | None, at: dt.datetime) -> bool:
    """Take every word of the sender out, and keep the row, so that counts stay true.

    One that was still waiting counts as declined; nobody is told. `by` is None when its time came.
    """
    if by is not None:
        _require(by)
    mine = Correction.objects.filter(pk=correction.pk, erased_at=None)
    nothing = dict.fromkeys(
        ("before", "proposed", "remark", "source_url", "name", "email", "role", "answer"), ""
    )
    if not mine.update(erased_at=at, **nothing):
        return False
    Correction.objects.waiting().filter(pk=correction.pk).update(
        state=State.DECLINED, decided_at=at, decided_by=by
    )
    correction.refresh_from_db()
    correction.links.all().delete()
    outbox.cancel(about=correction)
    audit.record("correction.erased", correction, by=by)
    return True


def _decide(
    correction: Correction, state: Correction.State, *, by: User, at: dt.datetime, answer: str
) -> bool:
    _require(by)
    mine = Correction.objects.waiting().filter(pk=correction.pk)
    return bool(mine.update(state=state, decided_at=at, decided_by=by, answer=answer.strip()))


def _land(correction: Correction, *, by: User) -> None:
    """Raises TextChanged, NotAllowed or NotPossible, which undo the decision as well."""
    # The lock of every editor's save: the text stays what we read until it is ours
    study = CaseStudy.objects.select_for_update().get(pk=correction.study_id)
    if not editorial.may_change(study, by):
        raise NotAllowed(_("Only a publisher can change what is, or was, published."))
    now = parts.text_of(study, correction.part)
    if now == parts.as_compared(correction.proposed):
        return  # somebody made the same change already
    if now is None or now != parts.as_compared(correction.before):
        raise TextChanged(now)
    try:
        parts.put(study, correction.part, correction.proposed)
    except ValidationError as problem:
        raise NotPossible(" ".join(problem.messages)) from None
    # Read again: what was fetched above may hold the line as it was
    study = CaseStudy.objects.get(pk=study.pk)
    note = _("Corrected by a reader, %s") % correction.reference
    if study.is_published:
        editorial.revise(study, by=by, note=note)
    else:
        audit.record("case_study.changed", study, by=by, note=note)


def _require(by: User) -> None:
    if not by.has_perm(CHANGE):
        raise NotAllowed(_("Your role may read corrections, but not decide about them."))


def _tell(correction: Correction, what: str) -> None:
    """A letter, if the sender wants one. It repeats nothing that they typed: the address may be
    somebody else's.
    """
    if not correction.email:
        return
    outbox.post(
        f"network/correction_{what}",
        to=correction.email,
        key=f"correction:{correction.pk}:{what}",
        about=correction,
        correction=correction,
        part=parts.label_of(correction.part),
        status_address=status.in_a_letter("network:correction", status_token(correction)),
    )
