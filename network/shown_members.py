"""Members as the others see them. Lists, counts and searches are made of these and nothing else.

So what a member hides can be neither read nor found nor counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

from casestudies.models import Organisation, Region, Service
from casestudies.search.language import fold
from network.member_questions import Labels, words
from network.models import Member

Named = tuple[str, str]  # slug and name


class Row(NamedTuple):
    """What there is to show of a member: None or "" for what is hidden or not known."""

    pk: int
    handle: str | None
    takes_introductions: bool
    service: Named | None
    region: Named | None
    organisation: Named | None
    other_organisation: str
    name: str
    role: str
    about: str


@dataclass(frozen=True)
class Shown:
    """A member as the others see them: "" or () for whatever is hidden or not known.

    `handle` is what their row is called in an address; it says nothing of who they are.
    """

    pk: int
    handle: str
    takes_introductions: bool
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
        """Of one member, whether or not they are listed."""

        def chosen(name: str) -> str:
            return getattr(member, name) if member.shows(name) else ""

        shows_organisation = member.shows("organisation")
        interests = member.interests.all() if member.shows("interests") else ()
        row = Row(
            pk=member.pk,
            handle=member.handle,
            takes_introductions=member.takes_introductions,
            service=_named(member.service),
            region=_named(member.region),
            organisation=_named(member.organisation) if shows_organisation else None,
            other_organisation=member.other_organisation if shows_organisation else "",
            name=chosen("name"),
            role=chosen("role"),
            about=chosen("about"),
        )
        return cls.from_row(row, [(kind.slug, kind.name) for kind in interests])

    @classmethod
    def with_name(cls, member: Member) -> Self:
        """Of one who gives their name to whoever reads this, and shows the rest as ever."""
        return replace(cls.of(member), name=member.name)

    @classmethod
    def from_row(cls, row: Row, interests: Iterable[Named]) -> Self:
        """`interests` are those that the member shows, in their order."""
        types = dict(interests)

        def as_values(named: Named | None) -> dict[str, str]:
            return dict([named]) if named else {}

        return cls(
            pk=row.pk,
            handle=row.handle or "",
            takes_introductions=row.takes_introductions,
            service=row.service[1] if row.service else "",
            region=row.region[1] if row.region else "",
            name=row.name,
            organisation=row.organisation[1] if row.organisation else row.other_organisation,
            role=row.role,
            about=row.about,
            interests=tuple(types.values()),
            values={
                "service": as_values(row.service),
                "type": types,
                "region": as_values(row.region),
                "organisation": as_values(row.organisation),
            },
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


def _named(thing: Service | Region | Organisation | None) -> Named | None:
    return (thing.slug, thing.name) if thing else None
