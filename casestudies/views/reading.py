"""The home page and the case study's own page."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from casestudies import alphabet, catalogue
from casestudies.directory import Directory
from casestudies.front_page import FrontPage
from casestudies.keeping import Kept
from casestudies.models import CaseStudy
from casestudies.reading import Reading
from casestudies.similar import Similar, similar_to

logger = logging.getLogger(__name__)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    front = FrontPage(Directory.everything())
    context = {
        "front": front,
        "directory": front.directory,
        "letters": alphabet.letters,
        "fragments": front.catalogue.fragments,
    }
    response = TemplateResponse(request, "pages/casestudies/home.html", context)
    try:
        return response.render()
    except Error:
        # The examples are the one thing here that the search must answer for.
        logger.exception("The home page is shown without its examples.")
    front.examples = []
    response = TemplateResponse(
        request, "pages/casestudies/home.html", context | {"fragments": None}
    )
    response.is_not_kept = True
    return response


@require_safe
def case_study(request: HttpRequest, slug: str) -> HttpResponse:
    now = catalogue.current()
    study = now.reading(now.by_slug[slug]) if slug in now.by_slug else None
    if study is None:
        # An unpublished study and one that never was are the same 404.
        renamed = get_object_or_404(CaseStudy.objects.published().at(slug))
        return redirect(renamed, permanent=True)
    return page_of(request, study, similar=lambda: similar_to(study, now), fragments=now.fragments)


def page_of(
    request: HttpRequest,
    study: CaseStudy,
    *,
    similar: Callable[[], list[Similar]],
    fragments: Kept[tuple[object, ...], Any] | None,
    template: str = "pages/casestudies/case_study.html",
    **more: Any,
) -> TemplateResponse:
    """The page of a case study that comes from `for_reading()`: public, or as it would be."""
    context = {
        "study": study,
        # Worked out only when the page is drawn, which is once a version and day
        "reading": SimpleLazyObject(lambda: Reading(study, on=timezone.localdate())),
        "similar": SimpleLazyObject(similar),
        "fragments": fragments,
        **more,
    }
    return TemplateResponse(request, template, context)
