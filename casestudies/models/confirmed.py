"""Whether an entry is still true: who confirmed it when, until when that holds, and what follows.

A confirmation holds for twelve months. Then whoever runs the scheme is asked (`network`), and from
`stale_on` on, when nobody has answered, readers are told since when nobody has confirmed the entry.
A little later it stands lower in lists ordered by a search, and half a year later the working group
is asked whether it stays. The days of all this follow from two dates alone.
"""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from casestudies.models.case_study_queries import CONFIRMED_FOR_MONTHS


class Confirmed(models.Model):
    """The part of a case study that says how old its truth is. All days are in our time zone."""

    verified_on = models.DateField(
        null=True, blank=True, help_text=_("When somebody who knows confirmed the entry.")
    )
    verified_by = models.CharField(
        _("verified by (role)"),
        max_length=120,
        blank=True,
        help_text=_("A role and organisation, never a person's name."),
    )
    # From when on, because nobody answered; to come, while the last letter may still be answered
    stale_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def due_on(self) -> dt.date | None:
        """When the next confirmation falls due; nothing for an entry that nobody has confirmed."""
        if self.verified_on is None:
            return None
        try:
            return self.verified_on.replace(year=self.verified_on.year + CONFIRMED_FOR_MONTHS // 12)
        except ValueError:  # 29 February
            return self.verified_on.replace(year=self.verified_on.year + 1, day=28)

    def freshness(self, on: dt.date) -> str:
        """`ok` for twelve months from a confirmation, then `due`; `never` before the first."""
        if self.due_on is None:
            return "never"
        return "ok" if on < self.due_on else "due"

    @property
    def silent_from(self) -> dt.date | None:
        return silent_from(self.verified_on, self.stale_on)

    def is_stale(self, on: dt.date) -> bool:
        """Whether readers are told that nobody confirms it: it is due, and nobody answered."""
        first = self.silent_from
        return first is not None and on >= first and self.freshness(on) != "ok"


def silent_from(verified_on: dt.date | None, stale_on: dt.date | None) -> dt.date | None:
    """`stale_on`, unless it is of the time before the last confirmation."""
    if stale_on is None or (verified_on is not None and stale_on <= verified_on):
        return None
    return stale_on
