"""How many enquiries were answered, for everybody to read: never about one leader or one sender.

Nothing is said of fewer than five enquiries, nor of fewer than five leaders. Where those that were
answered, or those that were not, are fewer than five, their number is not given either.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network.models import Enquiry

FEWEST = 5


@dataclass(frozen=True)
class Answered:
    """`share` is a whole number of hundredths with its sign, or "" where `words` say all."""

    share: str
    words: str


def enquiries_answered(before: dt.date) -> Answered:
    """Of those whose senders told us what became of them before a day. One query.

    Before a day rather than until now, so that a page that is kept for the day stays true.
    """
    told_by = timezone.make_aware(dt.datetime.combine(before, dt.time.min))
    known = Enquiry.objects.filter(
        answer__in=[*Enquiry.ANSWERED, Enquiry.Answer.NO], answer_told_at__lt=told_by
    ).aggregate(
        whole=Count("pk"),
        answered=Count("pk", filter=Q(answer__in=Enquiry.ANSWERED)),
        leaders=Count("leader", distinct=True),
    )
    whole, answered = known["whole"], known["answered"]
    if whole < FEWEST or known["leaders"] < FEWEST:
        return Answered(
            "",
            _(
                "How many enquiries were answered is not given here: we know what became of too"
                " few, or they went to too few leaders."
            ),
        )
    return _in_words(answered, whole)


def _in_words(answered: int, whole: int) -> Answered:
    silent = whole - answered
    said = {"whole": whole}
    if answered < FEWEST and silent < FEWEST:
        return Answered("", _("Too few enquiries are known about to say how many were answered."))
    if answered < FEWEST:
        return Answered(
            "", _("Fewer than five of the %(whole)s enquiries we know about were answered.") % said
        )
    if silent < FEWEST:
        return Answered(
            "", _("All but a few of the %(whole)s enquiries we know about were answered.") % said
        )
    return Answered(
        f"{round(100 * answered / whole)}%",
        _("of the %(whole)s enquiries of which senders told us the outcome were answered") % said,
    )
