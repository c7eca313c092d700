"""Words in a text that may be about a person who did not ask to be there.

A hint for whoever publishes, never a judgement: a number may be a switchboard's. Addresses of
sources are not looked at; their titles are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from casestudies.imports.documents import Document
from casestudies.imports.shapes import CASE_STUDY
from casestudies.models import CaseStudy

AROUND = 28  # letters shown on either side
LONGEST_NAME = 2  # words of a name that are shown after the rank


@dataclass(frozen=True)
class Finding:
    """One place: `field` as a person calls it, what it may be, and the words with some around."""

    field: str
    kind: str | Promise
    words: str
    excerpt: str


PATTERNS: tuple[tuple[str | Promise, re.Pattern[str]], ...] = (
    # Only from the first letter on: to try each would take minutes in a long text without blanks
    (_("an email address"), re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        _("a telephone number"),
        # Ten or eleven digits that begin as numbers of this country do
        re.compile(
            r"(?<![\w£.,/-])(?:\+44[\s-]?(?:\(0\))?|\(?0)[1-9](?:[\s()-]{0,2}\d){8,9}(?!\w)"
        ),
    ),
    (
        _("a date of birth"),
        re.compile(
            r"\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth)\b[^.\n]{0,24}?"
            r"(?:\d{1,2}[/. -]\d{1,2}[/. -]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4})",
            re.IGNORECASE,
        ),
    ),
    (_("a postcode, perhaps of a home"), re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")),
    (_("a number of the national insurance"), re.compile(r"\b[A-Z]{2} ?(?:\d\d ?){3}[A-D]\b")),
)

SHORT = "Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Revd|Cllr|PC|WPC|PCSO|DC|DS|DI|DCI|DSU|Sgt|Insp|Supt"
LONG = (
    "Miss|Professor|Sir|Dame|Councillor|Sergeant|Inspector|Superintendent|Constable|Commissioner|"
    "Commander|Firefighter|Paramedic|Nurse"
)
# "Commissioner. Its staff" ends a sentence, "Dr. Hill" does not
RANKED = re.compile(
    rf"\b(?:(?:{SHORT})\.?|(?:{LONG}))((?: (?:[A-Z]\.? ?)?[A-Z][\w’'-]+){{1,{LONGEST_NAME}}})"
)
# What begins with a capital after a rank, and is no name: another rank, an office, its subject
OFFICES = frozenset(
    "and for of the chief constable officer office police fire crime commissioner constabulary "
    "service rescue ambulance general area station group assistant deputy manager in with at "
    "authority board mayor council unit team who was is s".split()
)


def found_in(study: CaseStudy) -> list[Finding]:
    """What a stored case study says of persons, in its own order. A fixed number of queries."""
    return found_in_each([study])[0]


def found_in_each(studies: Iterable[CaseStudy]) -> list[list[Finding]]:
    """As `found_in`, for many, in their order, with no more queries than for one."""
    wanted, parts = list(studies), [rows.name for rows in CASE_STUDY.rows]
    stored = CaseStudy.objects.prefetch_related(*parts).in_bulk([study.pk for study in wanted])
    names = names_of(wanted)
    return [list(found_in_document(_said(stored[study.pk]), names=names)) for study in wanted]


def _said(study: CaseStudy) -> Document:
    """Its own words and those of its lines, without the things that they name."""
    said = {name: getattr(study, name) for name in CASE_STUDY.fields}
    for rows in CASE_STUDY.rows:
        lines = getattr(study, rows.name).all()
        said[rows.name] = [{name: getattr(line, name) for name in rows.fields} for line in lines]
    return said


def names_of(studies: Iterable[CaseStudy]) -> list[str]:
    """Names that somebody gave us in confidence, which no entry of theirs should say."""
    functions = [import_string(path) for path in settings.PRIVATE_NAMES]
    return [name for function in functions for name in function(list(studies))]


def found_in_document(document: Document, *, names: Iterable[str] = ()) -> Iterator[Finding]:
    """As `found_in`, of a document that need not be stored."""
    known = _known(names)
    for field, text in _texts(document):
        yield from found_in_text(field, text, known)


def found_in_text(field: str, text: str, known: re.Pattern[str] | None) -> Iterator[Finding]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            yield _finding(field, kind, text, match.start(), match.end())
    for match in RANKED.finditer(text):
        first = match[1].split()[0].strip("’'.").removesuffix("’s").lower()
        if first not in OFFICES:
            yield _finding(field, _("the name of a person"), text, match.start(), match.end())
    for match in known.finditer(text) if known else ():
        yield _finding(field, _("the name of a project leader"), text, match.start(), match.end())


def _known(names: Iterable[str]) -> re.Pattern[str] | None:
    # A single word, such as a first name, is too often something else
    wanted = sorted({re.escape(name.strip()) for name in names if len(name.split()) > 1})
    return re.compile(rf"\b(?:{'|'.join(wanted)})\b", re.IGNORECASE) if wanted else None


def _finding(field: str, kind: str | Promise, text: str, start: int, end: int) -> Finding:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    begun = "… " if start > AROUND else ""
    ended = " …" if end + AROUND < len(text) else ""
    return Finding(field, kind, text[start:end], f"{begun}{before}{text[start:end]}{after}{ended}")


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a document with the name of its field: “outcomes 2 – text”."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in UNREAD:
                words = str(key).replace("_", " ")
                yield from _texts(inner, f"{name} – {words}" if name else words)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _texts(inner, f"{name} {number}")
    elif isinstance(value, str):
        yield name, value


# Keys of other things, and addresses, which nobody reads as text
UNREAD = frozenset(
    {"slug", "url", "date", "region", "services", "types", "force_areas", "organisation"}
)
