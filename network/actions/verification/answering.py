"""What a leader answers when we ask whether an entry is still true.

Each answer uses up the link that it came by, and says whether this call took it: of two presses one
does. Only “still true” changes what readers see of the scheme; all else is for an editor to judge,
among the corrections.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from casestudies import changes, confirming
from casestudies.models import CaseStudy
from collab_directory import audit
from network.actions import corrections
from network.actions.corrections import Sender
from network.models import (
    Correction,
    Leadership,
    Link,
    ProjectLeader,
    VerificationAsk,
    VerificationRound,
)

from .closing import close, lock

Answer = VerificationRound.Answer
# The part of the entry that “not mine” is about
NOT_THEIRS = "confirmation"


@dataclass(frozen=True)
class Ending:
    """What is said of a scheme that has ended. `when` is a partial date, or empty."""

    reason: CaseStudy.EndedReason
    when: str = ""
    advice: str = ""

    def in_words(self) -> str:
        said = [
            _("It has ended."),
            _("Why: %s") % self.reason.label,
            _("When: %s") % (self.when or _("not said")),
        ]
        if self.advice:
            said.append(_("What they would tell the next team: %s") % self.advice)
        return "\n".join(said)


def find(token: str, *, at: dt.datetime) -> Link | None:
    """The link of a letter that can still be answered, with its ask, round, entry and leader.

    None for one that never was, was used or has run out, and when the question is settled, the
    leader gone or elsewhere, or the entry not theirs or not published any more.
    """
    link = Link.find(Link.Purpose.STILL_TRUE, token, at=at)
    if link is None or link.ask_id is None:
        return None
    asks = VerificationAsk.objects.filter(
        round__closed_at=None,
        round__study__state=CaseStudy.State.PUBLISHED,
        leader__is_active=True,
        not_theirs_on=None,
    )
    ask = (
        asks.select_related("round__study__region", "leader__organisation")
        .filter(pk=link.ask_id)
        .first()
    )
    if ask is None or not link.is_bound_to(ask.leader.email.lower()):
        return None
    if not Leadership.objects.filter(leader=ask.leader, study=ask.round.study_id).exists():
        return None
    link.ask = ask
    return link


def still_true(link: Link, *, at: dt.datetime) -> bool:
    """Confirm the entry as it stands, today, by the leader's role."""
    with transaction.atomic():
        ask = _take(link, at=at)
        if ask is None:
            return False
        close(ask.round.study, Answer.STILL_TRUE, at=at, by=ask.leader)
        confirming.hear(
            ask.round.study, on=timezone.localdate(at), role=Truncator(str(ask.leader)).chars(120)
        )
    return True


def changed(link: Link, *, what: str, source_url: str, at: dt.datetime) -> bool:
    """Something is not right any more: an editor finds what, in the leader's words."""
    with transaction.atomic():
        ask = _take(link, at=at)
        if ask is None:
            return False
        told = _tell(ask, part="other", remark=what, source_url=source_url, at=at)
        _close_for_an_editor(ask, Answer.CHANGED, told, at=at)
    return True


def ended(link: Link, ending: Ending, *, at: dt.datetime) -> bool:
    """The scheme is over: an editor finds why, when, and what they would tell the next team."""
    with transaction.atomic():
        ask = _take(link, at=at)
        if ask is None:
            return False
        told = _tell(ask, part="status", remark=ending.in_words(), at=at)
        _close_for_an_editor(ask, Answer.ENDED, told, at=at)
    return True


def not_theirs(link: Link, *, who: str, at: dt.datetime) -> bool:
    """The entry is not theirs: they are asked nothing more about it, and an editor hears of it.

    The question stays open, and goes to whoever is next in line, if there is anybody.
    """
    with transaction.atomic():
        ask = _take(link, at=at)
        if ask is None:
            return False
        ask.not_theirs_on = timezone.localdate(at)
        ask.save(update_fields=["not_theirs_on"])
        ask.links.filter(used_at=None).update(used_at=at)
        for leadership in Leadership.objects.filter(leader=ask.leader, study=ask.round.study_id):
            leadership.delete()
        audit.record("leader.not_theirs", ask.leader, by=None, study=ask.round.study.slug)
        said = _("%s says that this entry is not theirs, and is taken off it.") % ask.leader
        whose = _("Whose it is: %s") % (who or _("not said"))
        _tell(ask, part=NOT_THEIRS, remark=f"{said}\n{whose}", at=at)
    return True


def _take(link: Link, *, at: dt.datetime) -> VerificationAsk | None:
    """Use the link up; its ask, unless somebody else was quicker.

    Whatever ends a round uses up its links under the same lock: see `closing.close`.
    """
    ask = link.ask
    if ask is None:
        return None
    lock(ask.round.study_id)
    if not link.use(at=at):
        return None
    changes.note()  # whatever it is, the entry's page tells of it
    return ask


def _close_for_an_editor(
    ask: VerificationAsk, answer: VerificationRound.Answer, told: Correction, *, at: dt.datetime
) -> None:
    """An answer ends the silence, though it is no confirmation."""
    study = ask.round.study
    now = close(study, answer, at=at, by=ask.leader)
    if now is not None:
        now.correction = told
        now.save(update_fields=["correction"])
    CaseStudy.objects.filter(pk=study.pk).update(stale_on=None)
    audit.record("case_study.answered", study, by=None, answer=answer.value, leader=ask.leader.pk)


def _tell(
    ask: VerificationAsk, *, part: str, remark: str, at: dt.datetime, source_url: str = ""
) -> Correction:
    leader: ProjectLeader = ask.leader
    return corrections.tell(
        ask.round.study,
        part=part,
        remark=remark,
        source_url=source_url,
        sender=Sender(leader.name, leader.email, Truncator(str(leader)).chars(150)),
        leader=leader,
        at=at,
    )
