"""What the site answers to a visitor, asked from inside: the views as they are, and no server."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve


class Failed(Exception):  # noqa: N818 - an answer to expect, not a fault of ours
    """The ZIP could not be made; the message says what failed, for whoever asked for it."""


class VisitorRequest(HttpRequest):
    """Of somebody who is nobody in particular, at the address that SITE_URL gives."""

    # A page may say less to it: what holds of the website alone
    is_for_the_copy = True

    def __init__(self, address: str = "/"):
        super().__init__()
        parts = urlsplit(address)
        self.method = "GET"
        self.path = self.path_info = parts.path
        self.GET = QueryDict(parts.query)
        self.META = {"QUERY_STRING": parts.query, "REMOTE_ADDR": "127.0.0.1"}
        self.user = AnonymousUser()
        # Under no token nothing is kept: a thousand pages would push out those that readers ask for
        self.catalogue_token = ""

    @property
    def scheme(self) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_host(self) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def build_absolute_uri(self, location: str | None = None) -> str:
        return urljoin(settings.SITE_URL, self.path if location is None else location)


def ask(address: str) -> bytes:
    """What stands at an address, a path with or without a query. Raises Failed, naming it."""
    request = VisitorRequest(address)
    try:
        request.resolver_match = match = resolve(request.path)
        response = match.func(request, *match.args, **match.kwargs)
        return _content(response, address)
    except Failed:
        raise
    except Http404 as error:
        raise Failed(f"{address} is not there.") from error
    except Exception as error:
        # Whatever broke it: a file with a page missing would not be everything
        raise Failed(f"{address} could not be drawn: {error!r}") from error


def _content(response: HttpResponse, address: str) -> bytes:
    if hasattr(response, "render"):
        response.render()
    if response.status_code != 200:
        raise Failed(f"{address} answered {response.status_code}.")
    if response.streaming:
        return b"".join(response)
    return response.content
