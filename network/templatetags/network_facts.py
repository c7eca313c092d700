"""What pages of the schemes say of the people behind them."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone

from collab_directory.addresses import address_of
from network import contributions, public_figures, verification
from network.parts import ANYTHING, PART_OF_GAP
from network.reach import Reach, reach
from network.topics import ASKED

register = template.Library()


@register.simple_tag
def reach_today(study: Any) -> Reach:
    """Whom a question about a case study reaches today, and if nobody, why. One query."""
    return reach(study, timezone.localdate())


@register.simple_tag
def way_to_fill(study: Any, gap: Any, found: Reach) -> str:
    """Where a reader goes with a question that an entry leaves open.

    To the form to its leader, with the question begun; where nobody takes questions, to the part
    of the entry that an answer would correct.
    """
    page, name, value = (
        ("network:contact_leader", ASKED, gap.kind)
        if found.leader
        else ("network:correct", "part", PART_OF_GAP.get(gap.kind, ANYTHING))
    )
    return reverse(page, args=[study.slug]) + "?" + urlencode({name: value})


@register.inclusion_tag("partials/network/contribution_credit.html")
def contribution_credit(study: Any) -> dict[str, Any]:
    """Who wrote a case study that a member proposed, as far as they wish it to be read."""
    return {"credit": contributions.credit_of(study)}


@register.simple_tag
def asked_about(study: Any, on: dt.date) -> str:
    """What became of asking whether a case study is still true, as a sentence. One query."""
    words = verification.asked_in_words(study, on)
    return f" {words}" if words else ""


@register.simple_tag
def enquiries_answered(before: dt.date) -> public_figures.Answered:
    """What the directory says in public of the enquiries whose outcome was told before a day."""
    return public_figures.enquiries_answered(before)


@register.inclusion_tag("admin/network/verification_of.html", takes_context=True)
def verification_of(context: Any, study: Any) -> dict[str, Any]:
    """For its editors: whom we asked whether it is still true, when, and what is next."""
    may = context["request"].user.has_perm("network.view_verificationround")
    is_entry = study.is_published
    return {"standing": verification.standing_of(study) if may and is_entry else None}


@register.inclusion_tag("admin/network/proposal_of.html", takes_context=True)
def proposal_of(context: Any, study: Any) -> dict[str, Any]:
    """For its editors: that a member proposed it, and what waits. Nothing for any other."""
    may = context["request"].user.has_perm("network.view_contribution")
    return {"proposal": contributions.proposal_of(study) if may else None}


@register.filter
def alerts_address(directory: Any) -> str:
    """Where the search behind a list can be kept: the same question, at another address."""
    _, mark, query = directory.filter_url.partition("?")
    return address_of("network:updates") + mark + query
