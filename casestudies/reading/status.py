"""A scheme's status in words, where a page has room to say what a list cannot."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casestudies.models import CaseStudy
from collab_directory.templatetags import ui


def is_later(one: str, other: str) -> bool:
    """Whether a partial date is surely later: 2018 is later than 2017-03, but not than 2018-03."""
    known = min(len(one), len(other))
    return one[:known] > other[:known]


def end_is_announced(study: CaseStudy) -> bool:
    """The scheme was to end on a day that no source has seen: the newest of them is older."""
    if not (study.has_ended and study.ended and study.reported_on):
        return False
    return is_later(study.ended, study.reported_on)


def status_in_words(study: CaseStudy, on: dt.date) -> str:
    """“Live when last reported (2019)”: never without its date. Needs `with_dates()`."""
    dates = {"ended": study.ended_shown, "reported": study.reported_shown}
    if end_is_announced(study):
        if len(study.ended) == len("2024-12-31"):
            return _("Due to end on %(ended)s when last reported (%(reported)s)") % dates
        return _("Due to end in %(ended)s when last reported (%(reported)s)") % dates
    if study.status == CaseStudy.Status.UNKNOWN and study.reported_on:
        return _("Not known (last reported %(reported)s)") % dates
    return ui.status_words(study, on)


def status_now(study: CaseStudy, on: dt.date) -> str:
    """The last line of the timeline: what is known of today."""
    if end_is_announced(study):
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
