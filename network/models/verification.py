"""Rounds of asking: whether an entry is still true, asked of whoever runs the scheme."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy

from .corrections import Correction
from .leaders import ProjectLeader

# After the first letter; with the second of these a deputy is asked, too
ASKED_AGAIN_AFTER = dt.timedelta(days=14)
ASKED_LAST_AFTER = dt.timedelta(days=28)
# After the last letter, as long as between any two of them
SILENT_AFTER = dt.timedelta(days=14)
# After an answer that was neither yes nor no: editors have seen to it by then
ASKED_ANEW_AFTER = dt.timedelta(days=28)


class VerificationRoundQuerySet(models.QuerySet["VerificationRound"]):
    def open(self) -> "VerificationRoundQuerySet":
        return self.filter(closed_at=None)

    def of_published(self) -> "VerificationRoundQuerySet":
        """Open ones of what the public reads."""
        return self.open().filter(study__state=CaseStudy.State.PUBLISHED)

    def nobody_to_ask(self) -> "VerificationRoundQuerySet":
        return self.of_published().filter(nobody_since__isnull=False)

    def waiting(self) -> "VerificationRoundQuerySet":
        """Those in which somebody was asked and may still answer."""
        return self.of_published().filter(nobody_since=None, asked_on__isnull=False)

    def silent(self, on: dt.date) -> "VerificationRoundQuerySet":
        """Those in which the last letter, too, had its two weeks."""
        return self.waiting().filter(chased_again_on__lte=on - SILENT_AFTER)

    def told_of_a_change(self) -> "VerificationRoundQuerySet":
        """Those that ended with something for an editor to do."""
        return self.filter(answer__in=VerificationRound.FOR_AN_EDITOR)


class VerificationRound(models.Model):
    """One time that an entry fell due: whom we asked, when, and what came of it.

    It is open until somebody answers, until an editor records a confirmation, or until nothing is
    due any more. All dates are days in our time zone.
    """

    class Answer(models.TextChoices):
        STILL_TRUE = "still-true", _("still true")
        CHANGED = "changed", _("something has changed")
        ENDED = "ended", _("it has ended")
        BY_HAND = "by-hand", _("an editor recorded a confirmation")
        SILENT = "silent", _("nobody answered, and it is not due yet")
        OVER = "over", _("over: it is not due, or not published, any more")

    FOR_AN_EDITOR = (Answer.CHANGED, Answer.ENDED)

    study = models.ForeignKey(
        CaseStudy,
        verbose_name=_("case study"),
        on_delete=models.CASCADE,
        related_name="verification_rounds",
    )
    due_on = models.DateField(_("due on"))
    leader = models.ForeignKey(
        ProjectLeader,
        verbose_name=_("who is asked"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_on = models.DateField(_("asked on"), null=True)
    chased_on = models.DateField(_("asked again on"), null=True)
    chased_again_on = models.DateField(_("asked for the last time on"), null=True)
    nobody_since = models.DateField(_("nobody to ask since"), null=True)
    answer = models.CharField(_("what came of it"), max_length=12, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        ProjectLeader,
        verbose_name=_("who answered"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed"), null=True)
    correction = models.ForeignKey(
        Correction,
        verbose_name=_("what they told us"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = VerificationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of asking")
        verbose_name_plural = _("rounds of asking")
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["study"], condition=Q(closed_at=None), name="one_open_round_of_a_study"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, answer="") | Q(closed_at__isnull=False) & ~Q(answer=""),
                name="round_closes_with_an_answer",
            ),
            models.CheckConstraint(
                condition=(Q(chased_on=None) | Q(chased_on__gt=F("asked_on")))
                & (Q(chased_again_on=None) | Q(chased_again_on__gt=F("chased_on"))),
                name="letters_of_a_round_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(study)s, due on %(day)s") % {"study": self.study, "day": self.due_on})

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def asks_again(self, on: dt.date) -> bool:
        """Whether the second letter is due."""
        if self.asked_on is None or self.chased_on is not None:
            return False
        return on >= self.asked_on + ASKED_AGAIN_AFTER

    def asks_for_the_last_time(self, on: dt.date) -> bool:
        """Whether the third is; never sooner after the second than that came after the first."""
        if self.asked_on is None or self.chased_on is None or self.chased_again_on is not None:
            return False
        return on >= max(self.asked_on + ASKED_LAST_AFTER, self.chased_on + ASKED_AGAIN_AFTER)

    def is_silent(self, on: dt.date) -> bool:
        """Whether the third letter, too, has had its time."""
        return self.chased_again_on is not None and on >= self.chased_again_on + SILENT_AFTER

    @property
    def was_early(self) -> bool:
        """Whether all its letters went before the entry was due: then silence proves nothing."""
        return self.chased_again_on is not None and self.chased_again_on < self.due_on

    @property
    def last_letter_on(self) -> dt.date | None:
        return self.chased_again_on or self.chased_on or self.asked_on

    @property
    def letters_on(self) -> list[dt.date]:
        """When whoever is asked was written to, in order."""
        return [day for day in (self.asked_on, self.chased_on, self.chased_again_on) if day]


class VerificationAsk(models.Model):
    """That one leader was asked in a round. The links in our letters to them are about this."""

    round = models.ForeignKey(VerificationRound, on_delete=models.CASCADE, related_name="asks")
    leader = models.ForeignKey(
        ProjectLeader,
        verbose_name=_("project leader"),
        on_delete=models.CASCADE,
        related_name="asks",
    )
    asked_on = models.DateField(_("asked on"))
    # They said that the entry is not theirs, and are asked about it no more
    not_theirs_on = models.DateField(_("said that it is not theirs"), null=True)

    class Meta:
        verbose_name = _("who was asked")
        verbose_name_plural = _("who was asked")
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "leader"], name="asked_once_in_a_round")
        ]

    def __str__(self) -> str:
        """As whoever is asked may read it of themselves."""
        return f"{self.round.study}, {self.asked_on:%-d %B %Y}"
