"""What a document says, put together once: its page and its file are both made of this."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casestudies.models import Resource, SuccessFactor
from casestudies.models.addresses import TermQuerySet
from casestudies.toolkit import tracker
from casestudies.toolkit.text import BOX, Block, Heading, Items, Paragraph, Table, blocks, plain

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True)
class Cited:
    """A source as a document names it."""

    title: str
    publisher: str
    url: str
    date_shown: str

    @property
    def words(self) -> str:
        """Everything but the address, which the title leads to."""
        return self.title + self.rest

    @property
    def rest(self) -> str:
        """What stands behind the title."""
        return "".join(f", {said}" for said in (self.publisher, self.date_shown) if said)


@dataclass(frozen=True)
class Paper:
    """A whole document. Two that are equal give the same file, byte by byte."""

    title: str
    summary: str
    blocks: tuple[Block, ...]
    sources: tuple[Cited, ...]
    address: str  # of its page
    dated: dt.date | None = None
    is_tracker: bool = False

    @property
    def facts(self) -> str:
        """What it is, how old, what one may do with it, and where the newest is."""
        made = settings.SITE_NAME
        if self.dated is not None:
            made = f"{made}, {date_format(self.dated, 'j F Y')}"
        return _(
            "%(made)s. Under the Open Government Licence v3.0. The newest is at %(address)s"
        ) % {"made": made, "address": self.address}


def paper(resource: Resource) -> Paper:
    """The document of a resource loaded `for_handing`: one query for the self-check, else none."""
    said = blocks(resource.text)
    if resource.made == Resource.Made.SELF_CHECK:
        said += statements(asked())
    elif resource.made == Resource.Made.TRACKER:
        said += tracker.explained()
    path = reverse("casestudies:toolkit_document", args=[resource.slug])
    return Paper(
        title=plain(resource.title),
        summary=plain(resource.summary),
        blocks=said,
        sources=tuple(
            Cited(plain(source.title), plain(source.publisher), source.url, source.date_shown)
            for source in resource.sources.all()
        ),
        address=f"{settings.SITE_URL}{path}",
        dated=resource.dated,
        is_tracker=resource.made == Resource.Made.TRACKER,
    )


def asked(among: TermQuerySet | None = None) -> list[SuccessFactor]:
    """Each factor and barrier that the self-check asks about, in the order of their pages."""
    among = SuccessFactor.objects.all() if among is None else among
    offered = among.offered().exclude(self_check="")
    return sorted(offered, key=lambda one: (one.kind != SuccessFactor.Kind.FACTOR, one.position))


def statements(factors: Iterable[SuccessFactor]) -> tuple[Block, ...]:
    """The self-check on paper: a table of what helps, and one of what stands in the way."""
    headings = (_("Statement"), _("Yes"), _("Partly"), _("No"), _("Not yet known"), _("Who, when"))
    names = {
        SuccessFactor.Kind.FACTOR: _("What helps"),
        SuccessFactor.Kind.BARRIER: _("What stands in the way"),
    }
    every = list(factors)
    found: list[Block] = []
    for kind, name in names.items():
        rows = tuple(
            (plain(one.self_check), BOX, BOX, BOX, BOX, "") for one in every if one.kind == kind
        )
        if rows:
            found += [Heading(name), Table(name, headings, rows)]
    if not found:
        found = [Paragraph(_("There is no statement yet."))]
    return tuple(found)


def texts(of: Paper) -> list[str]:
    """Every text of a document in its order, empty cells left out: as a page and a file show it."""
    found = [of.title, of.summary, of.facts]
    for block in of.blocks:
        if isinstance(block, Items):
            found += [f"{BOX} {item}" if block.ticks else item for item in block.items]
        elif isinstance(block, Table):
            found += [cell for row in (block.headings, *block.rows) for cell in row if cell]
        else:
            found.append(block.words)
    if of.sources:
        found += [_("Sources"), *(source.words for source in of.sources)]
    return found
