"""Words and their stems. The same in the index and in a question, and on every database."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

_stemmer = Stemmer.Stemmer("english", 0)  # none kept there: `stem` keeps them
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?(?:-[a-z0-9]+)*")

# Longer ones are no words; the index column is as wide.
LONGEST = 40
# Shorter ones are mostly abbreviations: the stemmer would make "a" of AED.
SHORT = 3

# Words of grammar: a question may hold them, but they say nothing of a scheme.
STOP = frozenset(
    """
    a about after all also am an and any anybody anyone anything are as at be because been before
    being both but by can cannot could did do does doing done during each etc every everyone for
    from had has have having he her here hers him his how i if in into is it its itself just let me
    might more most much must my no nobody none nor not of off on one only or other others our ours
    over own shall she should so some somebody someone something such than that the their theirs
    them then there these they this those through to too up upon us very was we were what when where
    whether which while who whom whose why will with without would you your yours
    can't couldn't didn't doesn't don't hadn't hasn't haven't i'd i'll i'm i've isn't aren't it'll
    shouldn't they'd they'll they're they've wasn't we'd we'll we're we've weren't won't wouldn't
    you'd you'll you're you've doesnt didnt dont isnt
    """.split()
)

# Words that say little in any question: they help to order what other words find, and find nothing
# by themselves. Verbs and nouns of every day are rare in case studies, so their rarity misleads.
WEAK = frozenset(
    """
    able ago agree allow answer answered answering answers area areas around ask asked asking away
    back bad become began begin being best better big bit both bring bringing busy came carry case
    cases cause certain change changes check choose clear come comes coming common could day days
    deal decide decided deep did different difficult doing done down early easy effect either else
    end enough even ever every example examples explain extra face fact fall far fast feel felt few
    fill find finding fine first fit follow found full further gave general get gets getting give
    given gives go goes going gone good got great had half hand happen happened happens hard hear
    held help helped helping helps here high hold hope hour hours idea ideas important improve
    include instead interested involved issue issues job jobs join keep kept kind know known large
    last late later lead leads learn learned left less let level like likely little live lives long
    look looked looking lost lot low made main make makes making many mean means meet mind minute
    minutes moment money month months morning move moved much need needed needs never new next nice
    night normal note now number occur offer often ok okay old once open opened options order part
    parts pay people person pick place placed places plan please point possible present probably
    problem problems provide put quick quickly quite rather reach read ready real really reason
    recent require right run running said same save say says scheme schemes see seem seen send sense
    set several short show side since single sit small somewhere soon sort stand start started state
    stay step still stop story subject such suggest sure system take taken takes taking talk tell
    term thing things think thought thus time times today together told took toward tried true try
    trying turn under unit until use used useful uses using usual various view visit wait waiting
    want wanted wants watch way ways week weeks well went whole wide wish wonder word words work
    worked working works world worth year years yes yet
    """.split()
)


def fold(text: str) -> str:
    """Lower case, without accents, apostrophes made alike: `Dŵr` and `dwr` are the same."""
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("\u2018", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """`responding` and `responders` meet in one stem; abbreviations and figures stay as is."""
    if len(word) <= SHORT or any(c.isdigit() for c in word):
        return word[:LONGEST]
    return _stemmer.stemWord(word)[:LONGEST]


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Each word of a text, folded, with its start and end in the text as given."""
    return [(found.group(), *found.span()) for found in _WORD.finditer(_fold_in_place(text))]


def words(text: str) -> list[str]:
    """The same words without their places, in a third of the time."""
    return _WORD.findall(_fold_in_place(text))


def stems(text: str) -> list[str]:
    """The stems of a text in order; of a hyphened word, those of its parts."""
    return [stem(part) for word, _, _ in tokens(text) for part in parts(word)]


def parts(word: str) -> list[str]:
    """The words in a hyphened word, without possessives."""
    return [part.removesuffix("'s") for part in word.split("-")]


def compound(word: str) -> str | None:
    """A hyphened word written as one, so that `co-location` and `colocation` meet."""
    return word.replace("-", "").replace("'", "") if "-" in word else None


def _fold_in_place(text: str) -> str:
    """Folded so that every character keeps its place, which snippets rely on."""
    # Most texts are plain; the others look each character up, once for all texts.
    return text.lower() if text.isascii() else text.translate(_folded)


MOST_FOLDED = 4096  # characters remembered


class _Folded(dict[int, str]):
    """What each character is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        one = folded if len(folded) == 1 else (folded[:1] or " ")
        if len(self) < MOST_FOLDED:
            self[code] = one
        return one


_folded = _Folded()
