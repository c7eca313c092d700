"""What was erased on request, so that it can be erased again after a restore."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """One person, known only by a keyed hash of their address, and what of theirs went."""

    digest = models.CharField(_("whose"), max_length=64, editable=False, db_index=True)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    what = models.JSONField(_("how much of what"), default=dict, editable=False)

    class Meta:
        verbose_name = _("erasure on request")
        verbose_name_plural = _("erasures on request")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
