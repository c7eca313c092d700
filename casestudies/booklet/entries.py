"""The A-Z of the overview: a block for each case study, under its letter."""

from collections.abc import Iterable
from dataclasses import dataclass

from casestudies import alphabet
from casestudies.reading import Reading

# Of more than so many, those that come last in the alphabet are named and have no block: a page or
# a booklet that nobody can open serves nobody.
MOST_BLOCKS = 400


def anchor_of(slug: str) -> str:
    """The id of an entry's block; begins as no other id does."""
    return f"entry-{slug}"


class Block(Reading):
    """What the overview says of one case study: less than its own page, and never anything else."""

    @property
    def title(self) -> str:
        return self.study.title

    @property
    def anchor(self) -> str:
        return anchor_of(self.study.slug)

    @property
    def where(self) -> str:
        """The place as local people say it, or the areas; empty where neither is recorded."""
        return self.place or ", ".join(area.name for area in self.areas)

    @property
    def services(self) -> list[str]:
        return [service.name for service in self.study.services.all()]

    @property
    def types(self) -> list[str]:
        return [kind.name for kind in self.study.types.all()]


@dataclass(frozen=True)
class Letter(alphabet.Letter):
    """A letter that leads to its blocks on the same page."""

    @property
    def url(self) -> str:
        return f"#{self.anchor}" if self.count else ""


@dataclass(frozen=True)
class Group:
    """The blocks under one letter, in A-Z order."""

    letter: Letter
    blocks: list[Block]


def by_letter(blocks: Iterable[Block]) -> list[Group]:
    """Every letter that has blocks, with them. The blocks come in A-Z order."""
    found: dict[str, list[Block]] = {}
    for block in blocks:
        found.setdefault(alphabet.letter_of(block.title), []).append(block)
    return [Group(letter, found[letter.letter]) for letter in _letters(found) if letter.count]


def letters_of(groups: Iterable[Group]) -> list[Letter]:
    """The whole alphabet, for a line of letters above the blocks."""
    return _letters({group.letter.letter: group.blocks for group in groups})


def _letters(found: dict[str, list[Block]]) -> list[Letter]:
    return [Letter(each.letter, len(found.get(each.letter, ()))) for each in alphabet.letters()]
