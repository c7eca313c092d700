"""What is said to be saved: totals that mix no grades and no spans of time, and open into rows.

The rule, which the page says too: in each total a scheme counts once, with the largest of its
figures; of schemes that went into one another only one counts. Amounts are added as their sources
give them, ranges as ranges. What has no amount is listed and never nought; what may be a year's or
may be once is listed and not added.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casestudies.insights.facts import Figure
from casestudies.insights.narrowed import Narrowed
from casestudies.insights.words import of_schemes
from casestudies.models import CaseStudy, Saving
from casestudies.reading.money import Saved, pounds

Per, Grade, Bound = Saving.Per, Saving.Grade, Saving.Bound

# The strongest proof first
GRADES = (Grade.AUDITED, Grade.MEASURED, Grade.CLAIMED)
PERS: dict[Saving.Per, str | Promise] = {
    Per.YEAR: gettext_lazy("A year"),
    Per.ONCE: gettext_lazy("Once"),
    Per.PERIOD: gettext_lazy("In all, each over its own years"),
    Per.UNKNOWN: gettext_lazy("Not known whether a year or once"),
}
SHOWN = 40  # rows of one total that stand on the page; the download holds all


@dataclass(frozen=True)
class Line:
    """A figure in the rows of a total, and why it is not part of it where it is not."""

    figure: Figure
    left_out: str = ""

    @property
    def counts(self) -> bool:
        return not self.left_out


@dataclass(frozen=True)
class Total:
    """All figures of one grade and one span of time; `lines` are the largest first."""

    per: Saving.Per
    grade: Saving.Grade
    lines: tuple[Line, ...]

    @cached_property
    def counted(self) -> list[Figure]:
        """One for each scheme at most, each with an amount."""
        return [line.figure for line in self.lines if line.counts]

    @property
    def low(self) -> int:
        return sum(figure.low or 0 for figure in self.counted)

    @property
    def high(self) -> int:
        return sum(figure.most for figure in self.counted)

    @property
    def grade_label(self) -> str:
        return str(self.grade.label)

    @property
    def per_label(self) -> str:
        return str(PERS[self.per])

    @property
    def label(self) -> str:
        return f"{self.per_label}, {self.grade_label.lower()}"

    @property
    def anchor(self) -> str:
        return f"{self.per.value}-{self.grade.value}"

    @property
    def amount(self) -> str:
        """`£1.2 million to £1.5 million`; "" where nothing is added."""
        if not self.counted:
            return ""
        if self.low == self.high:
            return pounds(self.low)
        return _("%(low)s to %(high)s") % {"low": pounds(self.low), "high": pounds(self.high)}

    @property
    def price_years(self) -> str:
        """Of what prices the amounts are: years, and how many do not say."""
        known = sorted({f.price_year for f in self.counted if f.price_year})
        silent = sum(not f.price_year for f in self.counted)
        if not known:
            return _("Not recorded") if self.counted else ""
        years = str(known[0])
        if len(known) > 1:
            years = _("%(from)s to %(to)s") % {"from": known[0], "to": known[-1]}
        if not silent:
            return years
        return ngettext(
            "%(years)s; not recorded for %(n)s", "%(years)s; not recorded for %(n)s", silent
        ) % {"years": years, "n": silent}

    @property
    def bounds(self) -> str:
        """What a reader of the total must know of how exact its parts are: sentences, or ""."""
        found = Counter(figure.bound for figure in self.counted)
        said = []
        if at_most := found[Bound.UP_TO] + found[Bound.NEARLY]:
            said.append(
                ngettext(
                    "%(n)s of these is “up to” or “nearly”, so the truth may be less.",
                    "%(n)s of these are “up to” or “nearly”, so the truth may be less.",
                    at_most,
                )
                % {"n": at_most}
            )
        if at_least := found[Bound.MORE_THAN]:
            said.append(
                ngettext(
                    "%(n)s is “more than”, so it may be more.",
                    "%(n)s are “more than”, so it may be more.",
                    at_least,
                )
                % {"n": at_least}
            )
        return " ".join(said)

    @property
    def is_cut(self) -> bool:
        return len(self.lines) > SHOWN


@dataclass(frozen=True)
class Shown:
    """A line as the page shows it."""

    title: str
    url: str
    saved: Saved
    has_ended: bool
    left_out: str


class Savings:
    """The figures of a list, as totals and as lines."""

    def __init__(self, schemes: Narrowed):
        self.schemes = schemes

    @cached_property
    def figures(self) -> list[Figure]:
        """Every saving that is recorded of these schemes, with an amount or without."""
        mask = self.schemes.mask
        return [figure for figure in self.schemes.facts.savings if mask[figure.at]]

    @cached_property
    def totals(self) -> list[Total]:
        """One for each span of time and grade of which a figure has an amount."""
        found: dict[tuple[str, str], list[Figure]] = {}
        for figure in self.figures:
            if figure.low is not None:
                found.setdefault((figure.per, figure.grade), []).append(figure)
        return [
            Total(per, grade, tuple(self._lines(per, found[per, grade])))
            for per in PERS
            for grade in GRADES
            if (per, grade) in found
        ]

    def _lines(self, per: Saving.Per, figures: Iterable[Figure]) -> Iterable[Line]:
        # Largest first, so that the first of a scheme, or of a family of schemes, is what counts
        largest_first = sorted(figures, key=lambda f: (-f.most, -(f.low or 0), f.at, f.pk))
        seen: set[int] = set()
        families: dict[int, int] = {}
        for figure in largest_first:
            family = self.schemes.facts.went_on_as.get(figure.at, figure.at)
            if per == Per.UNKNOWN:
                yield Line(figure, _("not known whether a year or once"))
            elif figure.at in seen:
                yield Line(figure, _("a larger figure of the same scheme counts"))
            elif family in families:
                entry = self.schemes.catalogue.entries[families[family]]
                yield Line(figure, _("counted with “%(title)s”") % {"title": entry.title})
            else:
                families[family] = figure.at
                yield Line(figure)
            seen.add(figure.at)

    @cached_property
    def without_amount(self) -> list[Line]:
        return [Line(f, _("amount not recorded")) for f in self.figures if f.low is None]

    @property
    def every_line(self) -> list[Line]:
        """All that is recorded, each once: total by total, then those without an amount."""
        return [*(line for total in self.totals for line in total.lines), *self.without_amount]

    @cached_property
    def schemes_with_amount(self) -> int:
        return len({figure.at for figure in self.figures if figure.low is not None})

    def shown(self, lines: Iterable[Line]) -> dict[int, Shown]:
        """The lines as a page or a file shows them, by the key of the saving. One query.

        Not of one that was deleted since the catalogue was read.
        """
        some = {line.figure.pk: line for line in lines}
        savings = Saving.objects.in_bulk(list(some))
        return {pk: self._shown(line, savings[pk]) for pk, line in some.items() if pk in savings}

    def _shown(self, line: Line, saving: Saving) -> Shown:
        entry = self.schemes.catalogue.entries[line.figure.at]
        url = reverse("casestudies:case_study", args=[entry.slug])
        ended = entry.status == CaseStudy.Status.ENDED
        return Shown(entry.title, url, Saved(saving), ended, line.left_out)

    @property
    def in_words(self) -> str:
        """One sentence or two: how many give a figure, and how many of those are proven."""
        found = self.schemes_with_amount
        if not found:
            return _("No amount is recorded for any of these schemes. That does not mean nought.")
        share = of_schemes(found, self.schemes.whole)
        said = _("An amount is recorded for %(share)s.") % {"share": share}
        return f"{said} {self._proven_in_words()}"

    def _proven_in_words(self) -> str:
        proven = {
            figure.at
            for figure in self.figures
            if figure.low is not None and figure.grade != Grade.CLAIMED
        }
        if not proven:
            return _("None was measured or audited: all are the partners’ own word, or forecasts.")
        return ngettext(
            "For %(n)s of them a figure was measured or audited; the others are the partners’ own"
            " word, or forecasts.",
            "For %(n)s of them a figure was measured or audited; the others are the partners’ own"
            " word, or forecasts.",
            len(proven),
        ) % {"n": len(proven)}
