"""The case study: one entry of the A-Z."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casestudies.models.addresses import Slugged
from casestudies.models.case_study_queries import CaseStudyQuerySet
from casestudies.models.confirmed import Confirmed
from casestudies.models.fields import PartialDateField, is_partial_date, show_partial_date
from casestudies.models.in_hand import InHand
from casestudies.models.places import ForceArea, Organisation, Region
from casestudies.models.terms import CollaborationType, Service


class CaseStudy(Confirmed, InHand, Slugged):
    """One entry of the A-Z: what one scheme is, what came of it, and where that is written."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in-review", _("In review")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        PILOT = "pilot", _("Pilot")
        LIVE = "live", _("Live")
        ENDED = "ended", _("Ended")
        UNKNOWN = "unknown", _("Not known")

    class EndedReason(models.TextChoices):
        FINISHED = "finished", _("It had done its work")
        ABSORBED = "absorbed", _("It became part of something else")
        MONEY = "money", _("The money ran out")
        PARTNER_LEFT = "partner-left", _("A partner left")
        DID_NOT_WORK = "did-not-work", _("It did not work")
        UNKNOWN = "unknown", _("Not recorded")

    title = models.CharField(max_length=160)
    summary = models.CharField(
        max_length=320,
        help_text=_("One sentence: who does what together, and where. Shown in every list."),
    )
    what_happened = models.TextField(
        blank=True, help_text=_("The story in plain words: why it began, what was done.")
    )
    place = models.CharField(
        max_length=200, blank=True, help_text=_("As local people would say it, such as Margate.")
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="studies")
    force_areas = models.ManyToManyField(ForceArea, blank=True, related_name="studies")
    services = models.ManyToManyField(Service, blank=True, related_name="studies")
    types = models.ManyToManyField(
        CollaborationType, blank=True, related_name="studies", verbose_name=_("collaboration types")
    )
    organisations: "models.ManyToManyField[Organisation, Any]" = models.ManyToManyField(
        Organisation, through="Partner", related_name="studies", editable=False
    )

    status = models.CharField(
        _("scheme status"),
        max_length=10,
        choices=Status,
        default=Status.UNKNOWN,
        help_text=_("As the newest source reports it. The page always says how old that is."),
    )
    started = PartialDateField(help_text=_("When it began to work: 2012, 2012-01 or 2012-01-15."))
    ended = PartialDateField(help_text=_("When it ended, as exactly as is known."))
    ended_reason = models.CharField(max_length=20, choices=EndedReason, blank=True)
    ended_advice = models.TextField(
        blank=True, help_text=_("What those who ran it would tell the next team.")
    )

    in_2014_overview = models.BooleanField(_("one of the 38 in the 2014 overview"), default=False)
    in_2016_overview = models.BooleanField(_("in the 2016 national overview"), default=False)

    state = models.CharField(
        _("publication state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseStudyQuerySet.as_manager()

    # What querysets add: with_dates(), with_newest_version(), the directory when it shows results
    newest_source: str | None
    best_evidence: int | None
    version_number: int | None
    version_published_at: dt.datetime | None
    version_withheld_at: dt.datetime | None
    title_marked: str | None = None
    summary_marked: str | None = None
    snippet: str = ""

    class Meta:
        verbose_name_plural = "case studies"
        ordering = ["title"]
        permissions = [
            ("publish_casestudy", "Can publish and archive case studies"),
            ("erase_casestudy", "Can delete a case study that has been published"),
        ]
        indexes = [models.Index(fields=["state", "title"], name="study_by_state_and_title")]
        constraints = [
            *InHand.Meta.constraints,
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(pending_of__isnull=True),
                name="title_of_entry_used_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in-review"]) | Q(published_at__isnull=False),
                name="published_study_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_by="")
                | (Q(verified_on__isnull=False) & ~Q(verified_by="")),
                name="verified_by_somebody_on_a_date",
            ),
            models.CheckConstraint(
                condition=(Q(status="ended") & ~Q(ended_reason=""))
                | (~Q(status="ended") & Q(ended_reason="", ended="", ended_advice="")),
                name="ended_study_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(started="")
                | Q(ended="")
                | Q(ended__gte=F("started"))
                # 2012-05 to 2012 is no contradiction: the end is known only to the year.
                | Q(started__startswith=F("ended")),
                name="study_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=is_partial_date("started"), name="started_is_partial"),
            models.CheckConstraint(condition=is_partial_date("ended"), name="ended_is_partial"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title_shown(self) -> str:
        """With what a search found in it marked; so is the summary."""
        return self.title_marked or self.title

    @property
    def summary_shown(self) -> str:
        return self.summary_marked or self.summary

    def get_absolute_url(self) -> str:
        return reverse("casestudies:case_study", args=[self.slug])

    def clean(self) -> None:
        errors = {}
        if is_of_another_page(self.slug):
            errors["slug"] = _("This is the address of another page. Write another one.")
        if self.status == self.Status.ENDED and not self.ended_reason:
            errors["ended_reason"] = _("Say why the scheme ended, or choose “Not recorded”.")
        if self.status != self.Status.ENDED:
            for field in ("ended", "ended_reason", "ended_advice"):
                if getattr(self, field):
                    errors[field] = _("Leave this empty, or set the scheme status to “Ended”.")
        if bool(self.verified_on) != bool(self.verified_by):
            missing = "verified_by" if self.verified_on else "verified_on"
            errors[missing] = _("Give both the date and the role that confirmed the entry.")
        if self.verified_on and self.verified_on > timezone.localdate():
            errors["verified_on"] = _("This date has not come yet.")
        if self.started and self.ended and self.ended < self.started[: len(self.ended)]:
            errors["ended"] = _("The scheme cannot end before it started.")
        if errors:
            raise ValidationError(errors)

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def has_ended(self) -> bool:
        return self.status == self.Status.ENDED

    @property
    def started_shown(self) -> str:
        return show_partial_date(self.started)

    @property
    def ended_shown(self) -> str:
        return show_partial_date(self.ended)

    @cached_property
    def reported_on(self) -> str:
        """The date that its status speaks of, as a partial date: the newest source or confirmation.

        Needs `with_dates()`; empty where no source has a date.
        """
        newest = self.newest_source or ""
        verified = self.verified_on.isoformat() if self.verified_on else ""
        return max(newest, verified)

    @property
    def reported_shown(self) -> str:
        return show_partial_date(self.reported_on)

    @property
    def reported_year(self) -> str:
        return self.reported_on[:4]


def is_of_another_page(slug: str) -> bool:
    """Whether a page that is no case study has the address that this slug would give."""
    try:
        found = resolve(reverse("casestudies:case_study", args=[slug]))
    except NoReverseMatch:  # nothing that could be a slug
        return False
    return found.view_name != "casestudies:case_study"
