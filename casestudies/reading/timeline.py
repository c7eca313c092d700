"""The dated steps of a scheme, in order, each no more exact than its source."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casestudies.models import CaseStudy, Source
from casestudies.models.fields import last_day_of, show_partial_date
from casestudies.reading.status import is_later, status_now
from collab_directory.templatetags.ui import end_is_announced


@dataclass(frozen=True)
class Moment:
    """A line of the timeline. `when` is a partial date; only today, the last line, has none."""

    when: str
    text: str
    is_now: bool = False
    is_end: bool = False

    @property
    def when_shown(self) -> str:
        return _("Now") if self.is_now else show_partial_date(self.when)

    @property
    def place_in_order(self) -> tuple[str, bool]:
        # 2020 as a start is the first day of 2020; as an end it is the last.
        return (last_day_of(self.when).isoformat() if self.is_end else self.when, self.is_end)


def timeline(study: CaseStudy, on: dt.date) -> list[Moment]:
    moments = sorted(_moments(study), key=lambda moment: moment.place_in_order)
    if study.ended and not end_is_announced(study):
        return moments
    return [*moments, Moment("", status_now(study, on), is_now=True)]


def oldest_and_newest(sources: list[Source]) -> list[Source]:
    """The first and the last of the dated sources; only the last where it is not surely later."""
    dated = sorted((source for source in sources if source.date), key=lambda source: source.date)
    if len(dated) > 1 and is_later(dated[-1].date, dated[0].date):
        return [dated[0], dated[-1]]
    return dated[-1:]


def _moments(study: CaseStudy) -> Iterator[Moment]:
    if study.started:
        yield Moment(study.started, _started_in_words(study))
    if study.in_2014_overview:
        yield Moment("2014", _("One of the 38 schemes in the 2014 overview"))
    if study.in_2016_overview:
        yield Moment("2016", _("In the 2016 national overview"))
    yield from _written_about(list(study.sources.all()))
    if study.ended:
        said = _("Announced as its end") if end_is_announced(study) else _("Ended")
        yield Moment(study.ended, said, is_end=True)
    if study.verified_on:
        words = _("Entry confirmed by %(role)s") % {"role": study.verified_by}
        yield Moment(study.verified_on.isoformat(), words)


def _started_in_words(study: CaseStudy) -> str:
    is_ahead = study.reported_on and is_later(study.started, study.reported_on)
    if study.status == CaseStudy.Status.PLANNED or is_ahead:
        return _("Planned to start")
    return _("Started")


def _written_about(sources: list[Source]) -> Iterator[Moment]:
    """The sources between which everything else here was written."""
    ends = oldest_and_newest(sources)
    newest = _("Newest source we hold: %(title)s")
    if sum(bool(source.date) for source in sources) == 1:
        newest = _("The only dated source we hold: %(title)s")
    labels = [_("Oldest source we hold: %(title)s"), newest]
    for source, label in zip(ends, labels[-len(ends) :], strict=False):
        yield Moment(source.date, label % {"title": source.title})
