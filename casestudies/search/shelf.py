"""Reads the index: for each word, which published studies hold it and how much it says of them.

A shelf belongs to one catalogue: studies are numbered as they are there, so that what the search
finds and what the facets count can be laid over each other. Words are read once a process.
"""

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from casestudies.models.search_index import IndexedWord, PostingBlock
from casestudies.search import index, language

MOST_KEPT = 64 * 2**20  # bytes of postings kept by a process


@dataclass(frozen=True)
class Posting:
    """The studies that hold a word or a phrase, ascending, and its impact on each."""

    studies: np.ndarray  # int32
    impacts: np.ndarray  # int64

    def __len__(self) -> int:
        return len(self.studies)

    @property
    def nbytes(self) -> int:
        return self.studies.nbytes + self.impacts.nbytes


NOTHING = Posting(np.zeros(0, np.int32), np.zeros(0, np.int64))


class Shelf:
    """The index as one catalogue sees it. `pks` are its studies in A-Z order."""

    def __init__(self, pks: list[int]):
        self.pks = pks
        self.total = len(pks)
        # Where each primary key stands in the catalogue; -1 for those that are not in it.
        self._places = np.full(max(pks, default=0) + 1, -1, np.int32)
        self._places[pks] = np.arange(len(pks), dtype=np.int32)
        self._postings: OrderedDict[tuple[str, ...], Posting] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()
        self._vocabulary: dict[str, int] | None = None

    def rarity(self, holding: int) -> int:
        """How much it says that a study is one of so many, in thousandths."""
        if not holding:
            return 0
        return round(1000 * math.log1p((self.total - holding + 0.5) / (holding + 0.5)))

    def words(self, words: set[str]) -> None:
        """Read these words together, in one query, before each is asked for."""
        missing = sorted(word for word in words if (word,) not in self._postings)
        if not missing:
            return
        parts: dict[str, list[tuple[int, bytes]]] = {word: [] for word in missing}
        rows = PostingBlock.objects.filter(word__in=missing).order_by("word", "block")
        for word, block, impacts in rows.values_list("word", "block", "impacts"):
            parts[word].append((block, bytes(impacts)))
        for word in missing:
            self._keep((word,), self._unpack(parts[word]))

    def word(self, word: str) -> Posting:
        self.words({word})
        return self._postings.get((word,), NOTHING)

    def phrase(self, form: tuple[str, ...]) -> Posting:
        """The studies in which these words stand side by side, with the least of their impacts."""
        if len(form) == 1:
            return self.word(form[0])
        kept = self._postings.get(form)
        if kept is not None:
            return kept
        self.words(set(form))
        found = self._side_by_side(form) if all(len(self.word(w)) for w in form) else NOTHING
        self._keep(form, found)
        return found

    def together(self, form: tuple[str, ...]) -> Posting:
        """The studies that hold all these words anywhere, with the least of their impacts."""
        return self._least_of(form, None)

    def vocabulary(self) -> dict[str, int]:
        """Every word as written in the published studies, and how many hold it."""
        if self._vocabulary is None:
            self._vocabulary = dict(IndexedWord.objects.values_list("word", "holding"))
        return self._vocabulary

    def holds(self, word: str) -> bool:
        """Whether any published study holds this word in any of its forms."""
        return bool(len(self.word(language.stem(word))))

    def _keep(self, form: tuple[str, ...], posting: Posting) -> None:
        with self._lock:
            self._postings[form] = posting
            self._weight += posting.nbytes
            while self._weight > MOST_KEPT and len(self._postings) > 1:
                _, dropped = self._postings.popitem(last=False)
                self._weight -= dropped.nbytes

    def _unpack(self, parts: list[tuple[int, bytes]]) -> Posting:
        if not parts:
            return NOTHING
        blocks = [np.frombuffer(packed, dtype=index.IMPACTS) for _, packed in parts]
        pks = np.concatenate(
            [
                b["place"].astype(np.int64) + n * index.BLOCK
                for (n, _), b in zip(parts, blocks, strict=True)
            ]
        )
        impacts = np.concatenate([b["impact"] for b in blocks]).astype(np.int64)
        studies = self._numbers(pks)
        known = studies >= 0
        studies, impacts = studies[known], impacts[known]
        order = np.argsort(studies, kind="stable")
        return Posting(studies[order], impacts[order])

    def _numbers(self, pks: np.ndarray) -> np.ndarray:
        """The numbers of these primary keys in the catalogue; -1 for those that are not in it."""
        inside = pks < len(self._places)
        numbers = np.full(len(pks), -1, np.int32)
        numbers[inside] = self._places[pks[inside]]
        return numbers

    def _side_by_side(self, form: tuple[str, ...]) -> Posting:
        rows = PostingBlock.objects.filter(word__in=set(form)).values_list(
            "word", "block", "positions"
        )
        places: dict[str, list[np.ndarray]] = {word: [] for word in form}
        for word, block, packed in rows:
            at = np.frombuffer(bytes(packed), dtype=index.POSITIONS).astype(np.int64)
            places[word].append(at + block * (index.BLOCK << 16))
        if not all(places.values()):
            return NOTHING  # a change has taken a word away since this shelf has read it
        starts = np.sort(np.concatenate(places[form[0]]))
        for n, word in enumerate(form[1:], start=1):
            following = np.concatenate(places[word]) - n
            starts = starts[np.isin(starts, following)]
        numbers = self._numbers(np.unique(starts >> 16))
        return self._least_of(form, np.sort(numbers[numbers >= 0]))

    def _least_of(self, form: tuple[str, ...], among: np.ndarray | None) -> Posting:
        found = among
        for word in form:
            holding = self.word(word).studies
            found = holding if found is None else found[np.isin(found, holding)]
        if found is None or not len(found):
            return NOTHING
        least = np.full(len(found), np.iinfo(np.int64).max, np.int64)
        for word in form:
            posting = self.word(word)
            least = np.minimum(least, posting.impacts[np.searchsorted(posting.studies, found)])
        return Posting(found, least)
