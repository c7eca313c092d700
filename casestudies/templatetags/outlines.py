"""The tags that draw what a page of the directory repeats: see `casestudies/outlines.py`."""

from collections.abc import Hashable, Iterable
from functools import cache
from operator import attrgetter
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.utils.safestring import SafeString, mark_safe

from casestudies.outlines import Facts, Memory, Outline, PartNode

register = template.Library()


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """`{% part "name" %}…{% endpart %}`: what differs from one drawing to the next."""
    _, name = token.split_contents()
    inside = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name.strip('"'), inside)


@register.simple_tag
def facet_values(facet: Any, memory: Memory | None = None) -> SafeString:
    """The values of a facet as boxes to tick."""
    drawn = _VALUE.draw_told(facet.told, facet.value, memory, among=(facet.name,), facet=facet)
    return SafeString("".join(drawn))  # each comes from a template


@register.simple_tag
def facets(directory: Any) -> SafeString:
    """Every facet of a directory with its values."""
    drawn = _FACET.draw_all(
        directory.facets,
        directory.catalogue.fragments,
        among=(directory.match_all,),
        match_all=directory.match_all,
        directory=directory,
    )
    return mark_safe("".join(drawn))  # noqa: S308 -- each comes from a template


@register.simple_tag
def framed(template: str, memory: Memory | None, *facts: Hashable, **values: Any) -> SafeString:
    """A template with these values. Outside its parts it depends on the facts and nothing else."""
    return _outline_of(template).draw_all([facts], memory, **values)[0]


@register.simple_tag
def chips(chips: Iterable[Any], memory: Memory | None = None) -> SafeString:
    """Each choice in use, with the address that drops it, as an item of a list."""
    return _items(_CHIP.draw_all(chips, memory))


@register.simple_tag
def choices(choices: Iterable[Any], memory: Memory | None = None) -> SafeString:
    """A link for each choice, such as an order of the list."""
    return mark_safe("".join(_CHOICE.draw_all(choices, memory)))  # noqa: S308 -- from a template


@register.simple_tag
def page_links(pages: Iterable[Any], memory: Memory | None = None) -> SafeString:
    """A link for each page of a list, with the gaps between them."""
    return mark_safe("".join(_PAGE_LINK.draw_all(pages, memory)))  # noqa: S308 -- from a template


@register.simple_tag
def results(studies: Iterable[Any], memory: Memory | None = None) -> list[SafeString]:
    """A result card for each study. `studies` are as `Catalogue.cards()` gives them."""
    return _RESULT.draw_all(studies, memory)


@register.simple_tag
def result_items(studies: Iterable[Any], memory: Memory | None = None) -> SafeString:
    """The same as items of a list."""
    return _items(results(studies, memory))


def _items(drawn: Iterable[SafeString]) -> SafeString:
    """What a template's loop would make of these, which costs as much as drawing them."""
    items = [f"<li>{one}</li>" for one in drawn]
    return mark_safe("\n".join(items))  # noqa: S308 -- each comes from a template


@cache
def _outline_of(template: str) -> Outline:
    return Outline(template, "facts", frame=lambda facts: facts)


_CHIP = Outline("components/chip.html", "chip", frame=lambda chip: (chip.kind,))
_CHOICE = Outline(
    "partials/casestudies/choice.html",
    "choice",
    frame=lambda choice: (choice.label, choice.selected),
)
_PAGE_LINK = Outline(
    "partials/casestudies/page-link.html",
    "page",
    frame=lambda page: (page.number, page.is_current, page.is_gap),
)
_VALUE = Outline(
    "partials/casestudies/facet-value.html",
    "value",
    frame=lambda value: (value.slug, value.label, value.selected, value.is_empty),
    parts={"number": lambda value: (value.count,)},
    whole=attrgetter("slug", "label", "count", "selected"),  # as in `FacetView.told`
)


def _services(study: Any) -> Facts:
    return tuple([service.pk for service in study.services.all()])


def _types(study: Any) -> Facts:
    return tuple([kind.pk for kind in study.types.all()])


def _unless_marked(study: Any) -> Facts | None:
    """A card that shows nothing of a search is the same wherever it stands."""
    return None if study.title_marked is not None else (study.pk,)


def _places(study: Any) -> Facts:
    return (study.region.pk, *[area.pk for area in study.force_areas.all()])


def _dates(study: Any) -> Facts:
    return (study.status, study.ended, study.newest_source, study.verified_on)


_RESULT = Outline(
    "components/result.html",
    "study",
    filled=lambda study: (study.pk,),
    whole=_unless_marked,
    parts={
        "address": lambda study: (study.slug,),
        "locator": _places,
        "ended": _dates,
        "types": _types,
        "services": _services,
        "area": _places,
        "status": _dates,
        "tick": lambda study: (study.slug, study.title),
        "evidence": lambda study: (study.best_evidence,),
        "fresh": lambda study: (study.verified_on, study.stale_on),
    },
)


_FACET = Outline(
    "components/facet.html",
    "facet",
    frame=lambda facet: (
        facet.name,
        facet.label,
        facet.help,
        facet.is_open,
        facet.chosen_count,
        facet.may_match_all,
        facet.hidden_count,
        facet.more_url,
    ),
)
