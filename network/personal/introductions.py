"""Requests of members to be introduced to one another."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from network.actions import introductions
from network.models import Introduction, Unwanted
from network.personal.kind import Held, Kind, Person

RULES = ("ended-introductions", "reported-introductions")
LEFT = _("that there was one, when, and what came of it")


def _asked_for(person: Person) -> Iterable[Introduction]:
    return Introduction.objects.with_words().filter(person.at("asker__email"))


def _asked_of(person: Person) -> Iterable[Introduction]:
    return Introduction.objects.with_words().filter(person.at("asked__email"))


def _told_to_asker(row: Introduction) -> dict[str, Any]:
    """Neither who was asked, nor whether they said no or nothing: that is theirs to keep."""
    return {
        "reference": row.reference,
        "asked_at": row.created_at,
        "why": row.why,
        "came_of_it": str(row.as_its_asker_knows),
    }


def _told_to_asked(row: Introduction) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "asked_at": row.created_at,
        "why": row.why,
        "came_of_it": row.get_state_display(),
        "reported_at": row.reported_at,
        "report": row.report,
    }


def _erase(row: Introduction, person: Person, at: dt.datetime) -> bool:
    return introductions.erase(row, at=at)


def _erase_and_tell(row: Introduction, person: Person, at: dt.datetime) -> bool:
    return introductions.erase_and_tell(row, at=at)


def _unwanted(person: Person) -> Iterable[Unwanted]:
    """Whose requests they do not want. Who does not want theirs is not theirs to know."""
    return Unwanted.objects.filter(person.at("by__email")).select_related("asker")


def _let_again(row: Unwanted, person: Person, at: dt.datetime) -> bool:
    return introductions.want_again(row.by, row.pk)


KINDS = (
    Kind(
        name="introductions-asked-for",
        title=_("Introductions they asked for"),
        held=(Held(Introduction, "why report asker asked report_closed_by", "reference"),),
        find=_asked_for,
        shown=(),
        told=_told_to_asker,
        since="created_at",
        erase=_erase,
        left=LEFT,
        rules=RULES,
    ),
    Kind(
        name="introductions-asked-of",
        title=_("Introductions they were asked for"),
        held=(),
        find=_asked_of,
        shown=(),
        told=_told_to_asked,
        since="created_at",
        erase=_erase_and_tell,
        left=LEFT,
        until=_("as long as those they asked for"),
    ),
    Kind(
        name="unwanted",
        title=_("Members from whom they want no such requests"),
        held=(Held(Unwanted),),
        find=_unwanted,
        shown=("at",),
        since="at",
        erase=_let_again,
        left=_("nothing"),
        until=_("until one of the two leaves"),
    ),
)
