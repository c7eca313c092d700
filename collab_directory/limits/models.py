"""What was done lately under one limit by one somebody, who cannot be told from the row."""

import datetime as dt

from django.db import models


class TallyQuerySet(models.QuerySet["Tally"]):
    def over(self, at: dt.datetime) -> "TallyQuerySet":
        """Those that no limit looks back to any more."""
        return self.filter(forget_at__lte=at)


class Tally(models.Model):
    """The moments, in seconds since 1970, that still count."""

    limit = models.CharField(max_length=60)
    whose = models.CharField(max_length=64)  # a salted hash
    moments = models.JSONField(default=list)
    forget_at = models.DateTimeField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["limit", "whose"], name="one_tally_for_each")
        ]
        indexes = [models.Index(fields=["forget_at"], name="tally_forget_at")]

    def __str__(self) -> str:
        return f"{self.limit}: {len(self.moments)}"
