"""Pictures for links: of one case study, and of the site. Drawn once, for what they say."""

import datetime as dt
import hashlib
import logging
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from casestudies import catalogue
from casestudies.booklet import pictures
from casestudies.models import CaseStudy
from collab_directory import client
from collab_directory.limits import Limit, Refused, take

logger = logging.getLogger(__name__)

# Of those that have to be drawn first; others are handed out as often as somebody asks
BY_CLIENT = Limit("picture.by_client", ((12, dt.timedelta(minutes=1)),))
BY_ALL = Limit("picture.by_all", ((60, dt.timedelta(minutes=1)),))
TRY_AGAIN_AFTER = 20  # seconds


@require_safe
def case_study_png(request: HttpRequest, slug: str) -> HttpResponse:
    now = catalogue.current()
    study = now.reading(now.by_slug[slug]) if slug in now.by_slug else None
    if study is None:
        # An unpublished study and one that never was are the same 404.
        renamed = get_object_or_404(CaseStudy.objects.published().at(slug))
        return redirect("casestudies:case_study_png", renamed.slug, permanent=True)
    response = _picture(request, pictures.of_study(study))
    if not CaseStudy.objects.published().filter(pk=study.pk).exists():
        raise Http404  # while it was drawn
    return response


@require_safe
def site_png(request: HttpRequest) -> HttpResponse:
    return _picture(request, pictures.of_site(len(catalogue.current().entries)))


def _picture(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    content = pictures.kept(document)
    if content is None:
        try:
            _count(request)
            content = pictures.draw(document)
        except Refused as refused:
            return _later(429, refused.after)
        except pictures.Busy:
            return _later(503, TRY_AGAIN_AFTER)
    headers = {
        "ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        # Others ask again each time whether it is still there: it goes with its case study
        "Cache-Control": "public, no-cache",
        "X-Content-Type-Options": "nosniff",
        # It is made for the pages of others
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return HttpResponse(content, content_type="image/png", headers=headers)


def _count(request: HttpRequest) -> None:
    """Raises Refused. To read is not to be prevented by a fault of ours."""
    try:
        take({BY_CLIENT: client.address(request), BY_ALL: "everybody"}, at=timezone.now())
    except DatabaseError:
        logger.exception("Pictures cannot be counted.")


def _later(status: int, after: int) -> HttpResponse:
    headers = {"Retry-After": str(after), "Cache-Control": "no-store"}
    return HttpResponse(status=status, content_type="text/plain; charset=utf-8", headers=headers)
