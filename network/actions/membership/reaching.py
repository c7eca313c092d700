"""Members and applicants whom our letters do not reach."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet

from collab_directory import audit
from network.models import Member, MembershipRequest


@transaction.atomic
def letters_came_back(address: str, *, reason: str, at: dt.datetime) -> bool:
    """Mark whoever belongs, or waits to, under this address. Whether anybody was marked now."""
    members = Member.objects.active().at(address).filter(bounced_at=None)
    waiting = MembershipRequest.objects.open().at(address).filter(bounced_at=None)
    values = {"bounced_at": at, "bounce_reason": reason}
    # Both, whatever the first finds
    return any(
        [
            _mark(members, "member.letters_returned", None, **values),
            _mark(waiting, "membership.letters_returned", None, **values),
        ]
    )


@transaction.atomic
def letters_arrive(
    whose: Member | MembershipRequest, *, at: dt.datetime, by: User | None = None
) -> bool:
    """They are reached again. `by` is who says so, and None where they showed it themselves."""
    kind: type[Member | MembershipRequest] = type(whose)
    mine = kind.objects.filter(pk=whose.pk, bounced_at__isnull=False)
    name = "member" if kind is Member else "membership"
    return _mark(mine, f"{name}.letters_arrive", by, bounced_at=None, bounce_reason="")


def _mark(rows: QuerySet[Any], action: str, by: User | None, **values: Any) -> bool:
    found: list[Model] = list(rows.select_for_update(of=("self",)))
    rows.model.objects.filter(pk__in=[one.pk for one in found]).update(**values)
    for one in found:
        audit.record(action, one, by=by)
    return bool(found)
