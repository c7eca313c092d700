"""A member's wish to have another work address."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .membership import Member

CONFIRM_WITHIN = dt.timedelta(hours=48)  # the link in the letter
WISH_KEPT = dt.timedelta(days=7)


class AddressChange(models.Model):
    """The address that a member wants to have from now on. Confirmed there, the row goes."""

    form_key = models.UUIDField(unique=True, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="address_changes")
    email = models.CharField(_("new address"), max_length=254)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
