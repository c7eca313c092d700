"""PDFs: the whole overview, one case study, the schemes that a question finds."""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from casestudies import catalogue
from casestudies.booklet import Overview, keep, places, typeset
from casestudies.booklet.document import of_overview
from casestudies.booklet.entries import Block
from casestudies.booklet.selection import Selection
from casestudies.booklet.study import of_study
from casestudies.directory import Directory
from casestudies.keeping import Kept
from casestudies.models import CaseStudy
from casestudies.views.files import once_a_day
from collab_directory import client
from collab_directory.limits import Limit, Refused, take

logger = logging.getLogger(__name__)

BY_CLIENT = Limit("pdf.by_client", ((6, dt.timedelta(minutes=1)),))
TRY_AGAIN_AFTER = 20  # seconds
MOST_BYTES = 30_000_000  # of small booklets, kept by each process

View = Callable[..., HttpResponse]

_small: Kept[tuple[object, ...], bytes] = Kept(MOST_BYTES, weigh=len)


def within_limits(view: View) -> View:
    """Six a minute for each caller. Who is refused, or finds no room, reads when to come back."""

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            take({BY_CLIENT: client.address(request)}, at=timezone.now())
        except Refused as refused:
            return _later(request, 429, refused.after)
        except DatabaseError:  # to read is not to be prevented by a fault of ours
            logger.exception("PDFs cannot be counted.")
        try:
            return view(request, *args, **kwargs)
        except keep.Unavailable:
            return _later(request, 503, TRY_AGAIN_AFTER)

    return limited


@require_safe
@within_limits
def overview_pdf(request: HttpRequest) -> HttpResponse:
    booklet = keep.overview(_make_overview)
    name = f"overview-{booklet.on.isoformat()}"
    return _pdf(booklet.content, name, of=reverse("casestudies:overview"))


@require_safe
@within_limits
def case_study_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    now = catalogue.current()
    study = now.reading(now.by_slug[slug]) if slug in now.by_slug else None
    if study is None:
        # An unpublished study and one that never was are the same 404.
        renamed = get_object_or_404(CaseStudy.objects.published().at(slug))
        return redirect("casestudies:case_study_pdf", renamed.slug, permanent=True)
    on = timezone.localdate()
    key = (now.token, on, get_language(), "study", slug)
    content = _small_pdf(key, on, lambda: of_study(Block(study, on)))
    if not CaseStudy.objects.published().filter(pk=study.pk).exists():
        raise Http404  # while it was made
    return _pdf(content, slug, of=study.get_absolute_url())


@require_safe
@once_a_day
@within_limits
def directory_pdf(request: HttpRequest) -> HttpResponse:
    on, asked = timezone.localdate(), Directory(request.GET)
    selection = Selection(asked, on)
    key = (asked.catalogue.token, on, get_language(), "question", asked.question.query_string())
    content = _small_pdf(key, on, selection.document)
    if catalogue.current_token() != asked.catalogue.token:
        # Something in it may have been unpublished while it was made.
        logger.info("A booklet was made under a catalogue that is no longer in force.")
        raise keep.Unavailable
    words = slugify(asked.text)[:40]
    return _pdf(content, f"case-studies-{words}" if words else "case-studies")


def _make_overview(on: dt.date) -> keep.Booklet:
    overview = Overview(on)
    slugs = frozenset(entry.slug for entry in overview.catalogue.entries)
    content = typeset.pdf(of_overview(overview), dated=timezone.now())
    return keep.Booklet(content, on, slugs)


def _small_pdf(
    key: tuple[object, ...], on: dt.date, document: Callable[[], dict[str, Any]]
) -> bytes:
    """Made at once, if there is room; kept in memory for as long as the catalogue is in force.

    Dated at the beginning of the day, so that each process makes the same bytes of it.
    """
    kept = _small.peek(key)
    if kept is not None:
        return kept
    morning = timezone.make_aware(dt.datetime.combine(on, dt.time()))
    with places.a_turn() as mine:
        if not mine:
            raise keep.Unavailable
        try:
            made = typeset.pdf(document(), dated=morning)
        except typeset.Failed as failed:
            logger.exception("A booklet could not be made.")
            raise keep.Unavailable from failed
    if key[0]:  # nothing is kept before anything was ever published
        _small.put(key, made)
    return made


def _pdf(content: bytes, name: str, *, of: str = "") -> HttpResponse:
    """`of`: the page that says the same, which search engines are to show instead."""
    digest = hashlib.sha256(content).hexdigest()[:32]
    response = HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}.pdf"',
            "X-Content-Type-Options": "nosniff",
            "ETag": f'"{digest}"',
        },
    )
    if of:
        response["Link"] = f'<{settings.SITE_URL}{of}>; rel="canonical"'
    return response


def _later(request: HttpRequest, status: int, after: int) -> HttpResponse:
    context = {"is_too_often": status == 429, "after": after}
    return TemplateResponse(
        request,
        "pages/casestudies/overview_later.html",
        context,
        status=status,
        headers={"Retry-After": str(after), "Cache-Control": "no-store"},
    )
