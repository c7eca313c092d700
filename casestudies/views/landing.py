"""One page for each service, type, region, force area and organisation, and the lists of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casestudies import catalogue, places
from casestudies.catalogue import Catalogue
from casestudies.directory import Directory
from casestudies.models import (
    CollaborationType,
    ForceArea,
    Organisation,
    Region,
    Service,
)
from casestudies.tiles import tile_map
from casestudies.your_area import YourArea


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    return _landing(request, Service, "service", slug)


@require_safe
def type(request: HttpRequest, slug: str) -> HttpResponse:
    return _landing(request, CollaborationType, "type", slug)


@require_safe
def region(request: HttpRequest, slug: str) -> HttpResponse:
    return _landing(request, Region, "region", slug, places.about_region)


@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    return _landing(request, ForceArea, "force", slug, _about_area)


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    return _landing(request, Organisation, "organisation", slug, places.about_organisation)


def _about_area(area: ForceArea, now: Catalogue) -> dict[str, object]:
    return {"your": YourArea(area, now)}


def _landing(request, model, facet, slug, about=None):
    """The page of one value of a facet: what it is, and its case studies."""
    subject = model.objects.at(slug).first()
    if subject is None:
        raise Http404
    if subject.slug != slug:
        return redirect(subject, permanent=True)
    if getattr(subject, "replaced_by", None):
        # Not for ever: what is retired may be offered again.
        return redirect(subject.replaced_by)
    page = Directory(request.GET, within=(facet, subject.slug), address=subject.get_absolute_url())
    if page.has_narrowing:
        # One place to narrow a list, so that its counts and downloads have one meaning.
        asked = page.question.only(facet, subject.slug, *page.question.values(facet))
        return redirect(reverse("casestudies:directory") + asked.query_string())
    more = about(subject, page.catalogue) if about else {}
    context = {"subject": subject, "directory": page, **more}
    name = request.resolver_match.url_name
    return TemplateResponse(request, f"pages/casestudies/{name}.html", context)


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    counts = catalogue.current().count("force", catalogue.current().all)
    tiles = tile_map(counts, lambda area: area.get_absolute_url())
    context = {"tiles": tiles, "regions": places.areas_by_region(counts)}
    return TemplateResponse(request, "pages/casestudies/areas.html", context)


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    context = {"kinds": places.organisations_by_kind()}
    return TemplateResponse(request, "pages/casestudies/organisations.html", context)
