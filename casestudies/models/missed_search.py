"""What readers looked for and did not find: totals for the editors, nothing of who asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MissedSearch(models.Model):
    """A text that found no scheme, how often, and on which day last: not when, not whose."""

    LONGEST = 80

    text = models.CharField(_("searched for"), max_length=LONGEST, unique=True)
    times = models.PositiveIntegerField(default=1)
    last_on = models.DateField(_("last on"))

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        ordering = ["-times", "-last_on", "text"]
        constraints = [
            models.CheckConstraint(condition=models.Q(times__gt=0), name="missed_at_least_once")
        ]

    def __str__(self) -> str:
        return self.text
