"""How long what people ask of the network, and are told of it, is kept."""

import datetime as dt

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from network.actions import membership
from network.models import MembershipRequest
from network.models.address_changes import WISH_KEPT
from network.models.membership import (
    APPROVAL_KEPT,
    ASKED_BEFORE,
    DECLINED_KEPT,
    QUIET_KEPT,
    UNCONFIRMED_KEPT,
)
from network.retention.rule import Rule


def _unconfirmed_requests(at: dt.datetime) -> int:
    forgotten = MembershipRequest.objects.unconfirmed().filter(
        created_at__lte=at - UNCONFIRMED_KEPT
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


RULES = (
    Rule(
        "quiet-members",
        _("A member of whom nothing was heard: all that they told us, and their account"),
        QUIET_KEPT,
        format_lazy(
            _("after they last signed in; we ask them {days} days before"), days=ASKED_BEFORE.days
        ),
        _("erased as if they had left; that somebody belonged, and when, stays"),
        membership.forget_quiet,
    ),
    Rule(
        "address-changes",
        _("A member’s wish for another address that was never confirmed there"),
        WISH_KEPT,
        _("after it was asked for"),
        _("deleted"),
        membership.forget_wishes,
    ),
    Rule(
        "unconfirmed-requests",
        _("A request to join the network whose address was never confirmed"),
        UNCONFIRMED_KEPT,
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
)
