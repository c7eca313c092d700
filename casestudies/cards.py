"""Loads what result cards show: one query for any number, as the catalogue knows the rest."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Max, QuerySet

from casestudies.facets import FACETS_BY_NAME
from casestudies.models import CaseStudy, CollaborationType, ForceArea, Outcome, Service, Source

# The relations that a card shows, and the facet that knows which values each study has.
RELATIONS = {"services": "service", "types": "type", "force_areas": "force"}
RELATED = {"service": Service, "type": CollaborationType, "force": ForceArea}


class CardReader:
    """The cards of one catalogue. `pks` are its studies; `bits` say which value each of them has.

    Services, types, areas and regions are few, and the cards share them. So who changes one
    changes it for everybody.
    """

    def __init__(self, pks: Sequence[int], bits: Mapping[str, Mapping[str, int]]):
        self._position = {pk: n for n, pk in enumerate(pks)}
        self._bits = bits
        self._sets: dict[tuple[str, tuple[int, ...]], QuerySet[Any]] = {}

    def read(self, pks: list[int]) -> dict[int, CaseStudy]:
        """These studies by primary key, with all that a card shows; only those published still."""
        published = CaseStudy.objects.published_among([pk for pk in pks if pk in self._position])
        found = {study.pk: study for study in published.for_cards().order_by()}
        held = {name: self._held(facet, list(found)) for name, facet in RELATIONS.items()}
        newest, best = self._dates
        for n, (pk, study) in enumerate(found.items()):
            study.newest_source = newest.get(pk)
            study.best_evidence = best.get(pk)
            if study.region_id in self._regions:
                study.region = self._regions[study.region_id]
            # What prefetch_related() would have filled with one query for each relation.
            related: Any = study
            related._prefetched_objects_cache = {name: held[name][n] for name in RELATIONS}
        return found

    @property
    def best_evidence(self) -> dict[int, int]:
        """The level of the best-known outcome of each study that has any, by primary key."""
        return self._dates[1]

    def _held(self, facet: str, pks: list[int]) -> list[QuerySet[Any]]:
        """For each study its values of a facet, in their usual order."""
        bits = self._values[facet][1]
        at = np.array([self._position[pk] for pk in pks], np.int64)
        holds = bits[:, at >> 3] >> (at & 7).astype(np.uint8) & 1
        return [self._together(facet, tuple(np.flatnonzero(column))) for column in holds.T]

    def _together(self, facet: str, numbers: tuple[int, ...]) -> QuerySet[Any]:
        """These values, as one queryset for all studies that have just these."""
        key = (facet, numbers)
        if key not in self._sets:
            values = self._values[facet][0]
            rows: Any = RELATED[facet]._default_manager.all()
            rows._result_cache = [values[number] for number in numbers]
            rows._prefetch_done = True
            self._sets[key] = rows
        return self._sets[key]

    @cached_property
    def _values(self) -> dict[str, tuple[list[Any], np.ndarray]]:
        """The values of each facet, and a row of packed bits for each of them."""
        size = len(self._position) // 8 + 1
        found = {}
        for facet in RELATIONS.values():
            rows = {row.slug: row for row in FACETS_BY_NAME[facet].rows()}
            known = [slug for slug in self._bits[facet] if slug in rows]
            packed = b"".join(self._bits[facet][slug].to_bytes(size, "little") for slug in known)
            bits = np.frombuffer(packed, np.uint8).reshape(len(known), size)
            found[facet] = ([rows[slug] for slug in known], bits)
        return found

    @cached_property
    def _regions(self) -> dict[int, Any]:
        return {region.pk: region for region in FACETS_BY_NAME["region"].rows()}

    @cached_property
    def _dates(self) -> tuple[dict[int, str], dict[int, int]]:
        """The newest date of each study's sources, and the best evidence for its outcomes."""
        published = CaseStudy.objects.published()
        sources = Source.objects.filter(study__in=published).order_by().values_list("study_id")
        outcomes = Outcome.objects.filter(study__in=published).order_by().values_list("study_id")
        return (
            dict(sources.annotate(newest=Max("date"))),
            dict(outcomes.annotate(best=Max("evidence"))),
        )
