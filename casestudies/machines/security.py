"""Whom to tell of a weakness of this site: RFC 9116."""

import datetime as dt

from django.conf import settings
from django.urls import reverse

HOLDS_FOR = dt.timedelta(days=180)  # the standard recommends less than a year


def security_txt(on: dt.date) -> str:
    """The file as it is on a day; it holds for half a year from then.

    What this installation has not set is said to be missing, in a comment.
    """
    ways = _contacts()
    lines = [f"Contact: {way}" for way in ways]
    if not ways:
        lines.append("# This copy has no contact: CONTACT_EMAIL is not set.")
    expires = dt.datetime.combine(on + HOLDS_FOR, dt.time(), dt.UTC)
    lines.append(f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}")
    lines.append("Preferred-Languages: en")
    if settings.SECURE:
        lines.append(f"Canonical: {settings.SITE_URL}{reverse('machines:security_txt')}")
    if settings.SECURITY_POLICY:
        lines.append(f"Policy: {settings.SECURITY_POLICY}")
    else:
        lines.append("# No policy on reports of weaknesses is published for this site.")
    return "\n".join(lines) + "\n"


def _contacts() -> list[str]:
    """The best first. The form is for those who have no mail at hand; it must be on TLS here."""
    email = settings.SECURITY_EMAIL or settings.CONTACT_EMAIL
    form = [settings.SITE_URL + reverse("contact")] if settings.SECURE else []
    return [*([f"mailto:{email}"] if email else []), *form]
