"""The form in which a reader asks the leader of a case study."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory.forms import Address, Line, Paragraphs, PostedForm
from network.actions.enquiries import Sender
from network.models import Enquiry
from network.topics import Offer

LONGEST = 1500  # characters of a message
LINKS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
A_WORD = re.compile(r"[^\W\d_]{2,}")


class Topics(forms.CheckboxSelectMultiple):
    """Boxes with a hint below each: the question that our entry leaves open."""

    template_name = "forms/checks.html"

    def __init__(self, offers: list[Offer]) -> None:
        super().__init__()
        self.hints = {offer.topic.value: " ".join(offer.questions) for offer in offers}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}


class EnquiryForm(PostedForm):
    name = Line(
        label=gettext_lazy("Your name"),
        max_length=100,
        error_messages={"required": gettext_lazy("Enter your name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = Line(
        label=gettext_lazy("Your job"),
        help_text=gettext_lazy("For example, area manager or estates officer"),
        max_length=100,
        error_messages={"required": gettext_lazy("Enter your job")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    organisation = Line(
        label=gettext_lazy("Your organisation"),
        max_length=150,
        error_messages={"required": gettext_lazy("Enter your organisation")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = Address(
        label=gettext_lazy("Work email address"),
        help_text=gettext_lazy(
            "The answer comes to this address. We write to it first, so that nobody can ask in "
            "your name."
        ),
        error_messages={"required": gettext_lazy("Enter your work email address")},
    )
    message = Paragraphs(
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy(
            "Up to 1,500 characters. Do not include details of a person or a live incident."
        ),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write what you want to know")},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    wants_copy = forms.BooleanField(label=gettext_lazy("Send me a copy"), required=False)

    field_order = ("name", "role", "organisation", "email", "topics", "message", "wants_copy")

    def __init__(self, data: Any = None, *, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["topics"] = forms.MultipleChoiceField(
            label=_("What do you want to know?"),
            help_text=_("Tick any that fit. Under some stands what our entry does not say."),
            choices=[(offer.topic.value, offer.topic.label) for offer in offers],
            required=False,
            widget=Topics(offers),
        )
        self.order_fields(self.field_order)

    def clean_message(self) -> str:
        message: str = self.cleaned_data["message"]
        if not A_WORD.search(LINKS.sub("", message)):
            raise ValidationError(_("Say in words what you want to know"), code="no-words")
        return message

    @property
    def sender(self) -> Sender:
        said = self.cleaned_data
        return Sender(said["name"], said["email"], said["organisation"], said["role"])


class ButtonForm(forms.Form):
    """Nothing to fill in: the button says it all."""


class AnswerForm(forms.Form):
    """One button for each answer."""

    answer = forms.ChoiceField(
        choices=[choice for choice in Enquiry.Answer.choices if choice[0]],
        error_messages={
            "required": gettext_lazy("Press one of the buttons"),
            "invalid_choice": gettext_lazy("Press one of the buttons"),
        },
    )

    @property
    def chosen(self) -> Enquiry.Answer:
        return Enquiry.Answer(self.cleaned_data["answer"])
