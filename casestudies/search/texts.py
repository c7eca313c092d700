"""The texts of the studies word by word, as numbers, so that many are looked through at once.

A question looks for its words in the sixty best studies and shows them in twenty. A word is its
stem's number, and what a question asks for is found in all of them with one look.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from casestudies.keeping import Kept
from casestudies.models import CaseStudy
from casestudies.models.search_index import IndexedText
from casestudies.search.spots import NUMBER, OVERHEAD, Text, number, read, unpack
from casestudies.search.synonyms import Form

# Bytes kept by a process, of texts to be shown (about 7 kB a study) and of stems (about 1 kB)
MOST_SHOWN = 48 * 2**20
MOST_ORDERS = 16 * 2**20

Place = tuple[int, int, Form]  # from where to where a form stands in a text
NOWHERE: list[Place] = []  # shared, so nobody adds to it


class Texts:
    """The texts of one catalogue, kept within the bounds above."""

    def __init__(self) -> None:
        self._shown: Kept[int, Text] = Kept(MOST_SHOWN, lambda text: text.nbytes)
        self._orders: Kept[int, np.ndarray] = Kept(MOST_ORDERS, lambda at: at.nbytes + OVERHEAD)

    def shown(self, studies: Iterable[CaseStudy]) -> list[Text]:
        """What may be shown of each of these studies; one query for those not kept."""
        by_pk = {study.pk: study for study in studies}

        def load(pks: list[int]) -> dict[int, Text]:
            rows = IndexedText.objects.filter(study__in=pks)
            kept = {pk: row for pk, *row in rows.values_list("study_id", "passages", "spots")}
            return {pk: _text(by_pk[pk], *kept.get(pk, ((), b""))) for pk in pks}

        found = self._shown.get_all(by_pk, load)
        return [found[pk] for pk in by_pk]

    def orders(self, pks: Iterable[int]) -> dict[int, np.ndarray]:
        """All that is indexed of each of these studies, as stems in order; one query."""
        return self._orders.get_all(pks, self._read_orders)

    def _read_orders(self, pks: list[int]) -> dict[int, np.ndarray]:
        rows = IndexedText.objects.filter(study__in=pks).values_list("study_id", "numbers")
        return {pk: np.frombuffer(numbers, NUMBER) for pk, numbers in rows}


def places(texts: Sequence[Text], forms: Collection[Form]) -> list[list[list[Place]]]:
    """For each of these, and in it for each text, where the forms stand."""
    sought: dict[int, list[tuple[list[int], Form]]] = {}
    for form in forms:
        numbers = [number(stem) for stem in form]
        sought.setdefault(numbers[0], []).append((numbers, form))
    stems = np.concatenate([text.stems for text in texts])
    at = among(stems, sought)
    hits = zip(
        at.tolist(),
        stems[at].tolist(),
        np.concatenate([text.starts for text in texts])[at].tolist(),
        np.concatenate([text.ends for text in texts])[at].tolist(),
        strict=True,
    )
    return _laid_out(texts, sought, hits)


def _text(study: CaseStudy, passages: Sequence[str], packed: bytes) -> Text:
    texts = (study.title, study.summary, *passages)
    return unpack(packed, texts) or read(texts)


def among(stems: np.ndarray, numbers: Iterable[int]) -> np.ndarray:
    """The places of those of these stems that are among the numbers, ascending."""
    wanted = np.sort(np.fromiter(numbers, NUMBER))
    # By half of each number first, which a table of a processor's cache answers for all of them
    table = np.zeros(2**16, bool)
    table[wanted.astype(np.uint16)] = True
    at = np.flatnonzero(table[stems.astype(np.uint16)])
    here = stems[at]
    nearest = np.minimum(np.searchsorted(wanted, here), len(wanted) - 1)
    return at[wanted[nearest] == here]


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
