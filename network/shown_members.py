"""Members as the others see them. Lists, counts and searches are made of these and nothing else.

So what a member hides can be neither read nor found nor counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from casestudies.models.addresses import Slugged
from casestudies.search.language import fold
from network.member_questions import Labels, words
from network.models import Member


@dataclass(frozen=True)
class Shown:
    """A member as the others see them: "" or () for whatever is hidden or not known."""

    pk: int
    service: str
    region: str
    name: str
    organisation: str
    role: str
    about: str
    interests: tuple[str, ...]
    values: Labels

    @classmethod
    def of(cls, member: Member) -> Self:
        def chosen(name: str) -> str:
            return str(getattr(member, name)) if member.shows(name) else ""

        shows_organisation = member.shows("organisation")
        interests = member.interests.all() if member.shows("interests") else ()
        values: dict[str, Iterable[Slugged | None]] = {
            "service": [member.service],
            "type": interests,
            "region": [member.region],
            "organisation": [member.organisation] if shows_organisation else [],
        }
        return cls(
            pk=member.pk,
            service=member.service.name if member.service else "",
            region=member.region.name if member.region else "",
            name=chosen("name"),
            organisation=member.organisation_name if shows_organisation else "",
            role=chosen("role"),
            about=chosen("about"),
            interests=tuple(kind.name for kind in interests),
            values={f: {v.slug: str(v) for v in rows if v} for f, rows in values.items()},
        )

    @cached_property
    def text(self) -> str:
        """What words are looked for in: each word folded, with a blank before it."""
        said = (self.name, self.organisation, self.role, self.about, *self.interests)
        return "".join(f" {word}" for word in words(" ".join(said)))

    @property
    def order(self) -> tuple[bool, str, str, str, str, int]:
        """By organisation, those without one last; then by region."""
        named = (self.organisation, self.region, self.name, self.role)
        organisation, region, name, role = map(fold, named)
        return not organisation, organisation, region, name, role, self.pk
