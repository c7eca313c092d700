"""What is typed when signing in."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from cryptography.fernet import InvalidToken
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory.forms import Address, Line
from network.sign_in import accounts, tries


def _box(**attrs: str) -> forms.TextInput:
    """For a code: phones offer what a letter or an app has just shown."""
    return forms.TextInput(
        attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}
        | attrs
    )


class AddressForm(RequestLoginCodeForm):
    email = Address(
        label=gettext_lazy("Your email address"),
        error_messages={"required": gettext_lazy("Enter your email address")},
    )

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        self._user = accounts.at(address)
        return address


class CodeForm(ConfirmLoginCodeForm):
    code = Line(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Eight letters; small or capital, with or without the hyphen"),
        max_length=40,
        widget=_box(),
        error_messages={"required": gettext_lazy("Enter the code of our letter")},
    )


class OnceEach:
    """Few tries for each person, and each code once, counted for all processes together."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        now = timezone.now()
        tries.second_step(self.user, at=now)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except InvalidToken:
            # SECRET_KEY was replaced and not kept among SECRET_KEY_FALLBACKS
            raise ValidationError(
                _("Your app has to be set up again: ask an administrator"), code="unreadable"
            ) from None
        figures = "".join(letter for letter in code if letter.isalnum())
        if not tries.is_first_use(self.user, figures, at=now):
            raise ValidationError(
                _("This code is wrong, or was used before. Wait for the next one"), code="used"
            )
        return code


class SecondStepForm(OnceEach, AuthenticateForm):
    code = Line(
        label=gettext_lazy("Code of your app"),
        help_text=gettext_lazy("Six figures. Or one of your recovery codes, which has eight"),
        max_length=40,
        widget=_box(),
        error_messages={"required": gettext_lazy("Enter the code that your app shows")},
    )


class AgainForm(OnceEach, ReauthenticateForm):
    code = SecondStepForm.base_fields["code"]


class NewAppForm(OnceEach, ActivateTOTPForm):
    code = Line(
        label=gettext_lazy("Code of your app"),
        help_text=gettext_lazy("The six figures that it now shows"),
        max_length=40,
        widget=_box(inputmode="numeric"),
        error_messages={"required": gettext_lazy("Enter the code that your app shows")},
    )
