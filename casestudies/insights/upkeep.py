"""How well the directory itself is kept, in public: of all entries, whatever a reader has chosen.

Nothing is said of fewer than five entries or searches, so that no figure is about one of them.
"""

import datetime as dt
from dataclasses import dataclass
from statistics import median

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.catalogue import Catalogue
from casestudies.insights.facts import facts_of
from casestudies.insights.words import percent
from casestudies.models import MissedSearch
from casestudies.models.case_study_queries import last_day_out_of_date

FEWEST = 5


@dataclass(frozen=True)
class Said:
    """A figure with the words that follow it; where there is none, `words` say why."""

    number: str
    words: str


def upkeep(catalogue: Catalogue, on: dt.date) -> list[Said]:
    """How old confirmations are, how many hold, what was searched for in vain. One query."""
    return [_age(catalogue, on), _share(catalogue, on), _missed()]


def _age(catalogue: Catalogue, on: dt.date) -> Said:
    days = [on.toordinal() - day for day in facts_of(catalogue).verified.tolist() if day]
    if len(days) < FEWEST:
        return Said(
            "",
            _(
                "How long ago entries were confirmed is not given here: fewer than five have been"
                " confirmed so far."
            ),
        )
    middle = int(median(days))
    words = ngettext(
        "day since an entry was confirmed, for the middle one of those that were",
        "days since an entry was confirmed, for the middle one of those that were",
        middle,
    )
    return Said(str(middle), words)


def _share(catalogue: Catalogue, on: dt.date) -> Said:
    whole = len(catalogue.entries)
    if whole < FEWEST:
        return Said(
            "", _("How many entries are confirmed is not given: there are fewer than five.")
        )
    valid_from = last_day_out_of_date(on).toordinal()
    holds = int((facts_of(catalogue).verified > valid_from).sum())
    if holds < FEWEST:
        few = _("Fewer than five of the %(whole)s entries were confirmed in the last 12 months.")
        return Said("", few % {"whole": whole})
    words = _("of the %(whole)s entries were confirmed in the last 12 months")
    return Said(f"{percent(holds, whole)}%", words % {"whole": whole})


def _missed() -> Said:
    times = MissedSearch.objects.aggregate(times=Sum("times"))["times"] or 0
    if times < FEWEST:
        return Said(
            "",
            _(
                "Searches that found nothing are counted until an editor has dealt with them."
                " Fewer than five wait now, so their number is not given."
            ),
        )
    return Said(str(times), _("searches that found nothing wait for an editor to deal with them"))
