"""Asking to be introduced, answering that, and who may ask at all."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory.forms import Paragraphs, PostedForm
from network.actions.introductions import Answer
from network.forms.enquiry import A_WORD, LINKS

LONGEST = 1_000  # characters of why, and of a report
# An email address or a telephone number
REACHABLE_AT = re.compile(r"\S@\S|\+?\d[\d ()-]{7,}\d")


class IntroduceForm(PostedForm):
    why = Paragraphs(
        label=gettext_lazy("Why would you like to be introduced?"),
        help_text=gettext_lazy(
            "What you work on, and what you would like to ask. Up to 1,000 characters. Leave out "
            "addresses and telephone numbers, and details of a person or a live incident."
        ),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write why you would like to be introduced")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_why(self) -> str:
        why: str = self.cleaned_data["why"]
        if not A_WORD.search(LINKS.sub("", why)):
            raise ValidationError(
                _("Say in words why you would like to be introduced"), code="no-words"
            )
        if REACHABLE_AT.search(why):
            raise ValidationError(
                _("Take out the address or number: with a yes, each of you gets the other’s"),
                code="address",
            )
        return why


class AnswerForm(forms.Form):
    """One button for each answer, and one, with a text, to report the request."""

    REPORT = "report"

    answer = forms.ChoiceField(
        choices=[*Answer.choices, (REPORT, REPORT)],
        error_messages={
            "required": gettext_lazy("Press one of the buttons"),
            "invalid_choice": gettext_lazy("Press one of the buttons"),
        },
    )
    report = Paragraphs(
        label=gettext_lazy("What is wrong with it?"),
        help_text=gettext_lazy("Up to 1,000 characters"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write what is wrong with it")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # The other buttons need no words
        self.fields["report"].required = data is None or data.get("answer") == self.REPORT

    @property
    def is_report(self) -> bool:
        return bool(self.cleaned_data.get("answer") == self.REPORT)

    @property
    def chosen(self) -> Answer:
        return Answer(self.cleaned_data["answer"])


class SwitchForm(forms.Form):
    """The buttons of the page with all of a member's introductions."""

    TAKE, TAKE_NONE, WANT_AGAIN = "take", "take-none", "want-again"

    do = forms.ChoiceField(
        choices=[(name, name) for name in (TAKE, TAKE_NONE, WANT_AGAIN)],
        error_messages={
            "required": gettext_lazy("Press one of the buttons"),
            "invalid_choice": gettext_lazy("Press one of the buttons"),
        },
    )
    number = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
