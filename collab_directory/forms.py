"""How every form of the site looks and what its fields take: one renderer, and a few fields.

The renderer's templates are in templates/forms/. A form that anybody may send is a `PostedForm`.
"""

import datetime as dt
import re
import unicodedata
import uuid
from typing import Any

from django import forms
from django.core import signing
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# C0 and C1 controls, and the two line ends that only Unicode knows: some mail programs cut there
IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")

FASTEST = dt.timedelta(seconds=3)  # nobody has read and filled a form by then
LONGEST = dt.timedelta(hours=24)


class Renderer(TemplatesSetting):
    """Draws error summary, label, hint, error and control, so that a page only says `{{ form }}`.

    Widgets are ours too: `templates/django/forms/widgets/` comes before Django's own templates.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class Line(forms.CharField):
    """One line of text: composed (NFC), without control characters."""

    default_error_messages = {
        "control": gettext_lazy("Take out the line break or control character"),
    }

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        if IN_A_LINE.search(text):
            raise forms.ValidationError(self.error_messages["control"], code="control")
        return text


class Paragraphs(forms.CharField):
    """Text of several lines. The end of a line counts as one character, as it does on the page."""

    widget = forms.Textarea
    default_error_messages = {
        "control": gettext_lazy(
            "Take out the control character: type the text again, or paste it "
            "by way of a plain text editor"
        ),
    }

    def to_python(self, value: Any) -> str:
        text = super().to_python(re.sub(r"\r\n?", "\n", value) if isinstance(value, str) else value)
        text = unicodedata.normalize("NFC", text or "")
        if IN_TEXT.search(text):
            raise forms.ValidationError(self.error_messages["control"], code="control")
        return text


class Address(forms.EmailField):
    """An email address that a letter can be sent to."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter an email address, such as name@example.org"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "email")
        self.widget.attrs.setdefault("spellcheck", "false")

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        local, at, host = address.rpartition("@")
        return f"{local}{at}{host.lower()}"


class PostedForm(forms.Form):
    """A form that anybody may send, kept from robots without a puzzle, and never counted twice.

    Each drawn form has a ticket: a key of its own, and when it was drawn, signed. What the form
    makes is stored under the `key`, so that sending it twice makes one thing. It is sent back, with
    what was typed and the reason, when it came faster than a person types, after a day, or with the
    box filled that people do not see.
    """

    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        label=gettext_lazy("Leave this box empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
        template_name="forms/trap.html",  # type: ignore[call-arg]  # the stubs lag behind
    )

    data: Any  # a copy of what was sent

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["ticket"].initial = self._new_ticket
        # A new ticket must reach the page when the old one cannot be used again
        if data is not None:
            self.data = data.copy()
        self.key: uuid.UUID | None = None

    def full_clean(self) -> None:
        super().full_clean()
        # The trap is nobody's field, so that its error belongs to the form
        if self.is_bound and (problem := self._problem_with_ticket() or self._trapped()):
            self.add_error(None, problem)

    def _trapped(self) -> str:
        if not self.data.get(self.add_prefix("website")):
            return ""
        self.data[self.add_prefix("website")] = ""
        return _(
            "A box that should stay empty was filled in, perhaps by your browser. It is empty "
            "again: check the form and send it once more."
        )

    def _problem_with_ticket(self) -> str:
        name = self.add_prefix("ticket")
        try:
            key, drawn_at = self._read(str(self.data.get(name, "")))
        except (signing.BadSignature, ValueError):
            self.data[name] = self._new_ticket()
            return _(
                "This form was open for more than a day, or was changed on its way. Nothing is "
                "lost: check it and send it once more."
            )
        if dt.datetime.now(dt.UTC).timestamp() - drawn_at < FASTEST.total_seconds():
            return _(
                "That was faster than people type, so we took it for a machine. Nothing is "
                "lost: send it once more."
            )
        self.key = key
        return ""

    @classmethod
    def _signer(cls) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt=f"form.{cls.__name__}")

    @classmethod
    def _new_ticket(cls) -> str:
        return cls._signer().sign(uuid.uuid4().hex)

    @classmethod
    def _read(cls, ticket: str) -> tuple[uuid.UUID, float]:
        """The key, and when the form was drawn, in seconds since 1970."""
        if IN_A_LINE.search(ticket):
            raise ValueError("No ticket of ours")
        key = cls._signer().unsign(ticket, max_age=LONGEST)
        drawn_at = signing.b62_decode(ticket.rsplit(":", 2)[1])
        return uuid.UUID(key), drawn_at
