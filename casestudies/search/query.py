"""What somebody typed, taken apart: words, quoted phrases, and what to leave out."""

import re
from dataclasses import dataclass

from casestudies.search import language

MOST_CHARACTERS = 200
MOST_WORDS = 24

_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Query:
    """A question to the index. All words are stems."""

    text: str  # as typed, tidied; what the page repeats
    words: tuple[str, ...] = ()  # wanted, the more the better
    phrases: tuple[tuple[str, ...], ...] = ()  # each must be there, in this order
    excluded: tuple[tuple[str, ...], ...] = ()  # none of these may be there
    written: dict[str, str] | None = None  # how each stem was typed
    was_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing at all."""
        return not (self.words or self.phrases or self.excluded)


def tidy(text: str) -> str:
    """One line without control characters or half characters, blanks collapsed. Not yet cut."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.encode("utf-8", "ignore").decode("utf-8").split())


def parse(text: str) -> Query:
    """Take a question apart. Never fails: whatever is not understood is taken as words."""
    whole = tidy(text)
    typed = whole[:MOST_CHARACTERS].rstrip()
    words: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    written: dict[str, str] = {}
    for piece in _PIECE.finditer(typed):
        inside = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        found = tuple(language.stems(inside))
        if not found:
            continue
        for word, _, _ in language.tokens(inside):
            for part in language.parts(word):
                written.setdefault(language.stem(part), part)
        if piece["minus"]:
            excluded.append(found)
        elif piece["phrase"] is not None:
            phrases.append(found)
        else:
            words.extend(found)
    telling = [word for word in words if not _says_nothing(written[word])]
    # "Who is it" has only such words; then they are all there is to look for.
    kept = telling or (words if not (phrases or excluded) else [])
    return Query(
        text=typed,
        words=tuple(dict.fromkeys(kept))[:MOST_WORDS],
        phrases=tuple(phrases[:MOST_WORDS]),
        excluded=tuple(excluded[:MOST_WORDS]),
        written=written,
        was_cut=len(whole) > MOST_CHARACTERS or len(kept) > MOST_WORDS,
    )


def _says_nothing(word: str) -> bool:
    return word in language.STOP or len(word) == 1
