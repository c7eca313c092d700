"""What moderators are shown: what was reported or held back, and what a post said before."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .discussions import LONGEST_TITLE, Post
from .membership import Member

EARLIER_KEPT = dt.timedelta(days=30)
REPORT_KEPT = dt.timedelta(days=90)
UNSEEN_KEPT = dt.timedelta(days=90)


class EarlierText(models.Model):
    """What a post said before its author changed it or took it back. Moderators alone read it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="earlier")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)  # of the opening of a topic
    text = models.TextField(blank=True)
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-until", "-pk"]
        indexes = [models.Index(fields=["until"], name="earlier_text_until")]

    def __str__(self) -> str:
        return f"Earlier text {self.pk}"


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.OPEN)


class Report(models.Model):
    """A post that a moderator should look at: a member says so, or it was held back by itself."""

    class Reason(models.TextChoices):
        PERSON = "person", _("It says something about a person who could be recognised")
        SECRET = "secret", _("It tells what should not be told, such as a live incident")
        RUDE = "rude", _("It is rude or threatening")
        ADVERT = "advert", _("It is advertising, or has nothing to do with the network")
        OTHER = "other", _("Something else")
        HELD = "held", _("It was held back by itself")

    class State(models.TextChoices):
        OPEN = "open", _("waits for a moderator")
        HIDDEN = "hidden", _("the post was hidden")
        LEFT = "left", _("the post was left, or shown again")

    post = models.ForeignKey(
        Post, verbose_name=_("post"), on_delete=models.CASCADE, related_name="reports"
    )
    reporter = models.ForeignKey(
        Member,
        verbose_name=_("reported by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="reports",
        editable=False,
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, editable=False)
    words = models.TextField(_("what they say"), blank=True, editable=False)
    created_at = models.DateTimeField(_("reported"), default=timezone.now, editable=False)
    state = models.CharField(
        _("state"), max_length=6, choices=State, default=State.OPEN, editable=False
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported or held post")
        verbose_name_plural = _("reported or held posts")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="report_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "reporter"],
                condition=Q(state="open"),
                name="one_open_report_of_each",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(state="open", reason="held"),
                name="one_open_report_of_what_is_held",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | ~Q(state="open") & Q(decided_at__isnull=False),
                name="report_is_decided_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.pk}"
