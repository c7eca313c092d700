"""The glossary and the everyday words: groups of words of which any one finds the others."""

import threading
from dataclasses import dataclass

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

    def match(self, stems: tuple[str, ...], start: int) -> Form | None:
        """The longest form that begins at this word of a question."""
        for length in range(min(self.longest, len(stems) - start), 0, -1):
            form = stems[start : start + length]
            if form in self.others:
                return form
        return None


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
    for term in SearchTerm.objects.prefetch_related("words"):
        words = [word.word for word in term.words.all()]
        known = group_of.get(term.term.casefold())
        if known is not None:
            known += words
        else:
            groups.append([term.term, *words])
    return _glossary(groups)


def _glossary(groups: list[list[str]]) -> Glossary:
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
    return Glossary(others, max((len(form) for form in others), default=0), frozenset(words))
