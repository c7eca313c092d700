"""What a question asks for, piece by piece, with every way in which a case study may say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from casestudies.search import language
from casestudies.search.query import Query, Word
from casestudies.search.shelf import NOTHING, Posting, Shelf
from casestudies.search.synonyms import Form, Glossary

# What each way of saying it counts, against saying it as asked.
SYNONYM = 0.75
COMPOUND = 0.95  # "colocation" for "co-location"
SCATTERED = 0.6  # all the words of a phrase, but not side by side
LITTLE = 50  # a word that says little, in hundredths
INSIDE = 60  # what another clue asks for already, in hundredths
HARDLY_USED = 4  # studies
BEGINNING = 0.8  # a word that goes on where the question's last word stops

WALES = language.stem("wales")

MOST_JOINED = 4  # words with hyphens between them
SHORTEST_BEGINNING = 3
MOST_BEGINNINGS = 30


@dataclass(frozen=True)
class Way:
    """One way of saying a clue: where it is said, and what that counts."""

    stems: Form
    posting: Posting
    counts: float
    synonym: str = ""  # as the glossary writes it


@dataclass(frozen=True)
class Clue:
    """One thing that a question asks for."""

    words: tuple[Word, ...]
    ways: tuple[Way, ...]
    is_known: bool = False  # whether the glossary or the everyday words have it
    is_inside: bool = False  # whether another clue asks for it already

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
    groups = _groups(query.words, glossary, shelf)
    forms = [form for _, others in groups for form, _ in others]
    shelf.words({stem for form in forms for stem in form} | {w.stem for w in query.words})
    clues: list[Clue] = []
    said: set[frozenset[Form]] = set()
    for n, (words, others) in enumerate(groups):
        ways = tuple(_ways(words, others, shelf, is_last=n == len(groups) - 1))
        idea = frozenset({tuple(word.stem for word in words), *(form for form, _ in others)})
        # "A far-off village" says one thing twice, and is not to be found twice.
        clues.append(Clue(words, ways, bool(others), is_inside=idea in said))
        said.add(idea)
    clues += [hint for clue in clues for hint in _inside(clue, shelf)]
    if any(tuple(word.stem for word in words) in glossary.welsh for words, _ in groups):
        # Whoever asks in Welsh most likely asks about Wales: that orders, and excludes nothing.
        clues.append(Clue((), (Way((WALES,), shelf.word(WALES), 1.0),)))
    return clues


def _inside(clue: Clue, shelf: Shelf) -> Iterator[Clue]:
    """The telling words of an everyday form: "fire stations shut" is of fire stations as well."""
    if not clue.is_known or len(clue.words) == 1 or any(word.is_joined for word in clue.words):
        return
    if len(shelf.phrase(tuple(word.stem for word in clue.words))) >= HARDLY_USED:
        return
    for word in clue.words:
        posting = shelf.word(word.stem)
        if len(posting) and not (word.says_little or word.says_nothing):
            yield Clue((word,), (Way((word.stem,), posting, 1.0),), is_inside=True)


Group = tuple[tuple[Word, ...], tuple[tuple[Form, str], ...]]


def _groups(words: tuple[Word, ...], glossary: Glossary, shelf: Shelf) -> list[Group]:
    """Words that belong together, with the glossary's other ways of saying them."""
    stems = tuple(word.stem for word in words)
    compounds = _compounds(words, shelf)
    found: list[Group] = []
    for start, end in _cut(words, stems, glossary, compounds):
        here = words[start:end]
        others = glossary.others.get(stems[start:end], ())
        if end - start == 2 and start in compounds:
            others += glossary.others.get((compounds[start],), ())
        if (others and len(here) > 1) or not all(word.says_nothing for word in here):
            found.append((here, others))
    return found


def _cut(
    words: tuple[Word, ...], stems: Form, glossary: Glossary, compounds: dict[int, str]
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
                or stems[start:end] in glossary.others
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


def _ways(
    words: tuple[Word, ...], others: tuple[tuple[Form, str], ...], shelf: Shelf, *, is_last: bool
) -> list[Way]:
    stems = tuple(word.stem for word in words)
    ways = [Way(stems, shelf.phrase(stems), 1.0)]
    if len(words) > 1:
        compound = language.stem("".join(word.written for word in words))
        ways.append(Way((compound,), shelf.word(compound), COMPOUND))
        if not any(word.is_joined for word in words):
            telling = tuple(word.stem for word in words if not word.says_nothing)
            ways.append(Way(telling, shelf.together(telling), SCATTERED))
    ways += [Way(form, shelf.phrase(form), SYNONYM, text) for form, text in others]
    found = [way for way in ways if len(way.posting)]
    if not found and is_last and len(words) == 1:
        found = _beginnings(words[0], shelf)
    return found


def _beginnings(word: Word, shelf: Shelf) -> list[Way]:
    """The words that begin with one that nobody holds: somebody may still be typing it."""
    if len(word.written) < SHORTEST_BEGINNING:
        return []
    stems = {language.stem(w) for w in shelf.beginning_with(word.written, MOST_BEGINNINGS)}
    shelf.words(stems)
    return [
        Way((stem,), posting, BEGINNING)
        for stem in sorted(stems)
        if (posting := shelf.word(stem)) is not NOTHING
    ]
