"""The gate that every request passes, and the headers that every answer carries."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from . import errors

# Longer ones are nobody's: our longest address has 200 characters, and browsers of the public
# type questions, not books. Between the two the page itself answers, and says what it ignored.
LONGEST_PATH = 1_000
LONGEST_QUERY = 16_000

# Ten times our longest form
LONGEST_FORM = 200_000  # bytes
# In the admin a spreadsheet may come, of at most 25 MB
LONGEST_UPLOAD = 26 * 1024 * 1024  # bytes

UNUSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)


class GateMiddleware(MiddlewareMixin):
    """Lets in only what a page, a file system and either database can hold.

    PostgreSQL refuses NUL, and so does the file system. An address with a control character is
    nobody's, so it is not found. In a query NUL becomes U+FFFD, as broken UTF-8 already does in
    Django: the page then says which value it ignored. A cookie with one is not ours.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if len(request.path_info) > LONGEST_PATH or any(
            c < " " or c == "\x7f" for c in request.path_info
        ):
            return errors.not_found(request)
        longest = LONGEST_UPLOAD if _is_for_editors(request) else LONGEST_FORM
        if _length_of(request) > longest:
            return errors.too_large(request)
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            return errors.bad_request(request)
        request.META["QUERY_STRING"] = query.replace("%00", "%EF%BF%BD").replace(
            "\x00", "%EF%BF%BD"
        )
        request.COOKIES = {k: v for k, v in request.COOKIES.items() if "\x00" not in v}
        return None


def _length_of(request: HttpRequest) -> int:
    """Of the body, in bytes, as the client says; the server reads no more than that."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


def _is_for_editors(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.ADMIN_URL}")


class DesignedNotFoundMiddleware(MiddlewareMixin):
    """On a laptop too, what is not there looks as it will look: Django would show its own page."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.not_found(request) if isinstance(exception, Http404) else None

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        nobodys = response.status_code == 404 and request.resolver_match is None
        return errors.not_found(request) if nobodys else response


class SecurityHeadersMiddleware(MiddlewareMixin):
    """Adds the headers that Django has no setting for. A view may set its own."""

    headers = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Permitted-Cross-Domain-Policies": "none",
    }
    # Half a kilobyte that says nothing of a stylesheet or a font: no file of ours has features
    answer_headers = {
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
    }

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_file = request.path.startswith(settings.STATIC_URL)
        for name, value in (self.headers | ({} if is_file else self.answer_headers)).items():
            response.headers.setdefault(name, value)
        return response


class MovedMiddleware(MiddlewareMixin):
    """Lets browsers ask again where an address leads: what was renamed or merged may come back.

    Without a word they keep a permanent redirect for as long as they please.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code == HTTPStatus.MOVED_PERMANENTLY:
            response.headers.setdefault("Cache-Control", "no-cache")
        return response


class HeadMiddleware(MiddlewareMixin):
    """Answers HEAD without a body, with the length that GET would have. WSGI servers expect it."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response
