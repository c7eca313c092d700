"""Whom a question about a case study reaches, and if nobody, why: one answer for all."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy
from network.models import Leadership, ProjectLeader


class Why(models.TextChoices):
    """Why a question waits with the working group. Kept in `Enquiry.why`, where editors read it.

    The words are the public ones: they end the sentence "…, because".
    """

    NOBODY = "no leader recorded", _("we hold no contact for this scheme yet")
    NOT_CONFIRMED = (
        "leader has not confirmed",
        _("the contact we hold has not yet confirmed that they take questions"),
    )
    AWAY = "leader is away", _("the contact for this scheme is away and nobody stands in for them")
    CAME_BACK = "letters to leader come back", _("our letters to the contact came back")
    UNPUBLISHED = (
        "case study not published",
        _("the case study is no longer published"),
    )


@dataclass(frozen=True)
class Reach:
    """`leader` receives a question on that day; without one, `why` says why nobody does.

    `away` is the leader who would be asked first and is away, `until` which day; the deputy or the
    working group receives it meanwhile.
    """

    leader: ProjectLeader | None
    why: Why | None = None
    away: ProjectLeader | None = None

    @property
    def until(self) -> dt.date | None:
        return self.away.paused_until if self.away else None


def reach(study: CaseStudy | None, on: dt.date) -> Reach:
    """One query. A study that is not published (None: deleted) reaches the working group."""
    if study is None or not study.is_published:
        return Reach(None, Why.UNPUBLISHED)
    leaders = [
        leadership.leader
        for leadership in Leadership.objects.filter(study=study, leader__is_active=True)
        .select_related("leader__organisation")
        .order_by("position", "pk")
    ]
    away = leaders[0] if leaders and _is_only_away(leaders[0], on) else None
    for leader in leaders:
        if leader.is_reachable(on):
            return Reach(leader, away=away)
    return Reach(None, _why(leaders, on), away=away)


def _is_only_away(leader: ProjectLeader, on: dt.date) -> bool:
    return leader.is_paused(on) and leader.confirmed_on is not None and leader.bounced_at is None


def _why(leaders: list[ProjectLeader], on: dt.date) -> Why:
    """Of several, the one that a reader can do most about: somebody who is away comes back."""
    if any(_is_only_away(leader, on) for leader in leaders):
        return Why.AWAY
    if any(leader.bounced_at for leader in leaders):
        return Why.CAME_BACK
    return Why.NOT_CONFIRMED if leaders else Why.NOBODY


def names_of_leaders(studies: list[CaseStudy]) -> list[str]:
    """What those who lead them are called: for letters only, so no text may say it."""
    # A change of an entry is led by whoever leads the entry
    whose = {pk for study in studies for pk in (study.pk, study.pending_of_id) if pk}
    led = ProjectLeader.objects.filter(leaderships__study__in=whose).exclude(name="")
    return list(led.order_by("name").values_list("name", flat=True).distinct())
