"""The audit trail: rows that are written once."""

import re
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ACTION = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+", re.ASCII)


HOUSE = "the directory itself"  # what acted where nobody did
NUMBERED = "account-"


def numbered(account: Any) -> str:
    """What stands for the name of an account, by its number, when nobody is to be named."""
    return f"{NUMBERED}{account}"


class WrittenOnceError(Exception):
    """Someone tried to change or delete a record of the audit trail."""


class AuditRecordQuerySet(models.QuerySet["AuditRecord"]):
    def about(self, target: models.Model) -> "AuditRecordQuerySet":
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))

    def update(self, *args: Any, **values: Any) -> NoReturn:
        raise WrittenOnceError("A record of the audit trail cannot be changed.")

    def delete(self) -> NoReturn:
        raise WrittenOnceError("A record of the audit trail cannot be deleted.")

    bulk_update = update

    def named(self) -> "AuditRecordQuerySet":
        """Those that name who acted."""
        return self.exclude(actor_name=HOUSE).exclude(actor_name__startswith=NUMBERED)

    def without_names(self, **values: Any) -> int:
        """The one change that a record may see: somebody is erased, or is to be a number by now.

        `values` may be `actor_name`, `target_label` and `detail`. How many records had them.
        """
        if strange := set(values) - {"actor_name", "target_label", "detail"}:
            raise WrittenOnceError(f"Nobody is named by {', '.join(sorted(strange))}.")
        return super().update(**values)


class AuditRecord(models.Model):
    """One thing that someone did. It outlives its actor and its target, so it keeps their names.

    Of an actor for two years, then a number stands for the name.
    """

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    actor_name = models.CharField(_("name at the time"), max_length=150, editable=False)
    action = models.CharField(_("action"), max_length=100, editable=False)
    target_type = models.CharField(_("kind of thing"), max_length=100, editable=False)
    target_id = models.CharField(_("number"), max_length=64, editable=False)
    target_label = models.CharField(_("thing"), max_length=300, editable=False)
    detail = models.JSONField(
        _("detail"), default=dict, blank=True, encoder=DjangoJSONEncoder, editable=False
    )

    objects = AuditRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "-at"], name="audit_by_target"),
            models.Index(fields=["-at"], name="audit_by_moment"),
            # What the history of the whole site is narrowed by, among 100,000 rows and more
            models.Index(fields=["action", "-at"], name="audit_by_action"),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.target_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnceError("A record of the audit trail cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnceError("A record of the audit trail cannot be deleted.")

    @classmethod
    def of(
        cls,
        action: str,
        target: models.Model,
        *,
        by: AbstractBaseUser | AnonymousUser | None,
        detail: dict[str, Any],
    ) -> "AuditRecord":
        if not ACTION.fullmatch(action):
            raise ValueError(
                f"{action!r} is no action: name it noun.verb, as in case_study.published"
            )
        if target.pk is None:
            raise ValueError("Record what has been saved: this has no number yet")
        actor = by if by is not None and by.pk else None
        return cls.objects.create(
            actor=actor,
            actor_name=_name_of(actor),
            action=action,
            target_type=target._meta.label_lower,
            target_id=str(target.pk),
            target_label=str(target)[:300],
            detail=detail,
        )


def _name_of(actor: Any) -> str:
    if actor is None:
        return HOUSE
    return (actor.get_full_name() or actor.get_username())[:150]
