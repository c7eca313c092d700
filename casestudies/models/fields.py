"""Dates as sources give them: a year, a month or a day, and never more than is known."""

import calendar
import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

# Deliberately the same in Python, SQLite and PostgreSQL: no \d, no look-around, and no $, which
# lets a line's end follow in the first two.
PARTIAL_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z"


def validate_partial_date(value: str) -> None:
    """Refuse anything that is not `2015`, `2015-05` or a real day such as `2015-05-01`."""
    wrong = ValidationError(
        _("Enter a year, a month or a day, such as 2015, 2015-05 or 2015-05-01."),
        code="partial_date",
    )
    if not re.match(PARTIAL_DATE, value):
        raise wrong
    try:
        if len(value) == 10:
            dt.date.fromisoformat(value)
    except ValueError:
        raise wrong from None


def show_partial_date(value: str) -> str:
    """In words, no more exact than the value: `2015`, `May 2015`, `1 May 2015`; empty for empty."""
    if not value:
        return ""
    year, month, day = (int(part) for part in (*value.split("-"), "0", "0")[:3])
    if not month:
        return str(year)
    if not day:
        return date_format(dt.date(year, month, 1), "F Y")
    return date_format(dt.date(year, month, day), "j F Y")


def last_day_of(value: str) -> dt.date:
    """The last day that a partial date may mean: `2015-02` gives 28 February 2015."""
    year, month, day = (int(part) for part in (*value.split("-"), "0", "0")[:3])
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


class PartialDateField(models.CharField):
    """A date known to the year, the month or the day, as ISO text, which sorts rightly."""

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


def is_partial_date(field: str) -> models.Q:
    """The database's own check that a column holds nothing or a partial date."""
    return models.Q(**{field: ""}) | models.Q(**{f"{field}__regex": PARTIAL_DATE})
