"""Who covers a police force area, by kind, and where their borders are not the police's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from casestudies.models import ForceArea, Organisation
from casestudies.names import sort_key

# Each place is meant to have one of these
OF_ONE_PLACE = (Organisation.Kind.POLICE, Organisation.Kind.FIRE, Organisation.Kind.AMBULANCE)


@dataclass(frozen=True)
class Cover:
    """An organisation, how many published schemes name it, and how its area differs in words."""

    organisation: Organisation
    count: int
    borders: str


@dataclass(frozen=True)
class Kind:
    kind: str
    label: str
    rows: list[Cover]

    @property
    def is_shared(self) -> bool:
        """Whether several of a kind are recorded, which need not all cover all of it."""
        return len(self.rows) > 1 and self.kind in OF_ONE_PLACE


def who_covers(area: ForceArea, counts: dict[str, int]) -> list[Kind]:
    """The organisations recorded for it, under their kinds, from A to Z. Two queries."""
    known = area.organisations.filter(replaced_by=None).prefetch_related("force_areas")
    everyone = [one for one in known if counts.get(one.slug) or not one.is_retired]
    return [
        Kind(kind, str(label), rows)
        for kind, label in Organisation.Kind.choices
        if (rows := _rows(area, (one for one in everyone if one.kind == kind), counts))
    ]


def _rows(
    area: ForceArea, organisations: Iterable[Organisation], counts: dict[str, int]
) -> list[Cover]:
    rows = [Cover(one, counts.get(one.slug, 0), in_words(one, area)) for one in organisations]
    return sorted(rows, key=lambda row: sort_key(row.organisation.name))


def in_words(organisation: Organisation, area: ForceArea) -> str:
    """Which other force areas it covers, and which parts; empty where it covers this one alone."""
    others = [other.name for other in organisation.force_areas.all() if other.pk != area.pk]
    said = []
    if others:
        said.append(
            _("Covers %(n)d police force areas: this one, %(others)s.")
            % {"n": len(others) + 1, "others": get_text_list(others, _("and"))}
        )
    if organisation.borders:
        said.append(organisation.borders)
    return " ".join(said)
