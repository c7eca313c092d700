"""Which schemes are like one another, with the reason in words; every reason is true of both."""

import math
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from casestudies.catalogue import Catalogue, bits_in
from casestudies.facets import FACETS_BY_NAME
from casestudies.models import CaseStudy

# What having the same value says, before its rarity: what is done weighs more than who or where.
WEIGHTS = {"type": 3.0, "service": 1.0, "force": 1.5, "region": 0.5}


@dataclass(frozen=True)
class Similar:
    """Another scheme, and what the two have in common."""

    study: CaseStudy
    reason: str


def similar_to(study: CaseStudy, catalogue: Catalogue, most: int = 4) -> list[Similar]:
    """The published schemes most like this one, the likest first, ties in A-Z order.

    A scheme is like another only if it does at least one of the same things.
    """
    here = catalogue.position.get(study.pk)
    if here is None:
        return []
    mine = {
        facet: [slug for slug, bits in catalogue.bits[facet].items() if bits >> here & 1]
        for facet in WEIGHTS
    }
    return _likest(mine, 1 << here, catalogue, most)


def would_be_similar_to(study: CaseStudy, catalogue: Catalogue, most: int = 4) -> list[Similar]:
    """What `similar_to` will say of an unpublished one, or of a change, once it is published."""
    here = catalogue.position.get(study.pending_of_id or study.pk)
    alone = CaseStudy.objects.filter(pk=study.pk)
    mine = {}
    for facet in WEIGHTS:
        slugs = {slug for _pk, slug in FACETS_BY_NAME[facet].links(alone)}
        mine[facet] = [slug for slug in catalogue.bits[facet] if slug in slugs]
    return _likest(mine, 0 if here is None else 1 << here, catalogue, most)


def _likest(
    mine: dict[str, list[str]], itself: int, catalogue: Catalogue, most: int
) -> list[Similar]:
    """Those that share most of these values; `itself` is the bit of the one that has them."""
    total = len(catalogue.entries) + (not itself)
    scores: dict[int, float] = {}
    shared: dict[int, dict[str, list[str]]] = {}
    for facet, weight in WEIGHTS.items():
        for slug in mine[facet]:
            others = catalogue.bits[facet][slug] & ~itself
            worth = weight * math.log1p(total / (others.bit_count() + 1))
            for n in bits_in(others):
                scores[n] = scores.get(n, 0.0) + worth
                shared.setdefault(n, {}).setdefault(facet, []).append(catalogue.labels[facet][slug])
    alike = [n for n in scores if "type" in shared[n]]
    best = sorted(alike, key=lambda n: (-scores[n], n))[:most]
    reasons = {catalogue.entries[n].pk: _reason(shared[n]) for n in best}
    return [Similar(study, reasons[study.pk]) for study in catalogue.cards(reasons)]


def _reason(shared: dict[str, list[str]]) -> str:
    types = get_text_list([label.lower() for label in shared["type"]], _("and"))
    if "force" in shared:
        where = get_text_list(shared["force"], _("and"))
    else:
        where = get_text_list(shared.get("region", []), _("and"))
    if where:
        return _("Also %(types)s, also in %(where)s") % {"types": types, "where": where}
    return _("Also %(types)s") % {"types": types}
