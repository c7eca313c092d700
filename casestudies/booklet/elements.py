"""What a booklet is made of, as plain data for typst: each function makes one kind of element.

Whatever is text goes through `printable`: it is shown as it is, and never read as markup.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from casestudies.booklet.entries import Block
from casestudies.booklet.glyphs import glyph
from casestudies.booklet.index import Index
from casestudies.booklet.letters import printable
from casestudies.insights.chart import Chart
from collab_directory.templatetags import ui

Element = dict[str, Any]


def heading(
    level: int, text: str, anchor: str, *, breaks: bool = False, listed: bool = True
) -> Element:
    """`level` 1 to 3; `breaks`: on a page of its own; `listed`: in the contents.

    All are among the bookmarks.
    """
    words = {"text": printable(text), "anchor": anchor}
    return {"kind": "heading", "level": level, "breaks": breaks, "listed": listed, **words}


def paragraph(
    text: str, *, bold: str = "", style: str = "", unknown: bool = False, url: str = ""
) -> Element:
    """`style`: "", "lead" or "small"; `bold` stands before the text, the address after it."""
    return {
        "kind": "paragraph",
        "text": printable(text),
        "bold": _then(bold, text),
        "style": style,
        "unknown": unknown,
        "url": url,
        "url_words": printable(url),
    }


def lines(rows: Iterable[tuple[str, str, list[str], str]]) -> Element:
    """Things with a title, its whole address (or ""), what is said of each, and small words."""
    return {
        "kind": "lines",
        "lines": [
            {
                "title": printable(title),
                "url": url,
                "texts": [printable(text) for text in texts],
                "small": printable(small),
            }
            for title, url, texts, small in rows
        ],
    }


def terms(rows: Iterable[tuple[str, str, int, str]]) -> Element:
    """Words with what each means; before it a level of evidence (or 0), or a glyph (or "")."""
    return {
        "kind": "terms",
        "terms": [
            {
                "word": printable(word),
                "means": printable(means),
                "level": level,
                "glyph": glyph(name) if name else "",
            }
            for word, means, level, name in rows
        ],
    }


def bullets(items: Iterable[tuple[str, str]]) -> Element:
    """Items of bold words (or "") and others."""
    made = [{"bold": _then(bold, text), "text": printable(text)} for bold, text in items]
    return {"kind": "bullets", "items": made}


def bars(chart: Chart) -> Element:
    return {
        "kind": "bars",
        "bars": [
            {
                "label": printable(bar.label),
                "words": printable(bar.words),
                "length": float(bar.length),
                "hollow": bar.is_hollow,
            }
            for bar in chart.bars
        ],
    }


def index(made: Index, held: Collection[str]) -> Element:
    """`held`: the anchors of the blocks that the document has; what it has not leads nowhere."""
    return {
        "kind": "index",
        "heading": printable(made.heading),
        "lines": [
            {
                "word": printable(line.word),
                "within": line.is_within,
                "schemes": [
                    {
                        "title": printable(one.title),
                        "anchor": one.anchor if one.anchor in held else "",
                    }
                    for one in line.schemes
                ],
            }
            for line in made.lines
        ],
    }


def entry(block: Block, *, level: int = 3) -> Element:
    """A case study: what the page of the overview says of it, too."""
    study = block.study
    return {
        "kind": "entry",
        "level": level,
        "title": printable(block.title),
        "anchor": block.anchor,
        "address": settings.SITE_URL + study.get_absolute_url(),
        "summary": printable(study.summary),
        "services": [_service(one.slug, one.name) for one in study.services.all()],
        "tiles": [[area.column, area.row] for area in block.areas],
        "everywhere": ui.is_national(study.region),
        "facts": _facts(block),
        "outcomes": [
            {
                "text": printable(one.text),
                "level": one.evidence,
                "word": printable(str(ui.EVIDENCE_WORDS[one.evidence])),
            }
            for one in block.outcomes
        ],
        "cautions": [
            {"bold": _then(one.title, one.text), "text": printable(one.text)}
            for one in block.cautions
        ],
        "sources": [
            {
                "title": printable(cited.source.title),
                "url": cited.source.url,
                "rest": printable(
                    ", ".join(filter(None, [cited.source.publisher, cited.dated or _undated()]))
                ),
            }
            for cited in block.sources
        ],
    }


def _facts(block: Block) -> list[Element]:
    study = block.study
    status = block.status
    if study.has_ended and block.ended_reason:
        status = _("%(status)s Why: %(reason)s.") % {
            "status": f"{status}.",
            "reason": block.ended_reason,
        }
    confirmed = ui.fresh_words_brief(study, block.on)
    leads = ", ".join(str(lead.organisation) for lead in block.leads)
    return [
        _fact(_("Area"), block.where),
        _fact(_("Region"), study.region.name),
        _fact(_("Type"), ", ".join(block.types)),
        _fact(_("Status"), status, f"t-{study.status}"),
        _fact(_("Started"), study.started_shown),
        _fact(_("Led by"), leads),
        _fact(_("Savings"), block.savings_brief if block.savings else ""),
        _fact(_("Confirmed"), confirmed, f"f-{block.freshness}"),
    ]


def _fact(label: str, text: str, name: str = "") -> Element:
    return {
        "label": printable(label),
        "text": printable(text or _("Not recorded")),
        "unknown": not text,
        "glyph": glyph(name) if name else "",
    }


def _service(slug: str, name: str) -> Element:
    return {"glyph": glyph(f"s-{ui.service_glyph(slug)}"), "word": printable(name)}


def _undated() -> str:
    return _("no date shown")


def _then(bold: str, text: str) -> str:
    """The bold words, with the space that parts them from what follows, if there is one."""
    words = printable(bold)
    return f"{words} " if words and not text.startswith(":") else words
