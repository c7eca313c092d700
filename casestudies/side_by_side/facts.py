"""What is compared, in the order of the page: each fact as items that can be told apart."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models import Need, Saving
from casestudies.reading import Reading
from collab_directory.templatetags.ui import end_is_announced


@dataclass(frozen=True)
class Item:
    """One thing that a scheme has. `key` tells it from others; `is_odd`: not all here have it.

    Of evidence itself the level is all there is to say: `text` is empty.
    """

    key: Hashable
    text: str
    url: str = ""
    note: str = ""
    level: int = 0  # of evidence, 1 to 4
    is_odd: bool = False


Cell = tuple[Item, ...]
Read = Callable[[Reading], Iterable[Item]]


@dataclass(frozen=True)
class Fact:
    """Something that schemes are compared by. `is_shared`: its items can be had in common."""

    label: str | Promise
    read: Read
    is_shared: bool = False


@dataclass(frozen=True)
class Row:
    """A fact with a cell for each scheme, in their order; an empty cell is not recorded."""

    label: str
    cells: tuple[Cell, ...]
    titles: tuple[str, ...]

    @property
    def named(self) -> list[tuple[str, Cell]]:
        """Each cell with the title of its scheme."""
        return list(zip(self.titles, self.cells, strict=True))

    @property
    def is_recorded(self) -> bool:
        return any(self.cells)

    @property
    def is_same(self) -> bool:
        """Whether all say the same, in whatever order."""
        first, *others = ({item.key for item in cell} for cell in self.cells)
        return all(other == first for other in others)

    @property
    def is_marked(self) -> bool:
        return any(item.is_odd for cell in self.cells for item in cell)


def rows_of(readings: list[Reading]) -> Iterator[Row]:
    """Every fact of these schemes; of ends only where one of them has an end."""
    titles = tuple(reading.study.title for reading in readings)
    any_ended = any(reading.study.has_ended for reading in readings)
    for fact in FACTS:
        if fact is ENDED and not any_ended:
            continue
        cells = tuple(tuple(fact.read(reading)) for reading in readings)
        yield Row(str(fact.label), _marked(cells) if fact.is_shared else cells, titles)


def _marked(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The same with what not every scheme has marked; nothing if they have nothing in common."""
    common = set.intersection(*({item.key for item in cell} for cell in cells))
    if not common:
        return cells
    return tuple(
        tuple(replace(item, is_odd=item.key not in common) for item in cell) for cell in cells
    )


# --- One fact each ---------------------------------------------------------------------------


def _text(text: str) -> Cell:
    return (Item(text, text),) if text else ()


def _texts(texts: Iterable[object]) -> Cell:
    return tuple(Item(text, text) for text in map(str, texts))


def _linked(things: Iterable[object]) -> Iterator[Item]:
    for thing in things:
        yield Item(thing.pk, str(thing), thing.get_absolute_url())  # type: ignore[attr-defined]


def _ended(reading: Reading) -> Iterator[Item]:
    study = reading.study
    if not study.has_ended:
        # That nobody reported an end is no gap in the record
        yield Item("", _("Not as far as is recorded"))
        return
    reason = study.get_ended_reason_display()
    when = study.ended_shown or _("Date not recorded")
    if end_is_announced(study):
        when = _("Due %(when)s") % {"when": when}
    yield Item((when, reason), when, note=_("Why: %(reason)s") % {"reason": reason})


def _place(reading: Reading) -> Cell:
    return _text(reading.study.place)


def _partners(reading: Reading) -> Iterator[Item]:
    for part in reading.partners:
        organisation = part.organisation
        note = _("leads it") if part.is_lead else ""
        yield Item(organisation.pk, str(organisation), organisation.get_absolute_url(), note)


def _evidence(reading: Reading) -> Iterator[Item]:
    if reading.evidence:
        yield Item(reading.evidence, "", level=reading.evidence)


def _outcomes(reading: Reading) -> Iterator[Item]:
    for outcome in reading.outcomes:
        yield Item((outcome.text, outcome.evidence), outcome.text, level=outcome.evidence)


def _savings(grade: str) -> Read:
    def read(reading: Reading) -> Iterator[Item]:
        for saved in reading.savings:
            if saved.saving.grade == grade:
                said = saved.amount or _("Amount not recorded")
                what = saved.covers or saved.note
                yield Item((said, what), said, note=what)

    return read


def _needs(kind: str) -> Read:
    def read(reading: Reading) -> Cell:
        return _texts(need for need in reading.study.needs.all() if need.kind == kind)

    return read


def _sources(reading: Reading) -> Iterator[Item]:
    for cited in reading.sources:
        source = cited.source
        said = [source.publisher, cited.dated or _("no date shown")]
        yield Item(source.url, source.title, source.url, ", ".join(filter(None, said)))


ENDED = Fact(gettext_lazy("Ended"), _ended)

FACTS: tuple[Fact, ...] = (
    Fact(gettext_lazy("Status"), lambda of: _text(of.status)),
    ENDED,
    Fact(gettext_lazy("Evidence"), _evidence),
    Fact(gettext_lazy("Confirmed"), lambda of: _text(of.confirmed)),
    Fact(gettext_lazy("Services"), lambda of: _linked(of.study.services.all()), is_shared=True),
    Fact(
        gettext_lazy("Type of collaboration"),
        lambda of: _linked(of.study.types.all()),
        is_shared=True,
    ),
    Fact(gettext_lazy("Place"), _place),
    Fact(gettext_lazy("Police force areas"), lambda of: _linked(of.areas), is_shared=True),
    Fact(gettext_lazy("Region"), lambda of: _linked([of.study.region])),
    Fact(gettext_lazy("Who takes part"), _partners, is_shared=True),
    Fact(gettext_lazy("Started"), lambda of: _text(of.study.started_shown)),
    Fact(gettext_lazy("What came of it"), _outcomes),
    *(
        Fact(label, _savings(grade))
        for grade, label in (
            (Saving.Grade.AUDITED, gettext_lazy("Savings, audited")),
            (Saving.Grade.MEASURED, gettext_lazy("Savings, measured")),
            (Saving.Grade.CLAIMED, gettext_lazy("Savings, claimed")),
        )
    ),
    Fact(gettext_lazy("What it cost, and who paid"), lambda of: _texts(of.fundings)),
    *(
        Fact(label, _needs(kind))
        for kind, label in (
            (Need.Kind.STAFF, gettext_lazy("What you would need: staff")),
            (Need.Kind.LAW, gettext_lazy("What you would need: law and agreements")),
            (Need.Kind.SYSTEMS, gettext_lazy("What you would need: systems")),
            (Need.Kind.SPACE, gettext_lazy("What you would need: space")),
            (Need.Kind.MONEY, gettext_lazy("What you would need: money")),
            (Need.Kind.TIME, gettext_lazy("What you would need: time")),
        )
    ),
    Fact(gettext_lazy("What was hard"), lambda of: _texts(of.hard)),
    Fact(gettext_lazy("What helped"), lambda of: _texts(of.helped)),
    Fact(gettext_lazy("Sources"), _sources, is_shared=True),
)
