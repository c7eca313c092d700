"""Addresses are a promise: a slug that changes leaves a redirect behind."""

from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class OldSlug(models.Model):
    """A slug that something once had, so that the old address still leads to it."""

    kind = models.CharField(max_length=60, help_text=_("What it leads to, such as casestudy."))
    slug = models.SlugField(max_length=120)
    target_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="old_slug_leads_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class SluggedQuerySet(models.QuerySet):
    def at(self, slug: str) -> Self:
        """The one that has this slug now, or else the one that had it before."""
        if self.filter(slug=slug).exists():
            return self.filter(slug=slug)
        old = OldSlug.objects.filter(kind=self.model._meta.model_name, slug=slug)
        return self.filter(pk__in=old.values("target_id"))


class Slugged(models.Model):
    """Something with an address of its own."""

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The last part of the page's address. The old one keeps working."),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        was: str = getattr(self, "_slug_in_use", "")
        with transaction.atomic():
            super().save(*args, **kwargs)
            kind = self._meta.model_name
            if was and was != self.slug:
                OldSlug.objects.update_or_create(
                    kind=kind, slug=was, defaults={"target_id": self.pk}
                )
            if was != self.slug:
                # Whoever has an address now comes before whoever had it once.
                OldSlug.objects.filter(kind=kind, slug=self.slug).delete()
        self._slug_in_use = self.slug

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._slug_in_use = instance.__dict__.get("slug", "")
        return instance
