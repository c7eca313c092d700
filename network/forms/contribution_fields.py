"""Fields of the form by which a member proposes a case study: lines, dates and amounts."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models.fields import validate_partial_date
from collab_directory.forms import Line, Paragraphs

TOO_LONG = gettext_lazy(
    "Use %(limit_value)s characters or fewer: these are %(show_value)s. Nothing of it is lost: "
    "shorten it here"
)
EARLIEST = 1900  # no scheme in this directory is older
AHEAD = 10  # years in which something planned may begin
MOST_POUNDS = 100_000_000_000  # the whole of public spending is some ten times as much

POUNDS = re.compile(r"£?\s*(\d[\d,]*(?:\.\d+)?)\s*(k|thousand|m|million|bn|billion)?", re.I | re.A)
TIMES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}


def longest(model: Any, name: str) -> int:
    """How many characters a column of a model holds."""
    return int(model._meta.get_field(name).max_length)


class Said(Line):
    """One line, whose length is counted where it is too long."""

    default_error_messages = {"max_length": TOO_LONG}


class Told(Paragraphs):
    default_error_messages = {"max_length": TOO_LONG}


class Lines(Told):
    """One thing in each line; `apart()` gives them."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        number = len(self.apart(text))
        if number > self.most:
            raise ValidationError(
                _("Use %(most)d lines or fewer: these are %(n)d. Keep what matters most")
                % {"most": self.most, "n": number},
                code="too-many",
            )
        return text

    @staticmethod
    def apart(text: str) -> list[str]:
        lines = (line.strip().lstrip("-•*").strip() for line in text.splitlines())
        return [line for line in lines if line]


class When(Said):
    """A year, a month or a day, not before `EARLIEST` nor further ahead than `ahead` years."""

    def __init__(self, *, ahead: int = 0, **kwargs: Any) -> None:
        super().__init__(max_length=10, **kwargs)
        self.ahead = ahead
        self.widget.attrs.update({"class": "short", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        said: str = super().clean(value)
        if not said:
            return ""
        validate_partial_date(said)
        today = timezone.localdate()
        if int(said[:4]) < EARLIEST:
            raise ValidationError(
                _("Enter a year from %(year)s on") % {"year": EARLIEST}, code="too-early"
            )
        latest = today.year + self.ahead
        if int(said[:4]) > latest:
            raise ValidationError(
                _("Enter a year up to %(year)s") % {"year": latest}, code="too-late"
            )
        if not self.ahead and self.is_ahead(said):
            raise ValidationError(_("This has not come yet: enter a date of the past"), code="late")
        return said

    @staticmethod
    def is_ahead(said: str) -> bool:
        """Whether a partial date lies in the future altogether."""
        return said > timezone.localdate().isoformat()[: len(said)]


class Pounds(Said):
    """An amount as people write it, `£1.2 million` or `250,000`: kept in whole pounds."""

    invalid = gettext_lazy("Enter an amount in pounds, such as 250,000 or 1.2 million")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.widget.attrs.update({"class": "short", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        said: str = super().clean(value)
        if not said:
            return ""
        amount = self.amount(said)
        if amount is None:
            raise ValidationError(self.invalid, code="invalid")
        if amount > MOST_POUNDS:
            raise ValidationError(
                _("Enter an amount of at most £%(most)s") % {"most": f"{MOST_POUNDS:,}"},
                code="too-much",
            )
        return f"{amount:,}"

    @staticmethod
    def amount(said: str) -> int | None:
        """None for what is no amount."""
        found = POUNDS.fullmatch(said.strip())
        if found is None:
            return None
        number = found[1].replace(",", "")
        return round(Decimal(number) * TIMES.get((found[2] or "").lower(), 1))


class FoldedBoxes(forms.CheckboxSelectMultiple):
    """A long list of boxes, shut until it is wanted or one is ticked."""

    template_name = "forms/folded-checks.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {
            "in_columns": True,
            "is_open": bool(value),
            "number": len(list(self.choices)),
        }
