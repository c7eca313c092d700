"""How long what is kept about people is kept: one table, for the daily job and the privacy page.

Each rule says in words what it is about and for how long, and does what the words say. A rule
changes nothing the second time. What it took is written down as a number (`Clearing`).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from collab_directory import audit
from collab_directory.limits.models import Tally
from collab_directory.outbox.models import BODY_KEPT, ROW_KEPT, Letter
from network.actions import alerts, corrections, enquiries, membership, messages
from network.models import (
    Clearing,
    ConfirmedAddress,
    Correction,
    Enquiry,
    GroupMessage,
    Link,
    MembershipRequest,
    ProjectLeader,
    ReturnedLetter,
)
from network.models.alerts import ADDRESS_KEPT, CONSENT_KEPT
from network.models.alerts import UNCONFIRMED_KEPT as UNCONFIRMED_ALERT_KEPT
from network.models.enquiries import (
    ADDRESS_HOLDS,
    KEPT_AFTER_DELIVERY,
    KEPT_WHEN_REPORTED,
)
from network.models.membership import APPROVAL_KEPT, DECLINED_KEPT
from network.models.membership import UNCONFIRMED_KEPT as UNCONFIRMED_REQUEST_KEPT

# Longer than its link holds: somebody who comes late can have another
UNCONFIRMED_KEPT = dt.timedelta(days=7)
CORRECTION_KEPT = dt.timedelta(days=30)
MESSAGE_KEPT = dt.timedelta(days=30)
COMPLAINT_KEPT = dt.timedelta(days=730)  # to show that it was answered, and in time
LEADER_KEPT = dt.timedelta(days=30)
RETURNED_KEPT = dt.timedelta(days=30)
USED_LINK_KEPT = dt.timedelta(days=30)

Words = str | Promise


@dataclass(frozen=True)
class Rule:
    """`take(at)` erases what fell due by then, and says how much. `kept` is what the words mean."""

    name: str
    what: Words
    kept: dt.timedelta
    since: Words
    then: Words
    take: Callable[[dt.datetime], int]


def apply_all(*, at: dt.datetime) -> dict[str, int]:
    """Apply every rule; how much each took. One that fails does not keep the others from it."""
    return {rule.name: apply(rule, at=at) for rule in RULES}


@transaction.atomic
def apply(rule: Rule, *, at: dt.datetime) -> int:
    number = rule.take(at)
    if number:
        Clearing.objects.create(at=at, rule=rule.name, number=number)
    return number


def due(rule: Rule, *, at: dt.datetime) -> int:
    """How much the rule would take, without taking it."""
    with transaction.atomic():
        number = rule.take(at)
        transaction.set_rollback(True)
    return number


def _unconfirmed_enquiries(at: dt.datetime) -> int:
    forgotten = Enquiry.objects.unconfirmed().filter(created_at__lte=at - UNCONFIRMED_KEPT)
    return sum(enquiries.erase(one, by=None, at=at) for one in forgotten)


def _delivered_enquiries(at: dt.datetime) -> int:
    over = Enquiry.objects.filter(
        Q(state=Enquiry.State.PASSED_ON, passed_on_at__lte=at - KEPT_AFTER_DELIVERY)
        | Q(state=Enquiry.State.CLOSED, closed_at__lte=at - KEPT_AFTER_DELIVERY),
        reported_at=None,
    )
    # One that is on its way at this moment is not taken from under the letter
    return sum(enquiries.erase(one, by=None, at=at) for one in over if not _is_being_delivered(one))


def _is_being_delivered(enquiry: Enquiry) -> bool:
    unfinished = [Letter.State.QUEUED, Letter.State.SENDING]
    return Letter.objects.about(enquiry).filter(state__in=unfinished).exists()


def _reported_enquiries(at: dt.datetime) -> int:
    over = Enquiry.objects.filter(reported_at__lte=at - KEPT_WHEN_REPORTED).exclude(
        state=Enquiry.State.ERASED
    )
    return sum(enquiries.erase(one, by=None, at=at) for one in over)


def _proven_addresses(at: dt.datetime) -> int:
    return ConfirmedAddress.objects.filter(confirmed_at__lte=at - ADDRESS_HOLDS).delete()[0]


def _decided_corrections(at: dt.datetime) -> int:
    over = Correction.objects.filter(decided_at__lte=at - CORRECTION_KEPT, erased_at=None)
    return sum(corrections.erase(one, by=None, at=at) for one in over)


def _answered_messages(at: dt.datetime) -> int:
    return _messages(at - MESSAGE_KEPT, at, Q(due_on=None))


def _answered_complaints(at: dt.datetime) -> int:
    return _messages(at - COMPLAINT_KEPT, at, Q(due_on__isnull=False))


def _messages(before: dt.datetime, at: dt.datetime, which: Q) -> int:
    over = GroupMessage.objects.filter(which, answered_at__lte=before, erased_at=None)
    return sum(messages.erase(one, by=None, at=at) for one in over)


def _leaders_who_left(at: dt.datetime) -> int:
    """The role stays, for what was passed on to it; whose it was goes."""
    number = 0
    for leader in ProjectLeader.objects.filter(left_at__lte=at - LEADER_KEPT).exclude(email=""):
        Letter.objects.addressed(leader.email).finished().delete()
        leader.email = leader.name = leader.consent_note = leader.bounce_reason = ""
        leader.save(update_fields=["email", "name", "consent_note", "bounce_reason"])
        leader.links.all().delete()
        audit.record("leader.erased", leader, by=None)
        number += 1
    return number


def _unconfirmed_requests(at: dt.datetime) -> int:
    forgotten = MembershipRequest.objects.unconfirmed().filter(
        created_at__lte=at - UNCONFIRMED_REQUEST_KEPT
    )
    return sum(membership.forget(one) for one in forgotten)


def _declined_requests(at: dt.datetime) -> int:
    over = MembershipRequest.objects.filter(
        state=MembershipRequest.State.DECLINED,
        decided_at__lte=at - DECLINED_KEPT,
        erased_at=None,
    )
    return sum(membership.erase(one, by=None, at=at) for one in over)


def _approval_records(at: dt.datetime) -> int:
    over = MembershipRequest.objects.decided().filter(
        Q(erased_at=None) | Q(decided_by__isnull=False), decided_at__lte=at - APPROVAL_KEPT
    )
    return sum(membership.reduce(one, at=at) for one in over)


def _links(at: dt.datetime) -> int:
    over = Q(expires_at__lte=at - USED_LINK_KEPT) | Q(used_at__lte=at - USED_LINK_KEPT)
    return Link.objects.filter(over).delete()[0]


def _returned_letters(at: dt.datetime) -> int:
    return ReturnedLetter.objects.filter(received_at__lte=at - RETURNED_KEPT).delete()[0]


def _letters(at: dt.datetime) -> int:
    forgotten = Letter.objects.forget(at)
    return forgotten.emptied + forgotten.deleted


def _tallies(at: dt.datetime) -> int:
    return Tally.objects.over(at).delete()[0]


RULES = (
    Rule(
        "unconfirmed-enquiries",
        _("A question to a project leader whose sender never confirmed their address"),
        UNCONFIRMED_KEPT,
        _("after it was sent"),
        _("what it said and who sent it is erased"),
        _unconfirmed_enquiries,
    ),
    Rule(
        "delivered-enquiries",
        _("A question to a project leader: name, address, organisation, job and message"),
        KEPT_AFTER_DELIVERY,
        _("after it was passed on or closed"),
        _(
            "erased; that there was a question, about which scheme, and whether it was answered, "
            "stays as a count"
        ),
        _delivered_enquiries,
    ),
    Rule(
        "reported-enquiries",
        _("A question that was reported as abuse"),
        KEPT_WHEN_REPORTED,
        _("after it was reported"),
        _("erased in the same way"),
        _reported_enquiries,
    ),
    Rule(
        "proven-addresses",
        _("That somebody confirmed an address, as a code from which the address cannot be read"),
        ADDRESS_HOLDS,
        _("after it was confirmed"),
        _("deleted"),
        _proven_addresses,
    ),
    Rule(
        "decided-corrections",
        _("A correction: what its sender wrote, and their name, address and job"),
        CORRECTION_KEPT,
        _("after it was decided"),
        _("erased; what was taken over stays in the entry"),
        _decided_corrections,
    ),
    Rule(
        "answered-messages",
        _("A message to the working group, with its answer"),
        MESSAGE_KEPT,
        _("after it was answered or closed"),
        _("what it said and who sent it is erased"),
        _answered_messages,
    ),
    Rule(
        "answered-complaints",
        _("A complaint about personal data, with its answer"),
        COMPLAINT_KEPT,
        _("after it was answered or closed"),
        _("what it said and who sent it is erased"),
        _answered_complaints,
    ),
    Rule(
        "leaders-who-left",
        _("A project leader’s name and address"),
        LEADER_KEPT,
        _("after they left"),
        _("erased; the role stays, for the questions that it was asked"),
        _leaders_who_left,
    ),
    Rule(
        "unconfirmed-requests",
        _("A request to join the network whose address was never confirmed"),
        UNCONFIRMED_REQUEST_KEPT,
        _("after it was sent"),
        _("deleted"),
        _unconfirmed_requests,
    ),
    Rule(
        "declined-requests",
        _("A request to join the network that was declined: who asked, and every word of it"),
        DECLINED_KEPT,
        _("after it was decided"),
        _("erased; that there was one, when it was decided and by whom, stays as a record"),
        _declined_requests,
    ),
    Rule(
        "approval-records",
        _("The record of a decision about a request to join the network"),
        APPROVAL_KEPT,
        _("after it was decided"),
        _("reduced to the dates, the service, the region and the outcome"),
        _approval_records,
    ),
    Rule(
        "unconfirmed-subscriptions",
        _("A request for alerts whose address was never confirmed"),
        UNCONFIRMED_ALERT_KEPT,
        _("after it was sent"),
        _("deleted"),
        alerts.forget_unconfirmed,
    ),
    Rule(
        "ended-subscriptions",
        _("The address of alerts that have ended"),
        ADDRESS_KEPT,
        _("after the end"),
        _("erased; a code from which it cannot be read stays with what was agreed"),
        alerts.forget_addresses,
    ),
    Rule(
        "agreements",
        _(
            "What was agreed to for alerts, and when, under a code that does not say who; of who "
            "asked and confirmed, a shortened network address"
        ),
        ADDRESS_KEPT + CONSENT_KEPT,
        _("after the alerts ended, or were asked for and not confirmed"),
        _("deleted"),
        alerts.forget_agreements,
    ),
    Rule(
        "letters",
        _("That a letter was sent, to whom, when, and whether it arrived"),
        ROW_KEPT,
        _("after it was sent, or given up"),
        format_lazy(_("deleted; its text goes after {days} days already"), days=BODY_KEPT.days),
        _letters,
    ),
    Rule(
        "returned-letters",
        _("That a letter came back, and why"),
        RETURNED_KEPT,
        _("after it came back"),
        _("deleted"),
        _returned_letters,
    ),
    Rule(
        "used-links",
        _("Links in letters, as codes from which the link cannot be read"),
        USED_LINK_KEPT,
        _("after they were used or ran out"),
        _("deleted"),
        _links,
    ),
    Rule(
        "limits",
        _("How often somebody sent something, under a code that does not say who"),
        dt.timedelta(days=1),
        _("at most, after they sent it"),
        _("deleted"),
        _tallies,
    ),
)
