"""Pages that are the same for everybody are drawn once under each catalogue, and packed once."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, wraps
from typing import Any

import brotli
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from casestudies import catalogue
from casestudies.keeping import Kept
from collab_directory.days import today

View = Callable[..., HttpResponse]

# In each process, before they are packed: some 500 pages. By weight, since the overview is ten
MOST_BYTES = 30_000_000
BROTLI = 7  # of 11: a sixth smaller than gzip, in about the same time
LONGEST_ADDRESS = 1000  # a longer one is asked once, by somebody who tries what happens
OUR_COOKIES = frozenset(
    [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name]
)


@dataclass(frozen=True)
class Page:
    """A page as it goes out, plain and packed, and the token under which it was drawn."""

    token: str
    plain: bytes
    content_type: str
    etag: str

    def packed(self, encoding: str) -> bytes:
        return self._packed[encoding] if encoding else self.plain

    @cached_property
    def _packed(self) -> dict[str, bytes]:
        """By encoding. Not before somebody asks again: it takes as long as half of drawing it."""
        return {
            "br": brotli.compress(self.plain, mode=brotli.MODE_TEXT, quality=BROTLI),
            "gzip": gzip.compress(self.plain, compresslevel=6, mtime=0),
        }


# By address, so that a page that has become stale makes room for the one that follows it.
_pages: Kept[tuple[object, ...], Page] = Kept(MOST_BYTES, weigh=lambda page: len(page.plain))


def same_for_everybody(view: View) -> View:
    """Keep what a view answers, for as long as nothing that a reader could see has changed.

    For pages that depend on nothing but their address, the catalogue's token, the language and the
    day: no session, no form token, no cookie. Only whole pages are kept (200), and none that the
    view marks `is_not_kept`, because it has to hear of each request.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        # Asked before the view reads anything: a page may be newer than its token, never older.
        token = _token(request) if key else ""
        if not token:
            return view(request, *args, **kwargs)
        page = _pages.peek(key)
        if page is not None and page.token == token:
            return _answer(request, page)
        response = view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
        if _may_be_kept(response):
            page = _page(token, response)
            _pages.put(key, page)
            response["ETag"] = page.etag
        return response

    return kept


def same_for_visitors(view: View) -> View:
    """The same page for all who hold no session; whoever does gets one that nobody keeps.

    For pages that may have something to say to those who are signed in.
    """
    shared = same_for_everybody(view)

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return shared(request, *args, **kwargs)
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return shown


class KeptPagesMiddleware:
    """Answers with a kept page before sessions, form tokens and accounts are looked at.

    Whoever holds a cookie of ours goes the whole way, which ends with the same page: what stands
    behind may have something to say to them. What stands before adds headers, packs and answers
    304, so it must be the same for a kept page and for any other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        page = None
        if OUR_COOKIES.isdisjoint(request.COOKIES):
            key = _key(request)
            page = _pages.peek(key) if key else None
        # The token last: most addresses without a kept page need none
        if page is None or page.token != _token(request):
            return self.get_response(request)
        response = _answer(request, page)
        response.headers["Content-Length"] = str(len(response.content))
        return response


def _key(request: HttpRequest) -> tuple[object, ...]:
    """What a page depends on besides the token; empty if it may not be kept."""
    address = request.path, request.META.get("QUERY_STRING", "")
    if request.method not in {"GET", "HEAD"} or sum(map(len, address)) > LONGEST_ADDRESS:
        return ()
    return (*address, request.scheme, request.get_host(), get_language(), today())


def _token(request: HttpRequest) -> str:
    """The token that was in force when this request first asked."""
    if not hasattr(request, "catalogue_token"):
        request.catalogue_token = catalogue.current_token()
    return request.catalogue_token


def asked_already(request: HttpRequest) -> str | None:
    """The same for a view that need not ask again; None where nobody has asked.

    Also where the request is of none, as those that make the ZIP: what is built for no token would
    be found again after a change.
    """
    return getattr(request, "catalogue_token", None) or None


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not getattr(response, "is_not_kept", False)
    )


def _page(token: str, response: HttpResponse) -> Page:
    content = response.content
    etag = hashlib.sha256(content).hexdigest()[:32]
    return Page(token, content, response["Content-Type"], f'W/"{etag}"')


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    encoding = _best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    response = HttpResponse(page.packed(encoding), content_type=page.content_type)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = page.etag
    response.headers["Vary"] = "Accept-Encoding"
    return response


@lru_cache(maxsize=100)
def _best_encoding(accepted: str) -> str:
    """The one that packs best among those the client takes; "" for none of ours."""
    taken = {part.partition(";")[0].strip() for part in accepted.split(",")}
    return next((encoding for encoding in ("br", "gzip") if encoding in taken), "")
