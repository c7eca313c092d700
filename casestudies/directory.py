"""A question to the catalogue and its answer: the one object behind every list and download."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casestudies import catalogue as catalogues
from casestudies import search
from casestudies.catalogue import Catalogue
from casestudies.facets import FACETS, FACETS_BY_NAME, Facet
from casestudies.models import CaseStudy
from casestudies.question import Ignored, Question, Reader

SORT_LABELS: dict[str, str | Promise] = {
    "relevance": gettext_lazy("Best match"),
    "title": gettext_lazy("A to Z"),
    "newest": gettext_lazy("Newest"),
    "verified": gettext_lazy("Last confirmed"),
    "saving": gettext_lazy("Largest saving"),
}
SHOWN_AROUND = 2  # page links on each side of the current one


@dataclass(frozen=True)
class Value:
    """A value of a facet: what choosing it, or giving it up, would lead to."""

    slug: str
    label: str
    count: int
    selected: bool
    leads_to: Callable[[str], str]  # slug to address

    @property
    def url(self) -> str:
        """Made when it is read: a page has hundreds of values and shows the addresses of few."""
        return self.leads_to(self.slug)

    @property
    def is_empty(self) -> bool:
        return self.count == 0 and not self.selected


@dataclass(frozen=True)
class FacetView:
    """A facet with the counts that hold for one question."""

    name: str
    label: str
    help: str
    values: tuple[Value, ...]
    all_values: tuple[Value, ...]
    is_open: bool
    may_match_all: bool
    more_url: str

    @property
    def chosen_count(self) -> int:
        return sum(value.selected for value in self.all_values)

    @property
    def hidden_count(self) -> int:
        return len(self.all_values) - len(self.values)


@dataclass(frozen=True)
class Chip:
    """Something that narrows the list, and the address without it."""

    kind: str
    label: str
    url: str
    question: Question


@dataclass(frozen=True)
class Relaxation:
    """A single choice to give up when nothing was found, and how many schemes that would give."""

    kind: str
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Choice:
    """One of several ways to show the same answer."""

    name: str
    label: str
    url: str
    selected: bool


@dataclass(frozen=True)
class PageLink:
    number: int
    url: str
    is_current: bool = False
    is_gap: bool = False


@dataclass(frozen=True)
class Years:
    """The start years asked for, and the first and last that the catalogue has."""

    from_year: int | None
    to_year: int | None
    first: int | None
    last: int | None


class Directory:
    """The published case studies that answer a question.

    `params` are those of the address; `within` narrows the whole directory beforehand to one facet
    value, as a landing page does, and is no choice of the reader's. Reading any attribute twice
    costs nothing. Nothing here fails on bad parameters: see `ignored`.
    """

    def __init__(
        self,
        params: QueryDict,
        *,
        within: tuple[str, str] | None = None,
        address: str | None = None,
    ):
        self.catalogue: Catalogue = catalogues.current()
        self._within = within
        self.address = address or reverse("casestudies:directory")
        self.question: Question = Reader(params, self.catalogue).read()

    @classmethod
    def everything(cls) -> Self:
        return cls(QueryDict())

    # What was asked

    @property
    def text(self) -> str:
        return self.question.text

    @property
    def match_all(self) -> bool:
        return self.question.match_all

    @property
    def has_narrowing(self) -> bool:
        return self.question.is_narrowing

    @cached_property
    def ignored(self) -> list[Ignored]:
        """What was left out of the question or corrected, each with a sentence for the reader."""
        found = list(self.question.ignored)
        if self.found is not None and self.found.was_cut:
            reason = _("Your search was long, so only the beginning was used.")
            found.append(Ignored("q", "", reason))
        if self.text and self.found is None:
            reason = _("Your search has no words to look for, so it was left out.")
            found.append(Ignored("q", self.text, reason))
        if self.found is not None and self.found.missing and self.found.found.any():
            words = ", ".join(f"“{word}”" for word in self.found.missing)
            reason = _("No case study has %(words)s, so it was left out.") % {"words": words}
            found.append(Ignored("q", words, reason))
        if self.question.page > self.pages:
            reason = ngettext(
                "There is only one page, so it is shown.",
                "There are only %(pages)s pages, so the last one is shown.",
                self.pages,
            ) % {"pages": self.pages}
            found.append(Ignored("page", str(self.question.page), reason))
        return found

    # What answers it

    @cached_property
    def found(self) -> search.Found | None:
        """What the text found, or None where there is no text to look for."""
        return self._find(self.text)

    def _find(self, text: str) -> search.Found | None:
        if not text:
            return None
        return search.find(text, token=self.catalogue.token, shelf=self.catalogue.shelf)

    @cached_property
    def _base(self) -> int:
        """Everything that the page is about before the reader chooses."""
        if self._within is None:
            return self.catalogue.all
        return self.catalogue.value(*self._within)

    def _text_bits(self, question: Question) -> int:
        found = self.found if question.text == self.text else self._find(question.text)
        return self.catalogue.all if found is None else self.catalogue.bits_of(found.found)

    def _bits(self, question: Question, *, without: str = "") -> int:
        """The studies that answer a question, leaving one facet's choice aside."""
        bits = self._base & self._text_bits(question)
        for facet in FACETS:
            if facet.name != without:
                bits &= self._facet_bits(facet, question)
        if question.from_year is not None or question.to_year is not None:
            bits &= self.catalogue.started_between(question.from_year, question.to_year)
        return bits

    def _facet_bits(self, facet: Facet, question: Question) -> int:
        """The studies that a facet's choice leaves: with any of its values, or with all."""
        chosen = [self.catalogue.value(facet.name, slug) for slug in question.values(facet.name)]
        if not chosen:
            return self.catalogue.all
        bits = chosen[0]
        for more in chosen[1:]:
            bits = bits & more if self._must_match_all(facet, question) else bits | more
        return bits

    def _must_match_all(self, facet: Facet, question: Question) -> bool:
        return facet.may_match_all and question.match_all

    def finds(self, question: Question) -> int:
        """How many studies would answer another question asked here."""
        return self._bits(question).bit_count()

    @cached_property
    def bits(self) -> int:
        return self._bits(self.question)

    @cached_property
    def count(self) -> int:
        return self.bits.bit_count()

    @cached_property
    def total(self) -> int:
        return self._base.bit_count()

    @cached_property
    def positions(self) -> np.ndarray:
        """The whole answer in the order asked for, as places in the catalogue."""
        if self.question.order == "relevance" and self.found is not None:
            # Places are in A-Z order, and a stable sort keeps it among equals.
            places = np.flatnonzero(self.catalogue.mask(self.bits))
            scores = self.found.scores[places] * self.catalogue.favour[places]
            return places[np.argsort(-scores, kind="stable")]
        order = "title" if self.question.order == "relevance" else self.question.order
        return self.catalogue.in_order(self.bits, self.catalogue.orders[order])

    def pks(self, first: int = 0, last: int | None = None) -> list[int]:
        """The primary keys of the answer, or of a stretch of it, in order."""
        return [self.catalogue.entries[n].pk for n in self.positions[first:last]]

    # One page of it

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.question.per_page))

    @property
    def page(self) -> int:
        return min(self.question.page, self.pages)

    @property
    def first(self) -> int:
        return min(self.count, (self.page - 1) * self.question.per_page + 1)

    @property
    def last(self) -> int:
        return min(self.count, self.page * self.question.per_page)

    @cached_property
    def studies(self) -> list[CaseStudy]:
        """The case studies of this page, with everything a card shows."""
        pks = self.pks(self.first - 1, self.last) if self.count else []
        studies = self.catalogue.cards(pks)
        if self.found is None or not self.found.marked:
            return studies
        return search.show_why([copy(study) for study in studies], self.found.marked)

    def every_study(self, at_once: int = 200) -> Iterator[CaseStudy]:
        """The whole answer in order, read a few at a time: for downloads of any size."""
        for start in range(0, self.count, at_once):
            pks = self.pks(start, start + at_once)
            loaded = CaseStudy.objects.published().for_reading().in_bulk(pks)
            yield from (loaded[pk] for pk in pks if pk in loaded)

    # What it can be narrowed by

    @cached_property
    def facets(self) -> list[FacetView]:
        """Every facet with its values; each count is what choosing that value would give."""
        return [view for facet in FACETS if (view := self._facet_view(facet)) is not None]

    def facet(self, name: str) -> FacetView:
        """One facet, also where the page leaves it out."""
        return self._view_of(FACETS_BY_NAME[name])

    def _facet_view(self, facet: Facet) -> FacetView | None:
        if self._within is not None and self._within[0] == facet.name and not facet.may_match_all:
            return None
        view = self._view_of(facet)
        nothing = not facet.is_shown_empty and not any(self.catalogue.bits[facet.name].values())
        return None if nothing and not view.chosen_count else view

    def _view_of(self, facet: Facet) -> FacetView:
        question = self.question
        chosen = question.values(facet.name)
        together = self._must_match_all(facet, question)
        among = self.bits if together else self._bits(question, without=facet.name)
        counts = self.catalogue.count(facet.name, among)

        def toggled(slug: str) -> str:
            return self.url_for(question.toggled(facet.name, slug))

        values = tuple(
            Value(
                slug=slug,
                label=label,
                count=counts[slug],
                selected=slug in chosen,
                leads_to=toggled,
            )
            for slug, label in self.catalogue.labels[facet.name].items()
            if self._within != (facet.name, slug)
        )
        return FacetView(
            name=facet.name,
            label=str(facet.label),
            help=_combining(facet, together),
            values=_shown(facet, values),
            all_values=values,
            is_open=facet.is_open or bool(chosen),
            may_match_all=facet.may_match_all,
            more_url=reverse(facet.more) if facet.more else "",
        )

    @cached_property
    def years(self) -> Years:
        known = list(self.catalogue.years)
        first, last = (known[0], known[-1]) if known else (None, None)
        return Years(self.question.from_year, self.question.to_year, first, last)

    # What narrows it now

    @cached_property
    def chips(self) -> list[Chip]:
        """One for everything that narrows the list or changes how choices combine."""
        question = self.question
        chips = []
        if self.text and self.found is not None:
            chips.append(self._chip(_("Search"), f"“{self.text}”", question.but(text="")))
        for facet in FACETS:
            for slug in question.values(facet.name):
                label = self.catalogue.labels[facet.name][slug]
                chips.append(
                    self._chip(str(facet.label), label, question.toggled(facet.name, slug))
                )
        if not question.match_all:
            chips.append(self._chip(_("Service"), _("any of them"), question.but(match_all=True)))
        if question.from_year is not None:
            label = _("from %(year)s") % {"year": question.from_year}
            chips.append(self._chip(_("Started"), label, question.but(from_year=None)))
        if question.to_year is not None:
            label = _("up to %(year)s") % {"year": question.to_year}
            chips.append(self._chip(_("Started"), label, question.but(to_year=None)))
        return chips

    def _chip(self, kind: str, label: str, without: Question) -> Chip:
        return Chip(kind, label, self.url_for(without), without)

    @cached_property
    def relaxations(self) -> list[Relaxation]:
        """Where nothing was found: each single choice that gives something when dropped."""
        found = [
            Relaxation(chip.kind, chip.label, self.finds(chip.question), chip.url)
            for chip in self.chips
        ]
        if not self.match_all or len(self.question.values("service")) < 2:
            either = []
        else:
            question = self.question.but(match_all=False)
            count = self.finds(question)
            either = [Relaxation(_("Service"), _("all of them"), count, self.url_for(question))]
        return [relaxation for relaxation in found + either if relaxation.count]

    # Words and addresses for the page

    @property
    def heading(self) -> str:
        if not self.count:
            return _("No schemes")
        return ngettext("%(count)s scheme", "%(count)s schemes", self.count) % {"count": self.count}

    @property
    def subheading(self) -> str:
        if self.count == self.total:
            return ""
        return _("of %(total)s") % {"total": self.total}

    @property
    def searched_for(self) -> str:
        """What was searched for in place of what was typed, where that found nothing."""
        return self.found.corrected if self.found is not None else ""

    @property
    def instead_of(self) -> str:
        return self.text if self.searched_for else ""

    @property
    def strict_url(self) -> str:
        """The search as typed: words in quotes are never mended."""
        return self.url_for(self.question.but(text=f'"{self.text.replace(chr(34), "")}"'))

    @property
    def also(self) -> tuple[str, ...]:
        """Other words for the same that found something too."""
        return self.found.also if self.found is not None else ()

    def url_for(self, question: Question) -> str:
        return self.address + question.query_string()

    @property
    def url(self) -> str:
        """The one address of this answer, page included."""
        return self.url_for(self.question.but(page=self.page))

    @property
    def clear_url(self) -> str:
        return self.address

    @cached_property
    def sorts(self) -> list[Choice]:
        now = self.question.order
        names = [name for name in SORT_LABELS if name != "relevance" or self.found is not None]
        natural = "relevance" if self.text else "title"
        return [
            Choice(
                name=name,
                label=str(SORT_LABELS[name]),
                url=self.url_for(self.question.but(sort="" if name == natural else name)),
                selected=name == now,
            )
            for name in names
        ]

    @cached_property
    def layouts(self) -> list[Choice]:
        """The same answer as a list and as a map."""
        query = self.question.but(page=1).query_string()
        addresses = {
            "list": (_("List"), reverse("casestudies:directory")),
            "map": (_("Map"), reverse("casestudies:map")),
        }
        return [
            Choice(name, label, address + query, selected=address == self.address)
            for name, (label, address) in addresses.items()
        ]

    @cached_property
    def downloads(self) -> list[tuple[str, str]]:
        """Label and address of each file that holds the same rows, all pages of them."""
        query = self._as_a_reader_would_ask().query_string()
        return [
            (_("Spreadsheet (CSV)"), reverse("casestudies:directory_csv") + query),
            (_("Data (JSON)"), reverse("casestudies:directory_json") + query),
        ]

    def _as_a_reader_would_ask(self) -> Question:
        """The question with the page's own subject as a choice, for addresses without a subject."""
        question = self.question.but(page=1)
        if self._within is None:
            return question
        facet, slug = self._within
        if slug in question.values(facet):
            return question
        return question.toggled(facet, slug)

    @property
    def filter_url(self) -> str:
        """Where the same list can be narrowed."""
        asked = self._as_a_reader_would_ask()
        return reverse("casestudies:directory") + asked.query_string()

    @cached_property
    def pagination(self) -> list[PageLink]:
        """First, last, and those around the current page; nothing where one page holds all."""
        if self.pages == 1:
            return []
        around = range(self.page - SHOWN_AROUND, self.page + SHOWN_AROUND + 1)
        numbers = sorted({1, self.pages, *(n for n in around if 1 <= n <= self.pages)})
        links: list[PageLink] = []
        for number in numbers:
            if links and number - links[-1].number > 1:
                links.append(PageLink(number - 1, "", is_gap=True))
            links.append(PageLink(number, self.page_url(number), number == self.page))
        return links

    def page_url(self, number: int) -> str:
        return self.url_for(self.question.but(page=number))

    @property
    def previous_url(self) -> str:
        return self.page_url(self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.page_url(self.page + 1) if self.page < self.pages else ""

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What the search box must carry along: every parameter but the text and the page."""
        carried = self.question.but(text="", sort="").parameters()
        return [pair for pair in carried if pair[0] != "page"]

    @property
    def filter_hidden_fields(self) -> list[tuple[str, str]]:
        """What the filter form must carry along: the parameters that it has no control for."""
        shown = {view.name for view in self.facets} | {"service_match", "from", "to", "page"}
        carried = [pair for pair in self.question.parameters() if pair[0] not in shown]
        return carried + [
            (view.name, value.slug)
            for view in self.facets
            for value in view.all_values
            if value.selected and value not in view.values
        ]


def _shown(facet: Facet, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values to list: of a long facet the commonest and the chosen, in their usual order."""
    if facet.shown_at_most is None or len(values) <= facet.shown_at_most:
        return values
    commonest = sorted(values, key=lambda value: -value.count)[: facet.shown_at_most]
    kept = {value.slug for value in commonest if value.count}
    return tuple(value for value in values if value.slug in kept or value.selected)


def _combining(facet: Facet, together: bool) -> str:
    """How the values of a facet work together, in words."""
    if not facet.may_match_all:
        return _("Schemes with any of those you choose.")
    if together:
        return _("Schemes in which all the services you choose work together.")
    return _("Schemes in which any of the services you choose takes part.")
