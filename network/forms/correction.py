"""Correct a part of a case study: what it should say, and how one knows."""

import hashlib
from typing import Any, cast

from django import forms
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory.forms import IN_A_LINE, Address, Line, Paragraphs, PostedForm
from network.actions.corrections import Sender
from network.models import Correction
from network.parts import Part, as_compared

LONGEST_REMARK = 3_000


def _longest(field: str) -> int:
    limit: int = cast(Any, Correction._meta.get_field(field)).max_length
    return limit


class WebAddress(forms.URLField):
    """Of a page that can be read in a browser. It is kept and shown, never opened by us."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {
        "invalid": gettext_lazy("Enter a web address, such as https://www.example.org/report"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)
        self.widget.attrs.setdefault("spellcheck", "false")

    def clean(self, value: Any) -> str:
        if isinstance(value, str) and IN_A_LINE.search(value.strip()):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        address: str = super().clean(value)
        return address


class CorrectionForm(PostedForm):
    """About one part: a text to edit where it is one, otherwise a remark."""

    # Which text the sender was shown, so that they hear of it when it changes under their hands
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    proposed = Paragraphs(
        label=gettext_lazy("As it should be"),
        help_text=gettext_lazy("Change the words in the box. The editors see what you changed."),
        error_messages={
            "required": gettext_lazy(
                "Enter the text. If it should go altogether, choose its section above and say why"
            )
        },
    )
    remark = Paragraphs(
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say what is wrong or missing")},
    )
    source_url = WebAddress(
        label=gettext_lazy("A published page or document that says so"),
        help_text=gettext_lazy("Its web address. This is the best proof there is."),
        max_length=_longest("source_url"),
        required=False,
    )
    role = Line(
        label=gettext_lazy("Your job and organisation"),
        help_text=gettext_lazy("If you know it from your work, such as “Station manager, Kent”"),
        max_length=_longest("role"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    name = Line(
        label=gettext_lazy("Your name"),
        max_length=_longest("name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = Address(
        label=gettext_lazy("Your email address"),
        help_text=gettext_lazy("Only to send you a receipt and the outcome"),
        required=False,
    )

    def __init__(self, data: Any = None, *, part: Part, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.part = part
        if part.is_text:
            self._ask_for_text(part)
        else:
            self._ask_for_remark()

    def _ask_for_text(self, part: Part) -> None:
        proposed = cast(Paragraphs, self.fields["proposed"])
        proposed.initial = part.text
        proposed.max_length = part.longest
        # The field made its check of the length when it had none
        proposed.validators.append(_at_most(part.longest))
        proposed.widget.attrs["rows"] = min(16, 3 + len(part.text or "") // 70)
        self.fields["seen"].initial = _mark_of(part)
        remark = self.fields["remark"]
        remark.required = False
        remark.label = _("Anything else the editors should know")
        remark.help_text = _("How you know, if neither of the two above says it")
        remark.widget.attrs["rows"] = 3
        self.order_fields(["proposed", "source_url", "role", "remark"])

    def _ask_for_remark(self) -> None:
        del self.fields["proposed"]
        remark = self.fields["remark"]
        remark.label = _("What is wrong or missing, and what would be right?")
        remark.help_text = _(
            "As exactly as you can, with the day on which it was true. Leave out anybody who could "
            "be recognised."
        )

    def clean_proposed(self) -> str:
        text: str = self.cleaned_data["proposed"]
        # A summary is one line: a return typed into its box is a blank
        return " ".join(text.split()) if self.part.name == "summary" else as_compared(text)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.part.is_text:
            if self._changed_under_hands():
                self._say_it_changed()
            elif "proposed" not in self.errors:
                self._check_text(cleaned)
        return cleaned

    @property
    def sender(self) -> Sender:
        said = self.cleaned_data
        return Sender(said["name"], said["email"], said["role"])

    def _changed_under_hands(self) -> bool:
        return self.data.get(self.add_prefix("seen"), "") != _mark_of(self.part)

    def _say_it_changed(self) -> None:
        self.data[self.add_prefix("seen")] = _mark_of(self.part)
        self.add_error(
            None,
            _(
                "Somebody changed this text since you opened the page. Above the form is how it "
                "reads now. What you typed is still here: check it and send it again."
            ),
        )

    def _check_text(self, cleaned: dict[str, Any]) -> None:
        remark, text = cleaned.get("remark"), cleaned.get("proposed")
        if text == self.part.text:
            # Whoever explains what is wrong need not find the words for it
            if not remark:
                self.add_error(
                    "proposed",
                    _(
                        "You have not changed the text. Change it, or say below what is wrong "
                        "with it"
                    ),
                )
            cleaned["proposed"] = ""
        elif not any(cleaned.get(name) for name in ("source_url", "role", "remark")):
            self.add_error(
                "source_url",
                _("Say how you know: give a web address, your job, or a few words of your own"),
            )


def _mark_of(part: Part) -> str:
    """Differs when the text does; says nothing else."""
    return hashlib.sha256((part.text or "").encode()).hexdigest()[:16]


def _at_most(longest: int) -> MaxLengthValidator:
    return MaxLengthValidator(
        longest, _("Use %(limit_value)d characters or fewer: these are %(show_value)d")
    )
