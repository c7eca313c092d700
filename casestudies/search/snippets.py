"""Shows why a study was found: its best passage with what the question asked for marked."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from casestudies.models import CaseStudy
from casestudies.search.spots import read
from casestudies.search.synonyms import Form
from casestudies.search.texts import Place, Texts, places

LENGTH = 220  # characters of a snippet, about


def mark(text: str, forms: Collection[Form]) -> SafeString:
    """A text, escaped, with each of these words and phrases, given as stems, marked."""
    ((found,),) = places([read([text])], forms)
    return _marked(text, found)


def show_why(studies: Sequence[CaseStudy], forms: Collection[Form], texts: Texts) -> None:
    """Mark titles and summaries, and add to each the snippet that says more than they do."""
    read_texts = texts.shown(studies)
    for study, text, found in zip(studies, read_texts, places(read_texts, forms), strict=True):
        study.title_marked = _marked(text.texts[0], found[0])
        study.summary_marked = _marked(text.texts[1], found[1])
        study.snippet = _snippet(text.texts, found)


def _snippet(texts: Sequence[str], places: Sequence[list[Place]]) -> SafeString:
    """The stretch of a passage that holds most of what title and summary do not; else empty."""
    best: tuple[str, int, int, list[Place]] | None = None
    most = 0
    shown = _forms(places[0]) | _forms(places[1])
    for n in range(2, len(texts)):
        found = places[n]
        # Most passages hold nothing, or no more than what is best already.
        if len(found) <= most or (forms := (_forms(found) & ~shown).bit_count()) <= most:
            continue
        stretches = _stretches(texts[n])
        held = _held(stretches, found) if len(stretches) > 1 else [_forms(found)]
        for stretch, bits in zip(stretches, held, strict=True):
            holds = (bits & ~shown).bit_count()
            if holds > most:
                best, most = (texts[n], *stretch, found), holds
                if holds == forms:
                    break
    return _stretch(*best) if best else SafeString("")


def _held(stretches: Sequence[tuple[int, int]], found: list[Place]) -> list[int]:
    """The bits of all forms that stand in each of these stretches of one passage."""
    ends = [end for _, end in stretches]
    held = [0] * len(ends)
    for start, end, bit in found:
        here = bisect_right(ends, start)
        if end <= ends[here]:
            held[here] |= bit
    return held


def _forms(found: list[Place]) -> int:
    """The bits of all forms that stand in these places."""
    bits = 0
    for _, _, bit in found:
        bits |= bit
    return bits


def _stretch(passage: str, start: int, end: int, found: list[Place]) -> SafeString:
    """A part of a passage, marked, with dots where the passage goes on. `found` is of it all."""
    whole = passage[start:end]
    here = whole.strip()
    at = start + len(whole) - len(whole.lstrip())
    inside = [(a - at, b - at, bit) for a, b, bit in found if start <= a and b <= end]
    before = "… " if start else ""
    after = " …" if end < len(passage) else ""
    return SafeString(f"{before}{_marked(here, inside)}{after}")  # escaped there


def _marked(text: str, found: list[Place]) -> SafeString:
    whole = escape(text)
    if not found:
        return SafeString(whole)
    # Most texts have nothing to escape; then neither have their pieces.
    escaped = str if whole == text else escape
    shown, at = [], 0
    for start, end in _merged([(start, end) for start, end, _ in found]):
        shown += [escaped(text[at:start]), "<mark>", escaped(text[start:end]), "</mark>"]
        at = end
    return SafeString("".join([*shown, escaped(text[at:])]))  # every piece is escaped


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap, as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


_SENTENCE_ENDS = re.compile("[.;](?= )")


@lru_cache(maxsize=5000)  # of some hundred letters each, which are kept for marking anyway
def _stretches(passage: str) -> list[tuple[int, int]]:
    """Runs of whole sentences, each about as long as a snippet may be."""
    ends = [found.end() + 1 for found in _SENTENCE_ENDS.finditer(passage)]
    stretches, start = [], 0
    for end in [*ends, len(passage)]:
        if end - start >= LENGTH // 2 or end == len(passage):
            stretches.append((start, end))
            start = end
    return [stretch for stretch in stretches if stretch[0] < stretch[1]]
