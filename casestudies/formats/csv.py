"""Every row of the directory's answer as a spreadsheet: RFC 4180, UTF-8 with a byte order mark."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

from casestudies.directory import Directory
from casestudies.formats.formulas import shielded
from casestudies.formats.record import Absolute, summary_record
from casestudies.models import CaseStudy


def _texts(name: str) -> Callable[[CaseStudy], str]:
    return lambda study: "; ".join(part.text for part in getattr(study, name).all())


# What a row holds besides the summary: the parts that are lists, one cell each.
LISTS: dict[str, Callable[[CaseStudy], str]] = {
    "what_happened": lambda study: study.what_happened,
    "lead_organisations": lambda study: _partners(study, lead=True),
    "partner_organisations": lambda study: _partners(study, lead=False),
    "outcomes": _texts("outcomes"),
    "lessons": _texts("lessons"),
    "sources": lambda study: " ".join(source.url for source in study.sources.all()),
}
COLUMNS = (
    "title",
    "url",
    "summary",
    "place",
    "region",
    "force_areas",
    "services",
    "types",
    "status",
    "status_as_of",
    "started",
    "ended",
    "ended_reason",
    "evidence",
    "verified_on",
    "verified_by",
    "in_2014_overview",
    "in_2016_overview",
    *LISTS,
)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(directory: Directory, absolute: Absolute) -> Iterator[str]:
    """The header and one line a case study, as they are made."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for study in directory.every_study():
        record = summary_record(study, absolute)
        record |= {name: texts(study) for name, texts in LISTS.items()}
        yield writer.writerow([_cell(record[name]) for name in COLUMNS])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return shielded("; ".join(value))
    return shielded(str(value))


def _partners(study: CaseStudy, *, lead: bool) -> str:
    partners = [p for p in study.partners.all() if p.is_lead == lead]
    return "; ".join(str(p.organisation) for p in partners)
