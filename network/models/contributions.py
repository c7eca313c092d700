"""Case studies that members propose: what they typed, where it stands, what was asked of them."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy

from .membership import Member
from .references import new_contribution_reference

DRAFT_KEPT = dt.timedelta(days=365)  # since it was last saved
DRAFT_WARNED = dt.timedelta(days=30)  # so long before it goes, its member is told
# What was typed is in the case study then, or will not be
TEXT_KEPT = dt.timedelta(days=90)


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def of(self, member: Member) -> "ContributionQuerySet":
        return self.filter(member=member)

    def drafts(self) -> "ContributionQuerySet":
        return self.filter(state=Contribution.State.DRAFT)

    def sent(self) -> "ContributionQuerySet":
        """All that the editors may know of: a draft is its member's alone."""
        return self.exclude(state=Contribution.State.DRAFT)

    def waiting(self) -> "ContributionQuerySet":
        """For an editor to take it up, or to go on with it."""
        return self.filter(state__in=[Contribution.State.SENT, Contribution.State.TAKEN])

    def open(self) -> "ContributionQuerySet":
        """Sent, and not over."""
        return self.filter(state__in=Contribution.OPEN)

    def idle_since(self, moment: dt.datetime) -> "ContributionQuerySet":
        """Drafts that nobody has saved since."""
        return self.drafts().filter(saved_at__lte=moment)


class Contribution(models.Model):
    """One member's case study, from the first word to the page that it became.

    draft → sent ⇄ asked, taken ⇄ asked → published, declined or withdrawn. `study` is what it
    became when it was sent: a case study in review, which only editors see until it is published.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("waiting for an editor")
        TAKEN = "taken", _("with an editor")
        ASKED = "asked", _("waiting for the member’s answer")
        PUBLISHED = "published", _("published")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn by the member")

    OPEN = (State.SENT, State.TAKEN, State.ASKED)
    OVER = (State.PUBLISHED, State.DECLINED, State.WITHDRAWN)

    reference = models.CharField(
        _("reference"),
        max_length=20,
        unique=True,
        default=new_contribution_reference,
        editable=False,
    )
    form_key = models.UUIDField(unique=True, editable=False)
    member = models.ForeignKey(
        Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="contributions"
    )
    study = models.OneToOneField(
        CaseStudy,
        verbose_name=_("case study"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contribution",
    )
    # By name of the field: a text, or a list of slugs, as typed and not yet complete
    answers = models.JSONField(_("what was typed"), default=dict, blank=True)
    # What the case study said when it was sent, as a digest: an editor's first change shows
    sent_digest = models.CharField(max_length=64, blank=True, editable=False)
    credit = models.CharField(_("credit"), max_length=400, blank=True)
    confirmed_version = models.CharField(
        _("wording confirmed"), max_length=20, blank=True, editable=False
    )

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    saved_at = models.DateTimeField(_("last saved"), default=timezone.now)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken up by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("over since"), null=True, blank=True)
    reason = models.TextField(_("reason, as the member reads it"), blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-saved_at", "-pk"]
        indexes = [models.Index(fields=["state", "sent_at"], name="contribution_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None)
                | ~Q(state="draft") & Q(sent_at__isnull=False),
                name="contribution_was_sent_or_is_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "declined", "withdrawn"])
                & Q(decided_at__isnull=False)
                | Q(state__in=["draft", "sent", "taken", "asked"], decided_at=None),
                name="contribution_is_over_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(taken_at__isnull=False),
                name="contribution_was_taken_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(study=None), name="contribution_draft_has_no_study"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """As the member called it; empty while it has no name, or once its text is erased."""
        said: Any = self.answers.get("title", "")
        return str(said).strip()

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def kept_until(self) -> dt.date:
        """Of a draft: the day on which it is deleted, if nobody saves it before."""
        return timezone.localdate(self.saved_at + DRAFT_KEPT)


class ContributionQuestion(models.Model):
    """What an editor asked about a proposal, and what its member answered. One is open at most."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="questions"
    )
    text = models.TextField(_("question"), blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("question about a proposal")
        verbose_name_plural = _("questions about proposals")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(answered_at=None),
                name="contribution_has_one_open_question",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution}: question {self.pk}"
