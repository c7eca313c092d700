"""The rows of a list as files: a table, a workbook, data, and what happened to them as a feed."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from casestudies import catalogue, downloads, formats
from casestudies.directory import Directory
from casestudies.formats.atom import ATOM, as_atom
from casestudies.formats.xlsx import write_xlsx
from casestudies.sheets.writing import XLSX
from casestudies.views.kept import same_for_everybody
from collab_directory.addresses import whole

log = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]

HELD_IN_MEMORY = 2**20  # bytes
LINES_TOGETHER = 100
# Rows of data that are made before any is sent, so that a fault on the way can still be said
MADE_FIRST = 500
# Whoever names one of these takes the list page by page
PAGED = frozenset({"page", "per_page"})


def once_a_day(view: View) -> View:
    """Make a file again for nobody who has it: 304 until the catalogue or the day is another.

    A file that is sent as it is made cannot be known by what is in it. The day stands in it, and
    with it a new release of the site cannot be missed for longer.
    """

    @wraps(view)
    def unless_unchanged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Asked before anything is read: a file may be newer than its token, never older
        token = catalogue.current_token()
        if not token:
            return view(request, *args, **kwargs)
        where = request.scheme, request.get_host(), request.get_full_path()
        known_by = repr((token, *where, get_language(), timezone.localdate()))
        etag = f'W/"{hashlib.sha256(known_by.encode()).hexdigest()[:32]}"'
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return unchanged
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response["ETag"] = etag
        return response

    return unless_unchanged


@require_safe
def as_json(request: HttpRequest) -> HttpResponseBase:
    """A page of the list where one is asked for, as a page is; else the whole list."""
    return _whole_json(request) if PAGED.isdisjoint(request.GET) else _page_of_json(request)


@same_for_everybody
def _page_of_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse(formats.page_as_json(Directory(request.GET), whole))


@once_a_day
@downloads.limited
def _whole_json(request: HttpRequest) -> HttpResponseBase:
    asked = _answered(request)
    pieces = formats.all_as_json(asked, whole)
    if asked.count <= MADE_FIRST:
        return HttpResponse("".join(pieces), content_type="application/json")
    return _streamed(pieces, "application/json")


@require_safe
@once_a_day
@downloads.limited
def as_csv(request: HttpRequest) -> HttpResponseBase:
    lines = formats.as_csv(_answered(request), whole)
    response = _streamed(lines, "text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="case-studies.csv"'
    return response


@require_safe
@once_a_day
@downloads.limited
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    if request.method == "HEAD":  # nobody reads what would be made, so nothing says how long it is
        return _named(StreamingHttpResponse((), content_type=XLSX))
    # On the disk only where it is too long to be held, as each of those made at once would be
    file = SpooledTemporaryFile(max_size=HELD_IN_MEMORY)  # noqa: SIM115 -- closed by the answer
    try:
        write_xlsx(Directory(request.GET), whole, file)
    except OSError:
        log.exception("A workbook could not be written")
        file.close()
        return downloads.failed(request)
    except BaseException:
        file.close()
        raise
    return _sent(file)


def _sent(file: SpooledTemporaryFile[bytes]) -> HttpResponseBase:
    """A small file in one piece, so that nothing stays open; a long one as it is read."""
    size = file.tell()
    file.seek(0)
    if size <= HELD_IN_MEMORY:
        with file:
            response = HttpResponse(file.read(), content_type=XLSX)
        return _named(response)
    return FileResponse(file, as_attachment=True, filename="case-studies.xlsx", content_type=XLSX)


def _named(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Disposition"] = 'attachment; filename="case-studies.xlsx"'
    return response


@require_safe
@same_for_everybody
def as_feed(request: HttpRequest) -> HttpResponse:
    feed = as_atom(Directory(request.GET), whole)
    return HttpResponse(feed, content_type=ATOM)


def _answered(request: HttpRequest) -> Directory:
    """Found before the first piece is sent, while a fault can still be said."""
    asked = Directory(request.GET)
    asked.positions  # noqa: B018 -- for what reading it does
    return asked


def _streamed(pieces: Iterator[str], content_type: str) -> HttpResponseBase:
    return StreamingHttpResponse(_together(pieces), content_type=content_type)


def _together(pieces: Iterator[str]) -> Iterator[str]:
    """So many in one piece: each would be packed and sent by itself."""
    while some := "".join(islice(pieces, LINES_TOGETHER)):
        yield some
