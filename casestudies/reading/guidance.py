"""Guidance put in the order in which a page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from casestudies.models import FundingStream, GlossaryTerm, NationalProgramme


@dataclass(frozen=True)
class Group:
    """Things under one heading. `anchor` is the heading's id, in any language."""

    anchor: str
    heading: str
    items: list[Any]


def by_standing(programmes: Iterable[NationalProgramme]) -> list[Group]:
    """Programmes by the first word of their status, which is free text: `active (delayed)`."""
    headings = {
        "active": _("In force or running"),
        "changing": _("Changing or proposed"),
        "over": _("Closed or replaced"),
        "unknown": _("Not known whether it goes on"),
    }
    anchors = {"active": "active", "under": "changing", "proposed": "changing"}
    anchors |= {"closed": "over", "superseded": "over"}
    found: dict[str, list[NationalProgramme]] = {anchor: [] for anchor in headings}
    for programme in programmes:
        first_word = (programme.status.lower().split() or [""])[0]
        found[anchors.get(first_word, "unknown")].append(programme)
    return [Group(anchor, headings[anchor], items) for anchor, items in found.items() if items]


def by_status(streams: Iterable[FundingStream]) -> list[Group]:
    """Funding streams: open, then not known, then closed."""
    headings = {
        FundingStream.Status.OPEN: _("Open when last reported"),
        FundingStream.Status.UNKNOWN: _("Not known whether it is open"),
        FundingStream.Status.CLOSED: _("Closed"),
    }
    found: dict[str, list[FundingStream]] = {status: [] for status in headings}
    for stream in streams:
        found[stream.status].append(stream)
    return [Group(key.value, words, found[key]) for key, words in headings.items() if found[key]]


def by_letter(terms: Iterable[GlossaryTerm]) -> list[Group]:
    """Glossary terms in the order of the alphabet, capital or not; figures last."""
    found: dict[str, list[GlossaryTerm]] = {letter: [] for letter in [*ascii_uppercase, "0–9"]}
    for term in sorted(terms, key=lambda term: term.term.casefold()):
        first = slugify(term.term)[:1].upper()
        found[first if first in found else "0–9"].append(term)
    return [
        Group(letter if letter in ascii_uppercase else "figures", letter, items)
        for letter, items in found.items()
    ]
