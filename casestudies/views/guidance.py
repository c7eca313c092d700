"""What works, national work, money and words: a fixed number of queries for each page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casestudies.models import GlossaryTerm, SuccessFactor
from casestudies.reading import guidance_index
from casestudies.reading.factors import MOST_SHOWN, counted, shown_by, still_open
from casestudies.reading.guidance import by_letter, by_standing, by_status
from casestudies.reading.guidance_lists import factors, programmes, streams
from casestudies.reading.guidance_pages import guide


@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    context = {"guide": guide(request, "guidance"), "pages": guidance_index.entries()}
    return TemplateResponse(request, "pages/casestudies/guidance.html", context)


@require_safe
def success_factors(request: HttpRequest) -> HttpResponse:
    helps, hinders = factors()
    context = {
        "guide": guide(request, "success-factors"),
        "factors": helps,
        "barriers": hinders,
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
    context = {"guide": guide(request, "national"), "groups": by_standing(programmes())}
    return TemplateResponse(request, "pages/casestudies/national.html", context)


@require_safe
def funding(request: HttpRequest) -> HttpResponse:
    context = {"guide": guide(request, "funding"), "groups": by_status(streams())}
    return TemplateResponse(request, "pages/casestudies/funding.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    terms = GlossaryTerm.objects.prefetch_related("synonyms")
    context = {"guide": guide(request, "glossary"), "groups": by_letter(terms)}
    return TemplateResponse(request, "pages/casestudies/glossary.html", context)
