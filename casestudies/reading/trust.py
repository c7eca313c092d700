"""How far to trust an entry: who confirmed it, what it rests on, and where its sources disagree."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.models import CaseStudy, Source
from casestudies.reading.status import day
from casestudies.reading.timeline import oldest_and_newest


@dataclass(frozen=True)
class Caution:
    """What a reader must know before relying on the entry: a few words in bold, and the rest."""

    title: str
    text: str

    @classmethod
    def of(cls, title: str, text: str) -> "Caution":
        """An editor may well write “Sources disagree about…”: that is not said twice."""
        if text.startswith(title):
            return cls(title, text.removeprefix(title))
        return cls(f"{title}.", f" {text}")


def confirmed_in_words(study: CaseStudy, on: dt.date) -> str:
    if study.verified_on is None:
        return _("Nobody who runs the scheme has confirmed this entry")
    if study.is_stale(on):
        return _("Not confirmed since %(date)s") % {"date": day(study.verified_on)}
    return _("Confirmed on %(date)s by %(role)s") % {
        "date": day(study.verified_on),
        "role": study.verified_by,
    }


def due_in_words(study: CaseStudy, on: dt.date) -> str:
    """When it falls due; for an entry that nobody has confirmed, what it rests on instead."""
    due = {"date": day(study.due_on), "role": study.verified_by}
    if study.freshness(on) == "ok":
        return _("It is due to be confirmed again by %(date)s.") % due
    if study.is_stale(on) and study.verified_on:
        return _("%(role)s confirmed it then. It has been due again since %(date)s.") % due
    if study.freshness(on) == "due":
        return _("It has been due to be confirmed again since %(date)s.") % due
    return rests_on(list(study.sources.all()))


def rests_on(sources: list[Source]) -> str:
    """How many published sources there are, from when to when; and whether a member tells of it."""
    published = [source for source in sources if not source.is_member_contribution]
    is_told = len(published) < len(sources)
    if not published:
        return (
            _("It rests on what a member of the peer network says, and on no published source.")
            if is_told
            else _("No source is recorded for it.")
        )
    count = len(published)
    said = ngettext(
        "It rests on %(n)d published source", "It rests on %(n)d published sources", count
    )
    also = _(" It also rests on what a member of the peer network says.") if is_told else ""
    return (said % {"n": count}) + _ages_in_words(published) + also


def cautions(study: CaseStudy) -> Iterator[Caution]:
    for caveat in study.caveats.all():
        yield Caution.of(caveat.get_kind_display(), caveat.text)
    if len(study.sources.all()) == 1:
        yield Caution.of(
            _("One source only"), _("Nothing here has been checked against a second source.")
        )


def _ages_in_words(sources: list[Source]) -> str:
    count, ends = len(sources), oldest_and_newest(sources)
    if not ends:
        return ngettext(", which shows no date.", ", none of which shows a date.", count)
    dates = {"oldest": ends[0].date_shown, "newest": ends[-1].date_shown}
    if count == 1:
        return _(", dated %(newest)s.") % dates
    if len(ends) == 2:
        return _("; the oldest is from %(oldest)s, the newest from %(newest)s.") % dates
    if sum(bool(source.date) for source in sources) == 1:
        return _("; the only one with a date is from %(newest)s.") % dates
    return _("; the newest is from %(newest)s.") % dates
