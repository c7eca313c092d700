"""What a leader answers when we ask whether an entry is still true."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models import CaseStudy
from casestudies.models.fields import validate_partial_date
from collab_directory.forms import Line, Paragraphs
from network.actions.verification import Ending
from network.forms.correction import WebAddress

LONGEST = 4_000  # characters: what an editor reads between two meetings


class StillTrueForm(forms.Form):
    """One button. `seen` is the version that was on the page: nobody confirms what they did not
    read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, version: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.version = version
        self.initial["seen"] = version

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("seen") != self.version:
            self.data = {**self.data, "seen": self.version}
            self.add_error(
                None,
                _(
                    "The entry has been changed since you opened this page, so nothing was "
                    "recorded. Look at it again, then press the button if it is right."
                ),
            )


class ChangedForm(forms.Form):
    what = Paragraphs(
        label=gettext_lazy("What has changed?"),
        help_text=gettext_lazy(
            "In your own words. An editor puts it into the entry, and writes to you when it is done"
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say what has changed")},
    )
    source_url = WebAddress(
        label=gettext_lazy("Where it is written"),
        help_text=gettext_lazy("The address of a published source, if there is one"),
        max_length=500,
        required=False,
    )


class EndedForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why did it end?"),
        choices=[
            (reason.value, reason.label)
            for reason in CaseStudy.EndedReason
            if reason is not CaseStudy.EndedReason.UNKNOWN
        ]
        + [(CaseStudy.EndedReason.UNKNOWN.value, gettext_lazy("I do not know"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why it ended")},
    )
    when = Line(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("As exactly as you know: 2025, 2025-03 or 2025-03-31"),
        max_length=10,
        required=False,
    )
    advice = Paragraphs(
        label=gettext_lazy("What would you tell the next team?"),
        help_text=gettext_lazy("What you would do again, and what you would not"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data: Any = None, *, today: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today

    def clean_when(self) -> str:
        when: str = self.cleaned_data["when"].strip()
        if not when:
            return ""
        validate_partial_date(when)
        if when > self.today.isoformat()[: len(when)]:
            raise ValidationError(_("This date has not come yet"))
        return when

    @property
    def ending(self) -> Ending:
        said = self.cleaned_data
        return Ending(CaseStudy.EndedReason(said["reason"]), said["when"], said["advice"])


class NotTheirsForm(forms.Form):
    who = Line(
        label=gettext_lazy("Whose is it, if you know?"),
        help_text=gettext_lazy("A role and an organisation. Editors read it, nobody else"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
