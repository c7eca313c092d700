"""What a reader asks of the directory, read from an address and written back into one.

A `Question` holds only what was understood. What was not is named in `ignored`, so that no page
narrows a list, or fails to, without saying so.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from casestudies import search
from casestudies.catalogue import Catalogue
from casestudies.facets import FACETS, FACETS_BY_NAME

SORTS = ("relevance", "title", "newest", "verified", "saving")
PER_PAGE = 20
MOST_PER_PAGE = 100
MOST_IGNORED = 8  # more would be a wall of words made by somebody else
EARLIEST, LATEST = 1800, 2200  # years that a start can be in
LONGEST_VALUE_REPEATED = 40
# Characters of a search that are kept, as many as the box takes; hundreds of links repeat them.
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Ignored:
    """A parameter that was left out of the question, and a sentence that says why."""

    parameter: str
    value: str
    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Question:
    """Text, facet values, years, order and page. Immutable: each method gives another one."""

    text: str = ""
    # Facet to slugs, in the order of the facets; those of which nothing is chosen are not in it
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    match_all: bool = True
    from_year: int | None = None
    to_year: int | None = None
    sort: str = ""  # "" is the natural one: relevance with text, A-Z without
    page: int = 1
    per_page: int = PER_PAGE
    ignored: tuple[Ignored, ...] = ()

    @property
    def order(self) -> str:
        return self.sort or ("relevance" if self.text else "title")

    @property
    def is_narrowing(self) -> bool:
        """Whether it asks for less than everything."""
        return bool(self.text or self.chosen or self.from_year or self.to_year)

    def values(self, facet: str) -> tuple[str, ...]:
        return self.chosen.get(facet, ())

    def toggled(self, facet: str, slug: str) -> Self:
        """With a value chosen that was not, or without one that was; from the first page."""
        now = self.values(facet)
        then = tuple(s for s in now if s != slug) if slug in now else (*now, slug)
        return self.only(facet, *then)

    def only(self, facet: str, *slugs: str) -> Self:
        """With just these values of a facet; from the first page."""
        chosen = {**self.chosen, facet: slugs}
        return self.but(chosen={f.name: chosen[f.name] for f in FACETS if chosen.get(f.name)})

    def but(self, **changes) -> Self:
        """With these parts changed; from the first page unless that is what changes."""
        # What `replace` does, in a fifth of the time: a page makes twenty of them
        other = object.__new__(type(self))
        vars(other).update(vars(self), page=1)
        vars(other).update(changes)
        return other

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Name and value of each parameter, in one fixed order, defaults left out."""
        if self.text:
            yield "q", self.text
        for facet, slugs in self.chosen.items():
            for slug in slugs:
                yield facet, slug
        if not self.match_all:
            yield "service_match", "any"
        if self.from_year is not None:
            yield "from", str(self.from_year)
        if self.to_year is not None:
            yield "to", str(self.to_year)
        if self.sort:
            yield "sort", self.sort
        if self.per_page != PER_PAGE:
            yield "per_page", str(self.per_page)
        if self.page > 1:
            yield "page", str(self.page)

    def query_string(self) -> str:
        """`?q=…` in the one canonical order, or nothing where everything is asked for."""
        pairs = "&".join([_encoded(*pair) for pair in self.parameters()])
        return f"?{pairs}" if pairs else ""


@lru_cache(maxsize=2000)
def _encoded(name: str, value: str) -> str:
    """One parameter as it stands in an address. A page has thirty addresses of much the same."""
    return urlencode([(name, value)])


