"""Who did what to which thing, and when: `audit.record("case_study.published", study, by=user)`.

A record is written in the transaction of the change that it is about, and never changes.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Model

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    from .models import AuditRecord

__all__ = ["record"]


def record(
    action: str, target: Model, *, by: "User | AnonymousUser | None", **detail: Any
) -> "AuditRecord":
    """Write one record. `by` is None when the house itself acted, on a date that fell due."""
    from .models import AuditRecord  # not before the apps are loaded

    return AuditRecord.of(action, target, by=by, detail=detail)
