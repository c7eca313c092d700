"""Who takes part in a scheme, and which schemes it came from or went into."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casestudies.models.case_study import CaseStudy
from casestudies.models.places import Organisation


class Partner(models.Model):
    """An organisation's part in a case study."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        PARTNER = "partner", _("Partner")

    study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partnerships"
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.PARTNER)
    part_played = models.CharField(
        max_length=200, blank=True, help_text=_("What it does in the scheme, if a source says so.")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["study", "organisation"], name="partner_named_once"),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "partner"]), name="partner_leads_or_takes_part"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def is_lead(self) -> bool:
        return self.role == self.Role.LEAD


class Relation(models.Model):
    """That one scheme came from, or went into, another. Shown from both sides."""

    class Kind(models.TextChoices):
        ADAPTED_FROM = "adapted-from", _("Adapted from")
        REPLACED_BY = "replaced-by", _("Replaced by")
        MERGED_INTO = "merged-into", _("Merged into")

    study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=20, choices=Kind)
    other = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="reverse_relations")

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["study", "kind", "other"], name="relation_said_once"),
            models.CheckConstraint(
                condition=~Q(study=F("other")), name="relation_is_to_another_study"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.get_kind_display()} {self.other}"

    def save(self, *args, **kwargs):
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a loop: following one kind of relation must come to an end."""
        if not (self.study_id and self.other_id):
            return
        # What is said of a change will be said of the entry that it changes.
        said_of = self.study.pending_of_id or self.study_id
        seen, ahead = set(), {self.other_id}
        while ahead:
            if said_of in ahead:
                raise ValidationError({"other": _("This would go round in a circle.")})
            seen |= ahead
            onward = Relation.objects.filter(kind=self.kind, study__in=ahead).exclude(pk=self.pk)
            ahead = set(onward.values_list("other_id", flat=True)) - seen
