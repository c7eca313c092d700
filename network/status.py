"""The pages where a sender sees what became of what they sent, behind addresses nobody guesses."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from network.models import Link


def token_for(purpose: Link.Purpose, key: uuid.UUID) -> str:
    """Always the same for one form, so that sending it twice leads to one page."""
    return salted_hmac(f"network.{purpose.value}", key.hex, algorithm="sha256").hexdigest()


def in_a_letter(view: str, token: str) -> str:
    """The full address. Never from a request: a letter goes to where the site says it is."""
    return settings.SITE_URL + reverse(view, args=[token])
