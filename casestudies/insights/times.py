"""When the schemes began, when their entries were confirmed, and how the directory has grown."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.insights.chart import Cell, Chart, Heading, Row, Table, counted, number, share_of
from casestudies.insights.narrowed import Narrowed
from casestudies.insights.words import of_schemes
from casestudies.models.case_study_queries import last_day_out_of_date
from casestudies.question import Question
from collab_directory.charts import Bar, to_scale

MOST_BARS = 31  # that stand side by side on a desk
SPANS = (1, 2, 5, 10, 20, 50)  # years that one bar may stand for
MONTHS = (1, 3, 12, 60, 120)  # months that one bar may stand for
RECENT = (3, 6, 9)  # months since a confirmation; the last step is when it falls due


# Start years


def years(schemes: Narrowed) -> Chart:
    by_year = {
        year: bits & schemes.bits
        for year, bits in schemes.catalogue.years.items()
        if bits & schemes.bits
    }
    known = 0
    for bits in by_year.values():
        known |= bits
    unknown = schemes.whole - known.bit_count()
    rows = [
        (label, bits.bit_count(), schemes.address(bits, _between(schemes, first, last)))
        for first, last, label, bits in _spans(by_year)
    ]
    bars = [Bar(label, count, str(count), url=url) for label, count, url in rows]
    rows.append((_("Not recorded"), unknown, ""))
    cells = (
        (Cell(label), number(count, url), share_of(count, schemes.whole))
        for label, count, url in rows
    )
    return Chart(
        name="years",
        question=_("When did they start?"),
        says=_years_in_words(by_year, schemes.whole),
        table=Table(counted(_("Year it started")), tuple(cells)),
        bars=to_scale(bars),
        note=ngettext(
            "%(n)s scheme without a start year is in the table only.",
            "%(n)s schemes without a start year are in the table only.",
            unknown,
        )
        % {"n": unknown}
        if unknown and bars
        else "",
        is_upright=True,
    )


def _spans(by_year: dict[int, int]) -> Iterator[tuple[int, int, str, int]]:
    """First and last year, label and bits of each stretch, those in which nothing began too."""
    if not by_year:
        return
    first, last = min(by_year), max(by_year)
    wide = next((n for n in SPANS if last // n - first // n < MOST_BARS), 100)
    for begin in range(first // wide * wide, last + 1, wide):
        end = begin + wide - 1
        bits = 0
        for year in range(begin, end + 1):
            bits |= by_year.get(year, 0)
        label = str(begin) if wide == 1 else _("%(from)s to %(to)s") % {"from": begin, "to": end}
        yield begin, end, label, bits


def _between(schemes: Narrowed, first: int, last: int) -> Question:
    """The question for these years, as far as they are among those asked for already."""
    asked = schemes.question
    return asked.but(
        from_year=max(first, asked.from_year or first), to_year=min(last, asked.to_year or last)
    )


def _years_in_words(by_year: dict[int, int], whole: int) -> str:
    each = [year for year in sorted(by_year) for _n in range(by_year[year].bit_count())]
    if not each:
        return _("No start year is recorded for these schemes.")
    said = {"share": of_schemes(len(each), whole), "first": each[0], "last": each[-1]}
    if each[0] == each[-1]:
        return _("A start year is recorded for %(share)s: %(first)s.") % said
    # Of an even number the later of the two in the middle: so at least half began then or before
    said["middle"] = each[len(each) // 2]
    return (
        _(
            "A start year is recorded for %(share)s, from %(first)s to %(last)s. At least half of"
            " these began in %(middle)s or before."
        )
        % said
    )


# Confirmations


def confirmed(schemes: Narrowed) -> Chart:
    days = schemes.facts.verified[schemes.mask]
    edges = [_months_before(schemes.on, months) for months in RECENT]
    edges.append(last_day_out_of_date(schemes.on))
    labels = (
        _("In the last 3 months"),
        _("3 to 6 months ago"),
        _("6 to 9 months ago"),
        _("9 to 12 months ago"),
        _("12 months ago or longer"),
    )
    later = [int((days > edge.toordinal()).sum()) for edge in edges]
    ever, whole = int((days > 0).sum()), schemes.whole
    steps = np.diff([0, *later, ever]).tolist()
    rows = [*zip(labels, steps, strict=True), (_("Never"), whole - ever)]
    cells = ((Cell(label), number(n), share_of(n, whole)) for label, n in rows)
    bars = [Bar(label, n, str(n), is_hollow=label == rows[-1][0]) for label, n in rows]
    return Chart(
        name="confirmed",
        question=_("When was each entry last confirmed?"),
        says=_confirmed_in_words(later[-1], whole - ever, whole),
        table=Table(counted(_("Last confirmed")), tuple(cells)),
        bars=to_scale(bars),
        note=_(
            "Somebody who knows the scheme tells us that its entry is true. That holds for twelve"
            " months."
        ),
    )


def _confirmed_in_words(lately: int, never: int, whole: int) -> str:
    said = ngettext(
        "Confirmed in the last 12 months: %(n)s of %(whole)s entry.",
        "Confirmed in the last 12 months: %(n)s of %(whole)s entries.",
        whole,
    ) % {"n": lately, "whole": whole}
    also = ngettext(
        "%(n)s has never been confirmed: it says what published sources say.",
        "%(n)s have never been confirmed: they say what published sources say.",
        never,
    )
    return f"{said} {also % {'n': never}}" if never else said


def _months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months before, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(day.day - 1), following - dt.timedelta(1))


# Growth


def growth(schemes: Narrowed) -> Chart:
    added = schemes.facts.added[schemes.mask]
    added = added[added > 0]  # without what was withdrawn since the catalogue was drawn up
    updated = schemes.facts.update_month[schemes.mask[schemes.facts.update_at]]
    rows: list[Row] = []
    bars: list[Bar] = []
    so_far = 0
    for begin, end, label in _stretches(added, updated):
        new = int(((added >= begin) & (added <= end)).sum())
        changed = int(((updated >= begin) & (updated <= end)).sum())
        so_far += new
        rows.append((Cell(label), number(new), number(so_far), number(changed)))
        bars.append(Bar(label, so_far, str(so_far)))
    headings = (
        Heading(_("When")),
        Heading(_("New entries"), True),
        Heading(_("Entries in all"), True),
        Heading(_("Entries brought up to date"), True),
    )
    return Chart(
        name="growth",
        question=_("How has the directory grown?"),
        says=_growth_in_words(added, schemes),
        table=Table(headings, tuple(rows)),
        bars=to_scale(bars) if len(bars) > 1 else (),
        note=_(
            "By the day on which each entry that is public now was first published. An entry is"
            " brought up to date as often as a later version of it is published."
        ),
        is_upright=True,
    )


def _stretches(added: np.ndarray, updated: np.ndarray) -> Iterator[tuple[int, int, str]]:
    """First and last month and label of each stretch from the first entry to the last change."""
    months = np.concatenate([added, updated])
    if not len(added):
        return
    first, last = int(months.min()), int(months.max())
    wide = next((n for n in MONTHS if last // n - first // n < MOST_BARS), 600)
    for begin in range(first // wide * wide, last + 1, wide):
        end = begin + wide - 1
        yield begin, end, _stretch_in_words(begin, end)


def _stretch_in_words(begin: int, end: int) -> str:
    if begin == end:
        return _month_in_words(begin, "M Y")
    if (begin % 12, end % 12) == (0, 11):
        first, last = begin // 12, end // 12
        if first == last:
            return str(first)
        return _("%(from)s to %(to)s") % {"from": first, "to": last}
    return _("%(from)s to %(to)s") % {
        "from": _month_in_words(begin, "M"),
        "to": _month_in_words(end, "M Y"),
    }


def _month_in_words(month: int, form: str = "F Y") -> str:
    return str(date_format(dt.date(month // 12, month % 12 + 1, 1), form))


def _growth_in_words(added: np.ndarray, schemes: Narrowed) -> str:
    if not len(added):
        return _("No entry is public.")
    first, last = int(added.min()), int(added.max())
    now = schemes.on.year * 12 + schemes.on.month - 1
    if first == last:
        return ngettext(
            "The one entry was first published in %(month)s.",
            "All %(n)s entries were first published in %(month)s.",
            len(added),
        ) % {"n": len(added), "month": _month_in_words(first)}
    lately = int((added > now - 12).sum())
    return ngettext(
        "The first entry was published in %(month)s; %(n)s of %(whole)s was added in the twelve"
        " months up to %(now)s.",
        "The first entry was published in %(month)s; %(n)s of %(whole)s were added in the twelve"
        " months up to %(now)s.",
        lately,
    ) % {
        "month": _month_in_words(first),
        "n": lately,
        "whole": len(added),
        "now": _month_in_words(now),
    }
