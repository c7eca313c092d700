"""All members who are listed, as the others see them: made once, and again when anything changed.

Each question reads from the database what the members show now, which is quick, and compares it
with what the list in this process was made of. So a list can be neither late nor show what its
member has hidden, and no writer has to tell that something changed.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, TextField, Value, When

from casestudies.models import CollaborationType
from casestudies.search.language import fold
from network.models import Member
from network.models.membership import MemberQuerySet
from network.shown_members import Named, Row, Shown

# Hidden fields do not leave the database
PARTS = {
    "said_organisation_slug": ("organisation", "organisation__slug"),
    "said_organisation_name": ("organisation", "organisation__name"),
    "said_other_organisation": ("organisation", "other_organisation"),
    "said_name": ("name", "name"),
    "said_role": ("role", "role"),
    "said_about": ("about", "about"),
}
OPEN = ("pk", "handle", "takes_introductions")
PLACED = ("service__slug", "service__name", "region__slug", "region__name")


@dataclass(frozen=True)
class Listed:
    """`members` in the order of the list; `organisations` are those that somebody shows, by name.

    `read` is what the database gave to make them of.
    """

    members: tuple[Shown, ...]
    organisations: dict[str, str]
    read: tuple[Any, ...]


_last: Listed | None = None


def current() -> Listed:
    """What is true now. Three queries, however many belong."""
    global _last
    listed = Member.objects.listed().order_by()
    read = (list(_said(listed)), list(_interests(listed)), list(_types()))
    known = _last
    if known is None or known.read != read:
        known = _last = _made(read)
    return known


def _said(listed: MemberQuerySet) -> QuerySet[Any, Any]:
    parts = {name: _if_shown(field, column) for name, (field, column) in PARTS.items()}
    return listed.annotate(**parts).values_list(*OPEN, *PLACED, *PARTS)


def _if_shown(field: str, column: str) -> Case:
    shows = {f"shows_{field}": Member.Seen.MEMBERS}
    return Case(When(**shows, then=column), default=Value(""), output_field=TextField())


def _interests(listed: MemberQuerySet) -> QuerySet[Any, Any]:
    """Pairs of a member and a type, of those who show them."""
    showing = listed.filter(shows_interests=Member.Seen.MEMBERS)
    pairs = Member.interests.through.objects.filter(member__in=showing.values("pk"))
    return pairs.values_list("member_id", "collaborationtype_id")


def _types() -> QuerySet[Any, Any]:
    return CollaborationType.objects.values_list("pk", "slug", "name")


def _made(read: tuple[Any, ...]) -> Listed:
    rows, pairs, types = read
    chosen: dict[int, set[int]] = defaultdict(set)
    for member, kind in pairs:
        chosen[member].add(kind)
    members = []
    for row in rows:
        mine = chosen[row[0]]
        interests = [(slug, name) for pk, slug, name in types if pk in mine]
        members.append(Shown.from_row(_row(row), interests))
    members.sort(key=lambda shown: shown.order)
    named = {slug: name for one in members for slug, name in one.values["organisation"].items()}
    by_name = sorted(named.items(), key=lambda pair: fold(pair[1]))
    return Listed(tuple(members), dict(by_name), read)


def _row(values: tuple[Any, ...]) -> Row:
    pk, handle, takes, s_slug, s_name, r_slug, r_name, o_slug, o_name, other, *said = values
    name, role, about = said
    return Row(
        pk=pk,
        handle=handle,
        takes_introductions=takes,
        service=_named(s_slug, s_name),
        region=_named(r_slug, r_name),
        organisation=_named(o_slug, o_name),
        other_organisation=other,
        name=name,
        role=role,
        about=about,
    )


def _named(slug: str | None, name: str | None) -> Named | None:
    return (slug, name) if slug and name else None
