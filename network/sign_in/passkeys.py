"""Passkeys: what a browser is asked to make or to prove, and whether its answer is right.

The ceremony is allauth's and fido2's. A passkey is always one that knows its owner and asks for
their finger, face or PIN: so it opens the account on its own, as the two steps do together.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory.forms import Line
from network.sign_in import tries

log = logging.getLogger(__name__)

LONGEST = 20_000  # characters of what a browser sends; ours send about 1,500


class Ceremony(forms.Form):
    """What the script writes into the form. Errors belong to the form: nobody sees the field."""

    credential = forms.CharField(widget=forms.HiddenInput, required=False)

    def said(self) -> dict[str, Any]:
        """As the browser sent it. Raises ValidationError where that is nothing of a browser's."""
        sent = self.cleaned_data.get("credential", "")
        if not sent:
            raise ValidationError(
                _("Press the button, and confirm on your device. This needs JavaScript"),
                code="required",
            )
        with _whatever_it_holds():
            found = json.loads(sent) if len(sent) <= LONGEST else None
            if not isinstance(found, dict):
                raise TypeError("No credential")
            return found


class NewPasskeyForm(Ceremony):
    """Raises nothing: a passkey that cannot be taken is an error of the form."""

    name = Line(
        label=gettext_lazy("What do you call it?"),
        help_text=gettext_lazy("Such as “Work phone”, so that you know it among others"),
        max_length=60,
        error_messages={"required": gettext_lazy("Give it a name")},
    )
    field_order = ("name", "credential")

    def __init__(self, data: Any = None, *, user: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        said = self.said()
        with _whatever_it_holds():
            auth.parse_registration_response(said)
            made = auth.complete_registration(said)
            if not made.is_user_verified():
                raise ValueError("The device did not ask who holds it")
        return cleaned | {"credential": said}


class UsePasskeyForm(Ceremony):
    """`user` is who should hold the passkey, or None where the passkey itself says whose it is."""

    authenticator: Authenticator

    def __init__(self, data: Any = None, *, user: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        said = self.said()
        if self.user is not None:
            tries.second_step(self.user, at=timezone.now())
        with _whatever_it_holds():
            auth.parse_authentication_response(said)
            user = self.user or auth.extract_user_from_response(said)
            self.authenticator = auth.complete_authentication(user, said)
        return cleaned


def to_make(user: Any) -> dict[str, Any]:
    """What a browser needs to make one. Remembered in the session, for one answer."""
    return auth.begin_registration(user, passwordless=True)


def to_use(user: Any = None) -> dict[str, Any]:
    """What a browser needs to prove one; of anybody, without a user. Remembered likewise."""
    return auth.begin_authentication(user)


def used(request: HttpRequest, form: UsePasskeyForm, *, again: bool = False) -> None:
    """That the second step was passed with it."""
    post_authentication(request, form.authenticator, reauthenticated=again)


@contextmanager
def _whatever_it_holds() -> Iterator[None]:
    """Anybody may send anything, and libraries stumble over it in more ways than can be named."""
    try:
        yield
    except DatabaseError:
        raise
    except Exception as error:
        log.info("No passkey of ours: %s", type(error).__name__)
        raise _wrong() from None


def _wrong() -> ValidationError:
    return ValidationError(
        _(
            "This passkey was not taken: it is not one of this account, or it took too long. Try "
            "it once more"
        ),
        code="wrong",
    )
