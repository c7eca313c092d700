"""Near spellings, from the words of published case studies and of the glossary only.

Used when a word was found nowhere: fuzziness is a fallback that the page announces.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from casestudies.search import language
from casestudies.search.query import Query
from casestudies.search.shelf import Shelf
from casestudies.search.synonyms import Glossary

SHORTEST = 4  # shorter words have too many neighbours
LIKELY = 9  # tenths of a letter that each slip may cost
# What a slip costs, in tenths of a letter. See `slip_cost`
DOUBLED = 5  # a letter too many or missing beside its like
SWAPPED = 6
UNLIKE = 14  # one letter for another that neither looks nor sounds like it
FIRST = 8  # more where the first letter is wrong, as it seldom is
LEAST_SLIP = 5
VOWELS = frozenset("aeiouy")
# Consonants that sound alike, or lie side by side
ALIKE = ("cs", "ck", "sz", "gj", "fv", "dt", "bp", "mn", "qk", "vw", "ph")
CONFUSED = {
    **dict.fromkeys(permutations(VOWELS, 2), 5),
    **{(pair[a], pair[1 - a]): 6 for pair in ALIKE for a in (0, 1)},
}
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
        self._vocabulary = shelf.vocabulary_with(glossary.words)
        self._words = self._vocabulary.holding
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
        # In this very form: "a heartbeat or" is no slip, though "heartbeator" has a known stem
        if len(whole) < SHORTEST or not whole.isalpha() or whole not in self._words:
            return None
        halves = (language.fold(one), language.fold(two))
        stems = (language.stem(halves[0]), language.stem(halves[1]))
        if stems in self.glossary or len(self.shelf.phrase(stems)):
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
        if len(word) < SHORTEST or any(c.isdigit() for c in word):
            return True
        if word in language.STOP or word in language.WEAK:  # ordinary English is no slip
            return True
        return word in self._words or language.stem(word) in self._stems or self.shelf.holds(word)

    def _nearest(self, word: str) -> str | None:
        """The nearest known word: fewest slips, then the same beginning, then the commonest."""
        slips = _slips_allowed(word)
        found = process.extract(
            word,
            self._vocabulary.near(word, within=slips),
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=LOOKED_AT,
        )
        best = (slips * LIKELY, 0, "")
        for near, distance, _ in found:
            if distance * LEAST_SLIP > best[0]:
                break  # they come by distance: none that follows can cost less
            best = min(best, (slip_cost(word, near), -self._words[near], near))
        return best[2] or None

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
    left_out, put_in = _alone(typed), _alone(meant)
    before: list[int] = []
    last = [10 * m for m in range(len(meant) + 1)]
    for n, one in enumerate(typed):
        row = [last[0] + 10]
        doubled = n > 0 and one == typed[n - 1]
        for m, two in enumerate(meant):
            if doubled or (m > 0 and two == meant[m - 1]):
                alone = min(last[m + 1], row[m]) + DOUBLED
            else:
                alone = min(last[m + 1] + left_out[n], row[m] + put_in[m])
            cost = last[m] if one == two else last[m] + CONFUSED.get((one, two), UNLIKE)
            if n > 0 and m > 0 and one == meant[m - 1] and typed[n - 1] == two:
                cost = min(cost, before[m - 1] + SWAPPED)
            row.append(min(cost, alone))
        before, last = last, row
    return last[-1] + (FIRST if typed[:1] != meant[:1] else 0)


def _alone(word: str) -> list[int]:
    """What it costs to have left out, or put in, each letter of a word."""
    return [8 if letter in VOWELS else 10 for letter in word]


def _slips_allowed(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped in a word of this length."""
    return 1 if len(word) <= 5 else 2 if len(word) <= 10 else 3
