"""What a list can be narrowed by. A new facet is one entry in FACETS."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casestudies.models import (
    CaseStudy,
    CollaborationType,
    Evidence,
    ForceArea,
    FundingStream,
    Organisation,
    Region,
    Service,
    SuccessFactor,
)
from casestudies.models.addresses import Slugged


@dataclass(frozen=True)
class Facet:
    """Something that case studies have values of, such as services or a region."""

    name: str  # the one word for it: parameter, form field, API key
    label: str | Promise
    path: str  # from CaseStudy to the slug of the value
    model: type[Slugged] | None = None  # whose rows are the values; none for fixed choices
    choices: Sequence[tuple[str, str | Promise]] = ()
    may_match_all: bool = False
    is_open: bool = False  # shown unfolded from the start
    shown_at_most: int | None = None  # the commonest so many, with a link to the rest
    more: str = ""  # the name of the page that lists all values
    is_shown_empty: bool = True  # also when nothing published has a value of it

    def values(self, rows: Iterable[Slugged]) -> list[tuple[str, str]]:
        """Slug and label of each value, in the order in which they are listed; `rows` are its own.

        Not of what another value has replaced: that goes by the other's slug.
        """
        if self.model is None:
            return [(slug, str(label)) for slug, label in self.choices]
        return [(row.slug, str(row)) for row in rows if not getattr(row, "replaced_by_id", None)]

    def replaced(self, rows: Iterable[Slugged]) -> dict[str, str]:
        """Each of these values that another has replaced, and that other's slug."""
        slugs = {row.pk: row.slug for row in rows}
        by = ((row.slug, getattr(row, "replaced_by_id", None)) for row in rows)
        return {slug: slugs[pk] for slug, pk in by if pk in slugs}

    def retired(self, rows: Iterable[Slugged]) -> frozenset[str]:
        """The slugs of those that nothing new can choose."""
        return frozenset(row.slug for row in rows if getattr(row, "is_retired", False))

    def rows(self) -> list[Slugged]:
        """The values themselves, in the same order; none where they are fixed choices."""
        return [] if self.model is None else list(self.model._default_manager.all())

    def links(self, studies: QuerySet[CaseStudy]) -> Iterable[tuple[int, str]]:
        """Each study with each of its values, as (primary key, slug)."""
        # Without a value the join gives one row with None; to exclude those here would also exclude
        # a study that has one line with a value and another without.
        rows = studies.order_by().values_list("pk", self.path).iterator(chunk_size=5000)
        return ((pk, slug) for pk, slug in rows if slug is not None)


@dataclass(frozen=True)
class HasFacet(Facet):
    """Whether an entry records something; each value is a condition of its own."""

    conditions: tuple[tuple[str, Callable[[QuerySet[CaseStudy]], QuerySet[CaseStudy]]], ...] = ()

    def links(self, studies: QuerySet[CaseStudy]) -> Iterable[tuple[int, str]]:
        for slug, narrow in self.conditions:
            for pk in narrow(studies.order_by()).values_list("pk", flat=True):
                yield pk, slug


FACETS: tuple[Facet, ...] = (
    Facet("service", _("Service"), "services__slug", Service, may_match_all=True, is_open=True),
    Facet("type", _("Type of collaboration"), "types__slug", CollaborationType, is_open=True),
    Facet("region", _("Region"), "region__slug", Region),
    Facet("force", _("Police force area"), "force_areas__slug", ForceArea),
    Facet("status", _("Status when last reported"), "status", choices=CaseStudy.Status.choices),
    Facet(
        "organisation",
        _("Organisation"),
        "organisations__slug",
        Organisation,
        shown_at_most=10,
        more="casestudies:organisations",
    ),
    Facet(
        "funding",
        _("Funding"),
        "fundings__stream__slug",
        FundingStream,
        shown_at_most=10,
        more="casestudies:funding",
    ),
    Facet(
        "factor",
        _("What helped or stood in the way"),
        "factors_shown__factor__slug",
        SuccessFactor,
        is_shown_empty=False,
    ),
    HasFacet(
        "has",
        _("What is recorded"),
        "",
        choices=(
            ("outcomes", _("Outcomes")),
            ("savings", _("A figure for savings")),
            ("evaluation", _("An independent evaluation")),
        ),
        conditions=(
            ("outcomes", lambda studies: studies.filter(outcomes__isnull=False).distinct()),
            ("savings", lambda studies: studies.filter(savings__low__isnull=False).distinct()),
            (
                "evaluation",
                lambda studies: studies.filter(outcomes__evidence=Evidence.EVALUATED).distinct(),
            ),
        ),
    ),
)
FACETS_BY_NAME = {facet.name: facet for facet in FACETS}
