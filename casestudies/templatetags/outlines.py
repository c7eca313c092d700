"""The tags that draw what a page of the directory repeats: see `casestudies/outlines.py`."""

from collections.abc import Hashable, Iterable
from functools import cache
from operator import attrgetter
from typing import Any

from django import template
from django.template.base import Parser, Token

from casestudies.outlines import Memory, Outline
from casestudies.pieces import Drawn, Facts, PartNode

register = template.Library()

ITEM = ("<li>", "</li>\n")


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """`{% part "name" %}…{% endpart %}`: what differs from one drawing to the next."""
    _, name = token.split_contents()
    inside = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name.strip('"'), inside)


@register.simple_tag
def facet_values(facet: Any, memory: Memory | None = None) -> Drawn:
    """The values of a facet as boxes to tick."""
    return _VALUE.write_told(facet.told, facet.value, memory, among=(facet.name,), facet=facet)


@register.simple_tag
def facets(directory: Any) -> Drawn:
    """Every facet of a directory with its values."""
    return _FACET.write_all(
        directory.facets,
        directory.catalogue.fragments,
        among=(directory.match_all,),
        match_all=directory.match_all,
        directory=directory,
    )


@register.simple_tag
def framed(template: str, memory: Memory | None, *facts: Hashable, **values: Any) -> Drawn:
    """A template with these values. Outside its parts it depends on the facts and nothing else."""
    return _outline_of(template).write_all([facts], memory, **values)


@register.simple_tag
def search_box(directory: Any) -> Drawn:
    """The box to search a directory with, which carries along what else was chosen."""
    return framed(
        "components/search.html",
        directory.catalogue.fragments,
        directory.address,
        action=directory.address,
        text=directory.text,
        hidden_fields=directory.hidden_fields,
    )


@register.simple_tag
def filters(directory: Any) -> Drawn:
    """The form that narrows a directory."""
    return framed(
        "partials/casestudies/filters.html",
        directory.catalogue.fragments,
        directory.address,
        directory.has_narrowing,
        directory=directory,
    )


@register.simple_tag
def answer(directory: Any, shows_page: bool = False) -> Drawn:
    """What was found and what narrows it, above a list or a map."""
    return _ANSWER.write_all(
        [directory],
        directory.catalogue.fragments,
        among=(shows_page,),
        shows_page=shows_page,
        chips=directory.chips,
        clear_url=directory.clear_url,
    )


@register.simple_tag
def found(directory: Any, layouts: Any = None) -> Drawn:
    """A question and one page of its answer, as a list. `layouts` are other ways to show it."""
    memory = directory.catalogue.fragments
    page = answer(directory, bool(directory.pagination))
    if not directory.count:
        page += nothing(directory)
        page += framed("partials/network/get_alerts.html", memory, directory=directory)
        return page
    previous_url, next_url = directory.previous_url, directory.next_url
    page += framed(
        "partials/casestudies/list.html",
        memory,
        bool(layouts),
        bool(previous_url),
        bool(next_url),
        directory=directory,
        sorts=directory.sorts,
        layouts=layouts,
        pages=directory.pagination,
        previous_url=previous_url,
        next_url=next_url,
        downloads=directory.downloads,
        count=directory.count,
    )
    return page


@register.simple_tag
def nothing(directory: Any) -> Drawn:
    """What stands in place of the list of a question without an answer, and leads on."""
    return _EMPTY.write_all([directory], directory.catalogue.fragments)


@register.simple_tag
def chips(chips: Iterable[Any], memory: Memory | None = None) -> Drawn:
    """Each choice in use, with the address that drops it, as an item of a list."""
    return _CHIP.write_all(chips, memory, item=ITEM)


@register.simple_tag
def choices(choices: Iterable[Any], memory: Memory | None = None) -> Drawn:
    """A link for each choice, such as an order of the list."""
    return _CHOICE.write_all(choices, memory)


@register.simple_tag
def page_links(pages: Iterable[Any], memory: Memory | None = None) -> Drawn:
    """A link for each page of a list, with the gaps between them."""
    return _PAGE_LINK.write_all(pages, memory)


@register.simple_tag
def results(studies: Iterable[Any], memory: Memory | None = None) -> list[Drawn]:
    """A result card for each study. `studies` are as `Catalogue.cards()` gives them."""
    return _RESULT.draw_all(studies, memory)


@register.simple_tag
def result_items(studies: Iterable[Any], memory: Memory | None = None) -> Drawn:
    """The same as items of a list."""
    return _RESULT.write_all(studies, memory, item=ITEM)


@cache
def _outline_of(template: str) -> Outline:
    return Outline(template, "facts", frame=lambda facts: facts)


def _answer_facts(directory: Any) -> Facts:
    return (
        bool(directory.ignored),
        bool(directory.searched_for),
        bool(directory.subheading),
        bool(directory.also),
        bool(directory.chips),
        directory.clear_url,
    )


_ANSWER = Outline("partials/casestudies/answer.html", "directory", frame=_answer_facts)


def _empty_facts(directory: Any) -> Facts:
    """It names the services and types that are listed: a retired one only while it is chosen."""
    listed = [facet.told for facet in directory.facets if facet.name in {"service", "type"}]
    return (
        bool(directory.relaxations),
        bool(directory.text),
        directory.clear_url,
        directory.total,
        *[slug for told in listed for slug, *_ in told],
    )


_EMPTY = Outline("components/empty.html", "directory", frame=_empty_facts)
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
    return tuple([service.id for service in study.services.all()])


def _types(study: Any) -> Facts:
    return tuple([kind.id for kind in study.types.all()])


def _unless_marked(study: Any) -> Facts | None:
    """A card that shows nothing of a search is the same wherever it stands."""
    return None if study.title_marked is not None else (study.id,)


def _places(study: Any) -> Facts:
    return (study.region_id, *[area.id for area in study.force_areas.all()])


def _dates(study: Any) -> Facts:
    return (study.status, study.ended, study.newest_source, study.verified_on)


_RESULT = Outline(
    "components/result.html",
    "study",
    frame=lambda study: (bool(study.snippet),),
    filled=lambda study: (study.id, bool(study.snippet)),
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
