"""Sliding windows over moments kept in one row for each limit and somebody."""

import datetime as dt
import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from .models import Tally


@dataclass(frozen=True)
class Limit:
    """At most `times` within each window. `name` is a word of its own, as in `relay.by_sender`."""

    name: str
    windows: tuple[tuple[int, dt.timedelta], ...]

    @property
    def longest(self) -> dt.timedelta:
        return max(window for _, window in self.windows)


class Refused(Exception):  # noqa: N818 - an answer to expect, not a fault
    """Too often. `limit` says which one, `after` in how many seconds it may be tried again."""

    def __init__(self, limit: Limit, after: int) -> None:
        self.limit, self.after = limit, after
        super().__init__(limit.name)


def take(wanted: Mapping[Limit, str], *, at: dt.datetime) -> None:
    """Count one against each limit for its somebody; raises Refused, and then counts none.

    Call it in the transaction of what it limits. The rows stay locked until that ends. Somebody
    without a name ("") is not limited: an address of a client that nobody knows.
    """
    with transaction.atomic():
        named = {limit: who for limit, who in wanted.items() if who}
        tallies = _locked(named, at)
        for limit in named:
            _check(limit, tallies[limit.name], at)
        for limit in named:
            tally, since = tallies[limit.name], (at - limit.longest).timestamp()
            tally.moments = [m for m in tally.moments if m > since] + [at.timestamp()]
            tally.forget_at = at + limit.longest
        tallies_model().objects.bulk_update(tallies.values(), ["moments", "forget_at"])


def give_back(taken: Mapping[Limit, str], *, at: dt.datetime) -> None:
    """Count no longer what `take` counted at this moment.

    For what may be done so many times at once: a window is then how long a place is kept for
    somebody who never gives it back.
    """
    with transaction.atomic():
        tallies = _locked({limit: who for limit, who in taken.items() if who}, at)
        for tally in tallies.values():
            if at.timestamp() in tally.moments:
                tally.moments.remove(at.timestamp())
        tallies_model().objects.bulk_update(tallies.values(), ["moments"])


def check(wanted: Mapping[Limit, str], *, at: dt.datetime) -> None:
    """Raise Refused as `take` would, and count nothing.

    For what is limited by how often it failed, which is not known before it was tried.
    """
    for limit, who in wanted.items():
        rows = tallies_model().objects.filter(limit=limit.name, whose=hashed(limit.name, who))
        for tally in rows if who else ():
            _check(limit, tally, at)


def _locked(named: Mapping[Limit, str], at: dt.datetime) -> "dict[str, Tally]":
    """By the name of the limit. Always in one order, so that no two wait for each other."""
    Tally = tallies_model()  # noqa: N806 - a model
    whose = sorted((limit.name, hashed(limit.name, who)) for limit, who in named.items())
    rows = [Tally(limit=limit, whose=who, forget_at=at) for limit, who in whose]
    Tally.objects.bulk_create(rows, ignore_conflicts=True)
    wanted = Q()
    for limit, who in whose:
        wanted |= Q(limit=limit, whose=who)
    locked = Tally.objects.filter(wanted).order_by("limit").select_for_update() if whose else []
    return {tally.limit: tally for tally in locked}


def tallies_model() -> "type[Tally]":
    from .models import Tally  # not before the apps are loaded

    return Tally


def _check(limit: Limit, tally: "Tally", at: dt.datetime) -> None:
    now = at.timestamp()
    for times, window in limit.windows:
        inside = sorted(m for m in tally.moments if now - window.total_seconds() < m)
        if len(inside) >= times:
            # Free again when the oldest of the last so many leaves the window
            free_at = inside[-times] + window.total_seconds()
            raise Refused(limit, max(1, math.ceil(free_at - now)))


def hashed(limit: str, who: str) -> str:
    """Somebody as a limit of this name knows them: nobody can read from it who it is."""
    return salted_hmac(f"limits.{limit}", _somebody(who), algorithm="sha256").hexdigest()


def _somebody(who: str) -> str:
    """Addresses of IPv6 count by their /64, which one household or office has to itself."""
    try:
        address = ipaddress.ip_address(who)
    except ValueError:
        return who.strip().lower()
    if address.version == 6:
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
