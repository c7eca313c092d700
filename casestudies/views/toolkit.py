"""Documents to take away, each shown before it is downloaded, and the self-check in the browser."""

import zlib

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from casestudies.models import CaseStudy, FactorShown, Resource, ResourceFile, SuccessFactor
from casestudies.reading.guidance_pages import guide
from casestudies.toolkit.handing import content_of, handed
from casestudies.toolkit.papers import LICENCE, asked, paper
from casestudies.toolkit.text import BOX

MOST_SHOWN = 3  # case studies under a statement; the page of its factor has all


@require_safe
def toolkit(request: HttpRequest) -> HttpResponse:
    resources = Resource.objects.for_handing()
    context = {
        "guide": guide(request, "toolkit"),
        "documents": [(one, handed(one, paper(one))) for one in resources],
    }
    return TemplateResponse(request, "pages/casestudies/toolkit.html", context)


@require_safe
def toolkit_document(request: HttpRequest, slug: str) -> HttpResponse:
    resource = _find(slug)
    if resource.slug != slug:
        return redirect(resource, permanent=True)
    own = paper(resource)
    context = {
        "resource": resource,
        "paper": own,
        "handed": handed(resource, own),
        "box": BOX,
        "licence": LICENCE,
        "others": Resource.objects.exclude(pk=resource.pk),
        "is_self_check": resource.made == Resource.Made.SELF_CHECK,
    }
    return TemplateResponse(request, "pages/casestudies/toolkit_document.html", context)


@require_safe
def toolkit_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The file. Under another ending that it may have had, it is where it is now."""
    if ending not in ResourceFile.Format.values:
        raise Http404
    resource = _find(slug)
    given = handed(resource, paper(resource))
    if (resource.slug, given.format) != (slug, ending):
        return redirect("casestudies:toolkit_file", resource.slug, given.format.value)
    etag = f'"{given.digest[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged  # before the bytes are read
    name = f"{slug}.{ending}"
    return HttpResponse(
        content_of(given),
        content_type=given.type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "ETag": etag,
        },
    )


@require_safe
def self_check(request: HttpRequest) -> HttpResponse:
    """Nothing that is answered comes here: the page is the same for everybody."""
    published = FactorShown.objects.filter(study__state=CaseStudy.State.PUBLISHED)
    shown = Prefetch(
        "shown_by", published.select_related("study").order_by("study__title"), to_attr="met_by"
    )
    every = asked(SuccessFactor.objects.prefetch_related(shown))
    context = {
        "guide": guide(request, "self-check"),
        "parts": [
            ("helps", SuccessFactor.Kind.FACTOR, _asked(every, SuccessFactor.Kind.FACTOR)),
            ("hinders", SuccessFactor.Kind.BARRIER, _asked(every, SuccessFactor.Kind.BARRIER)),
        ],
        "total": len(every),
        "paper": Resource.objects.filter(made=Resource.Made.SELF_CHECK).first(),
    }
    return TemplateResponse(request, "pages/casestudies/self_check.html", context)


def _asked(every: list[SuccessFactor], kind: str) -> list[dict[str, object]]:
    """Each statement with the first case studies that show it, and how many more there are.

    An answer is kept under `key`, which changes with the statement: it was an answer to that.
    """
    return [
        {
            "factor": one,
            "key": f"{one.slug}-{zlib.crc32(one.self_check.encode()):08x}",
            "met_by": one.met_by[:MOST_SHOWN],  # type: ignore[attr-defined]  # by the prefetch
            "total": len(one.met_by),  # type: ignore[attr-defined]
        }
        for one in every
        if one.kind == kind
    ]


def _find(slug: str) -> Resource:
    resource = Resource.objects.at(slug).for_handing().first()
    if resource is None:
        raise Http404
    return resource
