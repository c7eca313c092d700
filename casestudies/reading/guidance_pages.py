"""The text of a guidance page, ready to be drawn: its words in blocks, its sources, its date.

A view asks `guide(request, "funding")` and gives it to its template as `guide`:

    {{ guide.title }}, {{ guide.lead }}, {{ guide.reviewed_on }}
    {% include "partials/casestudies/guidance/body.html" %}
    {% include "partials/casestudies/guidance/reviewed.html" %}
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from casestudies.models import GuidancePage, GuidancePageSource

HEADING, ITEM = "# ", "- "


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph (both of one text) or a list (of one text for each item)."""

    kind: str  # "heading", "paragraph" or "list"
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.texts[0]


@dataclass(frozen=True)
class Guide:
    """What a guidance page says besides what it lists."""

    slug: str
    title: str
    lead: str = ""
    blocks: tuple[Block, ...] = ()
    sources: tuple[GuidancePageSource, ...] = ()
    reviewed_on: dt.date | None = None


def guide(request: HttpRequest, slug: str) -> Guide:
    """The text of the page of this slug, as stored or as somebody tries it out; two queries.

    `slug` is one of `GuidancePage.Page`. A page without a row has its name, and nothing more.
    """
    tried: Guide | None = getattr(request, "guide_tried_out", None)
    if tried is not None and tried.slug == slug:
        return tried
    page = GuidancePage.objects.filter(slug=slug).prefetch_related("sources").first()
    if page is None:
        return Guide(slug, str(GuidancePage.Page(slug).label))
    return guide_of(page, page.sources.all())


def guide_of(page: GuidancePage, sources: Iterable[GuidancePageSource]) -> Guide:
    """A page, which need not be stored, with these sources."""
    blocks = tuple(blocks_of(page.body))
    return Guide(page.slug, page.title, page.lead, blocks, tuple(sources), page.reviewed_on)


def blocks_of(text: str) -> list[Block]:
    """Plain text in blocks. Items that follow each other are one list, also over empty lines."""
    blocks: list[Block] = []
    words: list[str] = []

    def end_paragraph() -> None:
        if words:
            blocks.append(Block("paragraph", (" ".join(words),)))
            words.clear()

    for line in [*map(str.strip, text.splitlines()), ""]:
        if line.startswith((HEADING, ITEM)):
            end_paragraph()
            _add(blocks, line)
        elif line:
            words.append(line)
        else:
            end_paragraph()
    return blocks


def _add(blocks: list[Block], line: str) -> None:
    text = line[2:].strip()
    if line.startswith(HEADING):
        blocks.append(Block("heading", (text,)))
    elif blocks and blocks[-1].kind == "list":
        blocks[-1] = Block("list", (*blocks[-1].texts, text))
    else:
        blocks.append(Block("list", (text,)))
