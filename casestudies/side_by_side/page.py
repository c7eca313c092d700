"""The page of schemes side by side: its columns, its rows, and what else could be compared."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects
from django.http import QueryDict

from casestudies import catalogue as catalogues
from casestudies.directory import Directory
from casestudies.models import CaseStudy, Partner
from casestudies.reading import Reading
from casestudies.side_by_side.chosen import Chosen, read
from casestudies.side_by_side.facts import Row, rows_of
from casestudies.similar import similar_to

MOST_OFFERED = 10  # results of a search for one more

# What the rows say and a card does not hold: one query for each, whatever the number of schemes.
LINES = ("outcomes", "lessons", "savings", "needs", "fundings", "sources")


@dataclass(frozen=True)
class Column:
    """A scheme and the address of this page without it."""

    study: CaseStudy
    without_url: str


@dataclass(frozen=True)
class Offer:
    """A scheme that could be added, why it is offered, and the address of this page with it."""

    study: CaseStudy
    reason: str
    url: str


class SideBySide:
    """What an address asks to compare, on a day. Nothing here fails on bad parameters.

    `id`: the address of a scheme, up to four times; `q`: a search for one more.
    """

    def __init__(self, params: QueryDict, on: dt.date):
        self.on = on
        self.catalogue = catalogues.current()
        self.chosen: Chosen = read(params.getlist("id"), self.catalogue)
        self._params = params

    # --- What stands side by side ----------------------------------------------------------

    @cached_property
    def readings(self) -> list[Reading]:
        cards = self.catalogue.cards(entry.pk for entry in self.chosen.entries)
        studies = [_copy(card) for card in cards]
        partners = Prefetch("partners", Partner.objects.select_related("organisation"))
        prefetch_related_objects(studies, partners, *LINES)
        return [Reading(study, self.on) for study in studies]

    @cached_property
    def columns(self) -> list[Column]:
        without = self.chosen.url_without
        return [Column(of.study, without(of.study.slug)) for of in self.readings]

    @property
    def titles(self) -> str:
        return ", ".join(entry.title for entry in self.chosen.entries)

    @cached_property
    def rows(self) -> list[Row]:
        return list(rows_of(self.readings)) if self.chosen.is_enough else []

    @cached_property
    def different(self) -> list[Row]:
        return [row for row in self.rows if row.is_recorded and not row.is_same]

    @cached_property
    def same(self) -> list[Row]:
        return [row for row in self.rows if row.is_recorded and row.is_same]

    @cached_property
    def unrecorded(self) -> list[str]:
        """The names of the facts that are recorded for none of them."""
        return [row.label for row in self.rows if not row.is_recorded]

    @cached_property
    def has_marks(self) -> bool:
        return any(row.is_marked for row in self.different)

    # --- What could be added ---------------------------------------------------------------

    @cached_property
    def search(self) -> Directory:
        asked = QueryDict(mutable=True)
        asked.setlist("q", self._params.getlist("q"))
        return Directory(asked)

    @property
    def is_searching(self) -> bool:
        return bool(self.search.text) and not self.chosen.is_full

    @cached_property
    def offers(self) -> list[Offer]:
        """What the search found and is not here yet; without one, schemes like the first."""
        if self.chosen.is_full:
            return []
        if self.is_searching:
            found = [(study, "") for study in self.search.studies]
        elif self.chosen.entries:
            first = self.catalogue.cards([self.chosen.entries[0].pk])[0]
            found = [(like.study, like.reason) for like in similar_to(first, self.catalogue)]
        else:
            found = []
        here = {entry.pk for entry in self.chosen.entries}
        return [
            Offer(study, reason, self.chosen.url_with(study.slug))
            for study, reason in found
            if study.pk not in here
        ][:MOST_OFFERED]


def _copy(card: CaseStudy) -> CaseStudy:
    """One to load more into: a card is shared by all who ask for it."""
    twin = CaseStudy.__new__(CaseStudy)
    vars(twin).update(vars(card))
    twin._prefetched_objects_cache = dict(card._prefetched_objects_cache)  # type: ignore[attr-defined]
    return twin
