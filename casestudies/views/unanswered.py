"""What is answered while the search cannot look: that, and never that nothing was found.

These go around a view. A fault of the database becomes 503 with a logged error: a page that keeps
what was typed and offers what still works, data for programs, no suggestions for the search box.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.log import log_response
from django.utils.translation import gettext as _

from casestudies import question, search
from casestudies.directory import Directory
from casestudies.facets import FACETS_BY_NAME
from casestudies.search import suggestions

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
Instead = Callable[[HttpRequest], HttpResponse]

RETRY_AFTER = 60  # seconds
# What a search narrows by, as it stands in an address. Kept as it was typed: to understand it takes
# the database.
KEPT = (*FACETS_BY_NAME, "service_match", "from", "to", "per_page")
MOST_KEPT = 40  # values, each of so many characters
LONGEST_KEPT = 100


def as_page(view: View) -> View:
    return instead(view, _page)


def as_json(view: View) -> View:
    return instead(view, _data)


def as_no_suggestions(view: View) -> View:
    return instead(view, _no_suggestions)


def instead(view: View, answer: Instead) -> View:
    """The view, or with 503 what `answer` gives where the database fails it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
            # Most of a search happens while its page is drawn.
            return response.render() if hasattr(response, "render") else response
        except Error as error:
            response = answer(request)
            response.status_code = 503
            response["Retry-After"] = str(RETRY_AFTER)
            response["Cache-Control"] = "no-store"
            # Once, with the path and without the question; Django would add a line of its own.
            log_response(
                "The search could not answer %s",
                request.path,
                response=response,
                request=request,
                logger=logger,
                exception=error,
            )
            return response

    return guarded


def _page(request: HttpRequest) -> HttpResponse:
    listed = reverse("casestudies:directory")
    address = request.path if request.path == reverse("casestudies:map") else listed
    text = question.text_of(request.GET)
    browsable = _without_text(request, address)
    context = {
        "text": text,
        "address": address,
        "hidden_fields": _kept(request),
        "again_url": request.get_full_path(),
        "browsable": browsable,
        "offers_list": browsable is not None and bool(text),
    }
    page = TemplateResponse(request, "pages/casestudies/unanswered.html", context)
    return page.render()


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The choices of a question, as the address gives them."""
    pairs = [(name, search.tidy(v)) for name in KEPT for v in request.GET.getlist(name)]
    return [(name, value[:LONGEST_KEPT]) for name, value in pairs if value][:MOST_KEPT]


def _without_text(request: HttpRequest, address: str) -> Directory | None:
    """What the choices alone find, which takes no search; None where not even that is found."""
    params = request.GET.copy()
    params.pop("q", None)
    params.pop("page", None)
    try:
        asked = Directory(params, address=address)
        asked.studies  # noqa: B018 -- read now: what is offered must work
    except Error:
        return None
    return asked


def _data(request: HttpRequest) -> HttpResponse:
    detail = _("The search cannot answer just now. The fault is ours: try again in a minute.")
    return JsonResponse({"detail": detail})


def _no_suggestions(request: HttpRequest) -> HttpResponse:
    typed = suggestions.cut(request.GET.get("q", ""))
    return JsonResponse({"q": typed, "suggestions": []})
