"""Links to the page that an entry would have, for somebody who may not see it in the admin."""

import datetime as dt
import hashlib
import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.models.case_study import CaseStudy

PREVIEW_LASTS = dt.timedelta(days=14)


class PreviewQuerySet(models.QuerySet["Preview"]):
    def open(self, at: dt.datetime) -> Self:
        """Those that show something: not run out, not withdrawn."""
        return self.filter(expires_at__gt=at, revoked_at=None)

    def over(self, at: dt.datetime) -> Self:
        """Those that had run out or were withdrawn by then."""
        return self.filter(Q(expires_at__lte=at) | Q(revoked_at__lte=at))


class Preview(models.Model):
    """One link: to which entry or change, who made it, until when. Kept only as a hash.

    Whoever has the address may read the page, as often as they like, until it runs out or an
    editor withdraws it.
    """

    study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="previews")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        # Whoever may edit an entry may show it; nothing of it is edited by itself.
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.study)

    @classmethod
    def make(cls, study: CaseStudy, *, by: object, at: dt.datetime) -> tuple[Self, str]:
        """A new link and its token of 192 bits, which is nowhere kept."""
        token = secrets.token_urlsafe(24)
        made = cls(
            study=study,
            digest=_digest(token),
            made_by=by,
            made_at=at,
            expires_at=at + PREVIEW_LASTS,
        )
        made.save()
        return made, token

    @classmethod
    def find(cls, token: str, *, at: dt.datetime) -> "Preview | None":
        """None for one that never was, has run out or was withdrawn."""
        return cls.objects.open(at).filter(digest=_digest(token)).first()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
