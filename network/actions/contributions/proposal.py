"""What a member proposes, complete: what the four steps of the form come to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from casestudies.models import (
    CollaborationType,
    ForceArea,
    Organisation,
    Region,
    Service,
)


@dataclass(frozen=True)
class Named:
    """An organisation that takes part, as the member wrote it; None where the list has none."""

    name: str
    organisation: Organisation | None
    is_lead: bool = False


@dataclass(frozen=True)
class Came:
    """An outcome. `evidence` is one of casestudies.models.Evidence."""

    text: str
    evidence: int


@dataclass(frozen=True)
class Saved:
    """Money saved: `pounds` is None where the amount is not known; `per` as in Saving.Per."""

    covers: str
    pounds: int | None
    per: str


@dataclass(frozen=True)
class Written:
    """A published page or document; `date` is partial, and may be empty."""

    title: str
    publisher: str
    url: str
    date: str


@dataclass(frozen=True)
class Proposal:
    """`started` and `ended` are partial dates; `credit` is as readers see it, empty for none."""

    title: str
    summary: str
    what_happened: str
    place: str
    region: Region
    services: Sequence[Service]
    types: Sequence[CollaborationType]
    partners: Sequence[Named]
    status: str
    started: str = ""
    ended: str = ""
    ended_reason: str = ""
    ended_advice: str = ""
    force_areas: Sequence[ForceArea] = ()
    outcomes: Sequence[Came] = ()
    helped: Sequence[str] = ()
    hard: Sequence[str] = ()
    savings: Sequence[Saved] = ()
    paid_by: str = ""
    sources: Sequence[Written] = ()
    credit: str = ""
    not_listed: Sequence[str] = field(init=False, default=())

    def __post_init__(self) -> None:
        unknown = tuple(one.name for one in self.partners if one.organisation is None)
        object.__setattr__(self, "not_listed", unknown)
