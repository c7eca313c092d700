"""A case study as plain data, as JSON gives it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from casestudies.formats.columns import SUMMARY, Absolute, Value
from casestudies.models import CaseStudy

__all__ = ["Absolute", "record_of", "summary_record"]


def summary_record(study: CaseStudy, absolute: Absolute) -> dict[str, Any]:
    """What a result says of a case study. Needs what `Catalogue.cards()` loads."""
    return record_of(column.value(study, absolute) for column in SUMMARY)


def record_of(values: Iterable[Value]) -> dict[str, Any]:
    """The values of SUMMARY by their names, as JSON writes them."""
    found = {
        column.name: value.isoformat() if isinstance(value, dt.date) else value
        for column, value in zip(SUMMARY, values, strict=True)
    }
    # Of all that a card says only a place may be an empty text, and always was
    return found | {"place": found["place"] or ""}
