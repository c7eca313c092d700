"""What was published when: the versions of an entry, each at an address that stays."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from casestudies.models import CaseStudy, Version
from casestudies.reading.citing import Citation
from casestudies.reading.versions import VersionReading


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    study = entry_of_versions(slug)
    if study.slug != slug:
        return redirect("casestudies:versions", study.slug, permanent=True)
    context = {"study": study, "versions": list(study.versions.defer("document"))}
    return TemplateResponse(request, "pages/casestudies/versions.html", context)


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    study = entry_of_versions(slug)
    chosen = _version(study, number)
    if study.slug != slug:
        return redirect("casestudies:version", study.slug, number, permanent=True)
    if chosen.withheld_at:
        return _withheld(request, study, chosen)
    context = {"study": study, "reading": _reading(study, chosen)}
    return TemplateResponse(request, "pages/casestudies/version.html", context)


@require_safe
def version_changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    study = entry_of_versions(slug)
    chosen = _version(study, number)
    if study.slug != slug:
        return redirect("casestudies:version_changes", study.slug, number, permanent=True)
    reading = _reading(study, chosen)
    for one in (chosen, reading.latest):
        if one.withheld_at:
            return _withheld(request, study, one)
    context = {"study": study, "reading": reading}
    return TemplateResponse(request, "pages/casestudies/version_changes.html", context)


@require_safe
def version_bib(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _reference(slug, number, "bib", "application/x-bibtex", Citation.bibtex)


@require_safe
def version_ris(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    kind = "application/x-research-info-systems"
    return _reference(slug, number, "ris", kind, Citation.ris)


def _reference(
    slug: str, number: int, ending: str, kind: str, written: Callable[[Citation], str]
) -> HttpResponse:
    """A small file that a reference manager reads. Of a withheld version there is none."""
    study = entry_of_versions(slug)
    chosen = get_object_or_404(study.versions.all(), number=number, withheld_at=None)
    if study.slug != slug:
        return redirect(f"casestudies:version_{ending}", study.slug, number, permanent=True)
    response = HttpResponse(
        written(_reading(study, chosen).citation), content_type=f"{kind}; charset=utf-8"
    )
    name = f"{slug}-version-{number}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def entry_of_versions(slug: str) -> CaseStudy:
    """Of what the public does not see, nothing that it once saw is shown either."""
    published = CaseStudy.objects.published()
    merged = CaseStudy.objects.filter(slug=slug, merge__into__in=published).first()
    if merged is None:
        return get_object_or_404(published.at(slug))
    # What was read until it went into another entry is cited still: its versions stay where they
    # were. Those of the other one are not what anybody cited here.
    return get_object_or_404(CaseStudy, pk=merged.pk, merge__was_public=True)


def _version(study: CaseStudy, number: int) -> Version:
    return get_object_or_404(study.versions.all(), number=number)


def _reading(study: CaseStudy, chosen: Version) -> VersionReading:
    return VersionReading(study, chosen, study.versions.latest("number"))


def _withheld(request: HttpRequest, study: CaseStudy, version: Version) -> HttpResponse:
    """That there is such a version, and nothing of what it said."""
    context = {"study": study, "version": version}
    return TemplateResponse(request, "pages/casestudies/version_withheld.html", context)
