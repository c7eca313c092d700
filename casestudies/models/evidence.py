"""What is said of a scheme, by whom, and how well it is known."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casestudies.models.fields import PartialDateField, is_partial_date, show_partial_date


class Part(models.Model):
    """A line of a case study, in the order in which the editors put it."""

    study = models.ForeignKey("casestudies.CaseStudy", on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Evidence(models.IntegerChoices):
    """How well an outcome is known, weakest first; the numbers are the blocks that a page fills."""

    DESCRIBED = 1, _("Described")
    REPORTED = 2, _("Reported")
    MEASURED = 3, _("Measured")
    EVALUATED = 4, _("Evaluated")


class Outcome(Part):
    """Something that came of a scheme."""

    text = models.TextField()
    evidence = models.PositiveSmallIntegerField(
        choices=Evidence,
        default=Evidence.DESCRIBED,
        help_text=_(
            "Described: a source says so, without figures. Reported: the partners give figures. "
            "Measured: figures with a method, before and after. "
            "Evaluated: somebody independent looked."
        ),
    )

    class Meta(Part.Meta):
        default_related_name = "outcomes"
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__in=Evidence.values), name="outcome_evidence_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Lesson(Part):
    """What the partners, or those who looked at them, learned."""

    class Kind(models.TextChoices):
        HELPED = "helped", _("What helped")
        HARD = "hard", _("What was hard")

    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()

    class Meta(Part.Meta):
        default_related_name = "lessons"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["helped", "hard"]), name="lesson_helped_or_was_hard"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Saving(Part):
    """Money that a scheme is said to save. An unknown amount stays unknown: it is never nought."""

    class Per(models.TextChoices):
        YEAR = "yearly", _("A year")
        ONCE = "one-off", _("Once")
        PERIOD = "period", _("In all, over several years")
        UNKNOWN = "unknown", _("Not known")

    class Grade(models.TextChoices):
        CLAIMED = "claimed", _("Claimed")
        MEASURED = "measured", _("Measured")
        AUDITED = "audited", _("Audited")

    class Bound(models.TextChoices):
        ABOUT = "about", _("About")
        NEARLY = "nearly", _("Nearly")
        UP_TO = "up-to", _("Up to")
        MORE_THAN = "more-than", _("More than")

    covers = models.CharField(max_length=300, blank=True, help_text=_("What the figure covers."))
    bound = models.CharField(
        _("how exact"),
        max_length=10,
        choices=Bound,
        blank=True,
        help_text=_("As the source says it, so that “up to £4 million” is not read as £4 million."),
    )
    low = models.PositiveBigIntegerField(
        _("amount, or its lower end"), null=True, blank=True, help_text=_("In whole pounds.")
    )
    high = models.PositiveBigIntegerField(
        _("upper end"), null=True, blank=True, help_text=_("In whole pounds, if it is a range.")
    )
    per = models.CharField(max_length=10, choices=Per, default=Per.UNKNOWN)
    period = models.CharField(max_length=60, blank=True, help_text=_("Such as 2011 to 2023."))
    price_year = models.PositiveSmallIntegerField(null=True, blank=True)
    baseline = models.CharField(
        max_length=300, blank=True, help_text=_("What it is compared with.")
    )
    payer = models.CharField(max_length=160, blank=True, help_text=_("Who pays for the scheme."))
    gainer = models.CharField(max_length=160, blank=True, help_text=_("Who keeps the saving."))
    grade = models.CharField(
        max_length=10,
        choices=Grade,
        default=Grade.CLAIMED,
        help_text=_(
            "Claimed: a forecast or the partners' word. Measured: worked out from what was spent. "
            "Audited: checked by an auditor or inspector."
        ),
    )
    note = models.TextField(blank=True)

    class Meta(Part.Meta):
        default_related_name = "savings"
        constraints = [
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(low__isnull=False, high__gte=F("low")),
                name="saving_range_runs_upwards",
            ),
        ]

    def __str__(self) -> str:
        return self.covers or self.note

    def clean(self) -> None:
        if self.high is not None and self.low is None:
            raise ValidationError({"low": _("Give the lower end too, or only this one amount.")})
        if self.high is not None and self.low is not None and self.high < self.low:
            raise ValidationError({"high": _("The upper end cannot be below the lower end.")})


class Funding(Part):
    """Money that paid for a scheme, as the source names it, and its stream if that is known."""

    stream = models.ForeignKey(
        "casestudies.FundingStream",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="fundings",
    )
    description = models.CharField(
        max_length=200, help_text=_("As the source names it, with the amount.")
    )

    class Meta(Part.Meta):
        default_related_name = "fundings"

    def __str__(self) -> str:
        return self.description


class Need(Part):
    """What another place would need in order to do it too."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Staff")
        LAW = "law", _("Law and agreements")
        SYSTEMS = "systems", _("Systems")
        SPACE = "space", _("Space")
        MONEY = "money", _("Money")
        TIME = "time", _("Time")

    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()

    class Meta(Part.Meta):
        default_related_name = "needs"

    def __str__(self) -> str:
        return self.text


class Caveat(Part):
    """What a reader must know before relying on the entry."""

    class Kind(models.TextChoices):
        CONFLICT = "conflict", _("Sources disagree")
        WEAK = "weak", _("Weak sources")

    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()

    class Meta(Part.Meta):
        default_related_name = "caveats"

    def __str__(self) -> str:
        return self.text


class FactorShown(Part):
    """That a scheme shows a success factor or a barrier, and why we say so."""

    factor = models.ForeignKey(
        "casestudies.SuccessFactor", on_delete=models.CASCADE, related_name="shown_by"
    )
    reason = models.CharField(max_length=300)
    how_met = models.CharField(
        _("how they met it"),
        max_length=300,
        blank=True,
        help_text=_("Of a barrier: what they did about it. Left empty if no source says."),
    )

    class Meta(Part.Meta):
        default_related_name = "factors_shown"
        constraints = [
            models.UniqueConstraint(fields=["study", "factor"], name="factor_shown_once")
        ]

    def __str__(self) -> str:
        return self.reason


# The publisher of what a member of the network tells from their own work
MEMBER_CONTRIBUTION = "Member contribution"


class SourceBase(models.Model):
    """Where a fact comes from."""

    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=160, blank=True)
    url = models.URLField(_("web address"), max_length=600)
    date = PartialDateField(help_text=_("As exact as the source is: 2015, 2015-05 or 2015-05-01."))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def date_shown(self) -> str:
        return show_partial_date(self.date)

    @property
    def is_member_contribution(self) -> bool:
        return self.publisher == MEMBER_CONTRIBUTION


class Source(SourceBase):
    """A page or document that says what a case study says."""

    study = models.ForeignKey(
        "casestudies.CaseStudy", on_delete=models.CASCADE, related_name="sources"
    )

    class Meta(SourceBase.Meta):
        constraints = [
            models.CheckConstraint(condition=is_partial_date("date"), name="source_date_is_partial")
        ]
