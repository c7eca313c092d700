"""How many members there are by service and by region, so that no small group can be told.

Members who chose not to be seen are not counted. A group of fewer than five is not shown; nor can
it be computed, because what is left over when the groups that are shown are taken from the whole
leaves open how it is spread.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from casestudies.models import Region, Service
from network.models import Member
from network.models.membership import MemberQuerySet

FEWEST = 5  # members whom a number may stand for


@dataclass(frozen=True)
class Counts:
    """`shown` are pairs of a name and a number; `rest` is how many are elsewhere, together."""

    shown: list[tuple[str, int]] = field(default_factory=list)
    rest: int = 0


def total() -> int:
    """All who may be seen; 0 where they are too few to be counted in public."""
    number = _members().count()
    return number if number >= FEWEST else 0


def by_service() -> Counts:
    return _counted("service", {one.pk: one.name for one in Service.objects.all()})


def by_region() -> Counts:
    return _counted("region", {one.pk: one.name for one in Region.objects.all()})


def safe(sizes: Mapping[Any, int]) -> set[Any]:
    """Which groups may be shown beside the whole. `sizes` names every group there is, empty too.

    The others are withheld. Where they are all empty, nothing is hidden. Otherwise they must be
    five members or more, and so many groups that each could have anything from none to four; if
    not, the smallest that could be shown is withheld with them; if that is not enough, all are.
    """
    largest_first = sorted(sizes, key=sizes.__getitem__, reverse=True)
    shown = [key for key in largest_first if sizes[key] >= FEWEST]
    withheld = len(sizes) - len(shown)
    rest = sum(sizes.values()) - sum(sizes[key] for key in shown)
    if not rest or FEWEST <= rest <= (FEWEST - 1) * (withheld - 1):
        return set(shown)
    if shown and withheld + 1 >= 3:
        # Three groups with one among them that may be of any size leave open which is which. Where
        # several are the smallest, all of them go, or their order would tell.
        return {key for key in shown if sizes[key] > sizes[shown[-1]]}
    return set()


def _members() -> MemberQuerySet:
    """The same for each count, or one would tell of another: with a service and a region."""
    return Member.objects.listed().filter(service__isnull=False, region__isnull=False)


def _counted(of: str, names: dict[int, str]) -> Counts:
    found = dict(_members().order_by().values_list(of).annotate(number=Count("pk")))
    sizes = {key: found.get(key, 0) for key in names}
    whole = sum(sizes.values())
    if whole < FEWEST:
        return Counts()
    keys = safe(sizes)
    shown = [(names[key], sizes[key]) for key in names if key in keys]
    return Counts(shown, whole - sum(number for _, number in shown))
