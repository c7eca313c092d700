"""What project leaders say on their own page, and how they ask for the link to it."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory.forms import Address, Line, PostedForm
from network.actions.leaders import LONGEST_PAUSE
from network.models import ProjectLeader

# What has no place in a role that everybody reads: an address, a telephone number
PRIVATE = re.compile(r"@|\d[\d ]{5,}\d")


def _longest(field: str) -> int:
    column: Any = ProjectLeader._meta.get_field(field)
    return int(column.max_length)


def _role(help_text: Any) -> Line:
    return Line(
        label=gettext_lazy("Role"),
        help_text=help_text,
        max_length=_longest("role_title"),
        error_messages={"required": gettext_lazy("Enter a role, such as “Collaboration lead”")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


class _WithRole(forms.Form):
    def clean_role_title(self) -> str:
        role: str = self.cleaned_data["role_title"]
        if PRIVATE.search(role):
            raise ValidationError(
                _("Everybody can read the role: take out the address or number"), code="private"
            )
        return role


class LinkForm(PostedForm):
    """The same answer whoever asks, so nothing here looks the address up."""

    email = Address(
        label=gettext_lazy("Your work email address"),
        help_text=gettext_lazy("The one at which you receive our letters"),
        error_messages={"required": gettext_lazy("Enter your work email address")},
    )


class ButtonsForm(forms.Form):
    """The buttons of the page itself: what is to be done, and with which question."""

    CONFIRM, RESUME, ANSWERED = "confirm", "resume", "answered"

    do = forms.ChoiceField(
        choices=[(CONFIRM, ""), (RESUME, ""), (ANSWERED, "")],
        error_messages={
            "required": gettext_lazy("Press one of the buttons"),
            "invalid_choice": gettext_lazy("Press one of the buttons"),
        },
    )
    reference = Line(max_length=20, required=False)


class PauseForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Until and including"),
        help_text=gettext_lazy("At most six months from today. Such as 24/12/2026"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"],
        error_messages={
            "required": gettext_lazy("Enter the last day of the pause"),
            "invalid": gettext_lazy("Enter a day, such as 24/12/2026"),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, today: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today, self.last = today, today + LONGEST_PAUSE
        self.fields["until"].widget.attrs |= {
            "min": (today + dt.timedelta(days=1)).isoformat(),
            "max": self.last.isoformat(),
        }

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        if until <= self.today:
            raise ValidationError(_("Enter a day after today"), code="past")
        if until > self.last:
            raise ValidationError(
                _("Enter a day up to %(last)s. For longer, hand over or leave")
                % {"last": f"{self.last:%-d %B %Y}"},
                code="far",
            )
        return until


class CorrectForm(_WithRole):
    role_title = _role(gettext_lazy("Everybody can read it. No name, please"))
    name = Line(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Only for our letters to you. Nobody else sees it"),
        max_length=_longest("name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    shows_speed = forms.BooleanField(
        label=gettext_lazy("Readers may see how soon I usually answer"),
        help_text=gettext_lazy("In words, and only once five people have told us"),
        required=False,
    )


class HandOverForm(_WithRole):
    role_title = _role(gettext_lazy("Of whoever follows you. Everybody will be able to read it"))
    name = Line(
        label=gettext_lazy("Their name"),
        help_text=gettext_lazy("Only for our letters to them. Nobody else sees it"),
        max_length=_longest("name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = Address(
        label=gettext_lazy("Their work email address"),
        help_text=gettext_lazy("We write to it at once. It is never public"),
        error_messages={"required": gettext_lazy("Enter their work email address")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
