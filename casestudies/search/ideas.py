"""Ideas: some words of a question with every way in which a case study may say the same.

Questions ask for the same ideas over and over, police and fire and sharing, so a shelf keeps what
its studies say of each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from casestudies.search import language
from casestudies.search.query import Word
from casestudies.search.shelf import NOTHING, OVERHEAD, Posting, Shelf
from casestudies.search.spots import number
from casestudies.search.synonyms import Form, Other

# What each way of saying it counts, against saying it as asked.
SYNONYM = 0.75
WIDER = 0.3  # the county, for a town in it: whatever names the town itself comes first
COMPOUND = 0.95  # "colocation" for "co-location"
SCATTERED = 0.4  # all the words of a phrase, but not side by side
# What saying it in other ways as well counts, in hundredths: of each, and of the best at most. With
# all of that, synonyms stay below what says it as asked
OTHER_WAYS = 10
MOST_OTHER_WAYS = 30
BEGINNING = 0.8  # a word that goes on where the question's last word stops

SHORTEST_BEGINNING = 3
MOST_BEGINNINGS = 30

# Words that belong together, with the glossary's other ways of saying them
Group = tuple[tuple[Word, ...], tuple[Other, ...]]


@dataclass(frozen=True)
class Way:
    """One way of saying it: where it is said, and what that counts."""

    stems: Form
    posting: Posting
    counts: float
    synonym: str = ""  # as the glossary writes it


@dataclass(frozen=True)
class Idea:
    """The ways that are in use, and together what they say of the studies. Shared: only read."""

    ways: tuple[Way, ...]
    said: Posting  # the studies that say it in any way, and how much each says of it
    numbers: tuple[int, ...]  # of all its stems
    forms: frozenset[Form] = frozenset()  # of all ways, in use or not

    @property
    def nbytes(self) -> int:
        return OVERHEAD + self.said.nbytes + sum(way.posting.nbytes for way in self.ways)


def ideas_of(groups: Sequence[Group], shelf: Shelf) -> list[Idea]:
    """What each group of words means; the words of those not kept yet are read together."""
    found = {group: idea for group in groups if (idea := shelf.ideas.peek(group)) is not None}
    missing = [group for group in groups if group not in found]
    if missing:
        stems = {word.stem for words, _ in missing for word in words}
        shelf.words(stems.union(s for _, others in missing for other in others for s in other.form))
        for group in missing:
            found[group] = _read(group, shelf)
            shelf.ideas.put(group, found[group])
    return [found[group] for group in groups]


def idea_of(ways: Iterable[Way], shelf: Shelf, forms: Iterable[Form] = ()) -> Idea:
    """One that is said in these ways."""
    used = tuple(way for way in ways if len(way.posting))
    stems = dict.fromkeys(stem for way in used for stem in way.stems)
    return Idea(used, _together(used, shelf.total), tuple(map(number, stems)), frozenset(forms))


def beginnings(word: Word, shelf: Shelf) -> Idea:
    """The words that begin with one that nobody holds: somebody may still be typing it."""
    stems: set[str] = set()
    if len(word.written) >= SHORTEST_BEGINNING:
        stems = {language.stem(w) for w in shelf.beginning_with(word.written, MOST_BEGINNINGS)}
    found = shelf.words(stems)
    return idea_of([Way((stem,), found[stem], BEGINNING) for stem in sorted(stems)], shelf)


def _read(group: Group, shelf: Shelf) -> Idea:
    words, others = group
    stems = tuple(word.stem for word in words)
    ways = [Way(stems, shelf.phrase(stems), 1.0)]
    if len(words) > 1:
        compound = language.stem("".join(word.written for word in words))
        ways.append(Way((compound,), shelf.word(compound), COMPOUND))
        if not any(word.is_joined for word in words):
            telling = tuple(word.stem for word in words if not word.says_nothing)
            ways.append(Way(telling, shelf.together(telling), SCATTERED))
    for form, text, is_wider in _telling(others, stems):
        ways.append(Way(form, shelf.phrase(form), WIDER if is_wider else SYNONYM, text))
    return idea_of(ways, shelf, [stems, *(other.form for other in others)])


def _telling(others: Sequence[Other], asked: Form) -> Iterator[Other]:
    """Those of which no part says it already, as "river rescue" does of "river rescue team".

    They find nothing else, and to look for words side by side is what costs most of an idea.
    """
    alike = {asked, *(other.form for other in others if not other.is_wider)}
    every = alike.union(other.form for other in others)
    for other in others:
        if (every if other.is_wider else alike).isdisjoint(_parts(other.form)):
            yield other


def _parts(form: Form) -> Iterator[Form]:
    """Every stretch of a form that is shorter than all of it."""
    for size in range(1, len(form)):
        for start in range(len(form) - size + 1):
            yield form[start : start + size]


def _together(ways: Sequence[Way], total: int) -> Posting:
    """The studies that say it in any of these ways, and how much each says of it.

    That is the most that it says in one way, and a little for the others: whoever says a thing in
    five ways is rather about it than whoever mentions it.
    """
    if not ways:
        return NOTHING
    if len(ways) == 1 and ways[0].counts == 1.0:  # every impact is at least one
        return ways[0].posting
    best = np.zeros(total, np.int64)
    every = np.zeros(total, np.int64)
    for way in ways:
        studies, impacts = way.posting.studies, way.posting.impacts
        counted = impacts if way.counts == 1.0 else impacts * round(1000 * way.counts) // 1000
        best[studies] = np.maximum(best[studies], counted)
        every[studies] += counted
    says = best.nonzero()[0].astype(np.int32)
    most = best[says]
    others = np.minimum((every[says] - most) * OTHER_WAYS // 100, most * MOST_OTHER_WAYS // 100)
    return Posting(says, most + others)
