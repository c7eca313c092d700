"""A member's new work address."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory.forms import Address, PostedForm
from network.forms.membership import LONGEST_ADDRESS
from network.models import Member


class NewAddressForm(PostedForm):
    """The same answer whoever has the address, so nothing here looks it up."""

    email = Address(
        label=gettext_lazy("New work email address"),
        help_text=gettext_lazy("Until you press the button in our letter to it, nothing changes"),
        max_length=LONGEST_ADDRESS,
        error_messages={"required": gettext_lazy("Enter your new work email address")},
    )

    def __init__(self, data: Any = None, *, member: Member, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.member = member

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.lower() == self.member.email.lower():
            raise ValidationError(_("This is your address already. Enter the new one"), code="same")
        return email
