"""What pages say to search engines, as JSON-LD in the words of schema.org: what they show."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

CONTEXT = "https://schema.org"

# So that no text can end the element that it stands in, nor begin another
_ESCAPED = str.maketrans({letter: f"\\u{ord(letter):04X}" for letter in "<>&"})


def script(data: dict[str, Any]) -> SafeString:
    """The element that holds it. It is a block of data: no browser runs it, and no policy minds."""
    said = json.dumps({"@context": CONTEXT} | data, ensure_ascii=False, separators=(",", ":"))
    escaped = mark_safe(said.translate(_ESCAPED))  # noqa: S308 -- the translation just above
    return format_html('<script type="application/ld+json">{}</script>', escaped)


def whole(address: str) -> str:
    """An address of ours with the site's own part in front."""
    return settings.SITE_URL + address


def breadcrumbs(links: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The way to a page: label and address of each step, the first page first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": str(label), "item": whole(address)}
            for n, (label, address) in enumerate(links, start=1)
        ],
    }
