"""Shows why a study was found: its best passage with what the question asked for marked."""

from collections.abc import Collection, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from casestudies.search import language
from casestudies.search.synonyms import Form

LENGTH = 220  # characters of a snippet, about


def mark(text: str, forms: Collection[Form]) -> SafeString:
    """A text, escaped, with each of these words and phrases, given as stems, marked."""
    shown, at = [], 0
    for start, end in _merged([span for span, _ in _found(text, forms)]):
        shown += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*shown, escape(text[at:])]))  # noqa: S308 -- every piece is escaped


def held(text: str, forms: Collection[Form]) -> set[Form]:
    """Which of these words and phrases a text holds."""
    return {form for _, form in _found(text, forms)}


def snippet(
    passages: Sequence[str], forms: Collection[Form], shown: Collection[Form] = ()
) -> SafeString:
    """The stretch that holds most of what was asked for and not `shown`, marked; else empty."""
    best, most = "", 0
    telling = set(forms).difference(shown)
    for passage in passages:
        for start, end in _stretches(passage) if telling else ():
            piece = passage[start:end]
            holds = len(held(piece, telling))
            if holds > most:
                before = "… " if start else ""
                after = " …" if end < len(passage) else ""
                best, most = f"{before}{piece.strip()}{after}", holds
    return mark(best, forms) if most else SafeString("")


def _found(text: str, forms: Collection[Form]) -> list[tuple[tuple[int, int], Form]]:
    """Where each form stands in a text: from the first character to the one after the last."""
    by_first: dict[str, list[Form]] = {}
    for form in forms:
        by_first.setdefault(form[0], []).append(form)
    words = _words(text)
    found = []
    for n, (stem, start, end) in enumerate(words):
        for form in by_first.get(stem, ()):
            here = words[n : n + len(form)]
            if tuple(word for word, _, _ in here) == form:
                found.append(((start, max(end, here[-1][2])), form))
    for token, start, end in language.tokens(text):
        whole = language.compound(token)
        if whole and (form := (language.stem(whole),)) in forms:
            found.append(((start, end), form))
    return sorted(found)


def _words(text: str) -> list[tuple[str, int, int]]:
    """The stem of each part of each word, with where it stands; a bar parts two passages."""
    words = []
    for token, start, _ in language.tokens(text):
        at = start
        for part in token.split("-"):
            words.append((language.stem(part.removesuffix("'s")), at, at + len(part)))
            at += len(part) + 1
    return words


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap, as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _stretches(passage: str) -> list[tuple[int, int]]:
    """Runs of whole sentences, each about as long as a snippet may be."""
    ends = [n + 2 for n in range(len(passage) - 1) if passage[n] in ".;" and passage[n + 1] == " "]
    stretches, start = [], 0
    for end in [*ends, len(passage)]:
        if end - start >= LENGTH // 2 or end == len(passage):
            stretches.append((start, end))
            start = end
    return [stretch for stretch in stretches if stretch[0] < stretch[1]]
