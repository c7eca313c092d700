"""Writes the index: which words a case study holds, where, and how much each says of it.

The impact of a word is BM25F's, in whole numbers: each field's count is weighed and held against
the usual length of that field, and the sum is saturated. Rarity is left to the question, because it
changes with every other study.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

import numpy as np
from django.db import transaction

from casestudies.models import CaseStudy
from casestudies.models.search_index import IndexedText, IndexedWord, PostingBlock
from casestudies.search import language

# field: (weight, usual length in words). Longer than usual says less a word.
FIELDS = {
    "title": (8.0, 6),
    "place": (6.0, 6),
    "organisations": (4.0, 16),
    "summary": (4.0, 24),
    "types": (3.0, 5),
    "services": (2.0, 5),
    "what_happened": (1.5, 130),
    "outcomes": (1.5, 25),
    "lessons": (1.5, 25),
    "other": (1.0, 30),
}
LENGTH_COUNTS = 0.6  # of BM25's b: 0 not at all, 1 fully
SATURATION = 6.0  # of BM25's k: how soon more of the same word stops counting
SCALE = 1000

SNIPPET_FIELDS = ("what_happened", "outcomes", "lessons", "other")

BLOCK = 4096  # studies in a block; the place in one, and the place in a text, take 16 bits each
LAST_POSITION = 2**16 - 1
IMPACTS = np.dtype([("place", "<u2"), ("impact", "<u2")])
POSITIONS = np.dtype("<u4")
AT_ONCE = 400  # parameters of one query


T = TypeVar("T")
Read = tuple[str, str, bool]  # a stem, its word, and whether it is a part and no compound
Progress = Callable[[int, int], None]  # how many studies are done, of how many


@dataclass
class Indexed:
    """What the index will say of one study."""

    pk: int
    impacts: dict[str, int]
    positions: dict[str, list[int]]
    text: IndexedText


@dataclass
class Block:
    """What changes in one block: whole lists for the studies in it that are written anew."""

    places: list[int] = field(default_factory=list)
    impacts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    positions: dict[str, list[int]] = field(default_factory=dict)

    def add(self, study: Indexed) -> None:
        place = study.pk % BLOCK
        for word, impact in study.impacts.items():
            self.impacts.setdefault(word, []).append((place, impact))
        for word, positions in study.positions.items():
            at = self.positions.setdefault(word, [])
            at.extend(place << 16 | position for position in positions)


def index(studies: Iterable[int]) -> None:
    """Write these studies' words anew; those that are not published leave the index."""
    with transaction.atomic():
        for number, pks in groupby(sorted(set(studies)), key=lambda pk: pk // BLOCK):
            _write_block(number, list(pks))


def forget(studies: Iterable[int]) -> None:
    """Take these studies out of the index."""
    with transaction.atomic():
        for number, pks in groupby(sorted(set(studies)), key=lambda pk: pk // BLOCK):
            _write_block(number, list(pks), are_gone=True)


def rebuild(on_progress: Progress = lambda done, total: None) -> int:
    """Write the whole index anew; how many studies it holds now.

    `on_progress` hears of every few hundred studies that are read.
    """
    with transaction.atomic():
        for model in (PostingBlock, IndexedText, IndexedWord):
            model.objects.all().delete()
        pks = list(CaseStudy.objects.published().order_by("pk").values_list("pk", flat=True))
        done = 0

        def count(read: int) -> None:
            nonlocal done
            done += read
            on_progress(done, len(pks))

        for number, group in groupby(pks, key=lambda pk: pk // BLOCK):
            _write_block(number, list(group), is_new=True, on_read=count)
    return len(pks)


def _write_block(
    number: int,
    pks: list[int],
    *,
    is_new: bool = False,
    are_gone: bool = False,
    on_read: Callable[[int], None] = lambda read: None,
) -> None:
    """Replace what one block says of these studies."""
    old = {} if is_new else _words_before(pks)
    change = Block(places=[pk % BLOCK for pk in pks])
    texts: list[IndexedText] = []
    now: Counter[str] = Counter()
    for study in () if are_gone else _published(pks, on_read):
        change.add(study)
        texts.append(study.text)
        now.update(study.text.words.split())
    before: Counter[str] = Counter(word for words in old.values() for word in words)
    stems = {language.stem(word) for word in before} | set(change.impacts)
    _write_postings(number, stems, change, is_new=is_new)
    IndexedText.objects.filter(study__in=list(old)).delete()
    IndexedText.objects.bulk_create(texts, batch_size=200)
    _count_words(now, before)


def _words_before(pks: list[int]) -> dict[int, list[str]]:
    """What the index holds of these studies now."""
    found: dict[int, list[str]] = {}
    for some in _batches(pks):
        rows = IndexedText.objects.filter(study__in=some).values_list("study_id", "words")
        found |= {pk: words.split() for pk, words in rows}
    return found


def _published(pks: list[int], on_read: Callable[[int], None]) -> Iterator[Indexed]:
    for some in _batches(pks):
        studies = CaseStudy.objects.published().filter(pk__in=some)
        for study in studies.select_related("region").prefetch_related(
            "services",
            "types",
            "force_areas",
            "organisations__former_names",
            "outcomes",
            "lessons",
            "savings",
            "fundings",
        ):
            yield indexed(study)
        on_read(len(some))


def _write_postings(number: int, stems: set[str], change: Block, *, is_new: bool) -> None:
    gone = np.array(change.places, dtype="<u2")
    emptied: list[int] = []
    for some in _batches(sorted(stems)):
        # Written as it goes: PostgreSQL ends a transaction that says nothing for ten seconds.
        written: list[PostingBlock] = []
        rows = {} if is_new else _rows(number, some)
        for word in some:
            row = rows.get(word)
            impacts = _merged_impacts(row, gone, change.impacts.get(word, []))
            if not len(impacts):
                if row is not None:
                    emptied.append(row.pk)
                continue
            positions = _merged_positions(row, gone, change.positions.get(word, []))
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
            update_conflicts=not is_new,
            unique_fields=None if is_new else ["word", "block"],
            update_fields=None if is_new else ["impacts", "positions"],
        )
    for dropped in _batches(emptied):
        PostingBlock.objects.filter(pk__in=dropped).delete()


def _rows(number: int, words: Iterable[str]) -> dict[str, PostingBlock]:
    rows = PostingBlock.objects.filter(block=number, word__in=list(words))
    return {row.word: row for row in rows}


def _merged_impacts(
    row: PostingBlock | None, gone: np.ndarray, added: list[tuple[int, int]]
) -> np.ndarray:
    new = np.array(added, dtype=IMPACTS)
    if row is not None:
        old = np.frombuffer(row.impacts, dtype=IMPACTS)
        new = np.concatenate([old[~np.isin(old["place"], gone)], new])
    return np.sort(new, order="place")


def _merged_positions(row: PostingBlock | None, gone: np.ndarray, added: list[int]) -> np.ndarray:
    new = np.array(added, dtype=POSITIONS)
    if row is not None:
        old = np.frombuffer(row.positions, dtype=POSITIONS)
        new = np.concatenate([old[~np.isin(old >> 16, gone)], new])
    return np.sort(new)


def _count_words(now: Counter[str], before: Counter[str]) -> None:
    """Keep, for each word as written, in how many published studies it stands."""
    changes = {word: now[word] - before[word] for word in now | before if now[word] != before[word]}
    for some in _batches(sorted(changes)):
        holding = dict(IndexedWord.objects.filter(word__in=some).values_list("word", "holding"))
        counts = {word: holding.get(word, 0) + changes[word] for word in some}
        IndexedWord.objects.filter(word__in=[w for w, n in counts.items() if n <= 0]).delete()
        IndexedWord.objects.bulk_create(
            [IndexedWord(word=word, holding=n) for word, n in counts.items() if n > 0],
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=["holding"],
        )


def indexed(study: CaseStudy) -> Indexed:
    """What the index says of a published study. Queries nothing that was prefetched."""
    fields = passages_of(study)
    read = {name: [list(_words(p)) for p in passages] for name, passages in fields.items()}
    stems: list[str] = []
    positions: dict[str, list[int]] = {}
    words: set[str] = set()
    for passage in (passage for passages in read.values() for passage in passages):
        for stemmed, written, is_part in passage:
            # A compound stands where its last part stands.
            place = min(len(stems) if is_part else len(stems) - 1, LAST_POSITION)
            positions.setdefault(stemmed, []).append(place)
            words.add(written)
            if is_part:
                stems.append(stemmed)
        stems.append("|")
    text = IndexedText(
        study=study,
        stems=" ".join(stems),
        words=" ".join(sorted(words)),
        passages=[passage for name in SNIPPET_FIELDS for passage in fields[name]],
    )
    return Indexed(study.pk, _impacts(read), positions, text)


def passages_of(study: CaseStudy) -> dict[str, list[str]]:
    """The words of a case study by field; only what its public page shows as well."""
    organisations = study.organisations.all()
    names = [name for o in organisations for name in (o.name, o.short_name) if name]
    former = [name.name for o in organisations for name in o.former_names.all()]
    areas = [str(area) for area in study.force_areas.all()]
    return {
        "title": [study.title],
        "place": [text for text in (study.place, *areas, str(study.region)) if text],
        "organisations": list(dict.fromkeys([*names, *former])),
        "summary": [study.summary],
        "types": [str(kind) for kind in study.types.all()],
        "services": [str(service) for service in study.services.all()],
        "what_happened": [study.what_happened] if study.what_happened else [],
        "outcomes": [outcome.text for outcome in study.outcomes.all()],
        "lessons": [lesson.text for lesson in study.lessons.all()],
        "other": [
            text
            for text in (
                study.ended_advice,
                *(saving.note for saving in study.savings.all()),
                *(funding.description for funding in study.fundings.all()),
            )
            if text
        ],
    }


def _impacts(fields: dict[str, list[list[Read]]]) -> dict[str, int]:
    weighed: dict[str, float] = {}
    for name, passages in fields.items():
        weight, usual = FIELDS[name]
        words = Counter(stemmed for passage in passages for stemmed, _, _ in passage)
        length = sum(words.values())
        longer = 1 - LENGTH_COUNTS + LENGTH_COUNTS * length / usual
        for word, times in words.items():
            more = weight * times / max(longer, 0.5)
            weighed[word] = weighed.get(word, 0.0) + more
    return {word: round(SCALE * w / (SATURATION + w)) or 1 for word, w in weighed.items()}


def _words(passage: str) -> Iterator[Read]:
    """Each word of a passage, as a part and, where it has a hyphen, as a compound."""
    for word, _, _ in language.tokens(passage):
        for part in language.parts(word):
            if part:
                yield language.stem(part), part[: language.LONGEST], True
        if whole := language.compound(word):
            yield language.stem(whole), whole[: language.LONGEST], False


def _batches(items: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """Slices of a list, each short enough for the parameters of one query."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
