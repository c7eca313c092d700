"""How long what people ask and tell is kept: enquiries, corrections, messages; and leaders."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_directory.outbox.models import Letter
from network.actions import corrections, enquiries, leaders, messages
from network.models import ConfirmedAddress, Correction, Enquiry, GroupMessage, ProjectLeader
from network.models.enquiries import ADDRESS_HOLDS, KEPT_AFTER_DELIVERY, KEPT_WHEN_REPORTED
from network.retention.rule import Rule

# Longer than its link holds: somebody who comes late can have another
UNCONFIRMED_KEPT = dt.timedelta(days=7)
CORRECTION_KEPT = dt.timedelta(days=30)
MESSAGE_KEPT = dt.timedelta(days=30)
COMPLAINT_KEPT = dt.timedelta(days=730)  # to show that it was answered, and in time
LEADER_KEPT = dt.timedelta(days=30)


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
    over = ProjectLeader.objects.filter(left_at__lte=at - LEADER_KEPT).exclude(email="")
    return sum(leaders.erase(one, by=None, at=at) for one in over)


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
)
