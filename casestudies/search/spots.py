"""Where the words of a study stand in its texts: read once when it is indexed, and packed.

Reading twenty texts word by word took a third of the time of a question that nobody had asked
before. What is packed is laid out as numbers, so that it is taken as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np

from casestudies.search import language

OVERHEAD = 600  # bytes of a kept text beside its figures and letters
NUMBER, PLACE, LENGTH = np.dtype("<u4"), np.dtype("<u2"), np.dtype("u1")
HEAD = 4  # numbers: of which title and summary, how many texts, parts of words, and compounds


@dataclass(frozen=True, slots=True)
class Text:
    """A study's title, summary and passages. The arrays have a figure for each part of a word."""

    texts: tuple[str, ...]
    stems: np.ndarray  # uint32, numbers
    starts: np.ndarray  # int32, from where in its text
    ends: np.ndarray  # int32, to where
    firsts: tuple[int, ...]  # which part is the first of each text; at the end, how many there are
    compounds: tuple[tuple[int, int, int, int], ...]  # text, number, from, to

    @property
    def nbytes(self) -> int:
        letters = sum(len(text) for text in self.texts)
        return OVERHEAD + letters + 3 * self.stems.nbytes + 150 * len(self.compounds)


def number(stem: str) -> int:
    """A stem as a number of 32 bits, the same in every process.

    Two stems may have one number. Of thirty thousand stems, that is so for one question in a
    hundred thousand, which then marks a word too many.
    """
    return crc32(stem.encode())


@lru_cache(maxsize=50_000)
def _written(word: str) -> int:
    """The number of the stem of a word as written: a look instead of four steps."""
    return number(language.stem(word.removesuffix("'s")))


def read(texts: Sequence[str]) -> Text:
    """Some texts, read word by word."""
    parts: list[tuple[int, int, int]] = []  # a stem's number, and where its word stands
    firsts = [0]
    compounds = []
    for n, text in enumerate(texts):
        for token, start, end in language.tokens(text):
            if "-" not in token:
                parts.append((_written(token), start, end))
                continue
            at = start
            for part in token.split("-"):
                parts.append((_written(part), at, at + len(part)))
                at += len(part) + 1
            if whole := language.compound(token):
                compounds.append((n, _written(whole), start, end))
        firsts.append(len(parts))
    figures = np.array(parts, np.int64).reshape(-1, 3).T
    return Text(
        tuple(texts),
        figures[0].astype(NUMBER),
        figures[1].astype(np.int32),
        figures[2].astype(np.int32),
        tuple(firsts),
        tuple(compounds),
    )


def pack(text: Text) -> bytes:
    """What `unpack` makes a text of; nothing for one that is too long for it."""
    lengths = text.ends - text.starts
    if text.ends.max(initial=0) > np.iinfo(PLACE).max or lengths.max(initial=0) > 255:
        return b""
    head = [_fingerprint(text.texts), len(text.texts), len(text.stems), len(text.compounds)]
    compounds = [figure for compound in text.compounds for figure in compound]
    return b"".join(
        (
            np.array([*head, *text.firsts, *compounds], NUMBER).tobytes(),
            text.stems.astype(NUMBER).tobytes(),
            text.starts.astype(PLACE).tobytes(),
            lengths.astype(LENGTH).tobytes(),
        )
    )


def unpack(packed: bytes, texts: Sequence[str]) -> Text | None:
    """A text again; None where it was not packed, or of a title or a summary that has changed."""
    if not packed:
        return None
    fingerprint, count, size, joined = np.frombuffer(packed, NUMBER, HEAD).tolist()
    if fingerprint != _fingerprint(texts) or count != len(texts):
        return None
    many = count + 1 + 4 * joined
    figures = np.frombuffer(packed, NUMBER, many + size, HEAD * NUMBER.itemsize)
    at = (HEAD + many + size) * NUMBER.itemsize
    starts = np.frombuffer(packed, PLACE, size, at).astype(np.int32)
    lengths = np.frombuffer(packed, LENGTH, size, at + size * PLACE.itemsize)
    laid = figures[:many].tolist()
    compounds = laid[count + 1 :]
    return Text(
        tuple(texts),
        figures[many:],
        starts,
        starts + lengths,
        tuple(laid[: count + 1]),
        tuple(zip(*[iter(compounds)] * 4, strict=True)),
    )


def _fingerprint(texts: Sequence[str]) -> int:
    """Of the title and the summary, which do not stand beside what is packed."""
    return crc32("\0".join(texts[:2]).encode())
