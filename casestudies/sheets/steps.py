"""What becomes of one entry of a file: found out by a check, shown, and done once it is agreed."""

import enum
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casestudies.imports.documents import Document, digest
from casestudies.imports.records import Problem


class What(enum.StrEnum):
    NEW = "new"
    CHANGED = "changed"
    PENDING = "pending"
    SAME = "same"
    WRONG = "wrong"


# In words, as a heading of those that it happens to
WORDS: dict[str, dict[What, Promise]] = {
    "case-study": {
        What.NEW: _("New drafts"),
        What.CHANGED: _("Drafts that change"),
        What.PENDING: _("Changes beside what the public reads"),
        What.SAME: _("Nothing to change"),
        What.WRONG: _("Refused"),
    },
    "organisation": {
        What.NEW: _("New organisations"),
        What.CHANGED: _("Organisations that change, for every reader at once"),
        What.SAME: _("Nothing to change"),
        What.WRONG: _("Refused"),
    },
}
WRITES = (What.NEW, What.CHANGED, What.PENDING)


@dataclass
class Step:
    """`place` says where the entry stands in the file, `target` which row it is in the database.

    `state` names all that was stored of it when it was checked: if anything of that changes, it has
    another one. `before` and `after` are documents, empty where nothing is written.
    """

    what: What
    key: str
    name: str
    place: str
    target: int | None = None
    state: str = ""
    before: Document = field(default_factory=dict)
    after: Document = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        return self.what in WRITES

    @property
    def row(self) -> int:
        """`target`, or 0, which no row has, where there is none."""
        return self.target or 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Step":
        problems = [Problem(**problem) for problem in said["problems"]]
        return cls(**said | {"what": What(said["what"]), "problems": problems})


def shown_by(steps: list[Step]) -> str:
    """Names everything that these steps would write, and what it would be written over."""
    said = [[step.what, step.key, step.state, step.after] for step in steps if step.writes]
    return digest({"steps": said})
