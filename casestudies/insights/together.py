"""Who works with whom: services in pairs, as a matrix, and organisations in pairs, as a table."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from casestudies.insights.chart import Cell, Chart, Heading, Table, counted, number, share_of
from casestudies.insights.narrowed import Narrowed
from casestudies.insights.words import first_place
from casestudies.models import Organisation
from collab_directory.charts import shade

FEWEST_TOGETHER = 2  # schemes in which two organisations meet; once is no habit
MOST_PAIRS = 1000  # of organisations; the commonest


@dataclass(frozen=True)
class Square:
    """Where two services meet, or one with itself: all of its schemes."""

    count: int
    shade: int
    url: str
    names: str  # "Police with Fire and rescue"; of one service, its name
    is_alone: bool


@dataclass(frozen=True)
class Line:
    """A service with itself and with those before it."""

    label: str
    squares: tuple[Square, ...]


def services_together(schemes: Narrowed) -> Chart:
    """`parts` holds the matrix: the half of it that says everything once."""
    lines = _lines(schemes)
    squares = [one for line in lines for one in line.squares if not one.is_alone]
    squares.sort(key=lambda one: -one.count)
    rows = tuple(
        (Cell(one.names), number(one.count, one.url), share_of(one.count, schemes.whole))
        for one in squares
    )
    return Chart(
        name="together",
        question=_("Who works with whom?"),
        says=first_place(
            [(one.names, one.count) for one in squares],
            schemes.whole,
            one=_("%(names)s is the most common pair of services: in %(share)s."),
            several=_("The most common pairs of services: %(names)s (%(share)s each)."),
            many=_("No pair of services stands out: %(number)s of them meet in %(share)s each."),
            none=_("No two services are recorded together in these schemes."),
        ),
        table=Table(counted(_("Services")), rows),
        note=_(
            "A scheme of three services counts for each two of them. Along the edge of the steps:"
            " all schemes in which the service takes part."
        ),
        parts={"lines": lines},
    )


def _lines(schemes: Narrowed) -> tuple[Line, ...]:
    """Of the services that take part in any scheme of the list."""
    found = {slug: bits for slug, bits in schemes.values("service").items() if bits}
    slugs = list(found)
    pairs = [(one, other) for at, one in enumerate(slugs) for other in slugs[:at]]
    largest = max(((found[one] & found[other]).bit_count() for one, other in pairs), default=0)

    def square(one: str, other: str) -> Square:
        bits = found[one] & found[other]
        count, url = (
            bits.bit_count(),
            schemes.address(bits, schemes.asking_for_services(other, one)),
        )
        if one == other:
            return Square(count, 0, url, schemes.label("service", one), is_alone=True)
        names = _names(schemes, other, one)
        return Square(count, shade(count, largest), url, names, is_alone=False)

    return tuple(
        Line(schemes.label("service", one), tuple(square(one, o) for o in slugs[: at + 1]))
        for at, one in enumerate(slugs)
    )


def _names(schemes: Narrowed, one: str, other: str) -> str:
    return _("%(one)s with %(other)s") % {
        "one": schemes.label("service", one),
        "other": schemes.label("service", other),
    }


def organisations_together(schemes: Narrowed) -> Chart:
    """No address asks for two organisations at once, so each leads to its own page."""
    found = _pairs(schemes)
    shown = found[:MOST_PAIRS]
    pages = {
        slug: Organisation(slug=slug).get_absolute_url()
        for pair in shown
        for slug in (pair.one, pair.other)
    }
    rows = tuple(
        (
            Cell(pair.names[0], url=pages[pair.one]),
            Cell(pair.names[1], url=pages[pair.other]),
            number(pair.count),
            share_of(pair.count, schemes.whole),
        )
        for pair in shown
    )
    one_heading, *rest = counted(_("Organisation"))
    note = _("Every two that are partners in at least two of these schemes.")
    if len(shown) < len(found):
        note = _("The %(n)s pairs that are partners in most of these schemes.") % {"n": len(shown)}
    return Chart(
        name="organisations",
        question=_("Which organisations meet most often?"),
        says=first_place(
            [(_("%(one)s with %(other)s") % p.in_words, p.count) for p in shown],
            schemes.whole,
            one=_("Partners most often: %(names)s, in %(share)s."),
            many=_("No pair stands out: %(number)s of them are partners in %(share)s each."),
            none=_("No two organisations are partners in more than one of these schemes."),
        ),
        table=Table((one_heading, Heading(_("With")), *rest), rows),
        note=note,
    )


@dataclass(frozen=True)
class Pair:
    """Two organisations by their slugs, in the order of their names."""

    count: int
    names: tuple[str, str]
    one: str
    other: str

    @property
    def in_words(self) -> dict[str, str]:
        return {"one": self.names[0], "other": self.names[1]}


def _pairs(schemes: Narrowed) -> list[Pair]:
    """Those that meet in at least two schemes of the list, the commonest first, then by name."""
    facts = schemes.facts
    labels = schemes.catalogue.labels["organisation"]
    codes, counts = np.unique(facts.pair_code[schemes.mask[facts.pair_at]], return_counts=True)
    often = counts >= FEWEST_TOGETHER
    found = []
    for code, count in zip(codes[often].tolist(), counts[often].tolist(), strict=True):
        (name, one), (next_name, other) = sorted(
            (labels[slug], slug) for slug in facts.pair_of(code)
        )
        found.append(Pair(count, (name, next_name), one, other))
    return sorted(found, key=lambda pair: (-pair.count, pair.names))
