"""What a change takes out of a text and puts into it, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with its inner hyphens and apostrophes, blanks, or one other sign
TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|\s+|[^\w\s]")

# To compare longer texts could take seconds, and nobody would read so many marks
MOST_TOKENS = 6_000

# With fewer of the shorter text's words in common, what agrees is chance
LEAST_IN_COMMON = 0.3


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Some words of the one text, of the other, or of both."""

    kind: Kind
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Both texts as one: what stays, and where they differ what goes, then what comes instead.

    Whatever is not NEW makes `before`, and whatever is not GONE makes `after`.
    """
    was, now = TOKEN.findall(before), TOKEN.findall(after)
    if len(was) + len(now) > MOST_TOKENS:
        return list(_joined([(was, now, was == now)]))
    matched = SequenceMatcher(None, was, now).get_opcodes()
    runs = [(was[i:j], now[k:m], tag == "equal") for tag, i, j, k, m in matched]
    in_common = sum(_words(stay) for stay, _, agree in runs if agree)
    if in_common < LEAST_IN_COMMON * min(_words(was), _words(now)):
        runs = [(was, now, False)]
    return list(_joined(runs))


def _words(tokens: list[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)


Run = tuple[list[str], list[str], bool]  # the words before, those after, and whether they agree


def _joined(runs: list[Run]) -> Iterator[Piece]:
    """One change for words that change side by side: a blank between them is no agreement."""
    gone, new = "", ""
    for number, (was, now, agree) in enumerate(runs):
        before, after = "".join(was), "".join(now)
        is_between = 0 < number < len(runs) - 1
        if agree and not (is_between and before.isspace() and "\n" not in before):
            yield from _change(gone, new)
            gone, new = "", ""
            yield Piece(Kind.SAME, before)
        else:
            gone, new = gone + before, new + after
    yield from _change(gone, new)


def _change(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece(Kind.GONE, gone)
    if new:
        yield Piece(Kind.NEW, new)
