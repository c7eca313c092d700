"""Dates compared and said, and what is known of a scheme today."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casestudies.models import CaseStudy
from collab_directory.templatetags import ui


def is_later(one: str, other: str) -> bool:
    """Whether a partial date is surely later: 2018 is later than 2017-03, but not than 2018-03."""
    known = min(len(one), len(other))
    return one[:known] > other[:known]


def status_now(study: CaseStudy, on: dt.date) -> str:
    """The last line of the timeline: what is known of today."""
    if ui.end_is_announced(study):
        return _("Was due to have ended; no source confirms that it has")
    if study.has_ended:
        return _("Ended")
    if study.freshness(on) == "ok":
        return ui.status_words(study, on)
    if study.reported_on:
        return _("Not confirmed since %(date)s") % {"date": study.reported_shown}
    return _("Not confirmed, and no source shows a date")


def day(date: dt.date | None) -> str:
    """`3 March 2026`; empty for no date."""
    return str(date_format(date, "j F Y")) if date else ""
