"""How often one address may ask: 120 times a minute, of which 40 at once.

A bucket that holds 40 requests and fills by two a second. It is kept in the cache under a salted
hash, for as long as it is not full, which is at most twenty seconds: a read must not cost a write
to the database. So processes count together where they share a cache (CACHE_URL), and two requests
at the same moment in two processes may count as one. Without a cache everybody is answered.
"""

import logging
import math
import threading
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from collab_directory import client
from collab_directory.limits import hashed

logger = logging.getLogger(__name__)

A_MINUTE = 120
BURST = 40
EACH = 60 / A_MINUTE  # seconds until the bucket holds one more
WHOLE = BURST * EACH  # seconds until an empty bucket is full

_lock = threading.Lock()


@dataclass(frozen=True)
class Standing:
    """Where somebody stands after a request: `wait` is 0, or in how many seconds to try again."""

    left: int = BURST
    full_in: int = 0
    wait: int = 0

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers writes them."""
        said = {
            "RateLimit-Policy": f'"reading";q={BURST};w={WHOLE:.0f}',
            "RateLimit": f'"reading";r={self.left};t={self.full_in}',
        }
        return said | ({"Retry-After": str(self.wait)} if self.wait else {})


def take(request: HttpRequest) -> Standing:
    """Count a request. An address that nobody knows is not limited."""
    who = client.address(request)
    if not who:
        return Standing()
    try:
        return _take(f"api.rate.{hashed('api.reading', who)}", timezone.now().timestamp())
    except Exception:  # whatever a cache may raise: to read matters more than to count
        logger.exception("Requests to the API are not counted: the cache does not answer.")
        return Standing()


def _take(key: str, now: float) -> Standing:
    """In the cache stands the moment at which the bucket will be full."""
    with _lock:
        before = max(cache.get(key) or now, now)
        full_at = before + EACH
        if full_at - now > WHOLE:
            wait = math.ceil(full_at - now - WHOLE)
            return Standing(left=0, full_in=math.ceil(before - now), wait=max(1, wait))
        cache.set(key, full_at, timeout=math.ceil(full_at - now))
    left = int((WHOLE - (full_at - now)) / EACH + 1e-6)
    return Standing(left=left, full_in=math.ceil(full_at - now))
