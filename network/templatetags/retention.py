"""How long what people send is kept, for the pages that owe it to them: never typed by hand."""

import datetime as dt
from typing import Any

from django import template
from django.utils.translation import ngettext

from network import proof
from network.models.enquiries import ADDRESS_HOLDS
from network.models.leaders import TOLD_WITHIN
from network.models.messages import COMPLAINT_WITHIN
from network.retention import RULES, Rule
from network.retention.trail import NAMES_KEPT

register = template.Library()

DAYS_OF_A_YEAR = 365


@register.simple_tag
def retention_rules() -> tuple[Rule, ...]:
    """What the daily job does, rule by rule."""
    return RULES


@register.simple_tag
def promised() -> dict[str, Any]:
    """Other times that the pages name, and the cookie of an address that was confirmed."""
    return {
        "complaint": COMPLAINT_WITHIN,
        "leader_told": TOLD_WITHIN,
        "names": NAMES_KEPT,
        "proof_cookie": proof.COOKIE,
        "proof": ADDRESS_HOLDS,
    }


@register.filter
def in_words(time: dt.timedelta) -> str:
    """`30 days`, `2 years`: whole ones only, as the rules have them."""
    years, rest = divmod(time.days, DAYS_OF_A_YEAR)
    if years and not rest:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d day", "%(n)d days", time.days) % {"n": time.days}
