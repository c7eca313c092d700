"""The few tags and filters that components need. They are told everything and query nothing."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from collab_directory import linked_data
from collab_directory.days import today

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
    "planned": gettext_lazy("Planned when last reported (%(reported)s)"),
    "pilot": gettext_lazy("Pilot when last reported (%(reported)s)"),
    "live": gettext_lazy("Live when last reported (%(reported)s)"),
}

EVIDENCE_WORDS = (
    gettext_lazy("Not recorded"),
    gettext_lazy("Described"),
    gettext_lazy("Reported"),
    gettext_lazy("Measured"),
    gettext_lazy("Evaluated"),
)

# On a result card; more are counted.
MOST_AREAS_NAMED = 3


def day(date: dt.date) -> str:
    return date_format(date, "j F Y")


# --- Small words ---------------------------------------------------------------------------


@register.filter
def schemes(count: int) -> str:
    """`1 scheme`, `12 schemes`."""
    return ngettext("%(count)s scheme", "%(count)s schemes", count) % {"count": count}


@register.filter
def total(counted: Iterable[Any]) -> int:
    """How many schemes a list of counted things holds together."""
    return sum(each.count for each in counted)


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


def status_words(study: Any, on: dt.date) -> str:
    """Never a bare word: what an old source called live may be long gone."""
    dates = {"reported": study.reported_shown or _("date not known"), "ended": study.ended_shown}
    if study.status == "unknown":
        return (
            _("Not known (last reported %(reported)s)") % dates
            if study.reported_on
            else _("Not known")
        )
    if end_is_announced(study):
        if len(study.ended) == len("2024-12-31"):
            return _("Due to end on %(ended)s when last reported (%(reported)s)") % dates
        return _("Due to end in %(ended)s when last reported (%(reported)s)") % dates
    if study.status == "ended":
        return _("Ended %(ended)s") % dates if study.ended else _("Ended, date not known")
    if study.freshness(on) == "ok":
        return STATUS_CONFIRMED[study.status] % {"date": day(study.verified_on)}
    return STATUS_REPORTED[study.status] % dates


@register.filter
def end_is_announced(study: Any) -> bool:
    """It was to end on a day that no source has seen: the newest of them is older."""
    if not (study.has_ended and study.ended and study.reported_on):
        return False
    known = min(len(study.ended), len(study.reported_on))
    return study.ended[:known] > study.reported_on[:known]


@register.filter
def has_surely_ended(study: Any) -> bool:
    return study.has_ended and not end_is_announced(study)


@register.inclusion_tag("components/fresh.html")
def fresh(study: Any, on: dt.date | None = None, brief: bool = False) -> dict[str, Any]:
    """When somebody last confirmed an entry; `brief` where a heading already says "confirmed"."""
    on = on or timezone.localdate()
    words = fresh_words_brief(study, on) if brief else fresh_words(study, on)
    return {"kind": study.freshness(on), "words": words}


def fresh_words(study: Any, on: dt.date) -> str:
    kind = study.freshness(on)
    if kind == "never":
        return _("Never confirmed")
    said = {"date": day(study.verified_on), "role": study.verified_by}
    if study.is_stale(on):
        return _("Not confirmed since %(date)s") % said
    if kind == "due":
        return _("Confirmed %(date)s, due again") % said
    return _("Confirmed %(date)s by %(role)s") % said


def fresh_words_brief(study: Any, on: dt.date) -> str:
    kind = study.freshness(on)
    if kind == "never":
        return _("Never")
    if study.is_stale(on):
        return _("Not since %(date)s") % {"date": day(study.verified_on)}
    if kind == "due":
        return _("%(date)s, due again") % {"date": day(study.verified_on)}
    return day(study.verified_on)


@register.inclusion_tag("components/evidence.html")
def evidence(level: int | None) -> dict[str, Any]:
    """How well an outcome is known: four blocks, filled from the left, and the word."""
    level = level or 0
    blocks = [(number * 11, number < level) for number in range(4)]
    return {"level": level, "word": EVIDENCE_WORDS[level], "blocks": blocks}


@register.inclusion_tag("components/tally.html")
def tally(done: int, whole: int) -> dict[str, Any]:
    """A square for each of a whole, in two rows, those done filled."""
    half = -(-whole // 2)
    squares = [(n % half * 20, n // half * 20, n < done) for n in range(whole)]
    return {"squares": squares, "done": done, "whole": whole}


@register.inclusion_tag("components/locator.html")
def locator(areas: Iterable[Any], css: str = "", everywhere: bool = False) -> dict[str, Any]:
    """Where a scheme is: its force areas' tiles on a small map, or all of them."""
    tiles = [(area.column * 10, area.row * 10) for area in areas]
    return {"tiles": tiles, "css": css, "everywhere": everywhere}


@register.filter
def is_national(region: Any) -> bool:
    """National work names no force areas, because it means all of them."""
    return region.slug == "national"


@register.filter
def subjects(counted: Iterable[Any]) -> list[Any]:
    """The areas of a list of counted areas, for a locator."""
    return [each.subject for each in counted]


@register.filter
def in_a_list(area: Any) -> list[Any]:
    return [area]


@register.filter
def areas_in_words(study: Any) -> str:
    """`Kent, Surrey`; above three, how many and where; without any, the region."""
    names = [area.name for area in study.force_areas.all()]
    if not names:
        return study.region.name
    if len(names) > MOST_AREAS_NAMED:
        return _("%(count)s police force areas") % {"count": len(names)}
    return ", ".join(names)


# --- Getting about -------------------------------------------------------------------------


@register.inclusion_tag("components/crumbs.html")
def crumbs(*labels_and_urls: str) -> dict[str, Any]:
    """The way here from the home page: label, address, label, address. Machines read it, too."""
    labels, urls = labels_and_urls[::2], labels_and_urls[1::2]
    links = list(zip(labels, urls, strict=True))
    if not links:  # one step alone is no way
        return {"links": links}
    way = linked_data.breadcrumbs([(_("Home"), reverse("casestudies:home")), *links])
    return {"links": links, "data": linked_data.script(way)}


# --- Forms ---------------------------------------------------------------------------------


@register.filter
def first_control(field: BoundField) -> str:
    """The id that an error leads to: of several boxes or buttons, the first."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.filter
def is_counted(field: BoundField) -> bool:
    """Long text with a limit says how much of it is left."""
    return field.widget_type == "textarea" and bool(getattr(field.field, "max_length", None))


@register.tag
def keep(parser: Parser, token: Token) -> "KeepNode":
    """Draw a piece of a page once: `{% keep memory "what" it.pk %}…{% endkeep %}`.

    `memory` has `get(key, make)` and forgets by itself when what it kept is no longer true; without
    one the piece is drawn each time. What the piece depends on must be named, but for the language
    and the day.
    """
    memory, *key = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    inside = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(memory, key, inside)


class KeepNode(Node):
    def __init__(self, memory: FilterExpression, key: list[FilterExpression], inside: NodeList):
        self.memory = memory
        self.key = key
        self.nodelist = inside

    def render(self, context: Context) -> str:
        memory = self.memory.resolve(context, ignore_failures=True)
        if not memory:
            return self.nodelist.render(context)
        named = tuple(part.resolve(context) for part in self.key)
        key = (get_language(), today(), *named)
        return memory.get(key, lambda: self.nodelist.render(context))
