"""Reads the index: for each word, which published studies hold it and how much it says of them.

A shelf belongs to one catalogue: studies are numbered as they are there, so that what the search
finds and what the facets count can be laid over each other. Words are read once a process.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import QuerySet

from casestudies.keeping import Kept
from casestudies.models.search_index import IndexedWord, PostingBlock
from casestudies.search import index, language
from casestudies.search.texts import Texts

# Bytes kept by a process, once of postings and once of positions
MOST_KEPT = 64 * 2**20
MOST_IDEAS = 32 * 2**20  # of what `ideas` makes of them
# Studies of a catalogue whose index is read as a whole, as it is packed: then no question, not even
# one with words that nobody holds, has to ask the database again. About 5 kB a study.
MOST_AT_ONCE = 2000
OVERHEAD = 500  # bytes of a kept thing beside its figures: there are words that nobody holds


Packed = tuple[Any, ...]  # a block's number, and its columns as bytes


@dataclass(frozen=True)
class Posting:
    """The studies that hold a word or a phrase, ascending, and its impact on each."""

    studies: np.ndarray  # int32
    impacts: np.ndarray  # int64

    def __len__(self) -> int:
        return len(self.studies)

    @property
    def nbytes(self) -> int:
        return self.studies.nbytes + self.impacts.nbytes + OVERHEAD


NOTHING = Posting(np.zeros(0, np.int32), np.zeros(0, np.int64))


class Vocabulary:
    """Words as written, folded, and how many studies hold each: `holding`."""

    def __init__(self, holding: Mapping[str, int]):
        self.holding = holding
        self._by_length: dict[int, list[str]] = {}
        self._letters: dict[int, np.ndarray] = {}
        for word in sorted(holding):  # so that every database gives them in one order
            self._by_length.setdefault(len(word), []).append(word)

    def near(self, word: str, within: int) -> list[str]:
        """Every word that so many slips can lead to, and few others, in one fixed order.

        A slip adds a letter, drops one, changes one or swaps two, so that the letters of two words
        differ by twice as many at most.
        """
        found: list[str] = []
        letters = letters_of(word)
        for length in range(max(1, len(word) - within), len(word) + within + 1):
            words = self._by_length.get(length, [])
            if words and length not in self._letters:
                self._letters[length] = letters_of_all(words)
            if words:
                differ = np.bitwise_count(self._letters[length] ^ letters)
                found += [words[n] for n in np.flatnonzero(differ <= 2 * within).tolist()]
        return found


def letters_of(word: str) -> int:
    """Which letters a word has: 26 bits, and 26 more for those that it has twice."""
    once = twice = 0
    for letter in word:
        if "a" <= letter <= "z":
            bit = 1 << ord(letter) - ord("a")
            twice |= once & bit
            once |= bit
    return once | twice << 26


def letters_of_all(words: list[str]) -> np.ndarray:
    """The same of many words of one length, at once."""
    length = len(words[0])
    characters = np.array(words, f"U{length}").view(np.uint32).reshape(len(words), length)
    once = np.zeros(len(words), np.int64)
    twice = np.zeros(len(words), np.int64)
    for column in characters.T.astype(np.int64) - ord("a"):
        bit = np.where((column >= 0) & (column < 26), 1 << np.clip(column, 0, 25), 0)
        twice |= once & bit
        once |= bit
    return once | twice << 26


class Shelf:
    """The index as one catalogue sees it. `pks` are its studies in A-Z order."""

    def __init__(self, pks: list[int]):
        self.pks = pks
        self.total = len(pks)
        # Where each primary key stands in the catalogue; -1 for those that are not in it.
        self._places = np.full(max(pks, default=0) + 1, -1, np.int32)
        self._places[pks] = np.arange(len(pks), dtype=np.int32)
        self._postings: Kept[tuple[str, ...], Posting] = Kept(MOST_KEPT, lambda p: p.nbytes)
        self._positions: Kept[str, np.ndarray] = Kept(MOST_KEPT, lambda at: at.nbytes + OVERHEAD)
        self.ideas: Kept[tuple[Any, ...], Any] = Kept(MOST_IDEAS, lambda idea: idea.nbytes)
        self.texts = Texts()
        self._packed: dict[str, list[Packed]] | None = None
        self._vocabulary: dict[str, int] | None = None
        self._with: tuple[frozenset[str], Vocabulary] | None = None
        self._alphabet: list[str] | None = None
        self._rarity: dict[int, int] = {}

    def rarity(self, holding: int) -> int:
        """How much it says that a study is one of so many, in thousandths."""
        if not holding:
            return 0
        if holding not in self._rarity:
            share = (self.total - holding + 0.5) / (holding + 0.5)
            self._rarity[holding] = round(1000 * math.log1p(share))
        return self._rarity[holding]

    def words(self, words: set[str]) -> dict[str, Posting]:
        """The postings of these words; those not kept yet are read together, in one query."""
        kept = self._postings.get_all([(word,) for word in words], self._read)
        return {word: posting for (word,), posting in kept.items()}

    def _read(self, forms: list[tuple[str, ...]]) -> dict[tuple[str, ...], Posting]:
        words = [word for (word,) in forms]
        if self.total <= MOST_AT_ONCE:
            blocks = self._blocks_of_all()
        else:
            blocks = _blocks(PostingBlock.objects.filter(word__in=words), "impacts")
        return {(word,): self._unpack(blocks.get(word, ())) for word in words}

    def _blocks_of_all(self) -> dict[str, list[Packed]]:
        """The index of a small catalogue, read once."""
        if self._packed is None:
            self._packed = _blocks(PostingBlock.objects.all(), "impacts", "positions")
        return self._packed

    def word(self, word: str) -> Posting:
        found = self._postings.peek((word,))
        return self.words({word})[word] if found is None else found

    def phrase(self, form: tuple[str, ...]) -> Posting:
        """The studies in which these words stand side by side, with the least of their impacts."""
        if len(form) == 1:
            return self.word(form[0])
        found = self._postings.peek(form)
        if found is None:
            found = self._side_by_side(form)
            self._postings.put(form, found)
        return found

    def together(self, form: tuple[str, ...]) -> Posting:
        """The studies that hold all these words anywhere, with the least of their impacts."""
        return self._least_of(form, None)

    def vocabulary(self) -> dict[str, int]:
        """Every word as written in the published studies, and how many hold it."""
        if self._vocabulary is None:
            self._vocabulary = dict(IndexedWord.objects.values_list("word", "holding"))
        return self._vocabulary

    def vocabulary_with(self, more: frozenset[str]) -> Vocabulary:
        """The same, and these words; of those that no study holds, it says one."""
        if self._with is None or self._with[0] is not more:
            self._with = (more, Vocabulary({**dict.fromkeys(more, 1), **self.vocabulary()}))
        return self._with[1]

    def beginning_with(self, start: str, most: int) -> list[str]:
        """The first so many words, as written, that begin so, in the order of their letters."""
        if self._alphabet is None:
            self._alphabet = sorted(self.vocabulary())
        at = bisect_left(self._alphabet, start)
        return [word for word in self._alphabet[at : at + most] if word.startswith(start)]

    def holds(self, word: str) -> bool:
        """Whether any published study holds this word in any of its forms."""
        return bool(len(self.word(language.stem(word))))

    def _unpack(self, parts: Sequence[Packed]) -> Posting:
        if not parts:
            return NOTHING
        blocks = [np.frombuffer(part[1], dtype=index.IMPACTS) for part in parts]
        pks = np.concatenate(
            [
                b["place"].astype(np.int64) + part[0] * index.BLOCK
                for part, b in zip(parts, blocks, strict=True)
            ]
        )
        impacts = np.concatenate([b["impact"] for b in blocks]).astype(np.int64)
        studies = self._numbers(pks)
        known = studies >= 0
        studies, impacts = studies[known], impacts[known]
        order = studies.argsort(kind="stable")
        return Posting(studies[order], impacts[order])

    def _numbers(self, pks: np.ndarray) -> np.ndarray:
        """The numbers of these primary keys in the catalogue; -1 for those that are not in it."""
        inside = pks < len(self._places)
        numbers = np.full(len(pks), -1, np.int32)
        numbers[inside] = self._places[pks[inside]]
        return numbers

    def positions(self, words: Iterable[str]) -> dict[str, np.ndarray]:
        """Where each word stands, over all studies and ascending: primary key << 16 | place."""
        return self._positions.get_all(set(words), self._read_positions)

    def _read_positions(self, words: list[str]) -> dict[str, np.ndarray]:
        if self.total <= MOST_AT_ONCE:
            blocks = self._blocks_of_all()
        else:
            blocks = _blocks(PostingBlock.objects.filter(word__in=words), "positions")
        found = {}
        for word in words:
            pieces = [np.zeros(0, np.int64)]
            for block, *_, packed in blocks.get(word, ()):
                at = np.frombuffer(packed, dtype=index.POSITIONS).astype(np.int64)
                pieces.append(np.sort(at + block * (index.BLOCK << 16)))
            found[word] = np.concatenate(pieces)
        return found

    def _side_by_side(self, form: tuple[str, ...]) -> Posting:
        # Two rare words hardly ever share a study: then nothing has to be read.
        if not len(self.together(form)):
            return NOTHING
        places = self.positions(form)
        starts = places[form[0]]
        for n, word in enumerate(form[1:], start=1):
            starts = _in_both(starts, places[word] - n)
        numbers = self._numbers(np.unique(starts >> 16))
        return self._least_of(form, np.sort(numbers[numbers >= 0]))

    def _least_of(self, form: tuple[str, ...], among: np.ndarray | None) -> Posting:
        found = among
        postings = self.words(set(form))
        for word in form:
            holding = postings[word].studies
            found = holding if found is None else _in_both(found, holding)
        if found is None or not len(found):
            return NOTHING
        least = np.full(len(found), np.iinfo(np.int64).max, np.int64)
        for word in form:
            posting = postings[word]
            least = np.minimum(least, posting.impacts[posting.studies.searchsorted(found)])
        return Posting(found, least)


def _blocks(rows: QuerySet[PostingBlock], *columns: str) -> dict[str, list[Packed]]:
    """These columns of the blocks of each word, ascending; no entry for a word without any."""
    found: dict[str, list[Packed]] = {}
    for word, block, *packed in rows.order_by("block").values_list("word", "block", *columns):
        found.setdefault(word, []).append((block, *map(bytes, packed)))
    return found


def _in_both(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """What stands in both of two ascending arrays: the shorter is looked up in the longer."""
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if not len(short):
        return short
    at = long.searchsorted(short)
    at[at == len(long)] = 0
    return short[long[at] == short]
