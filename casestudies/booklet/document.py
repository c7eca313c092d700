"""The overview as a document for typst: the same words as on its page, in the same order."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.booklet import elements
from casestudies.booklet.elements import Element
from casestudies.booklet.glyphs import small_map
from casestudies.booklet.letters import printable
from casestudies.booklet.overview import Overview
from casestudies.booklet.since import Change
from casestudies.models import FundingStream, NationalProgramme, SuccessFactor
from casestudies.reading.status import day
from collab_directory.templatetags import ui

SHORT = frozenset({"licence"})  # follows on the page of the part before it
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def frame(**parts: Any) -> dict[str, Any]:
    """A document: `title`, `subtitle`, `parts`, and what else differs from a plain one."""
    plain = {
        "site": printable(settings.SITE_NAME),
        "question": [],
        "letters": [],
        "foot": [],
        "running": printable(settings.SITE_NAME),
        "has_cover": True,
        "has_contents": True,
        "map": small_map(),
        "map_all": small_map(is_dark=True),
        "words": {
            "contents": _("Contents"),
            "sources": _("Sources"),
            "no_source": _("No source is recorded for this entry."),
            "outcomes": _("What came of it"),
            "no_outcome": _("No outcome is recorded in any source we hold."),
        },
    }
    return plain | parts


def of_overview(overview: Overview) -> dict[str, Any]:
    """The whole booklet."""
    count, on = overview.count, day(overview.on)
    schemes = ngettext(
        "An A to Z of one scheme in England and Wales",
        "An A to Z of %(n)d schemes across England and Wales",
        count,
    )
    return frame(
        title=_("How emergency services work together"),
        subtitle=schemes % {"n": count},
        letters=[
            {"letter": letter.letter, "on": bool(letter.count)}
            for letter in overview.letters
            if len(letter.letter) == 1
        ],
        foot=[
            _("As it stood on %(date)s. The newest edition is at %(address)s")
            % {"date": on, "address": overview.address},
            _(
                "The successor to Emergency Services Collaboration: The Current Picture (2014)."
                " Under the Open Government Licence v3.0."
            ),
        ],
        running=printable(
            _("%(site)s: the overview, %(date)s") % {"site": settings.SITE_NAME, "date": on}
        ),
        parts=list(_parts(overview)),
    )


def _parts(overview: Overview) -> Iterator[Element]:
    made = {
        "how-to-read": how_to_read,
        "what-works": _what_works,
        "national": _national,
        "funding": _funding,
        "picture": _figures,
        "a-to-z": _a_to_z,
        "index": _index,
        "changes": _changes,
        "licence": _licence,
    }
    for part in overview.parts:
        breaks = part.anchor not in SHORT
        yield elements.heading(1, part.title, part.anchor, breaks=breaks)
        yield from made[part.anchor](overview)


def how_to_read(overview: Overview) -> Iterator[Element]:
    yield elements.paragraph(
        _(
            "Each scheme has a block: what it is, where, who takes part, what came of it, and where"
            " that is written. What no source says is not guessed: it says “not recorded”."
        ),
        style="lead",
    )
    yield elements.heading(2, _("How well an outcome is known"), "levels", listed=False)
    yield elements.terms((one.label, one.means, one.number, "") for one in overview.levels)
    yield elements.heading(2, _("How old it is"), "age", listed=False)
    yield elements.paragraph(
        _(
            "A status is as the newest source reports it, with the date of that source, until"
            " somebody who runs the scheme confirms the entry. A confirmation holds for a year."
        )
    )
    yield elements.terms(
        [
            (_("Confirmed"), _("In the last 12 months"), 0, "f-ok"),
            (_("Due again"), _("Confirmed longer ago"), 0, "f-due"),
            (_("Never"), _("Never confirmed: it says what published sources say"), 0, "f-never"),
        ]
    )
    yield elements.heading(2, _("The small map"), "small-map", listed=False)
    yield elements.paragraph(
        _(
            "Each square is a police force area of England and Wales, roughly where it lies; the"
            " dark ones are those of the scheme. National work has all of them dark."
        )
    )


def _lead(text: str) -> Iterator[Element]:
    if text:
        yield elements.paragraph(text, style="lead")


def _what_works(overview: Overview) -> Iterator[Element]:
    yield from _lead(overview.what_works.lead)
    yield elements.heading(2, _("What helps"), "helps")
    yield elements.lines(map(_factor, overview.helps))
    yield elements.heading(2, _("What stands in the way"), "hinders")
    yield elements.lines(map(_factor, overview.hinders))


def _factor(factor: SuccessFactor) -> tuple[str, str, list[str], str]:
    shown = ""
    times = getattr(factor, "times_shown", 0)
    if times:
        words = _("Met by %(schemes)s.") if factor.kind == "barrier" else _("Shown by %(schemes)s.")
        shown = words % {"schemes": ui.schemes(times)}
    address = reverse("casestudies:success_factor", args=[factor.slug])
    return factor.title, settings.SITE_URL + address, [factor.summary], shown


def _national(overview: Overview) -> Iterator[Element]:
    yield from _lead(overview.national.lead)
    for group in overview.programmes:
        yield elements.heading(2, group.heading, f"national-{group.anchor}")
        yield elements.lines(map(_programme, group.items))


def _programme(programme: NationalProgramme) -> tuple[str, str, list[str], str]:
    began = (
        _("Began in %(year)s.") % {"year": programme.start_year}
        if programme.start_year
        else _("Start not recorded.")
    )
    status = programme.status[:1].upper() + programme.status[1:]
    small = f"{status}. {began} {_looked_up(programme)}"
    address = f"{reverse('casestudies:national')}#{programme.slug}"
    return programme.name, settings.SITE_URL + address, [programme.summary], small


def _funding(overview: Overview) -> Iterator[Element]:
    yield from _lead(overview.funding.lead)
    for group in overview.streams:
        yield elements.heading(2, group.heading, f"funding-{group.anchor}")
        yield elements.lines(map(_stream, group.items))


def _stream(stream: FundingStream) -> tuple[str, str, list[str], str]:
    years = stream.years[:1].upper() + stream.years[1:]
    small = " ".join(
        [
            f"{stream.funder or _('Funder not recorded')}.",
            f"{years}." if years else _("Years not recorded."),
            _("How much:"),
            stream.amount_note or _("not recorded."),
            _looked_up(stream),
        ]
    )
    address = f"{reverse('casestudies:funding')}#{stream.slug}"
    return stream.name, settings.SITE_URL + address, [stream.summary], small


def _looked_up(each: NationalProgramme | FundingStream) -> str:
    if each.reviewed_on is None:
        return _("When this was looked up is not recorded.")
    return _("Looked up on %(day)s.") % {"day": day(each.reviewed_on)}


def _figures(overview: Overview) -> Iterator[Element]:
    yield from _lead(overview.insights.lead)
    if not overview.charts:
        yield elements.paragraph(_("There is nothing to count yet."), unknown=True)
    else:
        yield {
            "kind": "figures",
            "figures": [
                {
                    "number": str(one.number),
                    "of": _("of %(whole)s") % {"whole": one.of},
                    "words": printable(one.words),
                }
                for one in overview.figures
            ],
        }
    for chart in overview.charts:
        yield elements.heading(2, chart.question, f"chart-{chart.name}", listed=False)
        yield elements.paragraph(chart.says)
        if chart.name in overview.drawn:
            yield elements.bars(chart)


def _a_to_z(overview: Overview) -> Iterator[Element]:
    if not overview.groups:
        yield elements.paragraph(_("No scheme has been published yet."), unknown=True)
    for group in overview.groups:
        yield elements.heading(2, group.letter.letter, f"letter-{group.letter.anchor}")
        for block in group.blocks:
            yield elements.entry(block)
    if rest := overview.without_block:
        yield elements.heading(2, _("The rest of the alphabet"), "letter-rest")
        words = ngettext(
            "The overview has room for %(n)d scheme. The others are here by name.",
            "The overview has room for %(n)d schemes. The others are here by name.",
            len(overview.blocks),
        )
        yield elements.paragraph(words % {"n": len(overview.blocks)})
        yield elements.bullets(("", entry.title) for entry in rest)


def _index(overview: Overview) -> Iterator[Element]:
    yield elements.paragraph(_("A scheme stands under each service, area and type that it has."))
    held = {block.anchor for block in overview.blocks}
    for index in overview.indexes:
        yield elements.index(index, held)


def _changes(overview: Overview) -> Iterator[Element]:
    since = overview.since
    yield elements.paragraph(
        _("A year’s edition of the overview is what stood here on 1 January. Since %(day)s:")
        % {"day": day(since.edition)}
    )
    if since.is_empty:
        yield elements.paragraph(_("Nothing has changed."))
    if since.new:
        yield elements.heading(2, _("New"), "changes-new", listed=False)
        if since.is_first:
            first = ngettext(
                "This is the first edition: its scheme was published this year.",
                "This is the first edition: all its %(n)d schemes were published this year.",
                len(since.new),
            )
            yield elements.paragraph(first % {"n": len(since.new)})
        else:
            yield elements.bullets(map(_change, since.new))
    for title, anchor, changes in (
        (_("Changed"), "changes-changed", since.changed),
        (_("Confirmed by those who run it"), "changes-confirmed", since.confirmed),
    ):
        if changes:
            yield elements.heading(2, title, anchor, listed=False)
            yield elements.bullets(map(_change, changes))


def _change(change: Change) -> tuple[str, str]:
    words = f": {change.words}" if change.words else ""
    return change.title, f"({day(change.on)}){words}"


def _licence(overview: Overview) -> Iterator[Element]:
    yield elements.paragraph(
        _(
            "The content may be used again, also for money, under the Open Government Licence v3.0:"
            " say where it is from. Each fact stands with its source; the sources themselves have"
            " licences of their own."
        ),
        url=LICENCE,
    )
    yield elements.heading(2, _("To cite the overview"), "to-cite", listed=False)
    yield elements.paragraph(overview.cite)
    yield elements.paragraph(
        _(
            "To cite one scheme, use the line on its own page: it can lead to the very words that"
            " you read, whatever the entry says later."
        )
    )
