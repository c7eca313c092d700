"""Enquiries: what a reader wants to know of a project leader, and what became of it."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy

from .leaders import ProjectLeader
from .references import new_enquiry_reference

CONFIRM_WITHIN = dt.timedelta(hours=48)  # an unconfirmed enquiry is nobody's, and goes
ADDRESS_HOLDS = dt.timedelta(days=30)  # how long a confirmed address need not be confirmed again
ASKED_AFTER = dt.timedelta(days=14)  # "was it answered?"
KEPT_AFTER_DELIVERY = dt.timedelta(days=30)
KEPT_WHEN_REPORTED = dt.timedelta(days=90)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def unconfirmed(self) -> "EnquiryQuerySet":
        return self.filter(state=Enquiry.State.RECEIVED)

    def for_the_group(self) -> "EnquiryQuerySet":
        """What waits for somebody of the working group."""
        return self.filter(state__in=[Enquiry.State.WITH_GROUP, Enquiry.State.HELD])

    def passed_on(self) -> "EnquiryQuerySet":
        return self.filter(state=Enquiry.State.PASSED_ON)

    def to_ask(self, at: dt.datetime) -> "EnquiryQuerySet":
        """Passed on 14 days ago or longer, and nobody has said or been asked what came of it."""
        return self.passed_on().filter(
            answer=Enquiry.Answer.UNKNOWN, asked_at=None, passed_on_at__lte=at - ASKED_AFTER
        )

    def unanswered(self) -> "EnquiryQuerySet":
        """Those whose senders say that no answer came."""
        return self.passed_on().filter(answer=Enquiry.Answer.NO, dealt_with_at=None)


class Enquiry(models.Model):
    """One message to the leader of one case study.

    Its journey: received → (address confirmed) → passed on, or with the working group, or held;
    then closed. `erased` keeps the row without a word of who asked what, so that counts stay true.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("waiting for the sender to confirm their address")
        WITH_GROUP = "with-group", _("with the working group")
        HELD = "held", _("held")
        PASSED_ON = "passed-on", _("passed on")
        CLOSED = "closed", _("closed")
        ERASED = "erased", _("erased")

    class Answer(models.TextChoices):
        UNKNOWN = "", _("not known")
        WITHIN_A_WEEK = "week", _("answered within a week")
        WITHIN_TWO_WEEKS = "fortnight", _("answered within two weeks")
        LATER = "later", _("answered later")
        NO = "no", _("not answered")
        NOT_NEEDED = "not-needed", _("no longer needed")

    ANSWERED = (Answer.WITHIN_A_WEEK, Answer.WITHIN_TWO_WEEKS, Answer.LATER)

    class Topic(models.TextChoices):
        """What people ask about. The wording of each belongs to the form."""

        COSTS = "costs", _("Costs and savings")
        STAFFING = "staffing", _("Staffing")
        LEGAL = "legal", _("Legal agreements and data sharing")
        SYSTEMS = "systems", _("Systems, buildings and equipment")
        HARD = "hard", _("What went wrong")
        START = "start", _("How to begin")
        VISIT = "visit", _("A visit or a talk")
        OTHER = "other", _("Something else")

    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=new_enquiry_reference, editable=False
    )
    form_key = models.UUIDField(unique=True, editable=False)
    study = models.ForeignKey(
        CaseStudy,
        verbose_name=_("case study"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="enquiries",
    )
    study_title = models.CharField(_("its title then"), max_length=200)
    leader = models.ForeignKey(
        ProjectLeader,
        verbose_name=_("passed on to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="enquiries",
    )

    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.CharField(_("email address"), max_length=254, blank=True)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    role = models.CharField(_("job"), max_length=100, blank=True)
    topics = models.JSONField(_("what they want to know"), default=list, blank=True)
    message = models.TextField(_("message"), blank=True)
    wants_copy = models.BooleanField(_("wants a copy"), default=False)

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED)
    why = models.CharField(_("why it waits"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    passed_on_at = models.DateTimeField(_("passed on at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported as abuse"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked whether it was answered"), null=True, blank=True)
    answer = models.CharField(
        _("answered?"), max_length=12, choices=Answer, blank=True, default=Answer.UNKNOWN
    )
    answer_told_at = models.DateTimeField(_("said so"), null=True, blank=True)
    dealt_with_at = models.DateTimeField(_("silence dealt with"), null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="enquiry_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="passed-on") | Q(passed_on_at__isnull=False),
                name="enquiry_passed_on_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="received", confirmed_at=None) | ~Q(state="received"),
                name="enquiry_received_is_unconfirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state="erased") | Q(name="", email="", message="", role=""),
                name="enquiry_erased_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answer_told_at=None)
                | (~Q(answer="") & Q(answer_told_at__isnull=False)),
                name="enquiry_answer_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ConfirmedAddress(models.Model):
    """That somebody who reads an address pressed the button in our letter. Kept as a hash."""

    digest = models.CharField(max_length=64, unique=True)
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"confirmed on {self.confirmed_at:%Y-%m-%d}"

    @staticmethod
    def digest_of(address: str) -> str:
        return salted_hmac(
            "network.address", address.strip().lower(), algorithm="sha256"
        ).hexdigest()

    @classmethod
    def holds(cls, address: str, at: dt.datetime) -> bool:
        since = at - ADDRESS_HOLDS
        digest = cls.digest_of(address)
        return cls.objects.filter(digest=digest, confirmed_at__gt=since).exists()

    @classmethod
    def remember(cls, address: str, at: dt.datetime) -> None:
        cls.objects.update_or_create(digest=cls.digest_of(address), defaults={"confirmed_at": at})
