"""Introductions: one member asks to be put in touch with another, who says yes or no."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .membership import Member
from .references import new_introduction_reference

ANSWERED_WITHIN = dt.timedelta(days=14)  # then silence is taken for an answer
AGAIN_AFTER = dt.timedelta(days=30)  # until then the same member is not asked once more
KEPT_AFTER_END = dt.timedelta(days=30)
KEPT_WHEN_REPORTED = dt.timedelta(days=90)


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def open(self) -> "IntroductionQuerySet":
        return self.filter(state=Introduction.State.OPEN)

    def silent(self, at: dt.datetime) -> "IntroductionQuerySet":
        """Asked so long ago that no answer will come."""
        return self.open().filter(created_at__lte=at - ANSWERED_WITHIN)

    def with_words(self) -> "IntroductionQuerySet":
        """Those of which more is left than a count."""
        return self.filter(erased_at=None)

    def of(self, member: Member) -> "IntroductionQuerySet":
        """That the member asked for or was asked for."""
        return self.filter(Q(asker=member) | Q(asked=member))

    def reported(self) -> "IntroductionQuerySet":
        """All that anybody but the two may read, until it is erased."""
        return self.with_words().filter(reported_at__isnull=False)

    def of_account(self, user: User) -> "IntroductionQuerySet":
        """That the member of an account asked for or was asked for."""
        return self.filter(Q(asker__user=user) | Q(asked__user=user))

    def not_asked_by(self, user: User) -> "IntroductionQuerySet":
        """For one who looks at reports, too: who asked is not told of them."""
        return self.exclude(asker__user=user)

    def for_the_group(self) -> "IntroductionQuerySet":
        """Reports that nobody has closed."""
        return self.reported().filter(report_closed_at=None)


class Introduction(models.Model):
    """One request: who asks whom, why, and what came of it.

    open → accepted, declined, later (not now), silent (nobody answered), withdrawn by the asker, or
    over because one of the two belongs no more. Once erased it is a count: no word, and nobody.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        ACCEPTED = "accepted", _("introduced")
        DECLINED = "declined", _("declined")
        LATER = "later", _("not now")
        SILENT = "silent", _("not answered")
        WITHDRAWN = "withdrawn", _("taken back")
        OVER = "over", _("over, because one of the two left")

    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=new_introduction_reference
    )
    form_key = models.UUIDField(unique=True, editable=False)
    asker = models.ForeignKey(
        Member,
        verbose_name=_("who asked"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="introductions_asked_for",
    )
    asked = models.ForeignKey(
        Member,
        verbose_name=_("who was asked"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="introductions_asked_of",
    )
    why = models.TextField(_("why"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    reported_at = models.DateTimeField(_("reported"), null=True)
    report = models.TextField(_("what was said about it"), blank=True)
    report_closed_at = models.DateTimeField(_("report closed"), null=True)
    report_closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("report closed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="introduction_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None)
                | ~Q(state="open") & Q(ended_at__isnull=False),
                name="introduction_ended_or_not",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(asker=None, asked=None, why="", report="") & ~Q(state="open"),
                name="introduction_erased_is_a_count",
            ),
            models.CheckConstraint(
                condition=Q(asker=None) | Q(asked=None) | ~Q(asker=F("asked")),
                name="introduction_is_of_two",
            ),
            models.UniqueConstraint(
                fields=["asker", "asked"],
                condition=Q(state="open"),
                name="one_open_introduction_for_each_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def as_its_asker_knows(self) -> str | Promise:
        """How it stands, in words that do not tell a no from silence, or from somebody who left."""
        known = (self.State.OPEN, self.State.ACCEPTED, self.State.LATER, self.State.WITHDRAWN)
        state = self.State(self.state)
        return state.label if state in known else _("nothing came of it")

    @property
    def again_from(self) -> dt.datetime:
        """When the same member may be asked once more."""
        return (self.ended_at or self.answer_by) + AGAIN_AFTER

    @property
    def answer_by(self) -> dt.datetime:
        """When silence is taken for an answer."""
        return self.created_at + ANSWERED_WITHIN

    @property
    def kept_until(self) -> dt.datetime:
        """When its words go, if nobody reports it and it is answered at the last moment."""
        return (self.ended_at or self.answer_by) + KEPT_AFTER_END


class Unwanted(models.Model):
    """One member wants no introductions from another, who is not told."""

    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="unwanted")
    asker = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="unwanted_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "asker"], name="unwanted_once"),
        ]

    def __str__(self) -> str:
        return f"Unwanted {self.pk}"
