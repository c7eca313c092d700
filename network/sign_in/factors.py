"""The second step: whether an account has one, and whether this session has passed it."""

import datetime as dt
from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils import timezone

PASSED = "second_step"  # in the session: whose, and when, in seconds since 1970


Type = Authenticator.Type
STEPS = (Type.TOTP, Type.WEBAUTHN)


def has_one(user: User | AnonymousUser) -> bool:
    """An app or a passkey. Recovery codes alone are none: they are for when these are lost."""
    return has(user, *STEPS)


def has(user: User | AnonymousUser, *kinds: Authenticator.Type) -> bool:
    """Whether an account has a second step of one of these kinds."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())


def has_any(user: User) -> bool:
    """Anything that `take_away` would forget."""
    return Authenticator.objects.filter(user=user).exists()


def note_passed(request: HttpRequest, user: User) -> None:
    request.session[PASSED] = [user.pk, timezone.now().timestamp()]


def has_passed(request: HttpRequest) -> bool:
    """With a second step that is still set up: whoever removes it has to set up another."""
    whose = request.session.get(PASSED, [None])[0]
    return whose is not None and whose == request.user.pk and has_one(request.user)


def passed_at(request: HttpRequest) -> dt.datetime | None:
    """When whoever is signed in here has last proved it with a second step."""
    whose, moment = request.session.get(PASSED, [None, 0])
    if whose is None or whose != request.user.pk:
        return None
    return dt.datetime.fromtimestamp(moment, dt.UTC)


def take_away(user: User) -> bool:
    """Forget app, passkeys and recovery codes of who lost them. False if there was none."""
    deleted, _each = Authenticator.objects.filter(user=user).delete()
    return bool(deleted)


def connect() -> None:
    """Once, when the apps are loaded."""
    signals.authenticator_used.connect(_used, dispatch_uid="network notes a second step")


def _used(sender: Any, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    note_passed(request, user)
