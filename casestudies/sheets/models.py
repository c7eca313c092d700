"""A file on its way in: what it gave and what it would change, until the day is over."""

import datetime as dt
import json
import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = dt.timedelta(days=1)


class PackedField(models.BinaryField):
    """JSON, compressed: nobody asks the database what is in it, and it may be large."""

    def get_prep_value(self, value: Any) -> bytes:
        said = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(said.encode("utf-8", "surrogatepass"), 1)

    def from_db_value(self, value: Any, *args: Any) -> Any:
        return json.loads(zlib.decompress(bytes(value)))


class SheetImportQuerySet(models.QuerySet["SheetImport"]):
    def over(self, at: dt.datetime) -> "SheetImportQuerySet":
        return self.filter(created_at__lte=at - KEPT)


class SheetImport(models.Model):
    """One file that somebody brought. The file itself is not kept: its entries are, until applied.

    `entries`, `steps` and `notes` are what `casestudies.sheets` makes of it; `problems` those that
    belong to no entry. `shown` names what the steps would write, and is what somebody agrees to.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        APPLIED = "applied", _("applied")

    kind = models.CharField(max_length=20)  # one of layout.KINDS
    name = models.CharField(_("file"), max_length=150)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    entries = PackedField(default=list)
    steps = PackedField(default=list)
    problems = PackedField(default=list)
    notes = PackedField(default=list)
    shown = models.CharField(max_length=64, blank=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("spreadsheet")
        indexes = [models.Index(fields=["created_at"], name="sheet_import_by_age")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
