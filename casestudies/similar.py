"""Which schemes are like one another, with the reason in words; every reason is true of both."""

import math
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from casestudies.catalogue import Catalogue, bits_in
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
    total = len(catalogue.entries)
    scores: dict[int, float] = {}
    shared: dict[int, dict[str, list[str]]] = {}
    for facet, weight in WEIGHTS.items():
        for slug, bits in catalogue.bits[facet].items():
            if not bits >> here & 1:
                continue
            worth = weight * math.log1p(total / bits.bit_count())
            for n in bits_in(bits ^ (1 << here)):
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
