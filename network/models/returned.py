"""Letters that came back."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReturnedLetter(models.Model):
    """A delivery status note: one line for each, however often a provider repeats it."""

    class Kind(models.TextChoices):
        PERMANENT = "permanent", _("for good")
        TEMPORARY = "temporary", _("for now")
        COMPLAINT = "complaint", _("marked as unwanted")

    # What the provider or the note calls itself; for a note, a hash of what it says
    event_id = models.CharField(max_length=128, unique=True)
    message_id = models.CharField(_("message id"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    status = models.CharField(_("status"), max_length=20, blank=True)  # such as 5.1.1
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("came back"))
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("returned letter")
        verbose_name_plural = _("returned letters")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.status}".strip()
