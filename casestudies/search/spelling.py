"""Near spellings, from the words of published case studies and of the glossary only.

Used when a word was found nowhere: fuzziness is a fallback that the page announces.
"""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from casestudies.search import language
from casestudies.search.query import Query
from casestudies.search.shelf import Shelf
from casestudies.search.synonyms import Glossary

SHORTEST = 4  # shorter words have too many neighbours
LIKELY = 9  # tenths of a letter that each slip may cost
VOWELS = frozenset("aeiouy")
# Consonants that sound alike, or lie side by side
ALIKE = frozenset(
    map(frozenset, ("cs", "ck", "sz", "gj", "fv", "dt", "bp", "mn", "qk", "vw", "ph"))
)
LOOKED_AT = 12


@dataclass(frozen=True)
class Correction:
    """A question as it was probably meant. `text` is what to show and to search for."""

    text: str


def correct(query: Query, glossary: Glossary, shelf: Shelf) -> Correction | None:
    """The question with each unknown word replaced by a near one; None if there is nothing to mend.

    Words in quotes or after a minus are meant as they are typed.
    """
    known = Known(glossary, shelf)
    pieces = query.text.split()
    mended = known.mend(pieces)
    return Correction(" ".join(mended)) if mended != pieces else None


class Known:
    """The words that a correction may come from."""

    def __init__(self, glossary: Glossary, shelf: Shelf):
        self.shelf = shelf
        self.glossary = glossary
        self._words = shelf.vocabulary_with(glossary.words)
        self._stems = _stems_of(glossary.words)

    def mend(self, pieces: list[str]) -> list[str]:
        """Each piece of a question as typed, mended where it is unknown."""
        mended: list[str] = []
        quoted = False
        n = 0
        while n < len(pieces):
            piece = pieces[n]
            starts_quoted = quoted
            quoted ^= piece.count('"') % 2 == 1
            if starts_quoted or '"' in piece or piece.startswith("-"):
                mended.append(piece)
            elif n + 1 < len(pieces) and (whole := self._joined(piece, pieces[n + 1])):
                mended.append(whole)
                n += 1
            else:
                mended.append(self._mended(piece))
            n += 1
        return mended

    def _joined(self, one: str, two: str) -> str | None:
        """Two pieces that are one word: `head quarters`."""
        whole = language.fold(one + two)
        if len(whole) < SHORTEST or not whole.isalpha() or not self.knows(whole):
            return None
        halves = (language.fold(one), language.fold(two))
        stems = (language.stem(halves[0]), language.stem(halves[1]))
        if stems in self.glossary.others or len(self.shelf.phrase(stems)):
            return None  # the two do stand side by side somewhere
        return whole

    def _mended(self, piece: str) -> str:
        """A piece with its unknown words mended; its punctuation goes with them."""
        folded = [word for token, _, _ in language.tokens(piece) for word in language.parts(token)]
        if not folded or all(not word or self.knows(word) for word in folded):
            return piece
        if len(folded) == 1:
            return self._nearest(folded[0]) or self._split(folded[0]) or piece
        return "-".join(
            word if self.knows(word) else self._nearest(word) or word for word in folded
        )

    def knows(self, word: str) -> bool:
        """Whether a word, in any of its forms, stands in a study or in the glossary."""
        if word in language.STOP or len(word) < SHORTEST or any(c.isdigit() for c in word):
            return True
        return word in self._words or language.stem(word) in self._stems or self.shelf.holds(word)

    def _nearest(self, word: str) -> str | None:
        """The nearest known word: fewest slips, then the same beginning, then the commonest."""
        slips = _slips_allowed(word)
        found = process.extract(
            word, self._words.keys(), scorer=OSA.distance, score_cutoff=slips, limit=LOOKED_AT
        )
        if not found:
            return None

        likely = [(slip_cost(word, near), -self._words[near], near) for near, _, _ in found]
        cost, _, near = min(likely)
        return near if cost <= slips * LIKELY else None

    def _split(self, word: str) -> str | None:
        """Two known words written as one: `firestation`."""
        for at in range(3, len(word) - 2):
            one, two = word[:at], word[at:]
            if one in self._words and two in self._words:
                return f"{one} {two}"
        return None


@lru_cache(maxsize=2)
def _stems_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset(language.stem(word) for word in words)


def slip_cost(typed: str, meant: str) -> int:
    """How unlikely it is that somebody who meant one word typed the other, in tenths of a letter.

    The edits of Damerau and Levenshtein, weighed: vowels are confused and letters doubled or
    swapped far more often than one consonant is typed for another.
    """
    rows = [[0] * (len(meant) + 1) for _ in range(len(typed) + 1)]
    for n in range(1, len(typed) + 1):
        rows[n][0] = rows[n - 1][0] + 10
    for m in range(1, len(meant) + 1):
        rows[0][m] = rows[0][m - 1] + 10
    for n in range(1, len(typed) + 1):
        for m in range(1, len(meant) + 1):
            one, two = typed[n - 1], meant[m - 1]
            doubled = one == typed[n - 2 : n - 1] or two == meant[m - 2 : m - 1]
            cost = min(
                rows[n - 1][m - 1] + _confusion(one, two),
                rows[n - 1][m] + (5 if doubled else _alone(one)),
                rows[n][m - 1] + (5 if doubled else _alone(two)),
            )
            if n > 1 and m > 1 and one == meant[m - 2] and typed[n - 2] == two:
                cost = min(cost, rows[n - 2][m - 2] + 6)
            rows[n][m] = cost
    # A word's first letter is seldom wrong.
    return rows[-1][-1] + (8 if typed[:1] != meant[:1] else 0)


def _alone(letter: str) -> int:
    return 8 if letter in VOWELS else 10


def _confusion(one: str, two: str) -> int:
    """What it costs to have typed one letter for another."""
    if one == two:
        return 0
    if one in VOWELS and two in VOWELS:
        return 5
    return 6 if frozenset((one, two)) in ALIKE else 14


def _slips_allowed(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped in a word of this length."""
    return 1 if len(word) <= 5 else 2 if len(word) <= 10 else 3
