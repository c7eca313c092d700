"""What pages say of asking whether an entry is still true: to readers, and to editors."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casestudies.models import CaseStudy
from network.actions.verification import falls_due
from network.models import Correction, VerificationRound
from network.models.verification import ASKED_AGAIN_AFTER, ASKED_LAST_AFTER


def last_round(study: CaseStudy) -> VerificationRound | None:
    """The one that is open, or that ended last."""
    rounds = VerificationRound.objects.filter(study=study)
    return rounds.select_related("correction", "leader__organisation").order_by("-pk").first()


def asked_in_words(study: CaseStudy, on: dt.date) -> str:
    """For readers, while an entry is due: whom we asked and when. Empty where nothing was done."""
    now = last_round(study) if study.freshness(on) != "ok" else None
    if now is None:
        return ""
    if not now.is_open:
        return _told(now)
    if not now.asked_on:
        return _("There is nobody yet whom we can ask.")
    asked = _("We asked whoever runs it on %s") % _days(now.letters_on)
    if now.nobody_since:
        return _("%s, and can ask nobody at present.") % asked
    if now.is_silent(on):
        return _("%s, and nobody has answered.") % asked
    return _("%s, and wait for the answer.") % asked


def _told(over: VerificationRound) -> str:
    """Nothing of what they told us: an editor has yet to see it."""
    waits = over.correction is not None and over.correction.state == Correction.State.NEW
    if over.answer not in VerificationRound.FOR_AN_EDITOR or not waits or not over.closed_at:
        return ""
    return _(
        "Whoever runs it answered us on %s, and an editor looks at what has to be changed."
    ) % _day(timezone.localdate(over.closed_at))


@dataclass(frozen=True)
class Standing:
    """How it stands with asking about one entry, for its editors."""

    study: CaseStudy
    on: dt.date
    round: VerificationRound | None

    @property
    def words(self) -> str:
        if self.round is None:
            return self._due()
        return f"{self._due()} {in_words(self.round, self.on)}"

    def _due(self) -> str:
        day = _day(falls_due(self.study))
        if self.study.freshness(self.on) == "ok":
            return _("It falls due on %s.") % day
        if self.study.verified_on is None:
            return _("It is due: nobody has confirmed it since it was published on %s.") % day
        return _("It has been due since %s.") % day


def standing_of(study: CaseStudy) -> Standing:
    return Standing(study, timezone.localdate(), last_round(study))


def in_words(now: VerificationRound, on: dt.date) -> str:
    """What has happened in a round, and what is next, for editors."""
    said = []
    if now.letters_on:
        whom = now.leader or _("somebody who is gone")
        said.append(
            _("%(who)s was asked on %(days)s.") % {"who": whom, "days": _days(now.letters_on)}
        )
    if now.closed_at:
        day = _day(timezone.localdate(now.closed_at))
        what = {"answer": now.get_answer_display(), "day": day}
        said.append(_("It ended on %(day)s: %(answer)s.") % what)
    elif now.nobody_since:
        said.append(_("There has been nobody to ask since %s.") % _day(now.nobody_since))
    else:
        said.append(_next(now, on))
    return " ".join(said)


def _next(now: VerificationRound, on: dt.date) -> str:
    if any(ask.not_theirs_on and ask.leader_id == now.leader_id for ask in now.asks.all()):
        return _("They say that it is not theirs. The next in line is asked, if there is one.")
    if now.is_silent(on):
        return _("Nobody has answered, and nobody is asked any more.")
    if now.chased_on is None and now.asked_on:
        return _("The second letter goes on %s.") % _day(now.asked_on + ASKED_AGAIN_AFTER)
    if now.chased_again_on is None and now.asked_on and now.chased_on:
        last = max(now.asked_on + ASKED_LAST_AFTER, now.chased_on + ASKED_AGAIN_AFTER)
        return _("The last letter goes on %s, to a deputy, too, if there is one.") % _day(last)
    return _("That was the last letter.")


def _days(days: list[dt.date]) -> str:
    """`1 May 2026, 15 May 2026 and 29 May 2026`."""
    *first, last = [_day(day) for day in days]
    return (
        _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    )


def _day(day: dt.date) -> str:
    return str(date_format(day, "j F Y"))
