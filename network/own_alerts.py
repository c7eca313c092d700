"""What a subscriber's own page says: to whoever has the link from a letter, or is signed in."""

import datetime as dt
from functools import cached_property
from typing import Self

from network.actions.alerts import Search
from network.models import ConfirmedAddress, Subscription
from network.models.alerts import ADDRESS_KEPT


class OwnAlert:
    """One alert with its search in words."""

    def __init__(self, subscription: Subscription, on: dt.date) -> None:
        self.subscription, self.on = subscription, on
        self.search = Search.stored(subscription.question)

    @property
    def is_paused(self) -> bool:
        until = self.subscription.paused_until
        return until is not None and until >= self.on


class OwnAlerts:
    """All alerts of one address, whichever letter its reader came from. Never the address."""

    def __init__(self, whose: Subscription | None, on: dt.date, *, digest: str = "") -> None:
        self.whose, self.on = whose, on
        self.digest = whose.digest if whose is not None else digest

    @classmethod
    def at(cls, address: str, on: dt.date) -> Self:
        """Of somebody who has signed in with this address."""
        return cls(None, on, digest=ConfirmedAddress.digest_of(address))

    @cached_property
    def active(self) -> list[Subscription]:
        mine = Subscription.objects.active().filter(digest=self.digest)
        return list(mine.order_by("confirmed_at", "pk"))

    @cached_property
    def alerts(self) -> list[OwnAlert]:
        return [OwnAlert(one, self.on) for one in self.active]

    @property
    def bounced_at(self) -> dt.datetime | None:
        """Since when none is sent, because a letter came back."""
        return min((one.bounced_at for one in self.active if one.bounced_at), default=None)

    def active_with(self, number: int) -> Subscription | None:
        return next((one for one in self.active if one.pk == number), None)

    @property
    def erased_by(self) -> dt.datetime | None:
        """When the address goes, if nothing is sent to it any more."""
        if self.active or self.whose is None or self.whose.ended_at is None:
            return None
        return self.whose.ended_at + ADDRESS_KEPT
