"""Who has a form open: so that two editors hear of each other before one of them saves.

It is a notice, not a lock: nobody is kept from anything, and a row that was left behind goes by
itself. `opened()` when a form is shown, `still_open()` while it is, `left()` when it is saved or
closed, and `others()` for whoever else has it.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Model

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .models import OpenForm

__all__ = ["left", "opened", "others", "still_open"]


def opened(target: Model, *, by: "User", at: dt.datetime) -> None:
    """Somebody has been shown the form of `target`. It counts for a while without a word more."""
    from .models import SHOWN_FOR, OpenForm  # not before the apps are loaded

    OpenForm.objects.keep(target, by=by, at=at, until=at + SHOWN_FOR)


def still_open(target: Model, *, by: "User", at: dt.datetime) -> None:
    """Their browser says that the form is open still; it says so again before long."""
    from .models import SILENT_FOR, OpenForm

    OpenForm.objects.keep(target, by=by, at=at, until=at + SILENT_FOR)


def left(target: Model, *, by: "User") -> None:
    """They have saved it, or gone elsewhere."""
    from .models import OpenForm

    OpenForm.objects.about(target).filter(user=by).delete()


def others(target: Model, *, by: "User", at: dt.datetime) -> "list[OpenForm]":
    """Whoever else has it open, the first first, with their accounts."""
    from .models import OpenForm

    found = OpenForm.objects.about(target).exclude(user=by).filter(until__gt=at)
    return list(found.select_related("user").order_by("opened_at", "pk"))
