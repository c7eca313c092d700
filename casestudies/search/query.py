"""What somebody typed, taken apart: words, quoted phrases, and what to leave out."""

import re
from dataclasses import dataclass
from functools import lru_cache

from casestudies.search import language

MOST_CHARACTERS = 200
MOST_WORDS = 32

_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Word:
    """One word of a question, in the order typed."""

    stem: str
    written: str  # folded
    is_joined: bool = False  # by a hyphen to the word before it
    says_nothing: bool = False
    says_little: bool = False


@dataclass(frozen=True)
class Query:
    """A question to the index."""

    text: str  # as typed, tidied; what the page repeats
    words: tuple[Word, ...] = ()  # wanted, the more the better
    phrases: tuple[tuple[str, ...], ...] = ()  # stems; each must be there, in this order
    excluded: tuple[tuple[str, ...], ...] = ()  # stems; none of these may be there
    was_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing at all."""
        return not (self.words or self.phrases or self.excluded)


def tidy(text: str) -> str:
    """One line without control characters or half characters, blanks collapsed. Not yet cut."""
    if text.isprintable():  # as nearly every one is, and then there is nothing to mend
        return " ".join(text.split())
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.encode("utf-8", "ignore").decode("utf-8").split())


def parse(text: str) -> Query:
    """Take a question apart. Never fails: whatever is not understood is taken as words."""
    whole = tidy(text)
    typed = whole[:MOST_CHARACTERS].rstrip()
    words: list[Word] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    for piece in _PIECE.finditer(typed):
        inside = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        found = _words_of(inside)
        if not found:
            continue
        stems = tuple(word.stem for word in found)
        if piece["minus"]:
            excluded.append(stems)
        elif piece["phrase"] is not None:
            phrases.append(stems)
        else:
            words.extend(found)
    if not (phrases or excluded) and all(w.says_nothing or w.says_little for w in words):
        # "Working together" has only such words; then they are all there is to look for.
        telling = [word for word in words if not word.says_nothing] or words
        words = [Word(word.stem, word.written, word.is_joined) for word in telling]
    return Query(
        text=typed,
        words=tuple(words[:MOST_WORDS]),
        phrases=tuple(phrases[:MOST_WORDS]),
        excluded=tuple(excluded[:MOST_WORDS]),
        was_cut=len(whole) > MOST_CHARACTERS or len(words) > MOST_WORDS,
    )


@lru_cache(maxsize=10_000)
def _words_of(text: str) -> list[Word]:
    """The words of a text in order, hyphened ones in their parts. Kept: nobody adds to them."""
    found = []
    for token, _, _ in language.tokens(text):
        for n, part in enumerate(part for part in language.parts(token) if part):
            nothing = part in language.STOP or len(part) == 1
            # In "co-responding" each part says something, because they stand together.
            joined = "-" in token
            little = part in language.WEAK and not joined
            found.append(Word(language.stem(part), part, n > 0, nothing and not joined, little))
    return found
