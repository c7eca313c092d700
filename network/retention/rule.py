"""The shape of a rule: what is kept, how long, since when, and what then becomes of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Rule:
    """`take(at)` erases what fell due by then, and says how much. `kept` is what the words mean."""

    name: str
    what: Words
    kept: dt.timedelta
    since: Words
    then: Words
    take: Callable[[dt.datetime], int]