class Reader:
    """Reads a question from an address, once. Never fails; says what it left out."""

    def __init__(self, params: QueryDict, catalogue: Catalogue):
        self.params = params
        self.catalogue = catalogue
        self.ignored: list[Ignored] = []

    def read(self) -> Question:
        from_year, to_year = self._year("from"), self._year("to")
        if from_year and to_year and from_year > to_year:
            self._leave_out(
                "to", str(to_year), _("The years were the wrong way round, so we swapped them.")
            )
            from_year, to_year = to_year, from_year
        question = Question(
            text=text_of(self.params),
            chosen={
                facet.name: slugs
                for facet in FACETS
                if facet.name in self.params and (slugs := self._chosen(facet.name))
            },
            match_all=self._one_of("service_match", ("all", "any")) != "any",
            from_year=from_year,
            to_year=to_year,
            sort=self._one_of("sort", SORTS),
            page=self._number("page", 1, None, default=1),
            per_page=self._number("per_page", 1, MOST_PER_PAGE, default=PER_PAGE),
        )
        if question.sort == "relevance" and not question.text:
            question = replace(question, sort="")
        self._name_unknown_parameters()
        return replace(question, ignored=tuple(self.ignored[:MOST_IGNORED]))

    def read_facets(self, names: Collection[str]) -> Question:
        """Only what is chosen of these facets; whatever else the address says is named as left out.

        For pages that ask less than the directory does.
        """
        chosen = {
            f.name: slugs for f in FACETS if f.name in names and (slugs := self._chosen(f.name))
        }
        for name in self.params:
            if name not in names:
                self._leave_out(
                    name,
                    self.params.get(name, ""),
                    _("This page does not ask for “%(name)s”, so it was left out.")
                    % {"name": repeatable(name)},
                )
        return Question(chosen=chosen, ignored=tuple(self.ignored[:MOST_IGNORED]))

    def _chosen(self, facet: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for value in dict.fromkeys(self.params.getlist(facet)):
            if not value:
                continue
            slug = self.catalogue.resolve(facet, value)
            if slug is not None:
                found[slug] = None
            else:
                label = str(FACETS_BY_NAME[facet].label)
                self._leave_out(
                    facet,
                    value,
                    _("%(facet)s “%(value)s” is not one we know, so it was left out.")
                    % {"facet": label, "value": repeatable(value)},
                )
        return tuple(found)

    def _one_of(self, name: str, known: tuple[str, ...]) -> str:
        value = self.params.get(name, "")
        if not value or value in known:
            return value
        self._leave_out(
            name,
            value,
            _("“%(value)s” is not a choice for %(name)s, so it was left out.")
            % {"value": repeatable(value), "name": name},
        )
        return ""

    def _number(self, name: str, least: int, most: int | None, default: int) -> int:
        value = self.params.get(name, "").strip()
        if not value:
            return default
        # isdecimal alone would take figures of other scripts; no list has more than ten of them.
        if value.isascii() and value.isdecimal() and len(value) <= 10:
            number = int(value)
            kept = max(number, least) if most is None else min(max(number, least), most)
            if kept == number:
                return number
        else:
            kept = default
        self._leave_out(
            name,
            value,
            _("“%(value)s” does not work for %(name)s, so %(kept)s is used.")
            % {"value": repeatable(value), "name": name, "kept": kept},
        )
        return kept

    def _year(self, name: str) -> int | None:
        value = self.params.get(name, "").strip()
        if not value:
            return None
        if value.isascii() and value.isdecimal() and len(value) == 4:
            year = int(value)
            if EARLIEST <= year <= LATEST:
                return year
        self._leave_out(
            name,
            value,
            _("“%(value)s” is not a year we can use, so it was left out.")
            % {"value": repeatable(value)},
        )
        return None

    def _name_unknown_parameters(self) -> None:
        known = {"q", "service_match", "from", "to", "sort", "page", "per_page", *FACETS_BY_NAME}
        for name in self.params:
            if name not in known:
                self._leave_out(
                    name,
                    self.params.get(name, ""),
                    _("The directory cannot be narrowed by “%(name)s”, so it was left out.")
                    % {"name": repeatable(name)},
                )

    def _leave_out(self, parameter: str, value: str, reason: str) -> None:
        self.ignored.append(Ignored(repeatable(parameter), repeatable(value), reason))


def text_of(params: QueryDict) -> str:
    """What was searched for, on one line; several boxes of the same name read as one question."""
    return search.tidy(" ".join(params.getlist("q")))[:LONGEST_TEXT].rstrip()


def repeatable(value: str) -> str:
    """A value from an address, short and printable enough to be repeated on the page."""
    tidied = search.tidy(value)
    if len(tidied) <= LONGEST_VALUE_REPEATED:
        return tidied
    return tidied[: LONGEST_VALUE_REPEATED - 1] + "…"
