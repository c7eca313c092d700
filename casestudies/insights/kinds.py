"""What the schemes do, where they are, who takes part, and how well their outcomes are known."""

from collections.abc import Iterator, Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.insights.chart import Cell, Chart, Heading, Table, counted, number, share_of
from casestudies.insights.narrowed import Narrowed
from casestudies.insights.words import first_place, of_schemes
from casestudies.models import Evidence, ForceArea
from casestudies.question import Question
from casestudies.tiles import Tile, tile_map
from collab_directory.charts import Bar, to_scale


def types(schemes: Narrowed) -> Chart:
    return _of_facet(
        schemes,
        "type",
        name="types",
        question=_("What do they do together?"),
        heading=_("Type of collaboration"),
        note=_("A scheme of several types counts under each, so they add up to more than all."),
        one=_("%(names)s is the most common type: %(share)s."),
        several=_("The most common types: %(names)s (%(share)s each)."),
        many=_("No type stands out: the %(number)s most common have %(share)s each."),
        none=_("No type is recorded for these schemes."),
    )


def services(schemes: Narrowed) -> Chart:
    return _of_facet(
        schemes,
        "service",
        name="services",
        question=_("Which services take part?"),
        heading=_("Service"),
        note=_("A scheme counts under each service in it, so they add up to more than all."),
        one=_("%(names)s takes part most often: in %(share)s."),
        several=_("These take part most often: %(names)s (%(share)s each)."),
        many=_("No service stands out: %(number)s take part in %(share)s each."),
        none=_("No service is recorded for these schemes."),
    )


def regions(schemes: Narrowed) -> Chart:
    return _of_facet(
        schemes,
        "region",
        name="regions",
        question=_("In which regions are they?"),
        heading=_("Region"),
        note=_("Each scheme counts once, in the region that its entry names."),
        one=_("The region with most is %(names)s: %(share)s."),
        several=_("The regions with most: %(names)s (%(share)s each)."),
        many=_("No region stands out: %(number)s of them have %(share)s each."),
        none=_("No region is recorded for these schemes."),
    )


def areas(schemes: Narrowed) -> Chart:
    """The one chart that is a map: `parts` holds its tiles. One query."""
    found = schemes.values("force")
    counts = {slug: bits.bit_count() for slug, bits in found.items()}
    somewhere = 0
    for bits in found.values():
        somewhere |= bits

    def listed(area: ForceArea) -> str:
        wanted = schemes.question.only("force", area.slug)
        return schemes.address(found[area.slug], wanted)

    tiles = tile_map(counts, listed)
    rows = tuple(
        (Cell(tile.name), Cell(tile.region), *_counted(tile.count, schemes.whole, tile.url))
        for tile in tiles
    )
    what, *how_many = counted(_("Police force area"))
    return Chart(
        name="areas",
        question=_("Which police force areas have schemes?"),
        says=" ".join(_areas_in_words(tiles, schemes.whole, somewhere.bit_count())),
        table=Table((what, Heading(_("Region")), *how_many), rows),
        note=_(
            "A scheme that covers several areas counts in each. A pale square means nothing has"
            " been recorded there, not that nothing happens there."
        ),
        parts={"tiles": tiles},
    )


def _areas_in_words(tiles: Sequence[Tile], whole: int, somewhere: int) -> Iterator[str]:
    reached = ngettext(
        "A scheme is recorded in %(reached)s of %(areas)s area.",
        "A scheme is recorded in %(reached)s of %(areas)s areas.",
        len(tiles),
    )
    yield reached % {"reached": sum(bool(tile.count) for tile in tiles), "areas": len(tiles)}
    if somewhere:
        yield first_place(
            [(tile.name, tile.count) for tile in tiles],
            whole,
            one=_("Most are recorded in %(names)s: %(share)s."),
            several=_("Most are recorded in: %(names)s (%(share)s each)."),
            many=_("No area stands out: %(number)s of them have %(share)s each."),
            none="",
        )
    if nowhere := whole - somewhere:
        yield ngettext(
            "%(n)s scheme names no area, as national work does.",
            "%(n)s schemes name no area, as national work does.",
            nowhere,
        ) % {"n": nowhere}


def evidence(schemes: Narrowed) -> Chart:
    found = np.bincount(schemes.facts.evidence[schemes.mask], minlength=len(Evidence) + 1)
    named = [(level.value, str(level.label)) for level in reversed(Evidence)]
    evaluated = int(found[Evidence.EVALUATED])
    best = schemes.catalogue.bits_of(
        schemes.mask & (schemes.facts.evidence == Evidence.EVALUATED.value)
    )
    url = schemes.address(best, schemes.question.only("has", "evaluation"))
    urls = {Evidence.EVALUATED.value: url}
    rows = [(label, int(found[level]), urls.get(level, "")) for level, label in named]
    rows.append((_("Not recorded"), int(found[0]), ""))
    proven = evaluated + int(found[Evidence.MEASURED])
    return Chart(
        name="evidence",
        question=_("How well are the outcomes known?"),
        says=_evidence_in_words(proven, int(found[0]), schemes.whole),
        table=_table(_("Best-supported outcome"), rows, schemes.whole),
        bars=_bars(rows, hollow=rows[-1][0]),
        note=_(
            "Each scheme counts once, under the outcome that is known best. Evaluated: somebody"
            " independent looked. Measured: figures with a method, before and after. Reported:"
            " the partners give figures. Described: a source says so, without figures."
        ),
    )


def _evidence_in_words(proven: int, without: int, whole: int) -> str:
    said = _("An outcome was measured or independently evaluated in %(share)s.") % {
        "share": of_schemes(proven, whole)
    }
    if not without:
        return said
    also = ngettext(
        "For %(n)s no outcome is recorded.", "For %(n)s no outcome is recorded.", without
    )
    return f"{said} {also % {'n': without}}"


def _of_facet(
    schemes: Narrowed,
    facet: str,
    *,
    name: str,
    question: str,
    heading: str,
    note: str,
    **words: str,
) -> Chart:
    """The values of a facet, the commonest first; each leads to the list that it counts."""
    found = [
        (
            schemes.label(facet, slug),
            bits.bit_count(),
            schemes.address(bits, _asked_for(schemes, facet, slug)),
        )
        for slug, bits in schemes.values(facet).items()
    ]
    found.sort(key=lambda row: -row[1])  # equal ones stay in the order of the facet
    present = [row for row in found if row[1]]
    return Chart(
        name=name,
        question=question,
        says=first_place([row[:2] for row in found], schemes.whole, **words),
        table=_table(heading, found, schemes.whole),
        bars=_bars(present),
        note=note,
        absent=tuple(label for label, count, _url in found if not count),
    )


def _asked_for(schemes: Narrowed, facet: str, slug: str) -> Question:
    if facet == "service":
        return schemes.asking_for_services(slug)
    return schemes.question.only(facet, slug)


Counted = tuple[str, int, str]  # label, how many schemes, the address of their list


def _counted(count: int, whole: int, url: str) -> tuple[Cell, Cell]:
    return number(count, url), share_of(count, whole)


def _table(heading: str, rows: list[Counted], whole: int) -> Table:
    cells = ((Cell(label), *_counted(count, whole, url)) for label, count, url in rows)
    return Table(counted(heading), tuple(cells))


def _bars(rows: list[Counted], hollow: str = "") -> tuple[Bar, ...]:
    return to_scale(
        Bar(label, count, str(count), url=url, is_hollow=label == hollow)
        for label, count, url in rows
    )
