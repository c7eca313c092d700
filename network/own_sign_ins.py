"""Where somebody is signed in, as their own pages say it."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from network.models import SignIn
from network.sign_in import sessions


@dataclass(frozen=True)
class OwnSignIn:
    """One of them in words; `is_here`: the browser in which the page is read."""

    row: SignIn
    is_here: bool

    @property
    def where(self) -> str:
        """Such as `Firefox on Windows`."""
        known = {"browser": self.row.browser, "system": self.row.system}
        if all(known.values()):
            return _("%(browser)s on %(system)s") % known
        return self.row.browser or self.row.system or _("A browser that does not say which it is")


@dataclass(frozen=True)
class OwnSignIns:
    """All of one person's, this browser first."""

    here: str  # the key of this session
    rows: QuerySet[SignIn]

    @classmethod
    def of(cls, request: HttpRequest, *, at: dt.datetime) -> Self:
        return cls(request.session.session_key or "", sessions.of(request.user, at=at))

    @property
    def others(self) -> QuerySet[SignIn]:
        return self.rows.exclude(session_key=self.here)

    @cached_property
    def each(self) -> list[OwnSignIn]:
        mine = [OwnSignIn(row, row.session_key == self.here) for row in self.rows]
        return sorted(mine, key=lambda one: not one.is_here)
