"""How names are put in order, and which of them lead to something published."""

import unicodedata
from collections.abc import Iterable, Iterator

from casestudies.models import Organisation, SearchPlace
from casestudies.search import Named

# Facets whose values have pages of their own, and what each is called among suggestions.
SUGGESTED = {
    "service": "service",
    "type": "type",
    "region": "place",
    "force": "area",
    "organisation": "organisation",
}


GEOGRAPHY = {"region", "force"}


def sort_key(title: str) -> tuple[str, str]:
    """Where a title stands in the A-Z: accents and case make no difference.

    The same everywhere, because databases disagree about order.
    """
    plain = unicodedata.normalize("NFKD", title)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold(), title


def of_published(
    schemes: Iterable[tuple[str, str]],
    labels: dict[str, dict[str, str]],
    bits: dict[str, dict[str, int]],
) -> Iterator[Named]:
    """Everything with a page of its own: published schemes, by slug and title, and what has any."""
    for slug, title in schemes:
        yield Named("scheme", slug, title)
    also = _other_names()
    places = _places()
    for facet, kind in SUGGESTED.items():
        for slug, label in labels[facet].items():
            if bits[facet].get(slug):
                others: Iterable[str] = ()
                if kind == "organisation":
                    others = also.get(slug, ())
                elif facet in GEOGRAPHY:
                    others = _inside(label, places)
                yield Named(kind, slug, label, tuple(others))


def _other_names() -> dict[str, list[str]]:
    """What organisations are called for short, and what they were called before."""
    names: dict[str, list[str]] = {}
    for column in ("short_name", "former_names__name"):
        for slug, name in Organisation.objects.order_by().values_list("slug", column):
            if name:
                names.setdefault(slug, []).append(name)
    return names


def _places() -> dict[str, list[str]]:
    """The towns and areas in each place that the everyday words know, by its name folded."""
    places: dict[str, list[str]] = {}
    for name, word in SearchPlace.objects.values_list("term__term", "word"):
        places.setdefault(name.casefold(), []).append(word)
    return places


def _inside(label: str, places: dict[str, list[str]]) -> list[str]:
    """What lies in an area, and in what lies in it: Dartmoor in Devon, in Devon and Cornwall."""
    found: dict[str, None] = {}
    within = [label, *label.split(" and ")]
    for name in within:  # which grows
        new = [place for place in places.get(name.casefold(), ()) if place not in found]
        found |= dict.fromkeys(new)
        within += new
    return list(found)
