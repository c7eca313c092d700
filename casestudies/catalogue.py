"""The published catalogue in memory: which studies there are, in which order, with which values.

A catalogue is immutable and belongs to one *token*. The token stands in one database row, which
every change that a reader could see replaces in its own transaction; so each process, on any host,
notices at its next request. Inside a catalogue each study is a bit, numbered in A-Z order, and each
value of each facet is an integer with the bits of its studies: counting is then a matter of
`(these & value).bit_count()`.
"""

import datetime as dt
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.utils import timezone

from casestudies import in_force, names
from casestudies.cards import CardReader
from casestudies.entries import Entry, entries_of
from casestudies.facets import FACETS, FACETS_BY_NAME
from casestudies.keeping import Kept
from casestudies.models import CaseStudy, CatalogueVersion, OldSlug
from casestudies.search import Shelf, Suggestions

# Two, so that a request that began under the last token is not left without its catalogue.
KEPT = 2
# Studies kept in memory by each process: about 10 kB for a card, 40 kB for a page.
MOST_CARDS = 2000
MOST_READINGS = 300
MOST_FRAGMENTS = 20_000  # about 1 kB each


@dataclass(frozen=True)
class Catalogue:
    """Everything published under one token. `entries` is in A-Z order; bit n is `entries[n]`."""

    token: str
    entries: tuple[Entry, ...]
    labels: dict[str, dict[str, str]]
    bits: dict[str, dict[str, int]]
    former: dict[str, dict[str, str]]
    unlisted: dict[str, frozenset[str]]  # values that are retired, and that nothing here has

    @cached_property
    def all(self) -> int:
        return (1 << len(self.entries)) - 1

    @cached_property
    def position(self) -> dict[int, int]:
        """Which bit a study is, by its primary key."""
        return {entry.pk: n for n, entry in enumerate(self.entries)}

    def value(self, facet: str, slug: str) -> int:
        return self.bits[facet].get(slug, 0)

    def resolve(self, facet: str, slug: str) -> str | None:
        """The slug that a value has now, given one that it has or had; None if it never had it."""
        if slug in self.labels[facet]:
            return slug
        return self.former[facet].get(slug)

    def count(self, facet: str, among: int) -> dict[str, int]:
        """How many of these studies each value of a facet has."""
        return {slug: (bits & among).bit_count() for slug, bits in self.bits[facet].items()}

    @cached_property
    def years(self) -> dict[int, int]:
        """The bits of the studies that started in each year."""
        years: dict[int, int] = {}
        for n, entry in enumerate(self.entries):
            if entry.year is not None:
                years[entry.year] = years.get(entry.year, 0) | 1 << n
        return dict(sorted(years.items()))

    def started_between(self, first: int | None, last: int | None) -> int:
        """The studies known to have started in these years, both included."""
        found = 0
        for year, bits in self.years.items():
            if (first is None or year >= first) and (last is None or year <= last):
                found |= bits
        return found

    @cached_property
    def orders(self) -> dict[str, np.ndarray]:
        """The positions in each order of reading but relevance. Ties are in A-Z order."""
        everyone = range(len(self.entries))
        return {
            "title": np.arange(len(self.entries)),
            "newest": _descending(everyone, lambda n: self.entries[n].started),
            "verified": _descending(everyone, lambda n: self.entries[n].verified),
            "saving": _descending(everyone, lambda n: self.entries[n].saving),
        }

    def in_order(self, among: int, order: np.ndarray) -> np.ndarray:
        """The positions of these studies in the given order."""
        return order[self.mask(among)[order]]

    def mask(self, bits: int) -> np.ndarray:
        """The same studies as an array of truths."""
        size = len(self.entries)
        packed = np.frombuffer(bits.to_bytes(size // 8 + 1, "little"), np.uint8)
        return np.unpackbits(packed, count=size, bitorder="little").astype(bool)

    def bits_of(self, mask: np.ndarray) -> int:
        """The same studies as bits."""
        return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")

    def cards(self, pks: Iterable[int]) -> list[CaseStudy]:
        """These studies in this order, with all that a card shows. Copy before changing one."""
        wanted = list(pks)
        found = self._cards.get_all(wanted, self._card_reader.read)
        return [found[pk] for pk in wanted if pk in found]

    @property
    def best_evidence(self) -> dict[int, int]:
        """The level of each study's best-known outcome, 1 to 4, by primary key. Shared: only read.

        One query under each catalogue.
        """
        return self._card_reader.best_evidence

    @cached_property
    def _card_reader(self) -> CardReader:
        return CardReader([entry.pk for entry in self.entries], self.bits)

    @cached_property
    def _cards(self) -> Kept[int, CaseStudy]:
        return Kept(MOST_CARDS)

    def reading(self, pk: int) -> CaseStudy | None:
        """A study with everything its own page shows. Copy before changing it."""
        published = CaseStudy.objects.published().for_reading().filter(pk=pk)
        return self._readings.get(pk, published.first)

    @cached_property
    def _readings(self) -> Kept[int, CaseStudy]:
        return Kept(MOST_READINGS)

    @cached_property
    def fragments(self) -> Kept[tuple[object, ...], Any]:
        """Pieces of pages, drawn once under this catalogue: the tag `keep`, and `outlines`."""
        return Kept(MOST_FRAGMENTS)

    @cached_property
    def by_slug(self) -> dict[str, int]:
        """The primary key of each study by its slug."""
        return {entry.slug: entry.pk for entry in self.entries}

    @cached_property
    def shelf(self) -> Shelf:
        """The search index as this catalogue sees it."""
        return Shelf([entry.pk for entry in self.entries])

    @cached_property
    def suggestions(self) -> Suggestions:
        """Every name that leads to something published."""
        schemes = ((entry.slug, entry.title) for entry in self.entries)
        return Suggestions(names.of_published(schemes, self.labels, self.bits))

    def favour(self, on: dt.date) -> np.ndarray:
        """By how much the place of each study counts on a day: see `Entry.favour`."""
        found = self._favours.peek(on)
        if found is None:
            found = np.array([entry.favour(on) for entry in self.entries], int)
            self._favours.put(on, found)
        return found

    @cached_property
    def _favours(self) -> Kept[dt.date, np.ndarray]:
        return Kept(2)  # a question may have been asked before midnight


def _descending(positions: Iterable[int], key: Callable[[int], Any]) -> np.ndarray:
    """Largest first; unknown (empty) last; equal ones stay in A-Z order."""
    groups: dict[Any, list[int]] = {}
    for n in positions:
        groups.setdefault(key(n), []).append(n)
    return np.array([n for value in sorted(groups, reverse=True) for n in groups[value]], int)


def bits_in(bits: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


# The token, and the catalogues of this process.

_kept: dict[str, Catalogue] = {}
_building = threading.Lock()


def current(token: str | None = None) -> Catalogue:
    """The catalogue in force, built by this process if it has not seen it yet; else one query.

    `token` is what this request was told already by `current_token()`, if it has asked.
    """
    if token is None:
        token = current_token()
    catalogue = _kept.get(token)
    if catalogue is None:
        with _building:
            catalogue = _kept.get(token) or _build(token)
            while len(_kept) >= KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[token] = catalogue
    return catalogue


def current_token() -> str:
    """The token in force now, asked of the database: "" before anything was ever published."""
    return in_force.token()


def changed() -> None:
    """Say, in the transaction of the change, that a reader could see something else now."""
    # Not a counter: a number that is rolled back would be used again for other content.
    now = {"token": uuid.uuid4().hex, "changed_at": timezone.now()}
    if not CatalogueVersion.objects.filter(pk=1).update(**now):
        CatalogueVersion.objects.get_or_create(pk=1, defaults=now)


def _build(token: str) -> Catalogue:
    studies = CaseStudy.objects.published()
    entries = entries_of(studies)
    position = {entry.pk: n for n, entry in enumerate(entries)}
    labels, bits, replaced, unlisted = {}, {}, {}, {}
    for facet in FACETS:
        rows = facet.rows()
        labels[facet.name] = dict(facet.values(rows))
        bits[facet.name] = _bits_by_slug(labels[facet.name], facet.links(studies), position)
        replaced[facet.name] = facet.replaced(rows)
        unused = {slug for slug, found in bits[facet.name].items() if not found}
        unlisted[facet.name] = facet.retired(rows) & unused
    return Catalogue(token, entries, labels, bits, _former_slugs(replaced), unlisted)


def _bits_by_slug(
    slugs: Iterable[str], links: Iterable[tuple[int, str]], position: dict[int, int]
) -> dict[str, int]:
    """One integer a value. Filled as bytes: setting bits in a growing integer is quadratic."""
    size = len(position) // 8 + 1
    filling = {slug: bytearray(size) for slug in slugs}
    for pk, slug in links:
        n = position.get(pk)
        if n is not None and slug in filling:
            filling[slug][n >> 3] |= 1 << (n & 7)
    return {slug: int.from_bytes(filled, "little") for slug, filled in filling.items()}


def _former_slugs(replaced: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """For each facet whose values have addresses: which value an old slug leads to now.

    `replaced` says so of values that were retired, and have their slugs still.
    """
    former: dict[str, dict[str, str]] = {name: {} for name in FACETS_BY_NAME}
    of_kind = {f.model._meta.model_name: (f.name, f.model) for f in FACETS if f.model is not None}
    old: dict[str, list[tuple[str, int]]] = {}
    rows = OldSlug.objects.filter(kind__in=of_kind).values_list("kind", "slug", "target_id")
    for kind, slug, target in rows:
        old.setdefault(kind, []).append((slug, target))
    for kind, pairs in old.items():
        name, model = of_kind[kind]
        now = model._default_manager.in_bulk([target for _, target in pairs])
        former[name] = {slug: now[target].slug for slug, target in pairs if target in now}
    for name, by in replaced.items():
        former[name] = {slug: by.get(new, new) for slug, new in former[name].items()} | by
    return former
