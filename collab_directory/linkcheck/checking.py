"""Which addresses are asked when, how often, and what their answers make of them."""

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from collab_directory import limits
from collab_directory.limits import Limit

from .asking import Answer, Trouble, ask
from .models import FAILING_TO_BE_DEAD, FAILS_TO_BE_DEAD, CheckedLink

State = CheckedLink.State

BY_HOST = Limit("linkcheck.by_host", ((1, dt.timedelta(seconds=10)),))
REFUSING = {401, 402, 403, 407, 429, 451}
GONE = {404, 410}
# After so many days an address is asked again
AGAIN_AFTER = {
    State.WORKS: 60,
    State.MOVED: 30,
    State.REFUSED: 60,
    State.FAILING: 3,
    State.DEAD: 14,
    State.GONE: 14,
    State.NOT_ASKED: 60,
}
# So many in a row that reach nobody are a sign that it is we who have no network
NOBODY_REACHED = 3

Ask = Callable[[str], Answer]


class OffError(Exception):
    """This installation asks nobody: CHECK_SOURCES is 0."""


class NoNetworkError(Exception):
    """Nobody is reached from here, so nothing is known of any address."""


def by_day() -> Limit:
    return Limit("linkcheck.by_day", ((settings.CHECK_SOURCES, dt.timedelta(days=1)),))


@dataclass
class Round:
    """What a round did: how many it found in each state, and how many it left for another day."""

    found: dict[str, int] = field(default_factory=dict)
    left: int = 0


def due(addresses: Iterable[str], *, at: dt.datetime) -> list[str]:
    """Those to ask now: first what was never asked, then what was asked longest ago."""
    known = {link.address: link for link in CheckedLink.objects.all()}
    new, again = [], []
    for address in dict.fromkeys(addresses):
        link = known.get(address)
        if link is None:
            new.append(address)
        elif _is_due(link, at):
            again.append((link.checked_at, address))
    return new + [address for _when, address in sorted(again)]


def _is_due(link: CheckedLink, at: dt.datetime) -> bool:
    if link.trusted_until and link.trusted_until > timezone.localdate(at):
        return False
    return link.checked_at <= at - dt.timedelta(days=AGAIN_AFTER[State(link.state)])


def check(address: str, *, at: dt.datetime, ask: Ask = ask) -> CheckedLink:
    """Ask one address and write down what came of it.

    Raises `limits.Refused` where that would be too many of a day, or too soon for its host, and
    NoNetworkError.
    """
    if not settings.CHECK_SOURCES:
        raise OffError
    host = (urlsplit(address).hostname or "-").lower()
    limits.take({by_day(): "all", BY_HOST: host}, at=at)
    answer = ask(address)
    if answer.trouble is Trouble.NO_NETWORK:
        raise NoNetworkError
    return note(address, answer, at=at)


def check_all(
    addresses: Iterable[str], *, ask: Ask = ask, sleep: Callable[[float], None] = time.sleep
) -> Round:
    """Ask all that are due, until the day's number is reached; a host never twice in ten seconds.

    Raises OffError, and NoNetworkError where nobody at all is reached.
    """
    if not settings.CHECK_SOURCES:
        raise OffError
    waiting = due(addresses, at=timezone.now())
    done, unreached = Round(), 0
    while waiting:
        address = waiting.pop(0)
        try:
            link = check(address, at=timezone.now(), ask=ask)
        except limits.Refused as refused:
            if refused.limit.name != BY_HOST.name:
                done.left = len(waiting) + 1
                return done
            others = [
                one for one in waiting if urlsplit(one).hostname != urlsplit(address).hostname
            ]
            if not others:
                sleep(refused.after)
            same = [one for one in waiting if one not in set(others)]
            waiting = [*others, address, *same]
        except NoNetworkError:
            unreached += 1
            if unreached >= NOBODY_REACHED:
                raise
        else:
            unreached = 0
            done.found[link.state] = done.found.get(link.state, 0) + 1
    return done


@transaction.atomic
def note(address: str, answer: Answer, *, at: dt.datetime) -> CheckedLink:
    """Write an answer down. A server that fails is dead only after three times over seven days."""
    link = CheckedLink.objects.select_for_update().filter(address=address).first()
    if link is None:
        link = CheckedLink(address=address)
    link.checked_at, link.status = at, answer.status
    link.trouble = answer.trouble or ""
    link.moved_to = answer.moved_to
    link.trusted_until = None
    link.state = _state_of(answer)
    if link.state == State.FAILING:
        link.failures += 1
        link.failing_since = link.failing_since or at
        long_enough = at - link.failing_since >= FAILING_TO_BE_DEAD
        if link.failures >= FAILS_TO_BE_DEAD and long_enough:
            link.state = State.DEAD
    else:
        link.failures, link.failing_since = 0, None
    link.save()
    return link


def _state_of(answer: Answer) -> State:
    if answer.trouble is Trouble.FORBIDDEN:
        return State.NOT_ASKED
    if answer.status is None or answer.status >= 500:
        return State.FAILING
    if answer.status in GONE:
        return State.GONE
    if answer.status in REFUSING:
        return State.REFUSED
    if answer.status >= 400:
        return State.FAILING
    return State.MOVED if answer.moved_to else State.WORKS
