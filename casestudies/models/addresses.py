"""Addresses are a promise: a slug that changes leaves a redirect behind."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casestudies import signals


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

    def by_slug(self, slugs: Collection[str]) -> dict[str, Any]:
        """What `at` finds for each of these slugs, without those that nothing has or had.

        For documents, which name things by the slugs of their day. Two or three queries.
        """
        found = {row.slug: row for row in self.filter(slug__in=slugs)}
        missing = [slug for slug in slugs if slug not in found]
        if missing:
            old = OldSlug.objects.filter(kind=self.model._meta.model_name, slug__in=missing)
            targets = dict(old.values_list("slug", "target_id"))
            now = self.in_bulk(targets.values())
            found |= {slug: now[pk] for slug, pk in targets.items() if pk in now}
        return found


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
            if was and was != self.slug:
                signals.term_moved.send(type(self), was=was, now=self.slug)
        self._slug_in_use = self.slug

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._slug_in_use = instance.__dict__.get("slug", "")
        return instance


class TermQuerySet(SluggedQuerySet):
    def offered(self) -> Self:
        """What can be chosen for something new."""
        return self.filter(retired_on=None)

    def offered_or(self, *chosen: object) -> Self:
        """Those, and these, given by primary key, which were chosen while they were offered."""
        return self.filter(Q(retired_on=None) | Q(pk__in=chosen))


class Retirable(Slugged):
    """Something that entries name, until the working group retires it.

    What is retired stays where it was chosen, or its uses went to what replaced it; nothing new
    can choose it.
    """

    retired_on = models.DateField(_("retired on"), null=True, blank=True, editable=False)
    replaced_by: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    replaced_by_id: int | None  # the plugin knows it of no abstract model

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(retired_on__isnull=False),
                name="%(class)s_replaced_is_retired",
            )
        ]

    @property
    def is_retired(self) -> bool:
        return self.retired_on is not None
