"""How long a decision about a request to join usually takes, in words: measured, or promised."""

import datetime as dt
import math
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.models import MembershipRequest
from network.models.membership import DECIDED_WITHIN

FEWEST = 5  # decisions; below, a habit cannot be told
LOOKED_AT = dt.timedelta(days=365)  # how it was before that says little about now


def usual(at: dt.datetime) -> dt.timedelta | None:
    """The median from the confirmed address to the decision; None below five decisions. One query.

    A wait for the applicant's answer counts: that is how long it took.
    """
    decided = MembershipRequest.objects.decided().filter(decided_at__gt=at - LOOKED_AT)
    moments = decided.values_list("confirmed_at", "decided_at")
    took = [(end - start).total_seconds() for start, end in moments if start and end]
    return dt.timedelta(seconds=median(took)) if len(took) >= FEWEST else None


def in_words(at: dt.datetime) -> str:
    """A sentence: what is usual if it can be told, or else what the working group promises."""
    took = usual(at)
    if took is None:
        days = DECIDED_WITHIN.days
        return ngettext(
            "The working group decides within %(n)s day of your confirming your address.",
            "The working group decides within %(n)s days of your confirming your address.",
            days,
        ) % {"n": days}
    days = max(1, math.ceil(took / dt.timedelta(days=1)))
    if days <= 1:
        return _("Half of all decisions take a day or less.")
    if days <= 21:
        return _("Half of all decisions take %(n)s days or less.") % {"n": days}
    return _("Half of all decisions take %(n)s weeks or less.") % {"n": math.ceil(days / 7)}
