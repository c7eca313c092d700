"""Finding other members: a question, and those who answer it with what they chose to show.

Members are a few thousand at most: all who are listed are looked through in Python, once for a
question.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.directory.parts import PageLink
from casestudies.models import CollaborationType, Region, Service
from casestudies.question import PER_PAGE
from network import listed_members
from network.member_questions import FACETS, Labels, Question, read, words
from network.shown_members import Shown

AROUND = 2  # page links on each side of the current one


@dataclass(frozen=True)
class Value:
    """A value of a facet, and how many members choosing it alone would give."""

    slug: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class FacetView:
    name: str
    label: str
    values: tuple[Value, ...]

    @property
    def chosen_count(self) -> int:
        return sum(value.selected for value in self.values)

    @property
    def is_open(self) -> bool:
        """From the start: the short ones, and wherever something was chosen."""
        return self.name in {"service", "region"} or bool(self.chosen_count)


@dataclass(frozen=True)
class Chip:
    """A choice, and the address without it."""

    kind: str
    label: str
    url: str


class Members:
    """A question and its answer: who is found, and what each further choice would give.

    Values of one facet widen each other, facets and words narrow each other. Every word has to
    begin a word that the member shows.
    """

    def __init__(self, params: QueryDict):
        listed = listed_members.current()
        self.every = listed.members
        self.labels = _labels(listed.organisations)
        self.question = read(params, self.labels)

    @cached_property
    def _answering(self) -> dict[str, list[Shown]]:
        """In order: under "" those who are found; under a facet those whom it alone leaves out."""
        tests = _tests(self.question)
        found: dict[str, list[Shown]] = {name: [] for name in ("", *dict(tests))}
        if not tests:
            return {"": list(self.every)}
        for shown in self.every:
            failed = [name for name, passes in tests if not passes(shown)]
            if not failed:
                found[""].append(shown)
            elif len(failed) == 1:
                found[failed[0]].append(shown)
        return found

    @property
    def found(self) -> list[Shown]:
        return self._answering[""]

    @property
    def shown(self) -> list[Shown]:
        """Those of this page."""
        return self.found[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.found) // PER_PAGE))

    @property
    def page(self) -> int:
        return min(self.question.page, self.pages)

    @cached_property
    def facets(self) -> list[FacetView]:
        return [self._view_of(facet) for facet in FACETS if self.labels[facet]]

    def _view_of(self, facet: str) -> FacetView:
        answering = self._answering
        counts = Counter(
            slug
            # Those who are left out for this facet alone would be found by another of its values
            for shown in chain(answering[""], answering.get(facet, ()))
            for slug in shown.values[facet]
        )
        chosen = self.question.chosen.get(facet, ())
        values = [
            Value(slug, label, counts[slug], slug in chosen)
            for slug, label in self.labels[facet].items()
        ]
        return FacetView(facet, str(FACETS[facet]), tuple(values))

    @cached_property
    def chips(self) -> list[Chip]:
        asked = self.question
        text = Chip(_("Search"), f"“{asked.text}”", replace(asked, text="", page=1).url)
        return ([text] if asked.text else []) + [
            Chip(
                str(FACETS[facet]),
                self.labels[facet][slug],
                asked.only(facet, *(one for one in asked.chosen[facet] if one != slug)).url,
            )
            for facet, slug in asked.choices()
        ]

    @property
    def ignored(self) -> list[str]:
        if self.question.page <= self.pages:
            return list(self.question.ignored)
        last = ngettext(
            "There is only one page, so it is shown.",
            "There are only %(pages)s pages, so the last one is shown.",
            self.pages,
        )
        return [*self.question.ignored, last % {"pages": self.pages}]

    @property
    def pagination(self) -> list[PageLink]:
        """First, last, and those around the current page; nothing where one page holds all."""
        around = range(self.page - AROUND, self.page + AROUND + 1)
        links: list[PageLink] = []
        for number in sorted({1, self.pages, *(n for n in around if 1 <= n <= self.pages)}):
            if links and number - links[-1].number > 1:
                links.append(PageLink(number - 1, "", is_gap=True))
            links.append(PageLink(number, self._page_url(number), number == self.page))
        return links if self.pages > 1 else []

    def _page_url(self, number: int) -> str:
        return replace(self.question, page=number).url if 1 <= number <= self.pages else ""

    @property
    def previous_url(self) -> str:
        return self._page_url(self.page - 1)

    @property
    def next_url(self) -> str:
        return self._page_url(self.page + 1)


def _tests(asked: Question) -> list[tuple[str, Callable[[Shown], bool]]]:
    """What somebody must pass to be found, each by the facet that it is about, or by "q"."""

    def has_one_of(facet: str, slugs: frozenset[str]) -> Callable[[Shown], bool]:
        return lambda shown: not slugs.isdisjoint(shown.values[facet])

    def has_words(begins: list[str]) -> Callable[[Shown], bool]:
        return lambda shown: all(word in shown.text for word in begins)

    tests = [(f, has_one_of(f, frozenset(slugs))) for f, slugs in asked.chosen.items() if slugs]
    if asked.text:
        tests.append(("q", has_words([f" {word}" for word in words(asked.text)])))
    return tests


def _labels(organisations: dict[str, str]) -> Labels:
    """What can be chosen: every service, type and region, and organisations that somebody shows."""
    return {
        "service": dict(Service.objects.values_list("slug", "name")),
        "type": dict(CollaborationType.objects.values_list("slug", "name")),
        "region": dict(Region.objects.values_list("slug", "name")),
        "organisation": organisations,
    }
