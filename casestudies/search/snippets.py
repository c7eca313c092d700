"""Shows why a study was found: its best passage with the words of the question marked."""

from collections.abc import Collection, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from casestudies.search import language

LENGTH = 220  # characters of a snippet, about


def mark(text: str, stems: Collection[str]) -> SafeString:
    """A text, escaped, with each word marked whose stem is one of these."""
    shown, at = [], 0
    for start, end in _found(text, stems):
        shown += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*shown, escape(text[at:])]))  # noqa: S308 -- every piece is escaped


def snippet(
    passages: Sequence[str], stems: Collection[str], shown: Collection[str] = ()
) -> SafeString:
    """The stretch that holds most words of the question not `shown` yet, marked; empty if none."""
    best, most = "", 0
    telling = set(stems).difference(shown)
    for passage in passages:
        for start, end in _stretches(passage):
            piece = passage[start:end]
            held = len(telling.intersection(language.stems(piece)))
            if held > most:
                before = "… " if start else ""
                after = " …" if end < len(passage) else ""
                best, most = f"{before}{piece.strip()}{after}", held
    return mark(best, stems) if most else SafeString("")


def _found(text: str, stems: Collection[str]) -> list[tuple[int, int]]:
    return [
        (start, end)
        for word, start, end in language.tokens(text)
        if any(language.stem(part) in stems for part in language.parts(word))
        or language.stem(language.compound(word) or word) in stems
    ]


def _stretches(passage: str) -> list[tuple[int, int]]:
    """Runs of whole sentences, each about as long as a snippet may be."""
    ends = [n + 2 for n in range(len(passage) - 1) if passage[n] in ".;" and passage[n + 1] == " "]
    stretches, start = [], 0
    for end in [*ends, len(passage)]:
        if end - start >= LENGTH // 2 or end == len(passage):
            stretches.append((start, end))
            start = end
    return [stretch for stretch in stretches if stretch[0] < stretch[1]]
