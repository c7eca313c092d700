"""Who was shown, mailed or handed what is held of a person: the answer that a breach asks for."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FETCHED_WITHIN = dt.timedelta(days=7)
DISCLOSURE_KEPT = dt.timedelta(days=730)


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def waiting(self, at: dt.datetime) -> "DisclosureQuerySet":
        """Mailed, and the link in the letter still opens something."""
        return self.filter(way=Disclosure.Way.MAILED, fetched_at=None, expires_at__gt=at)

    def to_forget(self, at: dt.datetime) -> "DisclosureQuerySet":
        """Those whose address is not needed any more: fetched, or too late to be."""
        over = Q(fetched_at__isnull=False) | Q(expires_at__lte=at)
        return self.filter(over).exclude(email="", token=None)


class Disclosure(models.Model):
    """That somebody of the working group looked a person up, or had their data leave the site.

    Whose it was stands here as a keyed hash. Only while a mailed link is open is the address kept,
    because what it opens is read at that moment.
    """

    class Way(models.TextChoices):
        LOOKED_UP = "looked-up", _("looked up")
        SAVED = "saved", _("taken as a file")
        MAILED = "mailed", _("link mailed to the person")

    class Why(models.TextChoices):
        ACCESS = "access", _("They ask what is held")
        ERASURE = "erasure", _("They ask to be erased")
        COMPLAINT = "complaint", _("They complain, or object")
        BREACH = "breach", _("A breach is looked into")
        COMMAND = "command", _("On the server’s command line")

    digest = models.CharField(_("whose"), max_length=64, editable=False, db_index=True)
    way = models.CharField(_("what"), max_length=12, choices=Way, editable=False)
    why = models.CharField(_("why"), max_length=12, choices=Why, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    email = models.CharField(max_length=254, blank=True, editable=False)
    token = models.CharField(max_length=64, unique=True, null=True, editable=False)  # a hash
    expires_at = models.DateTimeField(_("link works until"), null=True, editable=False)
    fetched_at = models.DateTimeField(_("fetched"), null=True, editable=False)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-at", "-pk"]
        permissions = [
            ("export_person", "Can look a person up and export what is held of them"),
            ("erase_person", "Can erase what is held of a person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(way="mailed", expires_at__isnull=False)
                | ~Q(way="mailed") & Q(email="", token=None, expires_at=None, fetched_at=None),
                name="disclosure_has_a_link_if_mailed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}, {self.at:%Y-%m-%d %H:%M}"

    def give_link(self) -> str:
        """A token of 192 bits for the letter; only its hash is kept. Saves nothing by itself."""
        token = secrets.token_urlsafe(24)
        self.token = _hashed(token)
        return token

    @classmethod
    def find(cls, token: str, *, at: dt.datetime) -> "Disclosure | None":
        """None for a link that never was, was used, or has run out."""
        return cls.objects.waiting(at).filter(token=_hashed(token)).first()

    def use(self, *, at: dt.datetime) -> bool:
        """Whether this call used the link up: of two who press at once, one does."""
        return bool(
            Disclosure.objects.waiting(at).filter(pk=self.pk).update(fetched_at=at, email="")
        )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
