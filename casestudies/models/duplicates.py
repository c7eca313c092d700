"""Entries that may be about one scheme, and entries that were found to be and became one."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from casestudies.models.case_study import CaseStudy


class TwinPairQuerySet(models.QuerySet["TwinPair"]):
    def open(self) -> Self:
        """Those of which nobody has said that they are two schemes."""
        return self.filter(apart_at=None)

    def between_living(self) -> Self:
        """Open pairs of which neither is archived, so that one may go into the other."""
        archived = CaseStudy.State.ARCHIVED
        return self.open().exclude(first__state=archived).exclude(second__state=archived)

    def of(self, study: CaseStudy) -> Self:
        return self.filter(Q(first=study) | Q(second=study))


class TwinPair(models.Model):
    """Two entries that are alike, the older one first, until somebody says that they are two."""

    first = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="+")
    # When an editor said that these are two schemes. They are never offered as a pair again
    apart_at = models.DateTimeField(null=True, blank=True)

    objects = TwinPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="twins_are_paired_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="twins_stand_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"


class Merge(models.Model):
    """That an entry went into another. It is kept, archived, and its address leads to the other."""

    gone = models.OneToOneField(CaseStudy, on_delete=models.CASCADE, related_name="merge")
    into = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="merged_here")
    at = models.DateTimeField(default=timezone.now)
    # Whether the public read it until then: what was cited stays readable, and nothing else
    was_public = models.BooleanField(default=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(gone=F("into")), name="merge_is_into_another")
        ]

    def __str__(self) -> str:
        return f"{self.gone} into {self.into}"
