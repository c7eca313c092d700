"""What makes a collaboration succeed, national work, and money."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casestudies.models.addresses import Retirable, TermQuerySet
from casestudies.models.evidence import SourceBase
from casestudies.models.terms import Service

REVIEWED = _("When somebody last checked it against its sources. Readers see this.")


class SuccessFactor(Retirable):
    """Something that helps a collaboration, or stands in its way."""

    class Kind(models.TextChoices):
        FACTOR = "factor", _("Success factor")
        BARRIER = "barrier", _("Barrier")

    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=120, unique=True)
    summary = models.CharField(max_length=300)
    guidance = models.TextField()
    self_check = models.CharField(
        _("statement of the self-check"),
        max_length=200,
        blank=True,
        help_text=_(
            "What a team that is ready can say yes to, such as “Each partner has a named sponsor.” "
            "Left empty, the self-check does not ask about it."
        ),
    )
    position = models.PositiveSmallIntegerField(default=0, help_text=_("Lower comes first."))
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True, help_text=REVIEWED)

    objects = TermQuerySet.as_manager()

    class Meta(Retirable.Meta):
        ordering = ["kind", "position", "title"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question that a team asks itself about a success factor or a barrier."""

    factor = models.ForeignKey(SuccessFactor, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class FactorSource(SourceBase):
    factor = models.ForeignKey(SuccessFactor, on_delete=models.CASCADE, related_name="sources")


class NationalProgramme(Retirable):
    """National work that bears on collaboration: a programme, a body, a law."""

    name = models.CharField(max_length=160, unique=True)
    summary = models.CharField(max_length=300)
    description = models.TextField()
    lead_bodies = models.TextField(blank=True, help_text=_("One to a line."))
    services = models.ManyToManyField(Service, blank=True, related_name="programmes")
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=60, help_text=_("Active, closed, superseded, unknown…"))
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True, help_text=REVIEWED)

    objects = TermQuerySet.as_manager()

    class Meta(Retirable.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProgrammeSource(SourceBase):
    programme = models.ForeignKey(
        NationalProgramme, on_delete=models.CASCADE, related_name="sources"
    )


class ProgrammeCase(models.Model):
    """That a case study is part of a programme, grew out of it or works under it, and how."""

    programme = models.ForeignKey(NationalProgramme, on_delete=models.CASCADE, related_name="cases")
    study = models.ForeignKey(
        "casestudies.CaseStudy", on_delete=models.CASCADE, related_name="programme_cases"
    )
    reason = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "study"], name="programme_case_once")
        ]

    def __str__(self) -> str:
        return self.reason


class FundingStream(Retirable):
    """A source of money for collaboration, open or closed."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        UNKNOWN = "unknown", _("Not known")

    name = models.CharField(max_length=160, unique=True)
    funder = models.CharField(max_length=200, blank=True)
    years = models.CharField(max_length=120, blank=True)
    amount_note = models.TextField(blank=True)
    summary = models.TextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.UNKNOWN)
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True, help_text=REVIEWED)

    objects = TermQuerySet.as_manager()

    class Meta(Retirable.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FundingSource(SourceBase):
    stream = models.ForeignKey(FundingStream, on_delete=models.CASCADE, related_name="sources")
