"""Whoever wrote something, as others see them today: by what their profile shows, and no more."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from network.models import Member


@dataclass(frozen=True)
class Author:
    """`name` is theirs, or what stands in for it; `details` such as job, organisation, region.

    `service` is the slug of what they show, "" for nothing.
    """

    name: str
    details: tuple[str, ...] = ()
    service: str = ""
    is_you: bool = False

    @classmethod
    def of(cls, member: Member | None, *, reader: Member | None = None) -> Self:
        """`member` with user, organisation, service and region; None for one who has left."""
        if member is None or member.left_at is not None:
            return cls(_("A former member"))
        is_you = reader is not None and reader.pk == member.pk
        if not member.is_listed or member.user is None or not member.user.is_active:
            return cls(_("A member"), is_you=is_you)
        said = {
            "role": member.role,
            "organisation": member.organisation_name,
        }
        shown = [said[field] for field in said if member.shows(field)]
        placed = [str(place) for place in (member.service, member.region) if place]
        return cls(
            name=(member.shows("name") and member.name) or _("A member"),
            details=tuple(filter(None, (*shown, *placed))),
            service=member.service.slug if member.service else "",
            is_you=is_you,
        )
