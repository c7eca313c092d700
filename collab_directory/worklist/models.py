"""Who said that they are dealing with a row of the worklist."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# Whoever has not dealt with it by then has not: the row is everybody's again
HOLDS = dt.timedelta(days=14)


class MarkQuerySet(models.QuerySet["Mark"]):
    def holding(self, at: dt.datetime) -> "MarkQuerySet":
        return self.filter(at__gt=at - HOLDS)

    def over(self, at: dt.datetime) -> "MarkQuerySet":
        return self.filter(at__lte=at - HOLDS)


class Mark(models.Model):
    """“Seen, dealing with it.” One for each row; `row` is the number of what waits, as text."""

    queue = models.CharField(max_length=60, editable=False)
    row = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.CASCADE,
        related_name="+",
        editable=False,
    )
    at = models.DateTimeField(_("since when"), editable=False)
    words = models.CharField(_("note"), max_length=120, blank=True, editable=False)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("row that somebody is dealing with")
        verbose_name_plural = _("rows that somebody is dealing with")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["queue", "row"], name="one_deals_with_a_row")
        ]

    def __str__(self) -> str:
        return f"{self.queue}: {self.row}"
