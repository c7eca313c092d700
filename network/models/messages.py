"""Messages to the working group, from anybody, about anything but one scheme's leader."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .references import new_message_reference

# Data (Use and Access) Act 2025: a complaint is acknowledged within 30 days
COMPLAINT_WITHIN = dt.timedelta(days=30)
# Anything else is answered within what the contact page promises
ANSWERED_WITHIN = dt.timedelta(days=14)


class GroupMessageQuerySet(models.QuerySet["GroupMessage"]):
    def open(self) -> "GroupMessageQuerySet":
        return self.filter(state=GroupMessage.State.OPEN)

    def overdue(self, on: dt.date) -> "GroupMessageQuerySet":
        """Open, and the day by which an answer was promised has passed."""
        late = Q(due_on__lt=on) | Q(due_on=None, created_at__date__lt=on - ANSWERED_WITHIN)
        return self.open().filter(late)


class GroupMessage(models.Model):
    """What somebody wrote on the contact page, and what they were answered."""

    class Subject(models.TextChoices):
        CONTENT = "content", _("A case study, or one that is missing")
        NETWORK = "network", _("The peer network")
        ACCESSIBILITY = "accessibility", _("I cannot use part of this site")
        DATA_PROTECTION = "data-protection", _("A complaint about my personal data")
        PRESS = "press", _("Press")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed without an answer")

    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=new_message_reference, editable=False
    )
    form_key = models.UUIDField(unique=True, editable=False)
    subject = models.CharField(_("subject"), max_length=20, choices=Subject)
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.CharField(_("email address"), max_length=254, blank=True)
    message = models.TextField(_("message"), blank=True)
    about = models.CharField(_("page it is about"), max_length=300, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    due_on = models.DateField(_("to be acknowledged by"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GroupMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to the working group")
        verbose_name_plural = _("messages to the working group")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="message_answered_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(subject="data-protection") | Q(due_on__isnull=False),
                name="complaint_has_a_due_date",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_complaint(self) -> bool:
        """About personal data: the law has rules for those."""
        return self.subject == self.Subject.DATA_PROTECTION

    @property
    def answer_by(self) -> dt.date:
        """The day that the sender was told."""
        return self.due_on or timezone.localdate(self.created_at) + ANSWERED_WITHIN

    def is_overdue(self, on: dt.date) -> bool:
        return self.state == self.State.OPEN and self.answer_by < on
