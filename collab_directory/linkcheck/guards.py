"""What may be asked: web addresses of the world outside, never of the network that we stand in.

An address is judged twice: as it is written, and by the machine that its name leads to. Whoever
asks connects to the very number that was judged here, so that a name which leads elsewhere a moment
later changes nothing.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 600  # letters of an address, as a source may have

_Number = ipaddress.IPv4Address | ipaddress.IPv6Address
# Numbers that carry another one inside, and lead to it
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SAME_AS_IPV4 = ipaddress.ip_network("::/96")


class Forbidden(Exception):  # noqa: N818 - an answer to expect, not a fault
    """An address that we do not ask, whatever it would answer."""


@dataclass(frozen=True)
class Target:
    """One address, taken apart. `host` is as machines write it; `path` begins with a slash."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"


def target_of(address: str) -> Target:
    """The parts of an address that we would ask. Raises Forbidden for any other."""
    if len(address) > LONGEST or any(ord(letter) <= 32 or ord(letter) == 127 for letter in address):
        raise Forbidden("unreadable")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = _host_of(parts)
    except ValueError as fault:  # a broken port, bracket or name
        raise Forbidden("unreadable") from fault
    if parts.scheme not in PORTS:
        raise Forbidden("scheme")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("login")
    if port not in (None, *PORTS.values()):
        raise Forbidden("port")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~[]")
    return Target(
        parts.scheme, host, port or PORTS[parts.scheme], f"{path}?{query}" if query else path
    )


def _host_of(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if not host or host.startswith("-"):
        raise ValueError("no host")
    return host if ":" in host else host.encode("idna").decode("ascii")


def choose(numbers: Iterable[str]) -> str:
    """Of the machines that a name leads to, the one to ask. Raises Forbidden unless all may be."""
    found = list(dict.fromkeys(numbers))
    if not found or not all(is_outside(number) for number in found):
        raise Forbidden("inside")
    return found[0]


def is_outside(number: str) -> bool:
    """Whether a machine's number is one of the public internet."""
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(one) for one in (address, *_inside(address)))


def _inside(address: _Number) -> list[_Number]:
    """The numbers that a number carries: of the old internet within the new."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or address in _SAME_AS_IPV4:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


def _is_public(address: _Number) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return True  # judged by what it carries
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )
