"""The glossary and the everyday words: groups of words of which any one finds the others."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from casestudies.models import (
    GlossaryTerm,
    SearchPlace,
    SearchTerm,
    SearchWord,
    Synonym,
    WelshWord,
)
from casestudies.search import language

Form = tuple[str, ...]  # the stems of one way of saying it


class Other(NamedTuple):
    """Another form, and how it is written."""

    form: Form
    text: str
    is_wider: bool = False  # a place that the one asked for lies in


_kept: dict[str, "Glossary"] = {}
_reading = threading.Lock()


Group = dict[Form, str]  # all its forms, and how each is written


@dataclass(frozen=True)
class Glossary:
    """Every form, with the groups that it is in and, of a place, the groups that answer it."""

    alike: dict[Form, list[Group]]
    wider: dict[Form, list[Group]]
    words: frozenset[str] = frozenset()  # every word of every form, folded
    welsh: frozenset[Form] = frozenset()
    _others: dict[Form, tuple[Other, ...]] = field(default_factory=dict)  # of those asked for

    def __contains__(self, form: object) -> bool:
        return form in self.alike or form in self.wider

    def others(self, form: Form) -> tuple[Other, ...]:
        """What else says it or, of a place, answers it; nothing for a form that is not known."""
        if form not in self:
            return ()
        if form not in self._others:
            alike = {f: text for group in self.alike.get(form, ()) for f, text in group.items()}
            around = self._around(form, alike)
            self._others[form] = (
                *(Other(other, text) for other, text in alike.items() if other != form),
                *(Other(other, text, True) for other, text in around.items() if other not in alike),
            )
        return self._others[form]

    def _around(self, place: Form, alike: Group) -> Group:
        """What a place leads to, and what that leads to: a town's county, and its police area."""
        found: Group = {}
        towards = [place, *alike]
        for form in towards:  # which grows
            for group in self.wider.get(form, ()):
                towards += [other for other in group if other not in found and other != place]
                found |= group
        found.pop(place, None)
        return found

    @cached_property
    def longest(self) -> int:
        """How many stems the longest form has."""
        return max(self.longest_from.values(), default=1)

    @cached_property
    def longest_from(self) -> dict[str, int]:
        """How many stems the longest form has that begins with this one."""
        found: dict[str, int] = {}
        for form in (*self.alike, *self.wider):
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
    """In six queries for strings: it is read anew after every change, while somebody waits."""
    groups = {
        pk: [term, *filter(None, [expansion])]
        for pk, term, expansion in GlossaryTerm.objects.values_list("pk", "term", "expansion")
    }
    for group, word in _lines(Synonym, groups):
        group.append(word)
    known = {text.casefold(): group for group in groups.values() for text in group}
    of_term = {
        pk: known.get(term.casefold()) or [term]
        for pk, term in SearchTerm.objects.values_list("pk", "term")
    }
    for group, word in _lines(SearchWord, of_term):
        group.append(word)
    welsh: set[Form] = set()
    for group, word in _lines(WelshWord, of_term):
        in_welsh = _mutations(word)
        group += in_welsh
        welsh.update(map(_form, in_welsh))
    forms = {id(group): _forms(group) for group in (*groups.values(), *of_term.values())}
    places: dict[str, list[Group]] = {}
    for group, word in _lines(SearchPlace, of_term):
        places.setdefault(word, []).append(forms[id(group)])
    return _glossary(list(forms.values()), welsh, places)


def _lines(model: Any, groups: dict[int, list[str]]) -> Iterator[tuple[list[str], str]]:
    """Each word of a model with its group; none of a group that came after they were read."""
    for pk, word in model.objects.values_list("term", "word"):
        if pk in groups:
            yield groups[pk], word


def _glossary(groups: list[Group], welsh: set[Form], places: dict[str, list[Group]]) -> Glossary:
    """`places`, as they are written, lead to groups that do not lead back."""
    alike: dict[Form, list[Group]] = {}
    for group in groups:
        for form in group:
            alike.setdefault(form, []).append(group)
    wider: dict[Form, list[Group]] = {}
    for text, found in places.items():
        if form := _form(text):
            wider.setdefault(form, []).extend(found)
    texts = (*places, *(text for group in groups for text in group.values()))
    words = frozenset(word for text in texts for word in _words(text))
    return Glossary(alike, wider, words, frozenset(welsh))


def _forms(texts: list[str]) -> Group:
    forms: Group = {}
    for text in texts:
        forms.setdefault(_form(text), text)
    forms.pop((), None)
    return forms


# Most stay the same from one reading to the next
@lru_cache(maxsize=30_000)
def _form(text: str) -> Form:
    return tuple(language.stems(text))


@lru_cache(maxsize=30_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(part for word, _, _ in language.tokens(text) for part in language.parts(word))


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
