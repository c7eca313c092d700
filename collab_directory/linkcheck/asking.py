"""Ask one web address whether it still answers, within strict limits.

At most ten seconds in all, three redirects, and 64 kilobytes, of which nothing is kept. No cookie
is sent or taken. Each hop is judged by `guards` anew, and asked at the very machine judged there.
"""

import errno
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from . import guards

SECONDS = 10.0  # for everything that one address takes
MOST_REDIRECTS = 3
MOST_BYTES = 64 * 1024

REDIRECTS = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}


class Trouble(StrEnum):
    """Why there was no answer."""

    FORBIDDEN = "forbidden"  # we do not ask it, or where it leads
    NO_NETWORK = "no-network"  # it is we who reach nobody
    NO_NAME = "no-name"
    NO_CONNECTION = "no-connection"
    TOO_SLOW = "too-slow"
    NO_TRUST = "no-trust"  # its certificate is not good
    NO_SENSE = "no-sense"  # not the language of the web
    REDIRECTS = "redirects"


class NoAnswer(Exception):  # noqa: N818 - an answer to expect, not a fault
    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble)


@dataclass(frozen=True)
class Answer:
    """`status` of the last hop, or what kept it from one. `moved_to` is where it is for good."""

    status: int | None = None
    trouble: Trouble | None = None
    moved_to: str = ""


Resolve = Callable[[str, int], list[str]]
Connect = Callable[[socket.socket, str, int], None]


def resolve(host: str, port: int) -> list[str]:
    """The numbers of the machines that a name leads to."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for _family, _type, _proto, _name, address in found]


def connect(sock: socket.socket, number: str, port: int) -> None:
    sock.connect((number, port))


@dataclass
class Web:
    """The world outside, as tests may replace it: names, machines, certificates, the clock."""

    resolve: Resolve = resolve
    connect: Connect = connect
    trusted: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = SECONDS
    clock: Callable[[], float] = field(default=time.monotonic)


class _InTime:
    """A socket whose every reading ends at one moment: a drop a second wins no time."""

    until: float | None = None
    clock: Callable[[], float] = time.monotonic

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        if self.until is not None:
            left = self.until - self.clock()
            if left <= 0:
                raise TimeoutError
            self.settimeout(left)  # type: ignore[attr-defined]
        return super().recv_into(*args, **kwargs)  # type: ignore[misc]


class _Plain(_InTime, socket.socket):
    pass


class _Secure(_InTime, ssl.SSLSocket):
    pass


def ask(address: str, web: Web | None = None) -> Answer:
    """What came of asking it. Never raises for anything that the other side does."""
    web = web or Web()
    until = web.clock() + web.seconds
    here, settled, for_good = address, address, True
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            status, leads_to = _status_of(here, web, until)
            if status not in REDIRECTS or not leads_to:
                moved = settled if settled != address and status < 400 else ""
                return Answer(status, moved_to=moved)
            here = urljoin(here, leads_to)
            # A stay for a while ends what is for good, whatever comes after it
            for_good = for_good and status in FOR_GOOD
            settled = here if for_good else settled
        return Answer(trouble=Trouble.REDIRECTS)
    except guards.Forbidden:
        return Answer(trouble=Trouble.FORBIDDEN)
    except NoAnswer as no:
        return Answer(trouble=no.trouble)


def _status_of(address: str, web: Web, until: float) -> tuple[int, str]:
    """Its status and where it leads; asked for the page itself where a look at its head fails."""
    target = guards.target_of(address)
    number = guards.choose(_numbers(target, web, until))
    status, leads_to = _request("HEAD", target, number, web, until)
    if status >= 400 or (status in REDIRECTS and not leads_to):
        status, leads_to = _request("GET", target, number, web, until)
    return status, leads_to


def _numbers(target: guards.Target, web: Web, until: float) -> list[str]:
    """The names' own servers keep to no deadline, so they are asked by somebody who may be left."""
    found: list[Any] = []

    def look() -> None:
        try:
            found.append(web.resolve(target.host, target.port))
        except OSError as fault:
            found.append(fault)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(max(0.0, until - web.clock()))
    if not found:
        raise NoAnswer(Trouble.TOO_SLOW)
    if isinstance(found[0], socket.gaierror) and found[0].errno != socket.EAI_AGAIN:
        raise NoAnswer(Trouble.NO_NAME)
    if isinstance(found[0], OSError):
        raise NoAnswer(Trouble.NO_NETWORK)
    return list(found[0])


def _request(
    method: str, target: guards.Target, number: str, web: Web, until: float
) -> tuple[int, str]:
    try:
        sock = _open(target, number, web, until)
        connection = HTTPConnection(target.host)
        connection.sock = sock
        try:
            connection.request(method, target.path, headers=_headers(target))
            response = connection.getresponse()
            _read(response)
            return response.status, response.getheader("Location") or ""
        finally:
            connection.close()
    except TimeoutError as slow:
        raise NoAnswer(Trouble.TOO_SLOW) from slow
    except ssl.SSLError as fault:
        raise NoAnswer(Trouble.NO_TRUST) from fault
    except (HTTPException, UnicodeError, ValueError) as fault:
        raise NoAnswer(Trouble.NO_SENSE) from fault
    except OSError as fault:
        ours = fault.errno in (errno.ENETUNREACH, errno.ENETDOWN)
        raise NoAnswer(Trouble.NO_NETWORK if ours else Trouble.NO_CONNECTION) from fault


def _open(target: guards.Target, number: str, web: Web, until: float) -> socket.socket:
    left = until - web.clock()
    if left <= 0:
        raise TimeoutError
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    sock: Any = _Plain(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(left)
        web.connect(sock, number, target.port)
        if target.is_secure:
            context = web.trusted()
            context.sslsocket_class = _Secure
            sock.settimeout(max(0.01, until - web.clock()))
            sock = context.wrap_socket(sock, server_hostname=target.host)
        sock.until, sock.clock = until, web.clock
    except BaseException:
        sock.close()
        raise
    return sock


def _headers(target: guards.Target) -> dict[str, str]:
    host = f"[{target.host}]" if ":" in target.host else target.host
    usual = guards.PORTS[target.scheme] == target.port
    return {
        "Host": host if usual else f"{host}:{target.port}",
        "User-Agent": f"{settings.SITE_NAME} source check (+{settings.SITE_URL}/about/)",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _read(response: HTTPResponse) -> None:
    """So much of the page that it is one. As it comes: what is packed stays packed."""
    left = MOST_BYTES
    while left > 0 and (got := response.read(min(left, 8192))):
        left -= len(got)
