"""Pages that are the same for everybody are drawn once under each catalogue, and packed once."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from casestudies import catalogue
from casestudies.keeping import Kept

View = Callable[..., HttpResponse]

MOST_PAGES = 500  # in each process; about 60 kB each, with its packed form
BROTLI = 7  # of 11: a sixth smaller than gzip, in about the same time
LONGEST_ADDRESS = 1000  # a longer one is asked once, by somebody who tries what happens


@dataclass(frozen=True)
class Page:
    """A page as it goes out, plain and packed."""

    plain: bytes
    content_type: str
    etag: str

    @cached_property
    def packed(self) -> tuple[tuple[str, bytes], ...]:
        """By encoding, the smallest first. Not before somebody asks again: it takes as long as half
        of drawing the page."""
        return (
            ("br", brotli.compress(self.plain, mode=brotli.MODE_TEXT, quality=BROTLI)),
            ("gzip", gzip.compress(self.plain, compresslevel=6, mtime=0)),
        )


_pages: Kept[tuple[object, ...], Page] = Kept(MOST_PAGES)


def same_for_everybody(view: View) -> View:
    """Keep what a view answers, for as long as nothing that a reader could see has changed.

    For pages that depend on nothing but their address, the catalogue's token, the language and the
    day: no session, no form token, no cookie. Only whole pages are kept (200), and none that the
    view marks `is_not_kept`, because it has to hear of each request.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        token = catalogue.current_token()
        address = request.get_full_path()
        if not token or len(address) > LONGEST_ADDRESS:
            return view(request, *args, **kwargs)
        key = (
            token,
            request.scheme,
            request.get_host(),
            address,
            get_language(),
            timezone.localdate(),
        )
        page = _pages.peek(key)
        if page is not None:
            return _answer(request, page)
        response = view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
        if _may_be_kept(response):
            page = _page(response)
            _pages.put(key, page)
            response["ETag"] = page.etag
        return response

    return kept


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not getattr(response, "is_not_kept", False)
    )


def _page(response: HttpResponse) -> Page:
    etag = hashlib.sha256(response.content).hexdigest()[:32]
    return Page(response.content, response["Content-Type"], f'W/"{etag}"')


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    taken = {
        part.partition(";")[0].strip()
        for part in request.headers.get("Accept-Encoding", "").split(",")
    }
    encoding, body = next(
        ((name, packed) for name, packed in page.packed if name in taken), ("", page.plain)
    )
    response = HttpResponse(body, content_type=page.content_type)
    if encoding:
        response["Content-Encoding"] = encoding
    response["ETag"] = page.etag
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
