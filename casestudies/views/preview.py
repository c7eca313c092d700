"""The page that an entry would have, for whoever was given its link."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from casestudies import catalogue
from casestudies.models import CaseStudy, Preview
from casestudies.models.previews import PREVIEW_LASTS
from casestudies.previews import as_published
from casestudies.similar import would_be_similar_to
from casestudies.views.reading import page_of
from collab_directory.posting import token_page


@token_page
def preview(request: HttpRequest, token: str) -> HttpResponse:
    found = Preview.find(token, at=timezone.now())
    # One that was withdrawn, has run out or never was: the same page for all of them.
    if found is None:
        gone = {"days": PREVIEW_LASTS.days}
        return TemplateResponse(request, "pages/casestudies/preview_gone.html", gone, status=404)
    if request.method == "POST":
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if found.study.is_published:
        return redirect(found.study)
    return preview_page(request, found.study, until=found.expires_at)


def preview_page(
    request: HttpRequest, study: CaseStudy, *, until: dt.datetime | None
) -> TemplateResponse:
    """The public page of an unpublished entry, with a banner; `until` when a link shows it."""
    shown = as_published(study.pk)
    if shown is None:
        raise Http404
    return page_of(
        request,
        shown,
        similar=lambda: would_be_similar_to(study, catalogue.current()),
        # Kept pieces of pages are those of what is published.
        fragments=None,
        template="pages/casestudies/preview.html",
        changed=study if study.is_pending else None,
        until=until,
    )
