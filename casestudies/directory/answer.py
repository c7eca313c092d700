"""What answers a question: which studies, in which order, and what each further choice gives."""

from collections.abc import Iterable, Iterator
from typing import Self

import numpy as np
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casestudies import catalogue as catalogues
from casestudies import search
from casestudies.catalogue import Catalogue
from casestudies.directory.parts import FacetView, Value, Years
from casestudies.facets import FACETS, FACETS_BY_NAME, Facet
from casestudies.models import CaseStudy
from casestudies.question import Question, Reader
from collab_directory.addresses import address_of
from collab_directory.days import today


class Answer:
    """The published case studies that answer a question, and what they can be narrowed by.

    `params` are those of the address; `within` narrows the whole directory beforehand to one facet
    value, as a landing page does, and is no choice of the reader's. `token` is the catalogue's,
    where the request has asked for it already. Reading any attribute twice costs nothing.
    """

    def __init__(
        self,
        params: QueryDict,
        *,
        within: tuple[str, str] | None = None,
        address: str | None = None,
        token: str | None = None,
    ):
        self.catalogue: Catalogue = catalogues.current(token)
        self._within = within
        self.address = address or address_of("casestudies:directory")
        self.question: Question = Reader(params, self.catalogue).read()

    @classmethod
    def everything(cls) -> Self:
        return cls(QueryDict())

    @property
    def text(self) -> str:
        return self.question.text

    @property
    def match_all(self) -> bool:
        return self.question.match_all

    @property
    def has_narrowing(self) -> bool:
        return self.question.is_narrowing

    def url_for(self, question: Question) -> str:
        return self.address + question.query_string()

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
        if question.text == self.text:
            return self._found_bits
        return self._bits_of(self._find(question.text))

    @cached_property
    def _found_bits(self) -> int:
        return self._bits_of(self.found)

    def _bits_of(self, found: search.Found | None) -> int:
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

    def bits_of(self, question: Question) -> int:
        """The studies that would answer another question asked here."""
        return self._bits(question)

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
        if self._is_by_relevance:
            places = self._places
            return search.highest(self._relevance, places, len(places))
        order = "title" if self.question.order == "relevance" else self.question.order
        return self.catalogue.in_order(self.bits, self.catalogue.orders[order])

    @property
    def _is_by_relevance(self) -> bool:
        return self.question.order == "relevance" and self.found is not None

    @cached_property
    def _places(self) -> np.ndarray:
        """The answer as places in the catalogue, which are in A-Z order."""
        return self.catalogue.mask(self.bits).nonzero()[0]

    @cached_property
    def _relevance(self) -> np.ndarray:
        """How well each study of the catalogue answers. Only for those in the answer."""
        assert self.found is not None  # noqa: S101 -- for the reader of types
        return self.found.scores * self.catalogue.favour(today())

    def pks(self, first: int = 0, last: int | None = None) -> list[int]:
        """The primary keys of the answer, or of a stretch of it, in order."""
        if last is not None and self._is_by_relevance and "positions" not in vars(self):
            # The first page of a hundred thousand needs no order among the rest.
            here = search.highest(self._relevance, self._places, last)[first:]
        else:
            here = self.positions[first:last]
        entries = self.catalogue.entries
        return [entries[n].pk for n in here.tolist()]

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
        copies = [_twin(study) for study in studies]
        return search.show_why(copies, self.found.marked, self.catalogue.shelf)

    def every_study(self, at_once: int = 200) -> Iterator[CaseStudy]:
        """The whole answer in order, read a few at a time: for downloads of any size."""
        entries, positions = self.catalogue.entries, self.positions
        for start in range(0, self.count, at_once):
            pks = [entries[n].pk for n in positions[start : start + at_once]]
            published = CaseStudy.objects.published_among(pks).for_reading().order_by()
            loaded = {study.pk: study for study in published}
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
        nothing_aside = together or not chosen
        among = self.bits if nothing_aside else self._bits(question, without=facet.name)
        counts = self.catalogue.count(facet.name, among)
        if self._within is not None and self._within[0] == facet.name:
            counts.pop(self._within[1], None)
        if unlisted := self.catalogue.unlisted[facet.name].difference(chosen):
            counts = {slug: n for slug, n in counts.items() if slug not in unlisted}
        labels, address = self.catalogue.labels[facet.name], self.address

        # Without `self`: in a circle with its facets, all of an answer would wait to be collected
        def toggled(slug: str) -> str:
            return address + question.toggled(facet.name, slug).query_string()

        def told(slugs: Iterable[str]) -> list[tuple[str, str, int, bool]]:
            return [(slug, labels[slug], counts[slug], slug in chosen) for slug in slugs]

        return FacetView(
            name=facet.name,
            label=str(facet.label),
            help=_combining(facet, together),
            told=told(_shown(facet, counts, chosen)),
            every_value=lambda: tuple([Value(*one, toggled) for one in told(counts)]),
            leads_to=toggled,
            size=len(counts),
            chosen_count=sum(slug in counts for slug in chosen),
            is_open=facet.is_open or bool(chosen),
            may_match_all=facet.may_match_all,
            more_url=address_of(facet.more) if facet.more else "",
        )

    @cached_property
    def years(self) -> Years:
        known = list(self.catalogue.years)
        first, last = (known[0], known[-1]) if known else (None, None)
        return Years(self.question.from_year, self.question.to_year, first, last)


def _twin(study: CaseStudy) -> CaseStudy:
    """A copy to write marks on. For a model, `copy` itself takes six times as long."""
    twin = CaseStudy.__new__(CaseStudy)
    twin.__dict__ = vars(study).copy()
    return twin


def _shown(facet: Facet, counts: dict[str, int], chosen: tuple[str, ...]) -> Iterable[str]:
    """The values to list: of a long facet the commonest and the chosen, in their usual order."""
    if facet.shown_at_most is None or len(counts) <= facet.shown_at_most:
        return counts
    # Turned around, a sort still leaves equal ones in their order
    commonest = sorted(counts, key=counts.__getitem__, reverse=True)[: facet.shown_at_most]
    kept = {slug for slug in commonest if counts[slug]}.union(chosen)
    return [slug for slug in counts if slug in kept]


def _combining(facet: Facet, together: bool) -> str:
    """How the values of a facet work together, in words."""
    if not facet.may_match_all:
        return _("Schemes with any of those you choose.")
    if together:
        return _("Schemes in which all the services you choose work together.")
    return _("Schemes in which any of the services you choose takes part.")
