"""What a reader may mean while still typing: names of which some word begins like that.

Names are numbered in A-Z order and every word leads to the numbers of its names, so that the
beginning of a word is a stretch of one sorted list, however many names there are.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from casestudies.search import language
from casestudies.search.query import tidy

MOST = 8
MOST_OF_A_KIND = 4  # while others have something to say
MOST_CHARACTERS = 100
MOST_WORDS = 10
# Sorts after every character that a folded word can hold.
AFTER = "\uffff"


@dataclass(frozen=True)
class Named:
    """Something with a page of its own."""

    kind: str
    slug: str
    label: str
    also: tuple[str, ...] = ()  # other names by which it is found


class Suggestions:
    """The names of one catalogue, ready to be asked for by their beginnings."""

    def __init__(self, named: Iterable[Named]):
        rows = sorted(
            ((" ".join(words_of(one.label)), one) for one in named),
            key=lambda row: (row[0], row[1].label, row[1].kind, row[1].slug),
        )
        self._keys = [key for key, _ in rows]
        self._named = [one for _, one in rows]
        self._kinds = {kind: n for n, kind in enumerate(sorted({o.kind for o in self._named}))}
        self._kind = np.array([self._kinds[one.kind] for one in self._named], np.int8)
        numbers: dict[str, list[int]] = {}
        for n, one in enumerate(self._named):
            for word in _all_words(one):
                numbers.setdefault(word, []).append(n)
        self._words = sorted(numbers)
        # The numbers of all words in one row; those of word w are from _starts[w] to _starts[w + 1]
        self._starts = np.cumsum([0, *(len(numbers[word]) for word in self._words)])
        self._numbers = np.array([n for word in self._words for n in numbers[word]], np.int32)

    def find(self, text: str) -> list[Named]:
        """At most eight: names that begin with the text, then those with such words; A to Z."""
        typed = words_of(cut(text))[:MOST_WORDS]
        if not typed:
            return []
        matching = self._with(typed[-1], typed[-1] + AFTER)
        for word in typed[:-1]:
            matching &= self._with(word, word + "\0")
        ranked = self._ranked(matching, " ".join(typed))
        return [self._named[n] for n in self._mixed(ranked)]

    def _with(self, first: str, end: str) -> np.ndarray:
        """Which names have a word from `first` up to, not including, `end`."""
        low, high = bisect_left(self._words, first), bisect_left(self._words, end)
        mask = np.zeros(len(self._named), bool)
        mask[self._numbers[self._starts[low] : self._starts[high]]] = True
        return mask

    def _ranked(self, matching: np.ndarray, start: str) -> np.ndarray:
        """The numbers of these names, those that begin with the text first."""
        low, high = bisect_left(self._keys, start), bisect_left(self._keys, start + AFTER)
        within = np.zeros(len(self._named), bool)
        within[low:high] = True
        return np.concatenate(
            [np.flatnonzero(matching & within), np.flatnonzero(matching & ~within)]
        )

    def _mixed(self, ranked: np.ndarray) -> list[int]:
        """The first eight, in order, with not too many of a kind unless there is nothing else."""
        kinds = self._kind[ranked]
        places = [np.flatnonzero(kinds == kind)[:MOST_OF_A_KIND] for kind in self._kinds.values()]
        chosen = np.sort(np.concatenate(places))[:MOST] if places else ranked[:0]
        if len(chosen) < MOST:
            rest = np.setdiff1d(np.arange(min(len(ranked), 2 * MOST)), chosen)
            chosen = np.sort(np.concatenate([chosen, rest[: MOST - len(chosen)]]))
        return [int(ranked[place]) for place in chosen]


def cut(text: str) -> str:
    """What was typed, as far as it is read: the answer repeats it."""
    return tidy(text[: 10 * MOST_CHARACTERS])[:MOST_CHARACTERS].rstrip()


def words_of(text: str) -> list[str]:
    """The words of a name, folded, without possessives; of a hyphened one, its parts."""
    return [part for word, _, _ in language.tokens(text) for part in language.parts(word) if part]


def _all_words(one: Named) -> set[str]:
    """Every word that leads to a name; a hyphened one also as one word."""
    names = (one.label, *one.also)
    whole = {language.compound(word) for name in names for word, _, _ in language.tokens(name)}
    return {word for name in names for word in words_of(name)} | {w for w in whole if w}
