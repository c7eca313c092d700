"""Pages with a form that anybody may send: what was typed is never lost.

A view says `@form_page` (or `@token_page`, where the address holds a secret) and ends with
`answer(request, form, act, template, context)`.
"""

import datetime as dt
import logging
import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab_directory import client, errors, limits
from collab_directory.limits import Limit, Refused

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
TRY_AGAIN_AFTER = 60  # seconds, when it is our own fault
# Right or wrong: what a form takes has limits of its own
POSTS = Limit("posts.by_client", ((60, dt.timedelta(minutes=1)),))


def form_page(view: View) -> View:
    """For GET, HEAD and POST; kept by nobody on the way; a fault of ours gives the typed text back.

    When the check against forged forms fails, because the form is too old or the browser keeps no
    cookies, the view is called all the same with `request.is_unproven`, which `answer` heeds.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
        try:
            response = view(request, *args, **kwargs)
            if isinstance(response, TemplateResponse):
                response.render()
        except DatabaseError:
            if request.method != "POST":
                raise
            log.exception("A form could not be taken")
            response = errors.not_taken(request)
        patch_cache_control(response, private=True, no_store=True)
        return response

    shown.draws_its_form_again = True  # type: ignore[attr-defined]
    return shown


def token_page(view: View) -> View:
    """A form page whose address is a secret: no search engine lists it.

    Its address reaches no other site: the policy of the whole site is `same-origin`. The stricter
    `no-referrer` would make browsers send `Origin: null`, which the check against forged forms
    rightly refuses.
    """
    page = form_page(view)

    @wraps(page)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = page(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return shown


def answer(
    request: HttpRequest,
    form: Form,
    act: Callable[[], HttpResponse],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form, or do what it asks, or show it again with what stands in the way.

    `act` does it, in one transaction, and answers (with a redirect). It may raise Refused (too
    often: 429) or a DatabaseError (503): the form is then shown again, as it was typed. So it is
    for a client who sends more than 60 forms a minute, whether they are right or wrong.
    """
    status, headers = 200, {}
    if request.method == "POST" and (wait := _seconds_to_wait(request)):
        status, headers = 429, {"Retry-After": str(wait)}
        form.add_error(None, _when_again(wait))
    elif getattr(request, "is_unproven", False):
        status = 403
        form.add_error(
            None,
            _(
                "This form was open for too long, or your browser keeps no cookies. Nothing is "
                "lost: send it once more, and if that fails too, allow cookies for this site."
            ),
        )
    elif request.method == "POST" and form.is_valid():
        try:
            return act()
        except Refused as refused:
            return too_often(request, form, refused, template, context)
        except DatabaseError:
            log.exception("A form could not be taken")
            status, headers = 503, {"Retry-After": str(TRY_AGAIN_AFTER)}
            form.add_error(
                None,
                _(
                    "Sorry, we could not take this just now. That is our fault, and nothing was "
                    "sent. What you typed is still here: try again in a minute."
                ),
            )
    return TemplateResponse(
        request, template, context | {"form": form}, status=status, headers=headers
    )


def too_often(
    request: HttpRequest, form: Form, refused: Refused, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The form once more, as it was typed, and when it may be sent again."""
    form.add_error(None, _when_again(refused.after))
    return TemplateResponse(
        request,
        template,
        context | {"form": form},
        status=429,
        headers={"Retry-After": str(refused.after)},
    )


def _seconds_to_wait(request: HttpRequest) -> int:
    """Before this client may send any form again; 0 if they may."""
    try:
        limits.take({POSTS: client.address(request)}, at=timezone.now())
    except Refused as refused:
        return refused.after
    return 0


def _when_again(seconds: int) -> str:
    """How long to wait, rounded up, in the unit that a person would use."""
    minutes = math.ceil(seconds / 60)
    if minutes <= 90:
        wait = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    else:
        hours = math.ceil(minutes / 60)
        wait = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return _(
        "That was too many in a short time, so this one was not sent. What you typed is still "
        "here: send it again in %(wait)s."
    ) % {"wait": wait}
