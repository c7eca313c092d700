"""What every address of the API has in common, so that an answer is only data."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from casestudies import catalogue
from casestudies.api import rate
from casestudies.api.problems import problem
from casestudies.keeping import Kept
from casestudies.models import CatalogueVersion
from casestudies.views import unanswered

Answer = Callable[..., dict[str, Any]]

METHODS = "GET, HEAD, OPTIONS"
A_DAY = 24 * 60 * 60  # seconds for which a browser need not ask again what it may send
MOST_KEPT = 16_000_000  # bytes in each process
LONGEST_ADDRESS = 1000  # a longer one is asked once, by somebody who tries what happens


class Moved(Exception):  # noqa: N818 - an answer to expect, not a fault
    """What was asked for has another address; for ever, or until it is offered again."""

    def __init__(self, address: str, *, permanent: bool = True) -> None:
        self.address, self.permanent = address, permanent
        super().__init__(address)


@dataclass(frozen=True)
class Body:
    """An answer as it goes out, and the token under which it was written down."""

    token: str
    content: bytes
    etag: str
    changed_at: dt.datetime | None


_bodies: Kept[tuple[object, ...], Body] = Kept(MOST_KEPT, weigh=lambda body: len(body.content))


def door(answer: Answer, *, by_day: bool = False) -> Callable[..., HttpResponseBase]:
    """A view of a function that gives plain data, raises Http404 or says where it has Moved.

    `by_day`: what it gives depends on the day as well as on the catalogue.
    """

    @csrf_exempt  # nothing is changed here; without it a POST would be told of forms, not of GET
    def view(request: HttpRequest, **asked: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _preflight()
        if request.method not in {"GET", "HEAD"}:
            refused = problem(405)
            refused["Allow"] = METHODS
            return refused
        standing = rate.take(request)
        request.rate_headers = standing.headers  # type: ignore[attr-defined]
        if standing.wait:
            return problem(429)
        if not request.accepts("application/json"):
            return problem(406)
        return _read(request, answer, asked, by_day)

    return unanswered.instead(view, lambda request: problem(503))


def _read(
    request: HttpRequest, answer: Answer, asked: dict[str, Any], by_day: bool
) -> HttpResponse:
    try:
        body = _body(request, answer, asked)
    except Http404:
        return problem(404)
    except Moved as moved:
        away = HttpResponseRedirect(moved.address, status=301 if moved.permanent else 302)
        del away["Content-Type"]
        return away
    response = HttpResponse(body.content, content_type="application/json")
    response["ETag"] = body.etag
    response["Cache-Control"] = "no-cache"  # kept by whoever likes, and asked for again each time
    response["Vary"] = "Accept"
    if body.changed_at is not None:
        since = max(body.changed_at, _midnight()) if by_day else body.changed_at
        response["Last-Modified"] = http_date(int(since.timestamp()))
    return response


def _body(request: HttpRequest, answer: Answer, asked: dict[str, Any]) -> Body:
    """Kept as a page is: by its whole address, for as long as the catalogue is in force."""
    # Asked before anything is read: an answer may be newer than its token, never older
    token = catalogue.current_token()
    query = request.META.get("QUERY_STRING", "")
    host = request.scheme, request.get_host()
    key = (request.path, query, *host, get_language(), timezone.localdate())
    body = _bodies.peek(key)
    if body is not None and body.token == token:
        return body
    since = changed_at()
    data = answer(request, **asked)
    content = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    body = Body(token, content, etag, since)
    if token and len(request.path) + len(query) <= LONGEST_ADDRESS:
        _bodies.put(key, body)
    return body


def changed_at() -> dt.datetime | None:
    """When something that a reader could see last changed; None before anything was published."""
    return CatalogueVersion.objects.values_list("changed_at", flat=True).first()


def _midnight() -> dt.datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _preflight() -> HttpResponse:
    """A browser asks whether a program of another site may read here."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    response["Allow"] = METHODS
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Accept, If-Modified-Since, If-None-Match"
    response["Access-Control-Max-Age"] = str(A_DAY)
    return response
