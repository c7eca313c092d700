"""The texts of the studies word by word, as numbers, so that many are looked through at once.

A question looks for its words in the sixty best studies and shows them in twenty. A word is its
stem's number, and what a question asks for is found in all of them with one look.
"""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from casestudies.keeping import Kept
from casestudies.models import CaseStudy
from casestudies.models.search_index import IndexedText
from casestudies.search.spots import NUMBER, OVERHEAD, Text, number, read, unpack
from casestudies.search.synonyms import Form

# Bytes kept by a process, of texts to be shown (about 7 kB a study) and of stems (about 1 kB)
MOST_SHOWN = 48 * 2**20
MOST_ORDERS = 16 * 2**20

# From where to where a form stands in a text, and its bit: that of the first form is 1, then 2, 4 …
Place = tuple[int, int, int]
NOWHERE: list[Place] = []  # shared, so nobody adds to it
Sought = dict[int, list[tuple[list[int], int]]]  # by the first number: all of them, and the bit


class Texts:
    """The texts of one catalogue, kept within the bounds above."""

    def __init__(self) -> None:
        self._shown: Kept[int, Text] = Kept(MOST_SHOWN, lambda text: text.nbytes)
        self._orders: Kept[int, np.ndarray] = Kept(MOST_ORDERS, lambda at: at.nbytes + OVERHEAD)

    def shown(self, studies: Iterable[CaseStudy]) -> list[Text]:
        """What may be shown of each of these studies; one query for those not kept."""
        by_pk = {study.id: study for study in studies}

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
    sought: Sought = {}
    for n, form in enumerate(forms):
        numbers = [number(stem) for stem in form]
        sought.setdefault(numbers[0], []).append((numbers, 1 << n))
    stems = np.concatenate([text.stems for text in texts])
    ends = np.concatenate([text.ends for text in texts])
    at = among(stems, sought)
    firsts = _firsts(texts)
    hits = zip(
        at.tolist(),
        (firsts.searchsorted(at, "right") - 1).tolist(),
        stems[at].tolist(),
        np.concatenate([text.starts for text in texts])[at].tolist(),
        ends[at].tolist(),
        strict=True,
    )
    found = [NOWHERE] * (len(firsts) - 1)  # most texts hold nothing of what was asked for
    for part, n, stem, start, end in hits:
        for numbers, bit in sought[stem]:
            to = end
            if len(numbers) > 1:
                last = part + len(numbers) - 1
                if last >= firsts[n + 1] or stems[part : last + 1].tolist() != numbers:
                    continue
                to = max(end, int(ends[last]))
            if found[n] is NOWHERE:
                found[n] = []
            found[n].append((start, to, bit))
    return _by_study(texts, sought, found)


def _firsts(texts: Sequence[Text]) -> np.ndarray:
    """Which part of all is the first of each text; at the end, how many there are."""
    before, firsts = 0, []
    for text in texts:
        firsts += [before + first for first in text.firsts[:-1]]
        before += len(text.stems)
    return np.array([*firsts, before])


def _text(study: CaseStudy, passages: Sequence[str], packed: bytes) -> Text:
    texts = (study.title, study.summary, *passages)
    return unpack(packed, texts) or read(texts)


def among(stems: np.ndarray, numbers: Iterable[int]) -> np.ndarray:
    """The places of those of these stems that are among the numbers, ascending."""
    wanted = np.array(sorted(numbers), NUMBER)
    # By half of each number first, which a table of a processor's cache answers for all of them
    table = np.zeros(2**16, bool)
    table[wanted.astype(np.uint16)] = True
    at = table.take(stems.astype(np.uint16)).nonzero()[0]
    here = stems[at]
    nearest = np.minimum(wanted.searchsorted(here), len(wanted) - 1)
    return at[wanted[nearest] == here]


def _by_study(
    texts: Sequence[Text], sought: Sought, found: list[list[Place]]
) -> list[list[list[Place]]]:
    """What was found in each text, by study, and with the words that are written as compounds."""
    studies, at = [], 0
    for text in texts:
        here = found[at : at + len(text.texts)]
        for n, stem, start, end in text.compounds:
            if stem in sought:
                alone = [bit for numbers, bit in sought[stem] if len(numbers) == 1]
                here[n] = here[n] + [(start, end, bit) for bit in alone]
        studies.append(here)
        at += len(text.texts)
    return studies
