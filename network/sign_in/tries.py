"""How often somebody may ask for a code, and how often enter a wrong one.

Counted by `collab_directory.limits`, in the database: allauth's own limits, which count in a cache
that each process has for itself, are off. An address is counted in the same way whether or not
there is an account behind it.
"""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction

from collab_directory import limits, outbox

HOUR = dt.timedelta(hours=1)

WAIT = dt.timedelta(minutes=15)
MOST_FAILURES = 10

BY_CLIENT = limits.Limit("sign_in.by_client", ((50, HOUR),))
CODES = limits.Limit("sign_in.codes", ((6, HOUR),))
# The tenth within the window is refused, and begins the wait
FAILURES = limits.Limit("sign_in.failures", ((MOST_FAILURES - 1, WAIT),))
LOCKED = limits.Limit("sign_in.locked", ((1, WAIT),))

PASSKEYS = limits.Limit("sign_in.passkeys", ((50, HOUR),))

SECOND_STEPS = limits.Limit("second_step.tries", ((5, dt.timedelta(minutes=5)),))
# Longer than an app's code is good for
SECOND_STEP_ONCE = limits.Limit("second_step.once", ((1, dt.timedelta(minutes=3)),))


def ask(address: str, *, client: str, at: dt.datetime) -> None:
    """Count one code that is asked for. Raises Refused, also while the address has to wait."""
    limits.check({LOCKED: address}, at=at)
    limits.take({CODES: address, BY_CLIENT: client}, at=at)


def check(address: str, *, client: str, at: dt.datetime) -> None:
    """Before a code is looked at. Raises Refused: then even the right one must wait."""
    limits.check({LOCKED: address, BY_CLIENT: client}, at=at)


@transaction.atomic
def failed(address: str, *, user: User | None, client: str, at: dt.datetime) -> None:
    """Count a wrong code. The tenth in a quarter of an hour begins a wait; the owner is told."""
    _count({BY_CLIENT: client}, at)
    if _count({FAILURES: address}, at) or not _count({LOCKED: address}, at):
        return
    if user is not None:
        outbox.post(
            "account/locked",
            to=user.email,
            key=f"sign-in-locked:{user.pk}:{at.isoformat()}",
            about=user,
            failures=MOST_FAILURES,
            minutes=int(WAIT.total_seconds() // 60),
        )


def ask_for_passkey(*, client: str, at: dt.datetime) -> None:
    """Count one look for a passkey, which is remembered in a session. Raises Refused."""
    limits.take({PASSKEYS: client}, at=at)


def failed_passkey(*, client: str, at: dt.datetime) -> None:
    """Count a passkey that opened nothing, which says of nobody's address anything."""
    _count({BY_CLIENT: client}, at)


def second_step(user: User, *, at: dt.datetime) -> None:
    """Count one code of an app or a recovery code that is tried. Raises Refused."""
    limits.take({SECOND_STEPS: str(user.pk)}, at=at)


def is_first_use(user: User, code: str, *, at: dt.datetime) -> bool:
    """Whether this code was not used by this person a moment ago; it is from now on."""
    return _count({SECOND_STEP_ONCE: f"{user.pk}:{code}"}, at)


def _count(wanted: dict[limits.Limit, str], at: dt.datetime) -> bool:
    try:
        limits.take(wanted, at=at)
    except limits.Refused:
        return False
    return True
