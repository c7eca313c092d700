"""The texts of the studies word by word, as numbers, so that many are looked through at once.

A question looks for its words in the sixty best studies and shows them in twenty. To read those
texts anew for each question took longer than everything else. So each is read once, and kept: a
word is its stem's number, and what a question asks for is found in all of them with one look.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from casestudies.keeping import Kept
from casestudies.models import CaseStudy
from casestudies.models.search_index import IndexedText
from casestudies.search import language
from casestudies.search.synonyms import Form

# Bytes kept by a process, of texts to be shown (about 7 kB a study) and of stems (about 1 kB)
MOST_SHOWN = 48 * 2**20
MOST_ORDERS = 16 * 2**20
OVERHEAD = 600  # bytes of a kept thing beside its figures and letters

Place = tuple[int, int, Form]  # from where to where a form stands in a text
NOWHERE: list[Place] = []  # shared, so nobody adds to it


class Numbers(dict[str, int]):
    """A number for each stem, given when it is first met. There are as many as the index has."""

    def __init__(self) -> None:
        self._next = count()

    def __missing__(self, stem: str) -> int:
        # Of two threads that meet it at once, both take the number of the first
        return self.setdefault(stem, next(self._next))


class Written(dict[str, int]):
    """The number of the stem of each word as written: a look instead of three steps.

    As many as there are different words in what is published.
    """

    def __init__(self, numbers: Numbers):
        self._numbers = numbers

    def __missing__(self, word: str) -> int:
        number = self._numbers[language.stem(word.removesuffix("'s"))]
        return self.setdefault(word, number)


@dataclass(frozen=True, slots=True)
class Text:
    """A study's title, summary and passages. The arrays have a figure for each part of a word."""

    texts: tuple[str, ...]
    stems: np.ndarray  # int32, numbers
    starts: np.ndarray  # int32, from where in its text
    ends: np.ndarray  # int32, to where
    firsts: tuple[int, ...]  # which part is the first of each text; at the end, how many there are
    compounds: tuple[tuple[int, int, int, int], ...]  # text, number, from, to

    @property
    def nbytes(self) -> int:
        letters = sum(len(text) for text in self.texts)
        return OVERHEAD + letters + 3 * self.stems.nbytes + 150 * len(self.compounds)


class Texts:
    """The texts of one catalogue, kept within the bounds above."""

    def __init__(self) -> None:
        self.numbers = Numbers()
        self._written = Written(self.numbers)
        self._shown: Kept[int, Text] = Kept(MOST_SHOWN, lambda text: text.nbytes)
        self._orders: Kept[int, np.ndarray] = Kept(MOST_ORDERS, lambda at: at.nbytes + OVERHEAD)

    def shown(self, studies: Iterable[CaseStudy]) -> list[Text]:
        """What may be shown of each of these studies; one query for those not kept."""
        by_pk = {study.pk: study for study in studies}

        def read(pks: list[int]) -> dict[int, Text]:
            rows = IndexedText.objects.filter(study__in=pks).values_list("study_id", "passages")
            passages = dict(rows)
            return {
                pk: self.read((by_pk[pk].title, by_pk[pk].summary, *passages.get(pk, ())))
                for pk in pks
            }

        found = self._shown.get_all(by_pk, read)
        return [found[pk] for pk in by_pk]

    def orders(self, pks: Iterable[int]) -> dict[int, np.ndarray]:
        """All that is indexed of each of these studies, as stems in order; one query."""
        return self._orders.get_all(pks, self._read_orders)

    def _read_orders(self, pks: list[int]) -> dict[int, np.ndarray]:
        rows = IndexedText.objects.filter(study__in=pks).values_list("study_id", "stems")
        number = self.numbers.__getitem__
        return {pk: np.array(list(map(number, stems.split())), np.int32) for pk, stems in rows}

    def read(self, texts: Sequence[str]) -> Text:
        """Some texts, read word by word."""
        parts: list[tuple[int, int, int]] = []  # a stem's number, and where its word stands
        firsts = [0]
        compounds = []
        written, tokens = self._written, language.tokens
        for n, text in enumerate(texts):
            if "-" not in text:
                parts += [(written[token], start, end) for token, start, end in tokens(text)]
            else:
                for token, start, end in tokens(text):
                    at = start
                    for part in token.split("-"):
                        parts.append((written[part], at, at + len(part)))
                        at += len(part) + 1
                    if whole := language.compound(token):
                        compounds.append((n, written[whole], start, end))
            firsts.append(len(parts))
        figures = np.array(parts, np.int32).reshape(-1, 3).T.copy()
        return Text(
            tuple(texts),
            figures[0],
            figures[1],
            figures[2],
            tuple(firsts),
            tuple(compounds),
        )

    def places(self, texts: Sequence[Text], forms: Collection[Form]) -> list[list[list[Place]]]:
        """For each of these, and in it for each text, where the forms stand."""
        sought: dict[int, list[tuple[list[int], Form]]] = {}
        for form in forms:
            numbers = [self.numbers.get(stem, -1) for stem in form]
            sought.setdefault(numbers[0], []).append((numbers, form))
        stems = np.concatenate([text.stems for text in texts])
        at = np.flatnonzero(among(stems, sought))
        hits = zip(
            at.tolist(),
            stems[at].tolist(),
            np.concatenate([text.starts for text in texts])[at].tolist(),
            np.concatenate([text.ends for text in texts])[at].tolist(),
            strict=True,
        )
        return _laid_out(texts, sought, hits)


def among(stems: np.ndarray, numbers: Iterable[int]) -> np.ndarray:
    """Which of these stems are among the numbers: an array of truths."""
    wanted = np.zeros(int(stems.max(initial=0)) + 1, bool)
    wanted[[number for number in numbers if 0 <= number < len(wanted)]] = True
    return wanted[stems]


def _laid_out(
    texts: Sequence[Text],
    sought: dict[int, list[tuple[list[int], Form]]],
    hits: Iterator[tuple[int, int, int, int]],
) -> list[list[list[Place]]]:
    """Sort hits by study and text. Each is a part of all studies' parts, its stem, from, to."""
    found: list[list[list[Place]]] = []
    before = 0
    hit = next(hits, None)
    for text in texts:
        here: dict[int, list[Place]] = defaultdict(list)
        n = 0
        while hit is not None and (at := hit[0] - before) < len(text.stems):
            while at >= text.firsts[n + 1]:
                n += 1
            _, number, start, end = hit
            for numbers, form in sought[number]:
                last = at + len(numbers) - 1
                if not last > at:
                    here[n].append((start, end, form))
                elif last < text.firsts[n + 1] and text.stems[at : last + 1].tolist() == numbers:
                    here[n].append((start, max(end, int(text.ends[last])), form))
            hit = next(hits, None)
        for n, number, start, end in text.compounds:
            here[n] += [(start, end, f) for _, f in sought.get(number, ()) if len(f) == 1]
        # Most texts hold nothing of what was asked for
        found.append([here.get(n, NOWHERE) for n in range(len(text.texts))])
        before += len(text.stems)
    return found
