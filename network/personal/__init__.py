"""What is held about people: one table of kinds, for finding, exporting and erasing one person.

Each kind of data stands in the module of its subject, as an entry of `KINDS`. A test walks every
model of the house: a text or an account that no kind names fails it, and so does a rule of
`network.retention` that belongs to none. What is about nobody is stated in `elsewhere`.
"""

from collections.abc import Iterator

from network.personal import (
    accounts,
    alerts,
    belonging,
    discussions,
    elsewhere,
    introductions,
    leaders,
    letters,
    limits,
    proposals,
    sent,
    trail,
    versions,
)
from network.personal.elsewhere import Mention, mentions
from network.personal.kind import Kind, Line, Person, compared, digests_of

__all__ = [
    "KINDS",
    "Kind",
    "Line",
    "Mention",
    "Person",
    "addresses_held",
    "compared",
    "digests_of",
    "mentions",
    "unaccounted",
]

# In the order in which they are erased: an account before the member whose leaving takes it along
KINDS: tuple[Kind, ...] = (
    *leaders.KINDS,
    *sent.KINDS,
    *proposals.KINDS,
    *introductions.KINDS,
    *discussions.KINDS,
    *trail.KINDS,
    *versions.KINDS,
    *accounts.KINDS,
    *belonging.KINDS,
    *alerts.KINDS,
    *letters.KINDS,
    *limits.KINDS,
)


def addresses_held() -> Iterator[str]:
    """Every address that any kind of data holds, some of them more than once."""
    for kind in KINDS:
        yield from kind.addresses()


def unaccounted() -> list[str]:
    """Fields that no kind names: empty, or the inventory is not complete."""
    return elsewhere.unaccounted([held for kind in KINDS for held in kind.held])
