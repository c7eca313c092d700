"""Where somebody is signed in: noted when they sign in, and ended from their account.

Django's session is what opens doors; a `SignIn` says whose it is and in what kind of browser. Kept
without a network address. A session that is gone is out at its next request, in whatever browser.
(allauth has such an app, too. It keeps the address and all that a browser says, and writes at each
request.)
"""

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from network.models import SignIn
from network.sign_in import browsers

USED = "used"  # in the session: when a page of theirs was last asked for, in seconds since 1970
WRITTEN_EVERY = dt.timedelta(minutes=5)


def begin(request: HttpRequest, user: User, *, at: dt.datetime) -> None:
    """After somebody signed in."""
    browser = browsers.read(request.META.get("HTTP_USER_AGENT", ""))
    request.session[USED] = at.timestamp()
    if request.session.session_key is None:  # somebody else was signed in, and theirs was flushed
        request.session.save()
    SignIn.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "browser": browser.name,
            "system": browser.system,
            "started_at": at,
            "used_at": at,
        },
    )


def note_use(request: HttpRequest, *, at: dt.datetime) -> None:
    """That a page of theirs was asked for; written down every few minutes, not each time."""
    if at.timestamp() - request.session.get(USED, 0) < WRITTEN_EVERY.total_seconds():
        return
    request.session[USED] = at.timestamp()
    SignIn.objects.filter(session_key=request.session.session_key).update(used_at=at)


def forget(request: HttpRequest) -> None:
    """Before somebody signs out here."""
    SignIn.objects.filter(session_key=request.session.session_key or "").delete()


def of(user: Any, *, at: dt.datetime) -> QuerySet[SignIn]:
    """Those that still open something, the last used first."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    return SignIn.objects.filter(user=user, session_key__in=alive)


@transaction.atomic
def end(which: QuerySet[SignIn]) -> int:
    """Sign these out, at once. How many there were."""
    keys = list(which.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return SignIn.objects.filter(session_key__in=keys).delete()[0]


def forget_over(at: dt.datetime, kept: dt.timedelta) -> int:
    """Of sessions that are too old to open anything. How many there were."""
    return SignIn.objects.filter(started_at__lte=at - kept).delete()[0]
