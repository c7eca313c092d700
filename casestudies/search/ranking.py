"""Orders what was found. All sums are of whole numbers, so that every machine orders alike."""

from dataclasses import dataclass

import numpy as np

from casestudies.search.clues import Clue
from casestudies.search.query import Query
from casestudies.search.shelf import Shelf
from casestudies.search.spots import NUMBER
from casestudies.search.synonyms import Form
from casestudies.search.texts import Texts, among

# A study must hold at least this share of what the best one holds, by rarity of the words. Of a
# long question nobody holds all, and what holds a part may be what was meant; of a few words the
# best holds everything, as of a name.
LEAST_SHARE = 0.4
LEAST_SHARE_OF_MANY = 0.3
FEW = 2  # clues
# A word that two studies hold says no more of what was meant than one that five hold: in a whole
# question it is as likely to be there by chance.
MOST_WORTH = 3000  # thousandths, as `Shelf.rarity` counts
KNOWN = 130  # what a term of the glossary or an everyday word is worth, in hundredths
# How much more a study counts that holds two neighbours of the question side by side.
NEARNESS = 0.15
NEAR = 4  # words apart
LOOKED_AT = 60  # of the best, whose texts are read for nearness
MOST_ALSO = 4


@dataclass(frozen=True)
class Ranking:
    """Which studies of a catalogue were found, by their numbers in it, and their scores."""

    found: np.ndarray  # bool, one a study
    scores: np.ndarray  # int64, one a study
    missing: tuple[str, ...] = ()  # words, as typed, that no published study holds
    marked: frozenset[Form] = frozenset()  # what to mark in what is shown
    also: tuple[str, ...] = ()  # synonyms that found something


def missing(asked: list[Clue]) -> tuple[str, ...]:
    """The words, as typed, that no published study holds in any way."""
    return tuple(clue.written for clue in asked if not (clue.ways or clue.is_hint))


def rank(query: Query, asked: list[Clue], shelf: Shelf) -> Ranking:
    """Score every published study against a question and its clues."""
    scores = np.zeros(shelf.total, np.int64)
    shares = np.zeros(shelf.total, np.int64)
    worths = [_add(clue, shelf, scores, shares) for clue in asked]
    if whole := sum(worths):
        least = LEAST_SHARE if sum(map(bool, worths)) <= FEW else LEAST_SHARE_OF_MANY
        found = shares >= max(1, round(least * int(shares.max(initial=0))))
        held = shares.nonzero()[0]
        shared = scores[held] // 1000 * shares[held] // whole
        scores = np.zeros(shelf.total, np.int64)
        scores[held] = shared
    else:
        found = np.full(shelf.total, bool(query.phrases or query.excluded) and not asked)
    found, scores = _strictly(query, shelf, found, scores)
    if len(asked) > 1:
        _near(asked, shelf, found, scores)
    return Ranking(
        found=found,
        scores=scores,
        missing=missing(asked),
        marked=_marked(query, asked),
        also=_also(asked, found),
    )


def _marked(query: Query, asked: list[Clue]) -> frozenset[Form]:
    """What was asked for word by word, and each other way of saying it as a whole."""
    words = {(word.stem,) for clue in asked for word in clue.words if not word.says_nothing}
    others = {way.stems for clue in asked if clue.words for way in clue.ways} - words
    asked_for = {tuple(word.stem for word in clue.words) for clue in asked}
    return frozenset(words | (others - asked_for) | set(query.phrases))


def _also(asked: list[Clue], found: np.ndarray) -> tuple[str, ...]:
    """The synonyms that found most of what was found, so that the page can say how."""
    ways = {way.synonym: way for clue in asked for way in clue.ways if way.synonym}
    counts = {t: int(np.count_nonzero(found[way.posting.studies])) for t, way in ways.items()}
    return tuple(sorted((t for t in counts if counts[t]), key=lambda t: -counts[t])[:MOST_ALSO])


