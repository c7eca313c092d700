"""Alerts: who is told of new case studies, of which, how often, and how we know they want it."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CONFIRM_WITHIN = dt.timedelta(hours=48)
UNCONFIRMED_KEPT = dt.timedelta(days=7)
ADDRESS_KEPT = dt.timedelta(days=28)  # after unsubscribing
CONSENT_KEPT = dt.timedelta(days=365)  # after that


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> "SubscriptionQuerySet":
        return self.filter(state=Subscription.State.ACTIVE)

    def receiving(self, on: dt.date) -> "SubscriptionQuerySet":
        paused = Q(paused_until__gte=on) | Q(bounced_at__isnull=False)
        return self.active().exclude(paused)

    def bounced(self) -> "SubscriptionQuerySet":
        """Not sent, because a letter came back."""
        return self.active().filter(bounced_at__isnull=False)

    def at(self, address: str) -> "SubscriptionQuerySet":
        return self.filter(email__iexact=address.strip())


class Subscription(models.Model):
    """That an address wants to hear of case studies that answer one question."""

    class State(models.TextChoices):
        ASKED = "asked", _("waiting for the address to be confirmed")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    class Often(models.TextChoices):
        WEEKLY = "weekly", _("once a week, on Thursday morning")
        AT_ONCE = "at-once", _("as they come")

    form_key = models.UUIDField(unique=True, editable=False)
    email = models.CharField(_("email address"), max_length=254, blank=True)
    # Of the address, so that it is known after the address itself is gone
    digest = models.CharField(max_length=64, editable=False)
    # The directory's own parameters in its own order; empty asks for everything
    question = models.CharField(_("search"), max_length=1000, blank=True)
    often = models.CharField(_("how often"), max_length=8, choices=Often, default=Often.WEEKLY)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    # Letters to this address came back, so none is sent until somebody says that they arrive
    bounced_at = models.DateTimeField(_("letters came back"), null=True, blank=True)
    bounce_reason = models.CharField(_("why they came back"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["digest"], name="subscription_by_digest")]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "question"],
                condition=Q(state="active"),
                name="one_active_subscription_to_a_search",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(confirmed_at__isnull=False),
                name="subscription_active_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at=None)),
                name="subscription_ended_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_often_display()}: {self.question or '*'}"


class Consent(models.Model):
    """One event of an agreement, never changed: asked, confirmed, changed, withdrawn."""

    class Event(models.TextChoices):
        ASKED = "asked", _("asked")
        CONFIRMED = "confirmed", _("confirmed")
        CHANGED = "changed", _("changed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Method(models.TextChoices):
        FORM = "form", _("form")
        BUTTON = "button", _("button in a letter")
        ONE_CLICK = "one-click", _("one click in a mail program")
        STAFF = "staff", _("on request")
        ACCOUNT = "account", _("in the member’s account")
        COMPLAINT = "complaint", _("complaint about a letter")

    digest = models.CharField(max_length=64, db_index=True)  # of the address
    subscription = models.ForeignKey(
        Subscription, null=True, on_delete=models.SET_NULL, related_name="consents"
    )
    event = models.CharField(max_length=10, choices=Event)
    purpose = models.CharField(max_length=1100)  # what was agreed to: often and question
    wording = models.CharField(max_length=20)  # its version; texts are kept in network/wordings.py
    page = models.CharField(max_length=100)
    method = models.CharField(max_length=10, choices=Method)
    network = models.CharField(max_length=50, blank=True)  # a shortened client address, if any
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d}"


class DoNotMail(models.Model):
    """An address that complained of a letter: no alert is sent to it, nor offered.

    Known only by its code, for as long as the list exists.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("address not to be written to")
        verbose_name_plural = _("addresses not to be written to")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Issue(models.Model):
    """What one round of alerts was about: a week, or one case study as it came.

    A study stands in at most one issue of each kind for ever, so that a later edit alerts nobody.
    """

    often = models.CharField(max_length=8, choices=Subscription.Often)
    day = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)  # every letter of it is written

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["often", "day"], condition=Q(often="weekly"), name="one_issue_a_week"
            )
        ]

    def __str__(self) -> str:
        return f"{self.often} {self.day}"


class Announced(models.Model):
    """That a case study was new in an issue."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="announced")
    study = models.ForeignKey(
        "casestudies.CaseStudy", on_delete=models.CASCADE, related_name="announced"
    )
    often = models.CharField(max_length=8, choices=Subscription.Often)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "often"], name="a_study_is_new_once")
        ]

    def __str__(self) -> str:
        return f"{self.study} in {self.issue}"
