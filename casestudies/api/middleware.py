"""What every answer below /api/ carries, also those that were never asked of the API itself.

An address that no pattern knows, a question that the gate turns away, a fault: all of these are
made into pages elsewhere, and into problem details here. And an answer of 304 drops headers that a
program of another site must see.
"""

from django.http import HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from casestudies.api.problems import CONTENT_TYPE, problem

PREFIX = "/api/"

# Any site's programs may read, without cookies: there is nothing here that is not public
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# Of a page of an error, what is said of the page itself
OF_THE_PAGE = frozenset({"content-encoding", "content-length", "etag", "last-modified", "vary"})


class ApiMiddleware(MiddlewareMixin):
    """Makes pages of errors into problem details; adds the headers for other sites and of the rate.

    `request.rate_headers` is what the door found out about the rate, if the request came so far.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(PREFIX) or path == PREFIX:
            return response
        if response.status_code >= 400 and response.get("Content-Type") != CONTENT_TYPE:
            said = problem(response.status_code)
            for name, value in response.items():
                if name.lower() not in OF_THE_PAGE:
                    said.headers.setdefault(name, value)
            response = said
        for name, value in (SHARED | getattr(request, "rate_headers", {})).items():
            response.headers[name] = value
        return response
