"""The words of synthetic case studies: those of the real ones, and thousands that nobody uses."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

MADE_UP = 20_000
REAL_SHARE = 0.6  # of a text, so that it reads like one to the stemmer and to the glossary
AT_ONCE = 500_000

ONSETS = "b bl br c ch cl d dr f fl g gr h j k l m n p pl pr r s sh sl st t th tr v w".split()
VOWELS = "a e i o u ai ea oo ou".split()
CODAS = ["", "b", "ck", "d", "ft", "l", "m", "nd", "nt", "p", "r", "rd", "rt", "sk", "st", "x"]


class Vocabulary:
    """Words drawn as in a language: few are common, most are rare. The same for the same seed."""

    def __init__(self, real_texts: Iterable[str], seed: int):
        self.random = np.random.default_rng(seed)
        counts = Counter(w for text in real_texts for w in re.findall(r"[a-z]+", text.lower()))
        made_up = made_up_words(self.random, MADE_UP)
        self.words = np.array([*sorted(counts), *made_up])
        real = np.array([counts[word] for word in sorted(counts)], float)
        invented = 1 / np.arange(10, MADE_UP + 10)  # Zipf without its steepest few
        weights = [REAL_SHARE * real / real.sum(), (1 - REAL_SHARE) * invented / invented.sum()]
        self._upto = np.cumsum(np.concatenate(weights))
        self._drawn = self._draw()

    def some(self, count: int) -> list[str]:
        return [next(self._drawn) for _ in range(count)]

    def text(self, count: int) -> str:
        """Sentences of about twelve words."""
        words = self.some(count)
        sentences = [" ".join(words[n : n + 12]) for n in range(0, count, 12)]
        return " ".join(sentence.capitalize() + "." for sentence in sentences)

    def _draw(self) -> Iterator[str]:
        while True:
            places = np.searchsorted(self._upto, self.random.random(AT_ONCE) * self._upto[-1])
            yield from self.words[np.minimum(places, len(self.words) - 1)].tolist()


def made_up_words(random: np.random.Generator, count: int) -> list[str]:
    """Different words of two or three syllables, the first the commonest."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = [
            random.choice(ONSETS) + random.choice(VOWELS) + random.choice(CODAS)
            for _ in range(random.integers(2, 4))
        ]
        found["".join(syllables)] = None
    return list(found)
