"""Write to the working group."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory.forms import Address, Line, Paragraphs, PostedForm
from network.actions.messages import Sender
from network.forms.enquiry import A_WORD, LINKS
from network.models import GroupMessage

LONGEST = 3_000


def _longest(field: str) -> int:
    limit: int = cast(Any, GroupMessage._meta.get_field(field)).max_length
    return limit


class MessageForm(PostedForm):
    subject = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("It decides who reads it"),
        choices=GroupMessage.Subject.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what it is about"),
            "invalid_choice": gettext_lazy("Choose what it is about"),
        },
    )
    message = Paragraphs(
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy(
            "Leave out patients, victims and anybody else who could be recognised"
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write your message")},
    )
    about = Line(
        label=gettext_lazy("Which page is it about?"),
        help_text=gettext_lazy("Its title or its address"),
        max_length=_longest("about"),
        required=False,
    )
    name = Line(
        label=gettext_lazy("Your name"),
        max_length=_longest("name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = Address(
        label=gettext_lazy("Your email address"),
        help_text=gettext_lazy("The answer goes there"),
        error_messages={"required": gettext_lazy("Enter your email address")},
    )

    def clean_message(self) -> str:
        message: str = self.cleaned_data["message"]
        if not A_WORD.search(LINKS.sub("", message)):
            raise forms.ValidationError(_("Say in words what you want to tell us"), code="no-words")
        return message

    @property
    def sender(self) -> Sender:
        return Sender(self.cleaned_data["email"], self.cleaned_data["name"])
