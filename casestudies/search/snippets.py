"""Shows why a study was found: its best passage with what the question asked for marked."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from casestudies.models import CaseStudy
from casestudies.search import language
from casestudies.search.synonyms import Form

LENGTH = 220  # characters of a snippet, about

Place = tuple[tuple[int, int], Form]  # from where to where a form stands in a text


def mark(text: str, forms: Collection[Form]) -> SafeString:
    """A text, escaped, with each of these words and phrases, given as stems, marked."""
    return _marked(text, _found(text, forms))


def held(text: str, forms: Collection[Form]) -> set[Form]:
    """Which of these words and phrases a text holds."""
    return {form for _, form in _found(text, forms)}


def show_why(study: CaseStudy, passages: Sequence[str], forms: Collection[Form]) -> None:
    """Mark title and summary, and add the snippet that says more than they do."""
    title, summary = _found(study.title, forms), _found(study.summary, forms)
    study.title_marked = _marked(study.title, title)
    study.summary_marked = _marked(study.summary, summary)
    study.snippet = snippet(passages, forms, {form for _, form in title + summary})


def snippet(
    passages: Sequence[str], forms: Collection[Form], shown: Collection[Form] = ()
) -> SafeString:
    """The stretch that holds most of what was asked for and not `shown`, marked; else empty."""
    best, most = "", 0
    telling = frozenset(forms).difference(shown)
    for passage in passages:
        # Most passages hold nothing, or no more than what is best already.
        if not telling or _may_hold(passage, _sought(telling)) <= most:
            continue
        found = _found(passage, telling)
        if len({form for _, form in found}) <= most:
            continue
        for start, end in _stretches(passage):
            holds = len({form for (first, last), form in found if start <= first and last <= end})
            if holds > most:
                before = "… " if start else ""
                after = " …" if end < len(passage) else ""
                best, most = f"{before}{passage[start:end].strip()}{after}", holds
    return mark(best, forms) if most else SafeString("")


def _marked(text: str, found: list[Place]) -> SafeString:
    shown, at = [], 0
    for start, end in _merged([span for span, _ in found]):
        shown += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*shown, escape(text[at:])]))  # noqa: S308 -- every piece is escaped


def _found(text: str, forms: Collection[Form]) -> list[Place]:
    """Where each form stands in a text: from the first character to the one after the last."""
    sought = _sought(frozenset(forms))
    if not _may_hold(text, sought):
        return []
    words, compounds = _words(text, sought.beginnings)
    found = []
    for n, (stem, start, end) in enumerate(words):
        for form in sought.by_first.get(stem, ()):
            here = words[n : n + len(form)]
            if tuple(word for word, _, _ in here) == form:
                found.append(((start, max(end, here[-1][2])), form))
    for stem, start, end in compounds:
        if (stem,) in sought.by_first.get(stem, ()):
            found.append(((start, end), (stem,)))
    return sorted(found)


@dataclass(frozen=True)
class Sought:
    """Forms to look for, prepared once for a whole page."""

    by_first: dict[str, list[Form]]  # the forms by their first word
    beginnings: tuple[str, ...]  # how their words begin
    pattern: re.Pattern[str]  # a word that begins so
    of_form: tuple[frozenset[str], ...]  # for each form the beginnings of its words


@lru_cache(maxsize=256)
def _sought(forms: frozenset[Form]) -> Sought:
    by_first: dict[str, list[Form]] = {}
    for form in forms:
        by_first.setdefault(form[0], []).append(form)
    of_form = tuple(frozenset(_beginning(stem) for stem in form) for form in forms)
    either = {begun for one in of_form for begun in one}
    either |= {begun.replace("i", "y") for begun in either}
    # With a word's first letters stand those of every other that begins with them.
    pattern = "|".join(re.escape(begun) for begun in sorted(either, key=len, reverse=True))
    return Sought(by_first, tuple(either), re.compile(f"(?<![a-z0-9])(?:{pattern})"), of_form)


def _beginning(stem: str) -> str:
    """What a word with this stem begins with, but for y: `tie` is the stem of `tying`."""
    return stem[:3] if len(stem) > 4 else stem[:2]


_JOINTS = re.compile("(?<=[a-z0-9])['-](?=[a-z0-9])")


def _may_hold(text: str, sought: Sought) -> int:
    """How many forms a text holds at most, by how its words begin: quicker than to look."""
    folded = language._fold_in_place(text)
    begun = set(sought.pattern.findall(folded))
    if "-" in folded:  # words with hyphens are looked for as one too
        begun.update(sought.pattern.findall(_JOINTS.sub("", folded)))
    if not begun:
        return 0
    begun |= {one[:length] for one in begun for length in (1, 2)}
    begun |= {one.replace("y", "i") for one in begun}
    return sum(form <= begun for form in sought.of_form)


Located = tuple[str, int, int]  # a stem, and where its word starts and ends


def _words(text: str, beginnings: tuple[str, ...]) -> tuple[list[Located], list[Located]]:
    """The stem of each part of each word that may be one of those wanted, by how it begins.

    Then those of hyphened words as wholes. Other words keep their place, but have no stem.
    """
    words: list[Located] = []
    compounds: list[Located] = []
    stem = language.stem
    for token, start, end in language.tokens(text):
        if "-" not in token:
            if token.startswith(beginnings):
                words.append((stem(token.removesuffix("'s")), start, end))
            else:
                words.append(("", start, end))
            continue
        at = start
        for part in token.split("-"):
            words.append((stem(part.removesuffix("'s")), at, at + len(part)))
            at += len(part) + 1
        if whole := language.compound(token):
            compounds.append((stem(whole), start, end))
    return words, compounds


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
