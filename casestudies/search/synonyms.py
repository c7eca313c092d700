"""The glossary and the everyday words: groups of words of which any one finds the others."""

import threading
from dataclasses import dataclass
from functools import cached_property

from casestudies.models import GlossaryTerm, SearchTerm
from casestudies.search import language

Form = tuple[str, ...]  # the stems of one way of saying it

_kept: dict[str, "Glossary"] = {}
_reading = threading.Lock()


@dataclass(frozen=True)
class Glossary:
    """Every form of every group, with the other forms of its group and how they are written."""

    others: dict[Form, tuple[tuple[Form, str], ...]]
    longest: int
    words: frozenset[str] = frozenset()  # every word of every form, folded
    welsh: frozenset[Form] = frozenset()

    @cached_property
    def longest_from(self) -> dict[str, int]:
        """How many stems the longest form has that begins with this one."""
        found: dict[str, int] = {}
        for form in self.others:
            found[form[0]] = max(len(form), found.get(form[0], 0))
        return found


def glossary(token: str) -> Glossary:
    """The glossary under this catalogue token; read once a token by each process."""
    found = _kept.get(token)
    if found is None:
        with _reading:
            found = _read()
            _kept.clear()
            _kept[token] = found
    return found


def _read() -> Glossary:
    groups: list[list[str]] = [
        [term.term, term.expansion, *(synonym.word for synonym in term.synonyms.all())]
        for term in GlossaryTerm.objects.prefetch_related("synonyms")
    ]
    group_of = {text.casefold(): group for group in groups for text in group}
    welsh: set[Form] = set()
    for term in SearchTerm.objects.prefetch_related("words", "welsh"):
        in_welsh = [text for word in term.welsh.all() for text in _mutations(word.word)]
        welsh.update(tuple(language.stems(text)) for text in in_welsh)
        words = [*(word.word for word in term.words.all()), *in_welsh]
        known = group_of.get(term.term.casefold())
        if known is not None:
            known += words
        else:
            groups.append([term.term, *words])
    return _glossary(groups, welsh)


def _glossary(groups: list[list[str]], welsh: set[Form]) -> Glossary:
    others: dict[Form, tuple[tuple[Form, str], ...]] = {}
    words: set[str] = set()
    for group in groups:
        forms: dict[Form, str] = {}
        for text in filter(None, group):
            words.update(p for word, _, _ in language.tokens(text) for p in language.parts(word))
            forms.setdefault(tuple(language.stems(text)), text)
        forms.pop((), None)
        for form in forms:
            rest = tuple((other, text) for other, text in forms.items() if other != form)
            others[form] = others.get(form, ()) + rest
    return Glossary(
        others, max((len(form) for form in others), default=1), frozenset(words), frozenset(welsh)
    )


# The soft mutation: how a Welsh word begins after many small words. A g is lost.
SOFT = {
    "ll": "l",
    "rh": "r",
    "p": "b",
    "t": "d",
    "c": "g",
    "b": "f",
    "d": "dd",
    "g": "",
    "m": "f",
}
NOT_MUTATED = ("ch", "dd", "ff", "ng", "ph", "th")


def _mutations(text: str) -> list[str]:
    """A Welsh text as it stands, and with its first or its last word in the soft mutation."""
    words = text.split()
    found = {text: None}
    for n in {0, len(words) - 1}:
        mutated = [*words[:n], _softened(words[n]), *words[n + 1 :]]
        found[" ".join(mutated)] = None
    return list(found)


def _softened(word: str) -> str:
    if word.startswith(NOT_MUTATED):
        return word
    start = next((start for start in SOFT if word.startswith(start)), None)
    return word if start is None else SOFT[start] + word[len(start) :]
