"""Which letters the booklet's font has, and any text in them. A booklet with others is not made:
a reader would get an empty box, and a screen reader nothing.
"""

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
LONGEST_WORD = 40  # letters; a longer one may break anywhere, or it would run off the paper
MAY_BREAK = "\u200b"
UNKNOWN = "?"
# What we write in another way, rather than as a question mark
INSTEAD = {"\u2010": "-", "\u2011": "-", "\u2192": "->", "\u25aa": "\u2022", "\u2032": "'"}


def printable(text: str) -> str:
    """The text in letters that the font has; a letter that it has only without its accent loses it.

    What is no letter of any kind we can print becomes a question mark; what cannot be seen is left
    out; white space of any kind and length is one space.
    """
    words = unicodedata.normalize("NFC", text).split()
    return " ".join(_broken("".join(map(_letter, word))) for word in words)


def _broken(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    parts = (word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
    return MAY_BREAK.join(parts)


@lru_cache(maxsize=5000)
def _letter(letter: str) -> str:
    if ord(letter) in supported():
        return letter
    if letter in INSTEAD:
        return INSTEAD[letter]
    if unicodedata.category(letter) in {"Cc", "Cf", "Mn", "Cs"}:
        return ""
    plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if ord(c) in supported())
    return plain or UNKNOWN


@lru_cache(maxsize=1)
def supported() -> frozenset[int]:
    """The code points that the regular font has, from its table `cmap` (format 4)."""
    data = (FONTS / "SchibstedGrotesk-Regular.ttf").read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    at = {data[n : n + 4]: struct.unpack_from(">I", data, n + 8)[0] for n in _steps(12, tables, 16)}
    cmap = at[b"cmap"]
    (encodings,) = struct.unpack_from(">H", data, cmap + 2)
    for n in _steps(cmap + 4, encodings, 8):
        start = cmap + struct.unpack_from(">I", data, n + 4)[0]
        if struct.unpack_from(">H", data, start)[0] == 4:
            return frozenset(_code_points(data, start))
    raise ValueError("The font has no table of letters that we can read.")


def _steps(start: int, count: int, size: int) -> range:
    return range(start, start + count * size, size)


def _code_points(data: bytes, start: int) -> set[int]:
    """Those of a subtable of format 4: segments from a first to a last code point."""
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", data, start + 14)
    firsts = struct.unpack_from(f">{count}H", data, start + 16 + doubled)
    pairs = zip(firsts, lasts, strict=True)
    return {code for first, last in pairs for code in range(first, last + 1)} - {0xFFFF}
