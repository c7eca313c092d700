"""The A-Z: which letters have schemes, and the schemes under each."""

from dataclasses import dataclass
from string import ascii_uppercase

from django.urls import reverse

from casestudies import catalogue, names
from casestudies.models import CaseStudy


@dataclass(frozen=True)
class Letter:
    """A letter and how many schemes stand under it; no address where there are none."""

    letter: str
    count: int

    @property
    def url(self) -> str:
        return f"{reverse('casestudies:a_to_z')}#{self.anchor}" if self.count else ""

    @property
    def anchor(self) -> str:
        return self.letter if self.letter in ascii_uppercase else "figures"


@dataclass(frozen=True)
class Group:
    """The schemes under one letter, in A-Z order."""

    letter: Letter
    studies: list[CaseStudy]


def letter_of(title: str) -> str:
    """The letter a title stands under; `0–9` for one that begins with anything else."""
    first = names.sort_key(title)[0][:1].upper()
    return first if first and first in ascii_uppercase else "0–9"


def letters() -> list[Letter]:
    """A to Z, and `0–9` at the end if any title begins so."""
    counts: dict[str, int] = {}
    for entry in catalogue.current().entries:
        letter = letter_of(entry.title)
        counts[letter] = counts.get(letter, 0) + 1
    rest = ["0–9"] if "0–9" in counts else []
    return [Letter(letter, counts.get(letter, 0)) for letter in [*ascii_uppercase, *rest]]


def groups() -> list[Group]:
    """Every letter that has schemes, with them."""
    now = catalogue.current()
    by_letter: dict[str, list[CaseStudy]] = {}
    for study in now.cards(entry.pk for entry in now.entries):
        by_letter.setdefault(letter_of(study.title), []).append(study)
    return [
        Group(letter, by_letter[letter.letter])
        for letter in letters()
        if letter.letter in by_letter
    ]
