"""Where somebody is signed in, so that they see it and can end it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignIn(models.Model):
    """One browser in which somebody is signed in: its kind, and no network address.

    `session_key` is that of Django's session, which holds all else and can be deleted by it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    browser = models.CharField(_("browser"), max_length=30, blank=True)
    system = models.CharField(_("kind of device"), max_length=30, blank=True)
    started_at = models.DateTimeField(_("signed in"), default=timezone.now)
    used_at = models.DateTimeField(_("last used"), default=timezone.now)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-used_at", "-pk"]
        indexes = [models.Index(fields=["started_at"], name="sign_in_by_start")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
