"""The record of what somebody agreed to: one row for each event, never changed."""

import datetime as dt
import ipaddress

from network import wordings
from network.models import ConfirmedAddress, Consent, Subscription

KEPT_OF = {4: 24, 6: 48}  # bits of a client's address, enough to say from which network it came

digest_of = ConfirmedAddress.digest_of  # one hash of an address for the whole network


def record(
    subscription: Subscription,
    event: Consent.Event,
    *,
    method: Consent.Method,
    page: str,
    at: dt.datetime,
    client: str = "",
) -> None:
    """`client` is told only of what was asked and confirmed, and kept shortened."""
    Consent.objects.create(
        digest=subscription.digest,
        subscription=subscription,
        event=event,
        purpose=f"{subscription.often} {subscription.question}".strip(),
        wording=wordings.ALERTS_NOW,
        page=page,
        method=method,
        network=shortened(client),
        at=at,
    )


def shortened(client: str) -> str:
    """The network that a client's address belongs to; "" for none."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network((address, KEPT_OF[address.version]), strict=False))
