"""Writes the index: packed lists of what each word says, for blocks of neighbouring studies."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

import numpy as np
from django.db import transaction

from casestudies.models import CaseStudy
from casestudies.models.search_index import IndexedText, IndexedWord, PostingBlock
from casestudies.search import bulk, holding, language
from casestudies.search.holding import Holding

BLOCK = 4096  # studies in a block; the place in one, and the place in a text, take 16 bits each
IMPACTS = np.dtype([("place", "<u2"), ("impact", "<u2")])
POSITIONS = np.dtype("<u4")
AT_ONCE = 400  # parameters of one query

T = TypeVar("T")
Progress = Callable[[int, int], None]  # how many studies are done, of how many


@dataclass
class Block:
    """What is new in one block: for each word the studies that hold it, and where."""

    impacts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    positions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, study: Holding) -> None:
        """Studies come by primary key, so that every list is in order."""
        place = study.pk % BLOCK
        # As one number, which is in memory what IMPACTS says: numpy packs pairs slowly.
        for word, impact in study.impacts.items():
            self.impacts[word].append(impact << 16 | place)
        start = place << 16
        for word, positions in study.positions.items():
            self.positions[word] += [start | position for position in positions]

    def packed_impacts(self, word: str) -> np.ndarray:
        return np.array(self.impacts.get(word, ()), "<u4").view(IMPACTS)

    def packed_positions(self, word: str) -> np.ndarray:
        return np.array(self.positions.get(word, ()), POSITIONS)


def index(studies: Iterable[int]) -> None:
    """Write these studies' words anew; those that are not published leave the index."""
    with transaction.atomic():
        for number, pks in groupby(sorted(set(studies)), key=_block_of):
            _write_block(number, list(pks))


def forget(studies: Iterable[int]) -> None:
    """Take these studies out of the index."""
    with transaction.atomic():
        for number, pks in groupby(sorted(set(studies)), key=_block_of):
            _write_block(number, list(pks), are_gone=True)


def rebuild(on_progress: Progress = lambda done, total: None) -> int:
    """Write the whole index anew; how many studies it holds now.

    `on_progress` hears of every few hundred studies that are read.
    """
    with transaction.atomic():
        for model in (PostingBlock, IndexedText, IndexedWord):
            model.objects.all().delete()
        pks = list(CaseStudy.objects.published().order_by("pk").values_list("pk", flat=True))
        counts: Counter[str] = Counter()
        done = 0
        for number, group in groupby(pks, key=_block_of):
            block = Block()
            for some in _batches(list(group)):
                studies = list(holding.published(some))
                for study in studies:
                    block.add(study)
                    counts.update(study.words)
                bulk.insert(IndexedText, _texts(studies))
                done += len(some)
                on_progress(done, len(pks))
            bulk.insert(PostingBlock, _rows_of(block, number))
        bulk.insert(
            IndexedWord, ({"word": word, "holding": n} for word, n in sorted(counts.items()))
        )
    return len(pks)


def _block_of(pk: int) -> int:
    return pk // BLOCK


def _texts(studies: Iterable[Holding]) -> Iterator[dict[str, object]]:
    for study in studies:
        yield {
            "study_id": study.pk,
            "numbers": study.numbers,
            "words": " ".join(sorted(study.words)),
            "passages": json.dumps(study.passages),
            "spots": study.spots,
        }


def _rows_of(block: Block, number: int) -> Iterator[dict[str, object]]:
    for word in sorted(block.impacts):
        yield {
            "word": word,
            "block": number,
            "impacts": block.packed_impacts(word).tobytes(),
            "positions": block.packed_positions(word).tobytes(),
        }


def _write_block(number: int, pks: list[int], *, are_gone: bool = False) -> None:
    """Replace what one block says of these studies."""
    before = _take_out_texts(pks)
    block = Block()
    now: Counter[str] = Counter()
    for some in () if are_gone else _batches(pks):
        studies = list(holding.published(some))
        for study in studies:
            block.add(study)
            now.update(study.words)
        bulk.insert(IndexedText, _texts(studies))
    stems = {language.stem(word) for word in before} | set(block.impacts)
    _write_postings(number, stems, block, gone=[pk % BLOCK for pk in pks])
    _count_words(now, before)


def _take_out_texts(pks: list[int]) -> Counter[str]:
    """Take these studies' texts out; in how many of them each word stood."""
    counts: Counter[str] = Counter()
    for some in _batches(pks):
        texts = IndexedText.objects.filter(study__in=some)
        for words in texts.values_list("words", flat=True):
            counts.update(words.split())
        texts.delete()
    return counts


def _write_postings(number: int, stems: set[str], block: Block, gone: list[int]) -> None:
    """Merge a block into its rows, after taking these places out of them."""
    places = np.array(gone, dtype="<u2")
    emptied: list[int] = []
    for some in _batches(sorted(stems)):
        # Written as it goes: PostgreSQL ends a transaction that says nothing for ten seconds.
        written: list[PostingBlock] = []
        rows = _rows(number, some)
        for word in some:
            row = rows.get(word)
            impacts = _merged_impacts(row, places, block.packed_impacts(word))
            if not len(impacts):
                if row is not None:
                    emptied.append(row.pk)
                continue
            positions = _merged_positions(row, places, block.packed_positions(word))
            written.append(
                PostingBlock(
                    word=word,
                    block=number,
                    impacts=impacts.tobytes(),
                    positions=positions.tobytes(),
                )
            )
        PostingBlock.objects.bulk_create(
            written,
            update_conflicts=True,
            unique_fields=["word", "block"],
            update_fields=["impacts", "positions"],
        )
    for dropped in _batches(emptied):
        PostingBlock.objects.filter(pk__in=dropped).delete()


def _rows(number: int, words: Iterable[str]) -> dict[str, PostingBlock]:
    rows = PostingBlock.objects.filter(block=number, word__in=list(words))
    return {row.word: row for row in rows}


def _merged_impacts(row: PostingBlock | None, gone: np.ndarray, new: np.ndarray) -> np.ndarray:
    if row is None:
        return new
    old = np.frombuffer(row.impacts, dtype=IMPACTS)
    return np.sort(np.concatenate([old[~np.isin(old["place"], gone)], new]), order="place")


def _merged_positions(row: PostingBlock | None, gone: np.ndarray, new: np.ndarray) -> np.ndarray:
    if row is None:
        return new
    old = np.frombuffer(row.positions, dtype=POSITIONS)
    return np.sort(np.concatenate([old[~np.isin(old >> 16, gone)], new]))


def _count_words(now: Counter[str], before: Counter[str]) -> None:
    """Keep, for each word as written, in how many published studies it stands."""
    changes = {word: now[word] - before[word] for word in now | before if now[word] != before[word]}
    for some in _batches(sorted(changes)):
        held = dict(IndexedWord.objects.filter(word__in=some).values_list("word", "holding"))
        counts = {word: held.get(word, 0) + changes[word] for word in some}
        IndexedWord.objects.filter(word__in=[w for w, n in counts.items() if n <= 0]).delete()
        IndexedWord.objects.bulk_create(
            [IndexedWord(word=word, holding=n) for word, n in counts.items() if n > 0],
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=["holding"],
        )


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Slices of a list, each short enough for the parameters of one query."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]
