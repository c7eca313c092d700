"""Entries as a file gives them: what stands in which cell, not yet what it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from casestudies.imports.records import Problem
from casestudies.sheets.bounds import MOST_PROBLEMS

# The places of an entry itself, and of each of its lines: `("sources", 2)` is its second source
Place = tuple[str, int]
ITSELF: Place = ("", 0)


@dataclass
class Entry:
    """One entry of a file.

    `given` holds a value for each column that the file has, None where its cell is empty: what the
    file says nothing of is not there. So do `lines`, by list. `places` say where each stands.
    """

    address: str
    name: str
    given: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    places: dict[Place, str] = field(default_factory=dict)

    @property
    def called(self) -> str:
        return self.name or self.address

    def problem(self, place: Place, column: str, message: str) -> Problem:
        return Problem(self.places.get(place, self.places[ITSELF]), self.called, column, message)

    def as_json(self) -> list[Any]:
        places = [[*place, said] for place, said in self.places.items()]
        return [self.address, self.name, self.given, self.lines, places]

    @classmethod
    def from_json(cls, said: list[Any]) -> "Entry":
        address, name, given, lines, places = said
        return cls(address, name, given, lines, {(rows, n): at for rows, n, at in places})


class Enough(Exception):  # noqa: N818 - it is no fault
    """So much is wrong that nobody reads on."""


@dataclass
class Given:
    """All that a file gives, and what was noticed as it was read."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(self, place: str, message: str, column: str = "", called: str = "") -> None:
        """Note a problem. Raises Enough when there are as many as anybody mends at once."""
        self.problems.append(Problem(place, called, column, message))
        if len(self.problems) >= MOST_PROBLEMS:
            raise Enough


def said_by(cells: Mapping[str, Any]) -> Iterator[Any]:
    """The values of a line that are not empty."""
    return (value for value in cells.values() if value is not None)
