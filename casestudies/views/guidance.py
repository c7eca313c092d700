"""What works, national work, money and words: a fixed number of queries for each page."""

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casestudies.models import (
    CaseStudy,
    Funding,
    FundingStream,
    GlossaryTerm,
    NationalProgramme,
    ProgrammeCase,
    SuccessFactor,
)
from casestudies.reading import guidance_index
from casestudies.reading.factors import MOST_SHOWN, counted, shown_by, still_open
from casestudies.reading.guidance import by_letter, by_standing, by_status
from casestudies.reading.guidance_pages import guide

PUBLISHED = CaseStudy.State.PUBLISHED


@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    context = {"guide": guide(request, "guidance"), "pages": guidance_index.entries()}
    return TemplateResponse(request, "pages/casestudies/guidance.html", context)


@require_safe
def success_factors(request: HttpRequest) -> HttpResponse:
    shown = Count("shown_by", filter=Q(shown_by__study__state=PUBLISHED))
    # A count sets the model's own order aside.
    every = SuccessFactor.objects.filter(replaced_by=None).annotate(times_shown=shown)
    factors = [
        factor
        for factor in every.order_by("position", "title")
        if factor.times_shown or not factor.is_retired
    ]
    context = {
        "guide": guide(request, "success-factors"),
        "factors": [factor for factor in factors if factor.kind == SuccessFactor.Kind.FACTOR],
        "barriers": [factor for factor in factors if factor.kind == SuccessFactor.Kind.BARRIER],
    }
    return TemplateResponse(request, "pages/casestudies/success_factors.html", context)


@require_safe
def success_factor(request: HttpRequest, slug: str) -> HttpResponse:
    factor = SuccessFactor.objects.at(slug).prefetch_related("questions", "sources").first()
    if factor is None:
        raise Http404
    if factor.slug != slug:
        return redirect("casestudies:success_factor", factor.slug, permanent=True)
    if factor.replaced_by:
        return redirect("casestudies:success_factor", factor.replaced_by.slug)
    shown = shown_by(factor)
    of = counted(shown, timezone.localdate())
    context = {
        "factor": factor,
        "is_barrier": factor.kind == SuccessFactor.Kind.BARRIER,
        "shown_by": shown[:MOST_SHOWN],
        "schemes": of.schemes,
        "still_open": still_open(factor, of),
        "others": SuccessFactor.objects.offered().filter(kind=factor.kind).exclude(pk=factor.pk),
    }
    return TemplateResponse(request, "pages/casestudies/success_factor.html", context)


@require_safe
def national(request: HttpRequest) -> HttpResponse:
    cases = ProgrammeCase.objects.filter(study__state=PUBLISHED).select_related("study")
    programmes = NationalProgramme.objects.offered().prefetch_related(
        "services", "sources", Prefetch("cases", cases, to_attr="cases_shown")
    )
    context = {"guide": guide(request, "national"), "groups": by_standing(programmes)}
    return TemplateResponse(request, "pages/casestudies/national.html", context)


@require_safe
def funding(request: HttpRequest) -> HttpResponse:
    used = Funding.objects.filter(study__state=PUBLISHED).select_related("study")
    every = FundingStream.objects.prefetch_related(
        "sources", Prefetch("fundings", used.order_by("study__title"), to_attr="used_by")
    )
    streams = [stream for stream in every if stream.used_by or not stream.is_retired]
    context = {"guide": guide(request, "funding"), "groups": by_status(streams)}
    return TemplateResponse(request, "pages/casestudies/funding.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    terms = GlossaryTerm.objects.prefetch_related("synonyms")
    context = {"guide": guide(request, "glossary"), "groups": by_letter(terms)}
    return TemplateResponse(request, "pages/casestudies/glossary.html", context)
