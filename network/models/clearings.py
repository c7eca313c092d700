"""What retention erased: how much of what, and when, and nothing of whom."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Clearing(models.Model):
    """One rule of `network.retention`, applied once, with something to do."""

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    rule = models.CharField(_("rule"), max_length=60, editable=False)
    number = models.PositiveIntegerField(_("how many"), editable=False)

    class Meta:
        verbose_name = _("erasure when its time came")
        verbose_name_plural = _("erasures when their time came")
        ordering = ["-at", "rule"]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gt=0), name="clearing_of_something")
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.number}"