def _add(clue: Clue, shelf: Shelf, scores: np.ndarray, shares: np.ndarray) -> int:
    """Add to each study what it says of a clue; what the clue is worth in the question."""
    studies, best = clue.idea.said.studies, clue.idea.said.impacts
    # Worth what the whole idea is worth: one that nearly everybody has says little in any words.
    worth = min(shelf.rarity(len(studies)), MOST_WORTH)
    if clue.is_known:
        worth = worth * KNOWN // 100
    if clue.is_hint:
        scores[studies] += best * (worth * clue.counts // 100)
        return 0
    scores[studies] += best * worth
    shares[studies] += worth
    return worth


def _strictly(
    query: Query, shelf: Shelf, found: np.ndarray, scores: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Keep only the studies with every phrase and without what was excluded."""
    if query.phrases and not any(not word.says_nothing for word in query.words):
        found = np.ones(shelf.total, bool)
    for phrase in query.phrases:
        posting = shelf.phrase(phrase)
        holding = np.zeros(shelf.total, bool)
        holding[posting.studies] = True
        found = found & holding
        scores[posting.studies] += posting.impacts * shelf.rarity(len(posting)) // 1000
    for unwanted in query.excluded:
        found = found.copy()
        found[shelf.phrase(unwanted).studies] = False
    return found, scores


def _near(asked: list[Clue], shelf: Shelf, found: np.ndarray, scores: np.ndarray) -> None:
    """Raise those of the best in which neighbours in the question are neighbours in the text."""
    best = {shelf.pks[n]: n for n in highest(scores, found.nonzero()[0], LOOKED_AT).tolist()}
    pairs = len(asked) - 1
    near = _pairs_near(asked, shelf.texts, list(best))
    raised = np.array([best[pk] for pk in near], np.int64)
    more = scores[raised] * NEARNESS * np.array(list(near.values())) / pairs
    scores[raised] += np.rint(more).astype(np.int64)


def highest(scores: np.ndarray, places: np.ndarray, most: int) -> np.ndarray:
    """Of these places, ascending, those with the highest scores: so many at most, in order.

    Equal ones in the order of their places, as if all of them were sorted.
    """
    if 0 < most < len(places):
        of_them = scores[places]
        least = np.partition(of_them, len(places) - most)[len(places) - most]
        places = places[of_them >= least]
    return places[(-scores[places]).argsort(kind="stable")[:most]]


def _pairs_near(asked: list[Clue], texts: Texts, pks: list[int]) -> dict[int, int]:
    """How many pairs of neighbouring clues stand near one another somewhere in each text.

    None for a text without any. All texts are laid end to end, and each word that is of a clue gets
    the bits of all the clues that it is of; then only such words are looked at.
    """
    orders = texts.orders(pks)
    if not orders:
        return {}
    clues: dict[int, int] = {}  # there are fewer than 63: see MOST_WORDS
    for n, clue in enumerate(asked):
        for stem in clue.idea.numbers:
            clues[stem] = clues.get(stem, 0) | 1 << n
    numbers = np.array(sorted(clues), NUMBER)
    bits = np.array([clues[n] for n in numbers.tolist()], np.int64)
    stems = np.concatenate(list(orders.values()))
    at = among(stems, clues)
    of = bits[numbers.searchsorted(stems[at])]
    ends = np.array([len(order) for order in orders.values()]).cumsum()
    text = ends.searchsorted(at, "right")
    near = np.zeros(len(at), np.int64)
    follows = of >> 1  # bit n where the word is of the clue that follows clue n
    for on in range(1, NEAR + 1):  # between two words that are near stand even fewer of these
        is_near = (at[on:] - at[:-on] <= NEAR) & (text[on:] == text[:-on])
        near[on:] |= is_near * (of[:-on] & follows[on:] | follows[:-on] & of[on:])
    found: dict[int, int] = {}
    here = near.nonzero()[0]
    for n, pairs in zip(text[here].tolist(), near[here].tolist(), strict=True):
        found[n] = found.get(n, 0) | pairs
    by_number = list(orders)
    return {by_number[n]: pairs.bit_count() for n, pairs in found.items()}
