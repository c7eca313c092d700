"""What a file says of each case study: the one definition of its columns, for all formats.

The page about the data is drawn from it, so that a column cannot be in a file and not explained.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy, Evidence, Saving

Absolute = Callable[[str], str]  # makes a whole address of a path
# Absent is None, never an empty text or nought
Value = str | int | bool | dt.date | list[str] | None


class Kind(Enum):
    """What stands in the cells of a column, in words."""

    TEXT = _("Text")
    WORD = _("One word of a fixed list")
    LIST = _("Several, with “; ” between them")
    ADDRESS = _("Web address")
    ADDRESSES = _("Web addresses, with a space between them")
    PARTIAL_DATE = _("Date, as exactly as it is known: 2012, 2012-05 or 2012-05-31")
    DATE = _("Date, such as 2012-05-31")
    YEAR = _("Year, as a number")
    POUNDS = _("Whole pounds, as a number")
    YES_OR_NO = _("yes or no; true or false in JSON")


@dataclass(frozen=True)
class Column:
    """One column. `value` reads it off a study that `Rows` or `Catalogue.cards()` has loaded."""

    name: str
    kind: Kind
    about: str | Promise
    value: Callable[[CaseStudy, Absolute], Value]

    def text(self, value: Value) -> str:
        """The value as a file without types writes it; "" where it is absent."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return (" " if self.kind is Kind.ADDRESSES else "; ").join(value)
        return value.isoformat() if isinstance(value, dt.date) else str(value)


def _column(name: str, kind: Kind, about: str | Promise) -> Column:
    """A field of the study that is written as it is."""
    return Column(name, kind, about, lambda study, _absolute: getattr(study, name) or None)


def _slugs(name: str, field: str, about: str | Promise) -> Column:
    return Column(name, Kind.LIST, about, lambda study, _a: [x.slug for x in _all(study, field)])


def _texts(name: str, about: str | Promise) -> Column:
    return Column(name, Kind.LIST, about, lambda study, _a: [x.text for x in _all(study, name)])


def _all(study: CaseStudy, field: str) -> Iterable[Any]:
    found: Iterable[Any] = getattr(study, field).all()
    return found


def _evidence(study: CaseStudy, _absolute: Absolute) -> Value:
    best = study.best_evidence
    return Evidence(best).name.lower() if best else None


def _partners(study: CaseStudy, *, lead: bool) -> list[str]:
    return [str(p.organisation) for p in study.partners.all() if p.is_lead == lead]


def _largest_saving(study: CaseStudy) -> Saving | None:
    """The one by which “Largest saving” orders: yearly ones before all others."""
    known = [saving for saving in study.savings.all() if saving.low is not None]
    return max(known, key=lambda s: (s.per == Saving.Per.YEAR, s.low or 0), default=None)


def _of_saving(name: str, field: str, kind: Kind, about: str | Promise) -> Column:
    def value(study: CaseStudy, _absolute: Absolute) -> Value:
        saving = _largest_saving(study)
        said: Value = getattr(saving, field) if saving else None
        return None if said == "" else said

    return Column(name, kind, about, value)


# What a list says of each scheme: also what JSON gives of it
SUMMARY = (
    _column("title", Kind.TEXT, _("What the scheme is called here.")),
    _column("slug", Kind.TEXT, _("The last part of its address: its name for programs.")),
    Column(
        "url",
        Kind.ADDRESS,
        _("The page of the entry. It stays, or leads on to where the entry went."),
        lambda study, absolute: absolute(study.get_absolute_url()),
    ),
    _column("summary", Kind.TEXT, _("One sentence: who does what together, and where.")),
    _column("place", Kind.TEXT, _("The place, as local people would say it.")),
    Column("region", Kind.WORD, _("The region of England, or Wales."), lambda s, _a: s.region.slug),
    _slugs("force_areas", "force_areas", _("The police force areas in which it works.")),
    _slugs("services", "services", _("The kinds of service that take part.")),
    _slugs("types", "types", _("The types of collaboration.")),
    _column("status", Kind.WORD, _("Planned, pilot, live, ended or unknown, as last reported.")),
    Column(
        "status_as_of",
        Kind.PARTIAL_DATE,
        _("The date of what reports the status: the newest source, or the last confirmation."),
        lambda study, _a: study.reported_on or None,
    ),
    _column("started", Kind.PARTIAL_DATE, _("When it began to work.")),
    _column("ended", Kind.PARTIAL_DATE, _("When it ended.")),
    _column("ended_reason", Kind.WORD, _("Why it ended.")),
    Column(
        "evidence",
        Kind.WORD,
        _("The best evidence for any outcome: described, reported, measured or evaluated."),
        _evidence,
    ),
    _column("verified_on", Kind.DATE, _("When somebody who knows last confirmed that it is true.")),
    _column("verified_by", Kind.TEXT, _("The role that confirmed it; never a person’s name.")),
    Column(
        "in_2014_overview",
        Kind.YES_OR_NO,
        _("Whether it is known to be one of the 38 in the overview of 2014."),
        lambda study, _a: study.in_2014_overview,
    ),
    Column(
        "in_2016_overview",
        Kind.YES_OR_NO,
        _("Whether it is in the national overview of 2016."),
        lambda study, _a: study.in_2016_overview,
    ),
)
# And what a spreadsheet says besides
COLUMNS = (
    *SUMMARY,
    _column("what_happened", Kind.TEXT, _("The story: why it began and what was done.")),
    Column(
        "lead_organisations",
        Kind.LIST,
        _("The organisations that lead it."),
        lambda study, _a: _partners(study, lead=True),
    ),
    Column(
        "partner_organisations",
        Kind.LIST,
        _("The other organisations that take part."),
        lambda study, _a: _partners(study, lead=False),
    ),
    _texts("outcomes", _("What came of it, each with its own evidence on the page.")),
    _texts("lessons", _("What helped and what was hard.")),
    Column(
        "sources",
        Kind.ADDRESSES,
        _("Where all this is written."),
        lambda study, _a: [source.url for source in study.sources.all() if source.url],
    ),
    Column(
        "started_year",
        Kind.YEAR,
        _("The year in which it began, to sort and count by."),
        lambda study, _a: int(study.started[:4]) if study.started else None,
    ),
    _of_saving(
        "largest_saving",
        "low",
        Kind.POUNDS,
        _(
            "Of the savings recorded, the largest, yearly ones first; of a range its lower "
            "end. Empty means that no figure is known, which is not nought. Do not add these up "
            "without the next four columns."
        ),
    ),
    _of_saving("largest_saving_to", "high", Kind.POUNDS, _("The upper end of a range.")),
    _of_saving(
        "largest_saving_is", "bound", Kind.WORD, _("About, nearly, up-to or more-than that figure.")
    ),
    _of_saving("largest_saving_per", "per", Kind.WORD, _("Yearly, one-off, period or unknown.")),
    _of_saving("largest_saving_grade", "grade", Kind.WORD, _("Claimed, measured or audited.")),
)
