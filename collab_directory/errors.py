"""The pages for what went wrong. They need no database, no session and no luck."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .context import site

log = logging.getLogger(__name__)

LONG = 60  # characters: from there on, typing it again would hurt


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(400, _("There is something wrong with this address"))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Also to whoever was an editor when they opened a form: with what they typed."""
    return _page(403, _("You cannot see this page"), typed=_to_copy(_typed(request)))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long, or the browser keeps no cookies.

    A view that can shows it again with what was typed, and does nothing (`posting.form_page`).
    """
    match = request.resolver_match
    if match is not None and getattr(match.func, "draws_its_form_again", False):
        request.is_unproven = True  # type: ignore[attr-defined]
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer
    return _page(403, _("This form has expired"), form_expired=True)


def too_large(request: HttpRequest) -> HttpResponse:
    """What was sent is longer than any form of ours takes; it was not read."""
    return _page(413, _("This is too long to send"))


def not_taken(request: HttpRequest) -> HttpResponse:
    """A form met a fault of ours: everything that was typed, and a button to send it again."""
    typed = _typed(request)
    response = _page(
        503,
        _("Sorry, we could not take this just now"),
        typed=typed,
        long=_to_copy(typed),
        csrf_token=get_token(request),
        path=request.get_full_path(),
    )
    response["Retry-After"] = "60"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(404, _("Page not found"))


def away_too_long(request: HttpRequest) -> HttpResponse:
    """An editor's session ended before the form came: nothing was done, nothing typed is lost."""
    long = _to_copy(_typed(request))
    return _page(403, _("You were away for too long"), away=True, typed=long, path=request.path)


def gone_meanwhile(request: HttpRequest) -> HttpResponse:
    """What a form was about is not there any more: nothing was done, nothing typed is lost."""
    return _page(409, _("This is not there any more"), typed=_to_copy(_typed(request)))


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form came from somebody who is signed out by now: what they typed, to be sent again.

    Only to be copied where nobody knows that the form was ours: a button would send as theirs what
    another site typed, because a browser brings no session with a form of another site.
    """
    is_ours = not getattr(request, "is_unproven", False)
    typed = _typed(request)
    response = _page(
        403,
        _("You are signed out"),
        template="signed-out",
        typed=typed if is_ours else [],
        long=_to_copy(typed),
        csrf_token=get_token(request),
        path=request.get_full_path(),
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def _to_copy(typed: list[tuple[str, str]]) -> list[str]:
    """What took long to type. However long it is, nobody typed the form's ticket."""
    return [value for name, value in typed if len(value) > LONG and name != "ticket"]


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(500, _("Sorry, something went wrong"))


def _page(status: int, title: str, *, template: str = "", **context: Any) -> HttpResponse:
    """templates/errors/<status>.html, without the request: context processors could fail again."""
    context_of_page = site() | {"status": status, "title": title} | context
    try:
        html = render_to_string(f"errors/{template or status}.html", context_of_page)
    except Exception:  # a broken page for an error must not hide the error
        log.exception("The page for errors %s cannot be shown", status)
        html = format_html(
            '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>{0}</title><h1>{0}</h1>'
            '<p><a href="/">{1}</a></p></html>',
            title,
            _("Go to the home page"),
        )
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})
