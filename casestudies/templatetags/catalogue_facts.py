"""What pages outside this app may say of the catalogue, so that no figure is typed in by hand."""

from dataclasses import dataclass

from django import template
from django.db.models import Count, Q

from casestudies.models import CaseStudy, Source

register = template.Library()


@dataclass(frozen=True)
class Figures:
    """Counts over what is published."""

    schemes: int
    confirmed: int
    in_2014_overview: int
    with_one_source: int
    sources: int


@register.simple_tag
def catalogue_figures() -> Figures:
    published = CaseStudy.objects.published()
    counted = published.aggregate(
        schemes=Count("pk"),
        confirmed=Count("pk", filter=Q(verified_on__isnull=False)),
        in_2014_overview=Count("pk", filter=Q(in_2014_overview=True)),
    )
    by_sources = published.annotate(sources_held=Count("sources"))
    return Figures(
        **counted,
        with_one_source=by_sources.filter(sources_held=1).count(),
        sources=Source.objects.filter(study__in=published).count(),
    )


@register.simple_tag
def published_study(slug: str) -> CaseStudy | None:
    """The published study at this address; nothing for any other, nor for no address."""
    return CaseStudy.objects.published().at(slug).first() if slug else None
