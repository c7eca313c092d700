"""What the keys in documents stand for today: the things themselves, under their present names."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import QuerySet

from casestudies.imports.documents import Document
from casestudies.imports.shapes import BY_KIND, CASE_STUDY, Link, Shape
from casestudies.models import OldSlug

Key = tuple[str, str]  # kind and last part of the address


class Named:
    """All that some documents name, read at once: two queries a kind that is named, at most three.

    A key that something had once leads to what has a new one since. `among` narrows a kind:
    `{"case-study": CaseStudy.objects.published()}` finds none that the public may not see.
    """

    def __init__(
        self,
        *documents: Document,
        shape: Shape = CASE_STUDY,
        among: Mapping[str, QuerySet[Any]] | None = None,
    ) -> None:
        keys: dict[str, set[str]] = {}
        for document in documents:
            for kind, key in keys_in(document, shape):
                keys.setdefault(kind, set()).add(key)
        self._found: dict[Key, Any] = {}
        for kind, named in keys.items():
            every = (among or {}).get(kind)
            if every is None:
                every = BY_KIND[kind].model._default_manager.all()
            self._read(kind, named, every)

    def _read(self, kind: str, keys: set[str], every: QuerySet[Any]) -> None:
        lookup = BY_KIND[kind].key
        for thing in every.filter(**{f"{lookup}__in": keys}):
            self._found[kind, getattr(thing, lookup)] = thing
        missing = [key for key in keys if (kind, key) not in self._found]
        if not missing or lookup != "slug":
            return
        old = OldSlug.objects.filter(kind=every.model._meta.model_name, slug__in=missing)
        targets = dict(old.values_list("slug", "target_id"))
        things = every.in_bulk(set(targets.values())) if targets else {}
        for slug, target in targets.items():
            if target in things:
                self._found[kind, slug] = things[target]

    def thing(self, kind: str, key: str) -> Any:
        """What has the key, or had it once; None where it is gone."""
        return self._found.get((kind, key))

    def called(self, kind: str, key: str) -> str:
        """Its name today; of what is gone, the key in words."""
        thing: models.Model | None = self.thing(kind, key)
        return str(thing) if thing is not None else key.replace("-", " ")

    def current(self, kind: str, key: str) -> str | None:
        """The key that it has today; None where it is gone."""
        thing = self.thing(kind, key)
        return None if thing is None else str(getattr(thing, BY_KIND[kind].key))

    def followed(self, document: Document, shape: Shape = CASE_STUDY) -> Document:
        """The document with the keys of today; those of things that are gone stay as they are."""

        def of_today(within: Document, links: Iterable[Link]) -> Document:
            new = dict(within)
            for link in links:
                given = within.get(link.name)
                if isinstance(given, list):
                    keys = {self.current(link.kind, str(key)) or str(key) for key in given}
                    new[link.name] = sorted(keys)
                elif isinstance(given, str):
                    new[link.name] = self.current(link.kind, given) or given
            return new

        new = of_today(document, shape.links)
        for rows in shape.rows:
            if rows.links and rows.name in document:
                new[rows.name] = [
                    of_today(line, rows.links) if isinstance(line, dict) else line
                    for line in lines_in(document, rows.name)
                ]
        return new


def keys_in(document: Document, shape: Shape = CASE_STUDY) -> Iterator[Key]:
    """Each thing that a document names, by kind and key, as often as it names it.

    What is not of the form that `shape` describes is passed over: an old document may be.
    """
    for link in shape.links:
        for key in _keys(document.get(link.name)):
            yield link.kind, key
    for rows in shape.rows:
        for line in lines_in(document, rows.name):
            for link in rows.links:
                for key in _keys(line.get(link.name) if isinstance(line, dict) else None):
                    yield link.kind, key


def lines_in(document: Document, name: str) -> list[Any]:
    lines = document.get(name)
    return lines if isinstance(lines, list) else []


def _keys(given: Any) -> Iterable[str]:
    listed = given if isinstance(given, list) else [given]
    return [key for key in listed if isinstance(key, str) and key]
