"""The second step: whether an account has one, and whether this session has passed it."""

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils import timezone

PASSED = "second_step"  # in the session: whose, and when, in seconds since 1970


def has_one(user: User | AnonymousUser) -> bool:
    """An app. Recovery codes alone are none: they are for when the app is lost."""
    return bool(
        Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
    )


def note_passed(request: HttpRequest, user: User) -> None:
    request.session[PASSED] = [user.pk, timezone.now().timestamp()]


def has_passed(request: HttpRequest) -> bool:
    """With an app that is still set up: whoever removes it has to set up another."""
    whose = request.session.get(PASSED, [None])[0]
    return whose is not None and whose == request.user.pk and has_one(request.user)


def take_away(user: User) -> bool:
    """Forget the app and the recovery codes of somebody who lost them. False if there were none."""
    deleted, _each = Authenticator.objects.filter(user=user).delete()
    return bool(deleted)


def connect() -> None:
    """Once, when the apps are loaded."""
    signals.authenticator_used.connect(_used, dispatch_uid="network notes a second step")


def _used(sender: Any, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    note_passed(request, user)
