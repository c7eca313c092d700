"""Who belongs to the peer network, and who has asked to."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.models import CollaborationType, Organisation, Region, Service

from .references import new_handle, new_request_reference

CONFIRM_WITHIN = dt.timedelta(hours=48)  # the link in the letter
DECIDED_WITHIN = dt.timedelta(days=14)  # what the working group promises an applicant
ANSWER_AWAITED = dt.timedelta(days=14)  # after that the group goes on without it
UNCONFIRMED_KEPT = dt.timedelta(days=7)
DECLINED_KEPT = dt.timedelta(days=90)
APPROVAL_KEPT = dt.timedelta(days=730)
QUIET_KEPT = dt.timedelta(days=730)  # a member of whom nothing is heard
ASKED_BEFORE = dt.timedelta(days=30)  # that end whether they want to stay


class AboutSomebody(models.Model):
    """What a person says of themselves when they ask, and later in their profile."""

    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.CharField(_("work email address"), max_length=254, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    other_organisation = models.CharField(
        _("organisation, if it is not in the list"), max_length=150, blank=True
    )
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("job"), max_length=100, blank=True)
    region = models.ForeignKey(
        Region, verbose_name=_("region"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    interests = models.ManyToManyField(
        CollaborationType, verbose_name=_("interests"), blank=True, related_name="+"
    )
    # What our letters to them met with; nothing as long as they arrive
    bounced_at = models.DateTimeField(_("letters came back"), null=True, blank=True, editable=False)
    bounce_reason = models.CharField(
        _("why they came back"), max_length=300, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def organisation_name(self) -> str:
        return self.organisation.name if self.organisation else self.other_organisation


class MembershipRequestQuerySet(models.QuerySet["MembershipRequest"]):
    def unconfirmed(self) -> "MembershipRequestQuerySet":
        return self.filter(state=MembershipRequest.State.RECEIVED)

    def waiting(self) -> "MembershipRequestQuerySet":
        """For the working group, not for the applicant."""
        return self.filter(state=MembershipRequest.State.WAITING)

    def for_the_group(self, at: dt.datetime) -> "MembershipRequestQuerySet":
        """Waiting, or asked something so long ago that no answer will come."""
        silent = Q(state=MembershipRequest.State.ASKED, asked_at__lte=at - ANSWER_AWAITED)
        return self.filter(silent | Q(state=MembershipRequest.State.WAITING))

    def open(self) -> "MembershipRequestQuerySet":
        return self.filter(
            state__in=[MembershipRequest.State.WAITING, MembershipRequest.State.ASKED]
        )

    def bounced(self) -> "MembershipRequestQuerySet":
        """Open, and whoever asked is not reached by our letters."""
        return self.open().filter(bounced_at__isnull=False)

    def decided(self) -> "MembershipRequestQuerySet":
        return self.filter(
            state__in=[MembershipRequest.State.APPROVED, MembershipRequest.State.DECLINED]
        )

    def at(self, address: str) -> "MembershipRequestQuerySet":
        return self.filter(email__iexact=address.strip())


class MembershipRequest(AboutSomebody):
    """One person's wish to join, decided by somebody else.

    received → (address confirmed) → waiting ⇄ asked → approved or declined.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("waiting for the applicant to confirm their address")
        WAITING = "waiting", _("with the working group")
        ASKED = "asked", _("waiting for the applicant’s answer")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")

    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=new_request_reference, editable=False
    )
    form_key = models.UUIDField(unique=True, editable=False)
    why = models.TextField(_("why they want to join"), blank=True)
    wants_listing = models.BooleanField(_("may be seen by members"), default=False)
    consent_version = models.CharField(_("wording agreed to"), max_length=20, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    question = models.TextField(_("what the group asked"), blank=True)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    answer = models.TextField(_("what the applicant answered"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("reason, as the applicant reads it"), blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MembershipRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership request")
        verbose_name_plural = _("membership requests")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="request_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["approved", "declined"], decided_at__isnull=False)
                | Q(state__in=["received", "waiting", "asked"], decided_at=None, decided_by=None),
                name="request_is_decided_or_not",
            ),
            models.CheckConstraint(
                condition=Q(state="received", confirmed_at=None)
                | ~Q(state="received") & Q(confirmed_at__isnull=False),
                name="request_waits_once_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state="asked") | ~Q(question=""), name="request_asked_something"
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(state__in=["waiting", "asked"]),
                name="one_open_request_for_each_address",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.ASKED)

    @property
    def decided_by_day(self) -> dt.date:
        """Until when the group has promised to decide; an answer starts the time anew."""
        since = self.answered_at or self.confirmed_at or self.created_at
        return timezone.localdate(since + DECIDED_WITHIN)


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self) -> "MemberQuerySet":
        """Those who belong now."""
        return self.filter(left_at=None, user__is_active=True)

    def bounced(self) -> "MemberQuerySet":
        """Those whom our letters do not reach."""
        return self.active().filter(bounced_at__isnull=False)

    def listed(self) -> "MemberQuerySet":
        """Those whom other members may see."""
        return self.active().filter(is_listed=True)

    def to_ask_whether_they_stay(self, at: dt.datetime) -> "MemberQuerySet":
        """Not heard of for 23 months, and not asked yet."""
        since = at - (QUIET_KEPT - ASKED_BEFORE)
        return self.filter(left_at=None, heard_at__lte=since, stay_asked_at=None)

    def quiet(self, at: dt.datetime) -> "MemberQuerySet":
        """Not heard of for 24 months, and asked a month ago or longer."""
        return self.filter(
            left_at=None, heard_at__lte=at - QUIET_KEPT, stay_asked_at__lte=at - ASKED_BEFORE
        )

    def at(self, address: str) -> "MemberQuerySet":
        """Whoever belongs under this address; one who left has none."""
        return self.filter(email__iexact=address.strip(), left_at=None)


class Member(AboutSomebody):
    """One who belongs. What others see of each field is their own choice."""

    class Seen(models.TextChoices):
        NOBODY = "nobody", _("nobody")
        MEMBERS = "members", _("members")

    # Each field that has a choice of its own; service and region are what a listing consists of
    CHOSEN = ("name", "organisation", "role", "interests", "about")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="member",
        editable=False,
    )
    about = models.TextField(_("about you"), blank=True)
    is_listed = models.BooleanField(_("seen by members"), default=False)
    shows_name = models.CharField(max_length=8, choices=Seen, default=Seen.NOBODY)
    shows_organisation = models.CharField(max_length=8, choices=Seen, default=Seen.MEMBERS)
    shows_role = models.CharField(max_length=8, choices=Seen, default=Seen.MEMBERS)
    shows_interests = models.CharField(max_length=8, choices=Seen, default=Seen.MEMBERS)
    shows_about = models.CharField(max_length=8, choices=Seen, default=Seen.MEMBERS)
    takes_introductions = models.BooleanField(
        _("others may ask to be introduced to me"), default=True
    )
    # What their row in the list is called in an address: a new one whenever they change what others
    # see, so that nobody can tell who somebody was before; None once they have left
    handle = models.CharField(
        max_length=22, unique=True, null=True, default=new_handle, editable=False
    )
    consent_version = models.CharField(max_length=20, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    seen_on = models.DateField(_("last signed in"), null=True, editable=False)
    # When they last signed in, or said that they want to stay
    heard_at = models.DateTimeField(_("last heard of"), default=timezone.now, editable=False)
    stay_asked_at = models.DateTimeField(
        _("asked whether they want to stay"), null=True, editable=False
    )
    left_at = models.DateTimeField(_("left"), null=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="one_member_for_each_address"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(email="", name="", role="", about=""),
                name="member_who_left_is_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"Member {self.pk}"

    def shows(self, field: str) -> bool:
        """Whether other members see a field of one who is listed."""
        return bool(getattr(self, f"shows_{field}") == self.Seen.MEMBERS)
