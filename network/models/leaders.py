"""Project leaders: whom a reader's question reaches. Name and address are never public."""

import datetime as dt
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy, Organisation

# Set aside by RFC 2606: nobody reads what is sent there
PLACEHOLDERS = (
    *(f"{before}example.{end}" for before in "@." for end in ("org", "com", "net")),
    *(".example", ".invalid", ".test"),
)
TOLD_WITHIN = dt.timedelta(days=30)  # a leader whom somebody else entered is told by then


def _at_a_placeholder() -> Q:
    ends = [Q(email__iendswith=end) for end in PLACEHOLDERS]
    return reduce(or_, ends)


class ProjectLeaderQuerySet(models.QuerySet["ProjectLeader"]):
    def at(self, address: str) -> "ProjectLeaderQuerySet":
        return self.filter(email__iexact=address.strip())

    def reachable(self, on: dt.date) -> "ProjectLeaderQuerySet":
        """Those to whom a question is passed on."""
        return self.filter(
            Q(paused_until=None) | Q(paused_until__lt=on),
            is_active=True,
            confirmed_on__isnull=False,
            bounced_at=None,
        )

    def to_ask(self, on: dt.date) -> "ProjectLeaderQuerySet":
        """Those who may be asked whether what they lead is still described as it is."""
        return self.reachable(on).exclude(_at_a_placeholder())

    def to_tell(self) -> "ProjectLeaderQuerySet":
        """Entered by somebody else, not told yet, at an address that somebody reads."""
        untold = self.filter(is_active=True, told_on=None, confirmed_on=None)
        return untold.exclude(_at_a_placeholder())

    def with_placeholder(self) -> "ProjectLeaderQuerySet":
        """Those to whom no letter can be sent until somebody finds their address."""
        return self.filter(_at_a_placeholder(), is_active=True)

    def never_told(self, at: dt.datetime) -> "ProjectLeaderQuerySet":
        """Those whom nobody has told within the month."""
        return self.to_tell().filter(created_at__lte=at - TOLD_WITHIN)

    def bounced(self) -> "ProjectLeaderQuerySet":
        return self.filter(is_active=True, bounced_at__isnull=False)


class ProjectLeader(models.Model):
    """A role that answers questions about case studies, and the address where it is read."""

    class Consent(models.TextChoices):
        THEMSELVES = "themselves", _("They asked to be listed")
        ORGANISATION = "organisation", _("Their organisation named them")
        EDITOR = "editor", _("The working group entered a published role")

    role_title = models.CharField(
        _("role"), max_length=120, help_text=_("Public, such as “Collaboration lead”. No name.")
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="project_leaders",
    )
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("For letters only. Never public.")
    )
    email = models.EmailField(_("email address"), max_length=254, help_text=_("Never public."))
    studies = models.ManyToManyField(
        CaseStudy, through="Leadership", related_name="project_leaders", verbose_name=_("leads")
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("An inactive leader receives nothing.")
    )
    consent = models.CharField(_("how it was given"), max_length=20, choices=Consent)
    consent_note = models.CharField(_("note on it"), max_length=300, blank=True)
    consent_on = models.DateField(_("given on"))
    told_on = models.DateField(
        _("told on"),
        null=True,
        blank=True,
        help_text=_("When they were told what is held about them and how to object."),
    )
    confirmed_on = models.DateField(
        _("last confirmed"),
        null=True,
        blank=True,
        help_text=_("When they last said that this is right. Until then, nothing is sent to them."),
    )
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("letters came back"), null=True, blank=True, editable=False)
    bounce_reason = models.CharField(
        _("why they came back"), max_length=300, blank=True, editable=False
    )
    shows_speed = models.BooleanField(
        _("may say how soon they answer"),
        default=True,
        help_text=_("In words, from five enquiries up."),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    # Named by this leader; takes over by confirming, and until then nothing changes
    successor = models.ForeignKey(
        "self",
        verbose_name=_("is to be followed by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="predecessors",
    )
    # Name and address go 30 days later; the role stays for what was passed on to it
    left_at = models.DateTimeField(_("left"), null=True, blank=True, editable=False)

    objects = ProjectLeaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("project leader")
        verbose_name_plural = _("project leaders")
        ordering = ["organisation__name", "role_title", "pk"]
        constraints = [
            # Of the leaders who are gone, nothing is left to compare
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="one_leader_for_each_address"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(is_active=False), name="leader_who_left_is_inactive"
            ),
            models.CheckConstraint(
                condition=~Q(email="") | Q(left_at__isnull=False),
                name="leader_without_address_left",
            ),
        ]

    def __str__(self) -> str:
        """What the public may read of them."""
        return f"{self.role_title}, {self.organisation}"

    def is_reachable(self, on: dt.date) -> bool:
        return (
            self.is_active
            and self.confirmed_on is not None
            and self.bounced_at is None
            and not self.is_paused(on)
        )

    def is_paused(self, on: dt.date) -> bool:
        return self.paused_until is not None and self.paused_until >= on

    def published_studies(self) -> models.QuerySet[CaseStudy]:
        """What they lead of that which everybody may read, in the order of its titles."""
        return CaseStudy.objects.published().filter(leaderships__leader=self).order_by("title")

    @property
    def due_on(self) -> dt.date | None:
        """A year after they last said that this is right; nothing where they never did."""
        if self.confirmed_on is None:
            return None
        try:
            return self.confirmed_on.replace(year=self.confirmed_on.year + 1)
        except ValueError:  # 29 February
            return self.confirmed_on.replace(year=self.confirmed_on.year + 1, day=28)

    @property
    def has_placeholder_address(self) -> bool:
        return self.email.lower().endswith(PLACEHOLDERS)

    @property
    def greeting(self) -> str:
        return self.name or self.role_title


class Leadership(models.Model):
    """That a leader answers for a case study; the first in order before the second, the deputy."""

    leader = models.ForeignKey(ProjectLeader, on_delete=models.CASCADE, related_name="leaderships")
    study = models.ForeignKey(
        CaseStudy,
        verbose_name=_("case study"),
        on_delete=models.CASCADE,
        related_name="leaderships",
    )
    position = models.PositiveSmallIntegerField(
        _("order"),
        default=0,
        help_text=_("0 is asked first; the next one is the deputy and takes over."),
    )

    class Meta:
        verbose_name = _("leadership")
        verbose_name_plural = _("leaderships")
        ordering = [F("study"), "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["leader", "study"], name="one_leadership_of_a_study")
        ]

    def __str__(self) -> str:
        return f"{self.leader}: {self.study}"

    def clean(self) -> None:
        if self.position > 20:
            raise ValidationError({"position": _("Nobody needs twenty deputies.")})


def leader_of(study: CaseStudy, on: dt.date) -> ProjectLeader | None:
    """Who receives a question about a case study on that day; None: the working group does."""
    return (
        ProjectLeader.objects.reachable(on)
        .filter(leaderships__study=study)
        .select_related("organisation")
        .order_by("leaderships__position", "leaderships__pk")
        .first()
    )
