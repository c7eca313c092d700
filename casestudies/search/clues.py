"""What a question asks for, piece by piece, with every way in which a case study may say it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from casestudies.search import language
from casestudies.search.ideas import Group, Idea, Way, beginnings, idea_of, ideas_of
from casestudies.search.query import Query, Word
from casestudies.search.shelf import Shelf
from casestudies.search.synonyms import Form, Glossary

LITTLE = 50  # a word that says little, in hundredths
INSIDE = 80  # what another clue asks for already, in hundredths
HARDLY_USED = 4  # studies

WALES = language.stem("wales")

MOST_JOINED = 4  # words with hyphens between them


@dataclass(frozen=True)
class Clue:
    """One thing that a question asks for."""

    words: tuple[Word, ...]
    idea: Idea
    is_known: bool = False  # whether the glossary or the everyday words have it
    is_inside: bool = False  # whether another clue asks for it already

    @property
    def ways(self) -> tuple[Way, ...]:
        return self.idea.ways

    @property
    def is_hint(self) -> bool:
        """Whether it only helps to order what the other clues find."""
        if self.is_known and len(self.words) > 1 and not self.is_inside:
            return False  # "moved in with" says something, though none of its words does
        return self.is_inside or all(w.says_little or w.says_nothing for w in self.words)

    @property
    def counts(self) -> int:
        """In hundredths. A hint that nobody typed, as Wales for a question in Welsh, is strong."""
        if self.is_inside:
            return INSIDE
        return LITTLE if self.words and self.is_hint else 100

    @property
    def written(self) -> str:
        return "-".join(word.written for word in self.words)


def clues_of(query: Query, glossary: Glossary, shelf: Shelf) -> list[Clue]:
    """The clues of a question, in order; words that say nothing only inside a glossary's form."""
    groups, ideas = _ideas(query.words, glossary, shelf)
    clues: list[Clue] = []
    said: set[frozenset[Form]] = set()
    for (words, others), idea in zip(groups, ideas, strict=True):
        # "A far-off village" says one thing twice, and is not to be found twice.
        clues.append(Clue(words, idea, bool(others), is_inside=idea.forms in said))
        said.add(idea.forms)
    if clues and not (last := clues[-1]).ways and len(last.words) == 1:
        clues[-1] = replace(last, idea=beginnings(last.words[0], shelf))
    clues += [hint for clue in clues for hint in _inside(clue, shelf)]
    if any(tuple(word.stem for word in words) in glossary.welsh for words, _ in groups):
        # Whoever asks in Welsh most likely asks about Wales: that orders, and excludes nothing.
        clues.append(Clue((), idea_of([Way((WALES,), shelf.word(WALES), 1.0)], shelf)))
    return clues


def _inside(clue: Clue, shelf: Shelf) -> Iterator[Clue]:
    """The telling words of an everyday form: "fire stations shut" is of fire stations as well."""
    if not clue.is_known or len(clue.words) == 1 or any(word.is_joined for word in clue.words):
        return
    if len(shelf.phrase(tuple(word.stem for word in clue.words))) >= HARDLY_USED:
        return
    for word in clue.words:
        if len(shelf.word(word.stem)) and not (word.says_little or word.says_nothing):
            yield Clue((word,), ideas_of([((word,), ())], shelf)[0], is_inside=True)


def _ideas(
    words: tuple[Word, ...], glossary: Glossary, shelf: Shelf
) -> tuple[list[Group], list[Idea]]:
    """The words of a question as they belong together, and what each group of them means.

    What a glossary knows together and no study says in any way is taken apart: "police dog vans"
    is of the police still.
    """
    unsaid: set[Form] = set()
    while True:
        groups = _groups(words, glossary, shelf, unsaid)
        ideas = ideas_of(groups, shelf)
        apart = {
            tuple(word.stem for word in here)
            for (here, _), idea in zip(groups, ideas, strict=True)
            if len(here) > 1 and not idea.ways and not any(word.is_joined for word in here)
        }
        if apart <= unsaid:
            return groups, ideas
        unsaid |= apart


def _groups(
    words: tuple[Word, ...], glossary: Glossary, shelf: Shelf, unsaid: Collection[Form]
) -> list[Group]:
    """Words that belong together, with the glossary's other ways of saying them."""
    stems = tuple(word.stem for word in words)
    compounds = _compounds(words, shelf)
    found: list[Group] = []
    for start, end in _cut(words, stems, glossary, compounds, unsaid):
        here = words[start:end]
        others = glossary.others(stems[start:end])
        if end - start == 2 and start in compounds:
            others += glossary.others((compounds[start],))
        if (others and len(here) > 1) or not all(word.says_nothing for word in here):
            found.append((here, others))
    return found


def _cut(
    words: tuple[Word, ...],
    stems: Form,
    glossary: Glossary,
    compounds: dict[int, str],
    unsaid: Collection[Form],
) -> list[tuple[int, int]]:
    """Cut a question where that keeps most words together; of equal cuts, the later words first.

    "fire control room" is a fire and a control room, as English puts the chief word last.
    """
    # To where words go on with hyphens, and to where anything goes on that begins here: mostly no
    # further than the word itself, so that few stretches have to be looked at
    joined = [_joined(words, n) for n in range(len(words))]
    reach = [
        max(joined[n], n + glossary.longest_from.get(stem, 0), n + 2 * (n in compounds))
        for n, stem in enumerate(stems)
    ]
    longer = [n for n, to in enumerate(reach) if to > n + 1]
    best = [(0, 0)]  # for each end: the score, and the size of the stretch that ends there
    for end in range(1, len(words) + 1):
        option = (best[end - 1][0] + 1, 1)
        earliest = end - max(glossary.longest, MOST_JOINED)
        for start in longer:
            if not earliest <= start < end - 1 or end > reach[start]:
                continue
            size = end - start
            if (
                end <= joined[start]
                or (stems[start:end] in glossary and stems[start:end] not in unsaid)
                or (size == 2 and start in compounds)
            ):
                option = max(option, (best[start][0] + size * size, size))
        best.append(option)
    cuts, end = [], len(words)
    while end:
        cuts.append((end - best[end][1], end))
        end = cuts[-1][0]
    return cuts[::-1]


def _compounds(words: tuple[Word, ...], shelf: Shelf) -> dict[int, str]:
    """Where two words are written as one in more studies than as two: `head quarters`."""
    pairs = {
        n: (one, two, language.stem(one.written + two.written))
        for n, (one, two) in enumerate(pairwise(words))
        if not (one.says_nothing or two.says_nothing or two.is_joined)
    }
    shelf.words({whole for _, _, whole in pairs.values()})
    return {
        n: whole
        for n, (one, two, whole) in pairs.items()
        # Mostly nobody writes them as one, and then there is no need to look for the two.
        if (as_one := len(shelf.word(whole))) and as_one > len(shelf.phrase((one.stem, two.stem)))
    }


def _joined(words: tuple[Word, ...], start: int) -> int:
    """To where words were typed with hyphens between them, from here on."""
    end = start + 1
    while end < len(words) and words[end].is_joined:
        end += 1
    return end
