"""How many files of the directory may be taken: by one client, and by all at once.

Both are counted in the database, so for all processes together. To read is not to be prevented by
a fault of ours: where the database cannot count, the file is given.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import ngettext

from collab_directory import client, limits
from collab_directory.limits import Limit, Refused

log = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]

BY_CLIENT = Limit("downloads.by_client", ((10, dt.timedelta(minutes=1)),))
# A place is given back when the file has gone out; where the process ends before, after so long
AT_ONCE = Limit("downloads.at_once", ((4, dt.timedelta(minutes=5)),))
TRY_AGAIN_AFTER = 15  # seconds: most files take less
EVERYBODY = "everybody"


def limited(view: View) -> View:
    """Give the files of a view to so many; to others a page that says when to ask again."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        at = timezone.now()
        try:
            limits.take({BY_CLIENT: client.address(request), AT_ONCE: EVERYBODY}, at=at)
        except Refused as refused:
            return _refused(request, refused)
        except DatabaseError:
            log.exception("Downloads cannot be counted")
            return view(request, *args, **kwargs)
        try:
            response = view(request, *args, **kwargs)
        except BaseException:
            _give_back(at)
            raise
        if request.method == "HEAD" or not response.streaming:  # nothing more is read of it
            _give_back(at)
        else:
            response.streaming_content = Closing(  # type: ignore[attr-defined]
                response.streaming_content,  # type: ignore[attr-defined]
                lambda: _give_back(at),
            )
        return response

    return guarded


class Closing:
    """The pieces of a file; once they have gone out, or nobody wants them, `then` is done once."""

    def __init__(self, pieces: Iterable[bytes], then: Callable[[], None]):
        self._pieces, self._then, self._is_done = iter(pieces), then, False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:  # the end, or a fault
            self.close()
            raise

    def close(self) -> None:
        """Django calls it when the answer is over, however it ends."""
        if not self._is_done:
            self._is_done = True
            self._then()


def _give_back(at: dt.datetime) -> None:
    try:
        limits.give_back({AT_ONCE: EVERYBODY}, at=at)
    except DatabaseError:
        log.exception("A place among the downloads is not given back")


def failed(request: HttpRequest) -> HttpResponse:
    """503 where a file could not be made, as on a full disk."""
    return _later(request, "failed", TRY_AGAIN_AFTER, status=503)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    """429 to a client that asks too often, 503 where too many are taken at once by others."""
    if refused.limit is AT_ONCE:
        return _later(request, "busy", TRY_AGAIN_AFTER, status=503)
    return _later(request, "too often", refused.after, status=429)


def _later(request: HttpRequest, why: str, after: int, *, status: int) -> HttpResponse:
    """A page for people; programs read the status and Retry-After, in seconds, or JSON."""
    headers = {"Retry-After": str(after), "Cache-Control": "no-store"}
    if request.path.endswith(".json"):
        detail = ngettext(
            "This file is not ready for you just now. Ask again in %(n)s second.",
            "This file is not ready for you just now. Ask again in %(n)s seconds.",
            after,
        )
        return JsonResponse({"detail": detail % {"n": after}}, status=status, headers=headers)
    return TemplateResponse(
        request,
        "pages/casestudies/download_later.html",
        {
            "why": why,
            "after": after,
            "most": BY_CLIENT.windows[0][0],
            "again_url": request.get_full_path(),
        },
        status=status,
        headers=headers,
    ).render()
