"""What the form of "Schemes like ours" offers: organisations and areas in groups, and two lists."""

from collections.abc import Iterable
from dataclasses import dataclass

from casestudies.models import ForceArea, Organisation
from casestudies.names import sort_key
from casestudies.similar.ours import Ours


@dataclass(frozen=True)
class Offer:
    """One thing to choose."""

    slug: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """Offers under one heading of a long list."""

    label: str
    offers: list[Offer]


@dataclass(frozen=True)
class Choices:
    """Everything that the form offers. Two of its lists are long, so they are in groups."""

    organisations: list[Group]
    areas: list[Group]
    services: list[Offer]
    types: list[Offer]


def choices(ours: Ours) -> Choices:
    """What is offered now, and whatever was chosen. Three queries."""
    return Choices(
        _organisations(ours), _areas(ours), _listed(ours, "service"), _listed(ours, "type")
    )


def _organisations(ours: Ours) -> list[Group]:
    chosen = ours.question.values("organisation")
    rows = Organisation.objects.filter(replaced_by=None).order_by()
    known = [
        (kind, Offer(slug, name, slug in chosen))
        for slug, name, kind, retired_on in rows.values_list("slug", "name", "kind", "retired_on")
        if retired_on is None or slug in chosen
    ]
    kinds = Organisation.Kind.choices
    return _groups(
        (str(label), [offer for of, offer in known if of == kind]) for kind, label in kinds
    )


def _areas(ours: Ours) -> list[Group]:
    chosen = ours.question.values("force")
    found: dict[str, list[Offer]] = {}
    for area in ForceArea.objects.select_related("region").order_by("region__position", "name"):
        offer = Offer(area.slug, area.name, area.slug in chosen)
        found.setdefault(str(area.region), []).append(offer)
    return _groups(found.items())


def _groups(found: Iterable[tuple[str, list[Offer]]]) -> list[Group]:
    return [
        Group(label, sorted(offers, key=lambda offer: sort_key(offer.label)))
        for label, offers in found
        if offers
    ]


def _listed(ours: Ours, facet: str) -> list[Offer]:
    chosen, unlisted = ours.question.values(facet), ours.catalogue.unlisted[facet]
    labels = ours.catalogue.labels[facet].items()
    return [
        Offer(slug, label, slug in chosen)
        for slug, label in labels
        if slug in chosen or slug not in unlisted
    ]
