"""The chart of savings: its bars, its table of totals, and its table of every figure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from casestudies.insights.chart import Cell, Chart, Heading, Row, Table
from casestudies.insights.narrowed import Narrowed
from casestudies.insights.savings import GRADES, PERS, SHOWN, Savings, Shown, Total
from casestudies.models import Saving
from collab_directory.charts import Bar, to_scale


@dataclass(frozen=True)
class Span:
    """The totals of one span of time, drawn to one scale, and the rows of each."""

    label: str
    bars: tuple[Bar, ...]
    totals: tuple["Opened", ...]


@dataclass(frozen=True)
class Opened:
    """A total with the rows behind it, as many as a page can hold."""

    total: Total
    rows: list[Shown]


def savings(schemes: Narrowed) -> Chart:
    """`parts`: the spans of time, those without an amount, and the address of all of them.

    One query.
    """
    found = Savings(schemes)
    return Chart(
        name="savings",
        question=_("What is said to be saved?"),
        says=found.in_words,
        table=Table(
            (
                Heading(_("Over what time")),
                Heading(_("How it is known")),
                Heading(_("Schemes counted"), True),
                Heading(_("Total, or its lower end"), True),
                Heading(_("Upper end"), True),
                Heading(_("Price years")),
            ),
            tuple(_row(total) for total in found.totals),
        ),
        note=_(
            "Each total adds up one figure for each scheme, the largest, as its source gives it. Of"
            " schemes that went into one another one counts. Totals are not to be added to each"
            " other: a saving may stand in two of them. Prices of different years are not evened"
            " out."
        ),
        parts={
            "spans": _spans(found),
            "without_amount": [*found.shown(found.without_amount[:SHOWN]).values()],
            "without_amount_count": len(found.without_amount),
            "url": schemes.address(
                schemes.bits & schemes.catalogue.value("has", "savings"),
                schemes.question.only("has", "savings"),
            ),
            "number": found.schemes_with_amount,
        },
    )


def figures(schemes: Narrowed) -> Chart:
    """Every figure, for the download alone: the rows into which the totals open."""
    found = Savings(schemes)
    shown = found.shown(found.every_line)
    return Chart(
        name="figures",
        question=_("Which figures for savings are recorded?"),
        says=found.in_words,
        table=Table(
            (
                Heading(_("Scheme")),
                Heading(_("Over what time")),
                Heading(_("How it is known")),
                Heading(_("Amount, or its lower end"), True),
                Heading(_("Upper end"), True),
                Heading(_("As the source says it")),
                Heading(_("What it covers")),
                Heading(_("Price year"), True),
                Heading(_("In the total")),
            ),
            tuple(_figure_row(one) for one in shown.values()),
        ),
    )


def _row(total: Total) -> Row:
    not_added = _("Not added")
    return (
        Cell(total.per_label),
        Cell(total.grade_label),
        Cell(str(len(total.counted)), is_number=True),
        _money(total.low if total.counted else None, not_added),
        _money(total.high if total.counted else None, not_added),
        Cell(total.price_years),
    )


def _figure_row(one: Shown) -> Row:
    saving = one.saved.saving
    return (
        Cell(one.title, url=one.url),
        Cell(str(PERS[Saving.Per(saving.per)])),
        Cell(one.saved.grade),
        _money(saving.low, _("Not recorded")),
        _money(saving.high, ""),
        Cell(one.saved.amount),
        Cell(saving.covers),
        Cell(str(saving.price_year or _("Not recorded")), is_number=True),
        Cell(_("no: %(why)s") % {"why": one.left_out} if one.left_out else _("yes")),
    )


def _money(amount: int | None, otherwise: str) -> Cell:
    if amount is None:
        return Cell(otherwise, is_number=True)
    return Cell(f"£{amount:,}", str(amount), is_number=True)


def _spans(found: Savings) -> list[Span]:
    # All rows that the page shows, in one query
    shown = found.shown(line for total in found.totals for line in total.lines[:SHOWN])
    spans = []
    for per, label in PERS.items():
        totals = [total for total in found.totals if total.per == per]
        if not totals:
            continue
        opened = tuple(Opened(total, _rows_of(total, shown)) for total in totals)
        bars = _bars(totals) if per != Saving.Per.UNKNOWN else []
        spans.append(Span(str(label), to_scale(bars), opened))
    return spans


def _bars(totals: list[Total]) -> list[Bar]:
    """One for each grade, so that a proof that nobody has given is seen to be missing."""
    found = {total.grade: total for total in totals}
    return [
        Bar(str(grade.label), found[grade].low, found[grade].amount, upper=found[grade].high)
        if grade in found
        else Bar(str(grade.label), 0, _("no figure"), is_hollow=True)
        for grade in GRADES
    ]


def _rows_of(total: Total, shown: dict[int, Shown]) -> list[Shown]:
    pks = (line.figure.pk for line in total.lines[:SHOWN])
    return [shown[pk] for pk in pks if pk in shown]
