"""What is done once a day, by whatever clock the host has: `manage.py run_daily`.

What that is stands in DAILY: names, and functions that take the moment (`at=`) and say how much
they did. Each may be called again on the same day and then finds nothing to do.
"""

import datetime as dt
import logging

from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

Done = int | dict[str, int]


def run(*, at: dt.datetime) -> dict[str, Done | None]:
    """Do all of it. None for what failed, which the log explains: it must not keep the rest."""
    return {name: _run(name, function, at) for name, function in settings.DAILY.items()}


def _run(name: str, function: str, at: dt.datetime) -> Done | None:
    try:
        done: Done = import_string(function)(at=at)
    except Exception:
        log.exception("The daily work %s failed", name)
        return None
    return done


def clear_sessions(*, at: dt.datetime) -> int:
    """Forget the sessions that have run out. Django does not count them."""
    call_command("clearsessions")
    return 0
