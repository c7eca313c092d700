"""The gate that every request passes, and the headers that every answer carries."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

# Longer ones are nobody's: our longest address has 200 characters, and browsers of the public
# type questions, not books. Between the two the page itself answers, and says what it ignored.
LONGEST_PATH = 1_000
LONGEST_QUERY = 16_000

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
    "publickey-credentials-get",
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

    def process_request(self, request: HttpRequest) -> None:
        if len(request.path_info) > LONGEST_PATH or any(
            c < " " or c == "\x7f" for c in request.path_info
        ):
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            raise BadRequest("The address is too long.")
        request.META["QUERY_STRING"] = query.replace("%00", "%EF%BF%BD").replace(
            "\x00", "%EF%BF%BD"
        )
        request.COOKIES = {k: v for k, v in request.COOKIES.items() if "\x00" not in v}


class SecurityHeadersMiddleware(MiddlewareMixin):
    """Adds the headers that Django has no setting for. A view may set its own."""

    headers = {
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Permitted-Cross-Domain-Policies": "none",
    }

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
