"""The schemes most like one scheme, or like what a reader starts from."""

from dataclasses import dataclass, replace

import numpy as np

from casestudies import search
from casestudies.catalogue import Catalogue
from casestudies.models import CaseStudy
from casestudies.similar.engine import Engine
from casestudies.similar.likeness import Fact, Likeness, likeness
from casestudies.similar.records import Record, published_record, unpublished_record
from casestudies.similar.words import as_sentence
from collab_directory.templatetags.ui import end_is_announced

SHOWN = 4  # beside a case study


@dataclass(frozen=True)
class Similar:
    """Another scheme, what the two have in common, and what differs, each as one sentence."""

    study: CaseStudy
    reason: str
    difference: str


def similar_to(study: CaseStudy, catalogue: Catalogue, most: int = SHOWN) -> list[Similar]:
    """The published schemes most like this one, the likest first, ties in A-Z order.

    A scheme is like another only if it does at least one of the same things.
    """
    here = catalogue.position.get(study.pk)
    if here is None:
        return []
    return _likest(published_record(catalogue, here), catalogue, 1 << here, most)


def would_be_similar_to(study: CaseStudy, catalogue: Catalogue, most: int = SHOWN) -> list[Similar]:
    """What `similar_to` will say of an unpublished one, or of a change, once it is published."""
    here = catalogue.position.get(study.pending_of_id or study.pk)
    itself = 0 if here is None else 1 << here
    return _likest(unpublished_record(study), catalogue, itself, most)


def _likest(mine: Record, catalogue: Catalogue, itself: int, most: int) -> list[Similar]:
    among = 0
    for slug in mine.types:
        among |= catalogue.value("type", slug)
    engine = Engine.under(catalogue, without=itself)
    found = ranked(engine, mine, among & ~itself, most)
    return [
        Similar(
            study,
            as_sentence(like.reasons, catalogue.labels),
            as_sentence(like.differences, catalogue.labels),
        )
        for study, like in found
    ]


def ranked(engine: Engine, mine: Record, among: int, most: int) -> list[tuple[CaseStudy, Likeness]]:
    """Of these schemes, given as bits, so many at most: the likest first, ties in A-Z order."""
    catalogue = engine.catalogue
    places = np.flatnonzero(catalogue.mask(among))
    if not len(places):
        return []
    best = [int(place) for place in search.highest(engine.scores(mine), places, most)]
    alike = {
        catalogue.entries[place].pk: likeness(engine, mine, published_record(catalogue, place))
        for place in best
    }
    return [(study, _dated(alike[study.pk], study)) for study in catalogue.cards(alike)]


def _dated(alike: Likeness, study: CaseStudy) -> Likeness:
    """The same, but of an end that nobody has seen yet only that it was announced."""
    if not end_is_announced(study):
        return alike
    known = [Fact("due-to-end") if each.kind == "ended" else each for each in alike.differences]
    return replace(alike, differences=known)
