"""The letter that asks whether entries are still true: one to each leader and day."""

import datetime as dt
from dataclasses import dataclass

from network import status
from network.actions.leaders.links import post
from network.models import Link, ProjectLeader, VerificationAsk
from network.models.verification import SILENT_AFTER

from .schedule import Kind

# Whoever finds the letter late still answers with it; a year later the entry falls due anew
LINK_LASTS = dt.timedelta(days=365)


@dataclass(frozen=True)
class Item:
    """One entry in a letter: what was asked before, and where the answer goes."""

    ask: VerificationAsk
    kind: Kind
    link: str

    @property
    def is_last(self) -> bool:
        return self.kind is Kind.LAST

    @property
    def was_early(self) -> bool:
        """Whether an editor began to ask before it was due: then silence has no consequence yet."""
        return self.ask.round.was_early

    @property
    def is_for_deputy(self) -> bool:
        return self.ask.leader_id != self.ask.round.leader_id

    @classmethod
    def of(cls, ask: VerificationAsk, kind: Kind, *, at: dt.datetime) -> "Item":
        token = Link.make(
            Link.Purpose.STILL_TRUE,
            ask,
            at=at,
            lasts=LINK_LASTS,
            bound_to=ask.leader.email.lower(),
        )
        return cls(ask, kind, status.in_a_letter("network:verify", token))


def send(leader: ProjectLeader, items: list[Item], *, at: dt.datetime) -> None:
    """One letter about all of these."""
    first = items[0]
    post(
        "verification_asked",
        leader,
        # An entry is in one letter of a kind to a leader and day, so this names the letter
        key=f"verification:{first.ask.pk}:{first.kind.value}:{at.isoformat()}",
        at=at,
        items=items,
        is_last=all(item.is_last and not item.was_early for item in items),
        asks_again=not any(item.is_last for item in items),
        silent_days=SILENT_AFTER.days,
    )
