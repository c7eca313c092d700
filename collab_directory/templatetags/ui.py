"""The few tags and filters that components need. They are told everything and query nothing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

register = template.Library()

# The services that have a glyph of their own in components/sprite.html; any other gets "other".
SERVICE_GLYPHS = frozenset(
    ["police", "fire", "ambulance", "local-authority", "health", "coastguard", "voluntary"]
)

# What each status is called when somebody has confirmed it, and when all we have is an old source.
STATUS_CONFIRMED = {
    "planned": gettext_lazy("Planned, confirmed %(date)s"),
    "pilot": gettext_lazy("Pilot, confirmed %(date)s"),
    "live": gettext_lazy("Live, confirmed %(date)s"),
}
STATUS_REPORTED = {
    "planned": gettext_lazy("Planned when last reported (%(date)s)"),
    "pilot": gettext_lazy("Pilot when last reported (%(date)s)"),
    "live": gettext_lazy("Live when last reported (%(date)s)"),
}

EVIDENCE_WORDS = (
    gettext_lazy("Not recorded"),
    gettext_lazy("Described"),
    gettext_lazy("Reported"),
    gettext_lazy("Measured"),
    gettext_lazy("Evaluated"),
)


def day(date: dt.date) -> str:
    return date_format(date, "j F Y")


# --- Small words ---------------------------------------------------------------------------


@register.filter
def schemes(count: int) -> str:
    """`1 scheme`, `12 schemes`."""
    return ngettext("%(count)s scheme", "%(count)s schemes", count) % {"count": count}


@register.filter
def initial_id(letter: str) -> str:
    """The id of a letter's part of the A to Z. An address cannot end in `##`."""
    return letter if letter.isalpha() else "0-9"


@register.simple_tag
def glyph(name: str) -> SafeString:
    """A picture from the sprite. Decoration: the words beside it say the same."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#{}" /></svg>', name)


# --- Facts about a scheme ------------------------------------------------------------------


@register.inclusion_tag("components/service.html")
def service(term: Any) -> dict[str, Any]:
    """A service: its glyph and always its name."""
    return {"kind": service_glyph(term.slug), "name": term}


@register.filter
def service_glyph(slug: str) -> str:
    return slug if slug in SERVICE_GLYPHS else "other"


@register.inclusion_tag("components/status.html")
def status(study: Any, on: dt.date | None = None) -> dict[str, Any]:
    """A scheme's status in words, always with the date that it is true of."""
    words = status_words(study, on or timezone.localdate())
    return {"kind": study.status, "words": words, "is_unknown": study.status == "unknown"}


@register.simple_tag
def status_in_words(study: Any, on: dt.date | None = None) -> str:
    return status_words(study, on or timezone.localdate())


def status_words(study: Any, on: dt.date) -> str:
    if study.status == "unknown":
        return _("Not known")
    if study.status == "ended":
        return (
            _("Ended %(date)s") % {"date": study.ended_shown}
            if study.ended_shown
            else _("Ended, date not known")
        )
    if study.freshness(on) == "ok":
        return STATUS_CONFIRMED[study.status] % {"date": day(study.verified_on)}
    return STATUS_REPORTED[study.status] % {"date": study.reported_shown or _("date not known")}


@register.inclusion_tag("components/fresh.html")
def fresh(study: Any, on: dt.date | None = None, brief: bool = False) -> dict[str, Any]:
    """When somebody last confirmed an entry. `brief` is for under a heading that says "Confirmed"."""
    kind = study.freshness(on or timezone.localdate())
    words = fresh_words_brief(study, kind) if brief else fresh_words(study, kind)
    return {"kind": kind, "words": words}


def fresh_words(study: Any, kind: str) -> str:
    if kind == "never":
        return _("Never confirmed")
    if kind == "due":
        return _("Not confirmed since %(year)s") % {"year": study.verified_on.year}
    return _("Confirmed %(date)s by %(role)s") % {
        "date": day(study.verified_on),
        "role": study.verified_by,
    }


def fresh_words_brief(study: Any, kind: str) -> str:
    if kind == "never":
        return _("Never")
    if kind == "due":
        return _("Not since %(year)s") % {"year": study.verified_on.year}
    return day(study.verified_on)


@register.inclusion_tag("components/evidence.html")
def evidence(level: int | None) -> dict[str, Any]:
    """How well an outcome is known: four blocks, filled from the left, and the word."""
    level = level or 0
    blocks = [(number * 11, number < level) for number in range(4)]
    return {"level": level, "word": EVIDENCE_WORDS[level], "blocks": blocks}


@register.inclusion_tag("components/locator.html")
def locator(areas: Iterable[Any], css: str = "") -> dict[str, Any]:
    """Where a scheme is: its force areas' tiles on a small map. With none, the map stays pale."""
    tiles = [(area.column * 10, area.row * 10) for area in areas]
    return {"tiles": tiles, "css": css}


# --- Getting about -------------------------------------------------------------------------


@register.inclusion_tag("components/crumbs.html")
def crumbs(*labels_and_urls: str) -> dict[str, Sequence[tuple[str, str]]]:
    """The way here from the home page: label, address, label, address."""
    labels, urls = labels_and_urls[::2], labels_and_urls[1::2]
    return {"links": list(zip(labels, urls, strict=True))}
