"""Rows that say who has which form open, and until when that is to be believed."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

# Without a script nobody hears that a form was closed: for so long somebody may be at it
SHOWN_FOR = dt.timedelta(minutes=15)

# With one, the browser says so once a minute; twice it may be late
SILENT_FOR = dt.timedelta(minutes=3)


class OpenFormQuerySet(models.QuerySet["OpenForm"]):
    def about(self, target: models.Model) -> "OpenFormQuerySet":
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))

    def over(self, at: dt.datetime) -> "OpenFormQuerySet":
        return self.filter(until__lte=at)

    def keep(self, target: models.Model, *, by: User, at: dt.datetime, until: dt.datetime) -> None:
        """One row for each form and person; somebody who comes back after it ran out comes anew."""
        mine = self.about(target).filter(user=by)
        if mine.over(at).update(opened_at=at, until=until):
            return
        if not mine.update(until=until):
            row = OpenForm(
                target_type=target._meta.label_lower,
                target_id=str(target.pk),
                user=by,
                opened_at=at,
                until=until,
            )
            # Of two windows that open it at once, one writes the row
            self.bulk_create([row], ignore_conflicts=True)


class OpenForm(models.Model):
    """Somebody has the form of something open. Believed `until` a moment, then deleted."""

    target_type = models.CharField(max_length=100, editable=False)
    target_id = models.CharField(max_length=64, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.CASCADE,
        related_name="+",
        editable=False,
    )
    opened_at = models.DateTimeField(_("opened"), editable=False)
    until = models.DateTimeField(_("believed until"), db_index=True, editable=False)

    objects = OpenFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "user"], name="form_open_once_for_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target_type} {self.target_id}"

    @property
    def who(self) -> str:
        return self.user.get_full_name() or self.user.get_username()
