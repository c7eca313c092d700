"""Dates in a workbook: a number of days, and a way of showing it that says how exact it is."""

import datetime as dt
import enum
import math
import re

from django.utils.translation import gettext as _

from casestudies.sheets.cells import Raw, Wrong

# Day 0. Excel believes in a 29 February 1900, so its days before 1 March 1900 are one off.
BEGINNING, BEGINNING_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
FIRST_SURE_DAY = 61

# The formats that every program knows without their code
KNOWN = {14: "d", 15: "d", 17: "m", 22: "d", **dict.fromkeys([*range(27, 32), *range(50, 59)], "d")}
# Texts, colours, conditions and single escaped characters, which only look like letters of a date
BESIDE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


class Precision(enum.IntEnum):
    """How much of 2012-05-31 a cell shows, in characters."""

    YEAR = 4
    MONTH = 7
    DAY = 10


def precision_of(number: str, code: str | None) -> Precision | None:
    """What a format shows of a date; None for one of numbers, texts or times of the day.

    `mmm yyyy` is how somebody's 2012-05 became the first of May when it was typed: it is a month.
    """
    if code is None:
        known = KNOWN.get(int(number)) if number.isascii() and number.isdigit() else None
        return {"d": Precision.DAY, "m": Precision.MONTH}.get(known or "")
    shown = BESIDE.sub("", code.split(";")[0]).lower()
    if "general" in shown or "y" not in shown:
        return Precision.DAY if "d" in shown and "m" in shown else None
    if "d" in shown:
        return Precision.DAY
    return Precision.MONTH if "m" in shown else Precision.YEAR


def as_date(days: float, precision: Precision, from_1904: bool) -> Raw:
    """The date as ISO text of that precision. The time of the day is nobody's here."""
    least = 0 if from_1904 else FIRST_SURE_DAY
    if math.isfinite(days) and days >= least:
        try:
            day = (BEGINNING_1904 if from_1904 else BEGINNING) + dt.timedelta(days=int(days))
            return day.isoformat()[:precision]
        except OverflowError:
            pass
    return Wrong(_("This is no date. Write it as text, such as 2012-05-31."))
