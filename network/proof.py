"""That this browser pressed the button in our letter to an address: we need not write again.

A record that an address was confirmed says only that somebody reads it. Whoever types another
person's address must not ask in that person's name, so both must agree: the record, and a signed
cookie in the browser where the button was pressed. Why: docs/decisions/0018.
"""

import datetime as dt

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from network.models import ConfirmedAddress
from network.models.enquiries import ADDRESS_HOLDS

COOKIE = "__Host-confirmed" if settings.SECURE else "confirmed"

_signer = signing.TimestampSigner(salt="network.proof")


def remember(response: HttpResponse, address: str) -> None:
    """The browser that gets this answer has confirmed the address. Another one replaces it."""
    response.set_cookie(
        COOKIE,
        _signer.sign(ConfirmedAddress.digest_of(address)),
        max_age=ADDRESS_HOLDS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def holds(request: HttpRequest, address: str, at: dt.datetime) -> bool:
    """Whether this browser and our record both say that the address was confirmed."""
    try:
        digest = _signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=ADDRESS_HOLDS)
    except signing.BadSignature:
        return False
    is_of_this = constant_time_compare(digest, ConfirmedAddress.digest_of(address))
    return is_of_this and ConfirmedAddress.holds(address, at)
