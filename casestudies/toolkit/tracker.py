"""The benefits tracker: its columns, the words they take, its examples, and what its totals add.

A total holds one grade of proof and one kind of money, and nothing else: a claim is never added to
a measured amount, a yearly amount never to one that comes once, a saving never to an extra cost.
"""

import enum
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.toolkit.text import Block, Heading, Paragraph, Table

Words = tuple[str, ...]


class Takes(enum.Enum):
    """What may be written in a column; the words complete “takes …”."""

    TEXT = gettext_lazy("words")
    NUMBER = gettext_lazy("a number")
    POUNDS = gettext_lazy("whole pounds, not less than 0")
    DATE = gettext_lazy("a date")
    YEAR = gettext_lazy("a year")
    CHOICE = gettext_lazy("one of a list")


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    takes: Takes
    says: str
    choices: Words = ()

    @property
    def takes_words(self) -> str:
        if self.choices:
            return _("one of: %s") % ", ".join(self.choices)
        return str(self.takes.value)


def money_kinds() -> Words:
    """What is counted in pounds. Each has totals of its own."""
    return (_("Money saved"), _("Cost avoided"), _("Extra cost"))


def other_kinds() -> Words:
    return (_("Time freed"), _("Better service"), _("Better for staff"), _("Something worse"))


def pers() -> Words:
    return (_("Each year"), _("Once"))


def grades() -> Words:
    """From the weakest proof to the strongest, in the words of the directory."""
    return (_("Claimed"), _("Measured"), _("Audited"))


def yes_no() -> Words:
    return (_("Yes"), _("No"))


def columns() -> tuple[Column, ...]:
    return (*_what(), *_measured(), *_money())


def _what() -> tuple[Column, ...]:
    text = Takes.TEXT
    return (
        Column("benefit", _("Benefit"), text, _("What gets better, and for whom. One to a row.")),
        Column(
            "kind",
            _("Kind"),
            Takes.CHOICE,
            _("“Money saved” leaves a budget. “Cost avoided” was never in one."),
            (*money_kinds(), *other_kinds()),
        ),
        Column("gainer", _("Who gains"), text, _("The partner or the public, not “everybody”.")),
        Column("payer", _("Who pays"), text, _("Who bears the cost of getting it.")),
        Column("owner", _("Owner"), text, _("A role that answers for it, not a person’s name.")),
    )


def _measured() -> tuple[Column, ...]:
    number, date = Takes.NUMBER, Takes.DATE
    return (
        Column("measure", _("Measure"), Takes.TEXT, _("What is counted, and in which unit.")),
        Column("baseline", _("Baseline"), number, _("The figure before you changed anything.")),
        Column("baseline_on", _("Baseline date"), date, _("When that figure was taken.")),
        Column("target", _("Target"), number, _("The figure that you aim for.")),
        Column("target_on", _("Target date"), date, _("By when.")),
        Column("latest", _("Latest"), number, _("The newest figure, measured in the same way.")),
        Column("latest_on", _("Latest date"), date, _("When that figure was taken.")),
    )


def _money() -> tuple[Column, ...]:
    choice = Takes.CHOICE
    return (
        Column("amount", _("Pounds"), Takes.POUNDS, _("Leave it empty if it is not known.")),
        Column("per", _("How often"), choice, _("Whether it comes each year or once."), pers()),
        Column("prices", _("Price year"), Takes.YEAR, _("In the prices of which year.")),
        Column(
            "grade",
            _("Grade"),
            choice,
            _(
                "“Claimed”: the partners say so. “Measured”: counted before and after, by a method "
                "that is written down. “Audited”: somebody independent has checked it."
            ),
            grades(),
        ),
        Column("proof", _("Proof"), Takes.TEXT, _("Where the figure can be looked up.")),
        Column(
            "elsewhere",
            _("Counted elsewhere"),
            choice,
            _("“Yes” if another row or another scheme counts it too. It is then in no total."),
            yes_no(),
        ),
    )


# Made up, and marked as such wherever they stand. Dates are ISO texts.
Example = dict[str, str | int]


def examples() -> tuple[Example, ...]:
    saved, avoided, _extra = money_kinds()
    time_freed = other_kinds()[0]
    yearly, once = pers()
    claimed, measured, audited = grades()
    return (
        {
            "benefit": _("Example: rent of a second station no longer paid"),
            "kind": saved,
            "gainer": _("Fire and rescue service"),
            "payer": _("Police force"),
            "owner": _("Head of estates"),
            "measure": _("Pounds of rent a year"),
            "baseline": 40000,
            "baseline_on": "2025-04-01",
            "target": 0,
            "target_on": "2026-04-01",
            "latest": 0,
            "latest_on": "2026-04-01",
            "amount": 40000,
            "per": yearly,
            "prices": 2025,
            "grade": audited,
            "proof": _("Internal audit report, section 3"),
            "elsewhere": _("No"),
        },
        {
            "benefit": _("Example: a new roof that need not be bought"),
            "kind": avoided,
            "gainer": _("Police force"),
            "payer": _("Police force"),
            "owner": _("Head of estates"),
            "measure": _("Pounds in the capital plan"),
            "amount": 90000,
            "per": once,
            "prices": 2025,
            "grade": claimed,
            "proof": _("Business case, page 12"),
            "elsewhere": _("No"),
        },
        {
            "benefit": _("Example: crews wait less for a door to be opened"),
            "kind": time_freed,
            "gainer": _("The public; ambulance crews"),
            "payer": _("Fire and rescue service"),
            "owner": _("Operations lead"),
            "measure": _("Minutes from request to entry, median of a month"),
            "baseline": 30,
            "baseline_on": "2025-06-01",
            "target": 15,
            "target_on": "2026-06-01",
            "latest": 18,
            "latest_on": "2026-06-01",
            "grade": measured,
            "proof": _("Control room log, by a written method"),
            "elsewhere": _("No"),
        },
    )


def explained() -> tuple[Block, ...]:
    """What the workbook holds, as the page and the first sheet say it."""
    made = columns()
    heads = (_("Column"), _("Takes"), _("What to write"))
    rows = tuple((column.heading, column.takes_words, column.says) for column in made)
    shown = [made[n] for n in (0, 1, 12, 13, 15)]
    example_rows = tuple(
        tuple(_as_words(one.get(column.key, "")) for column in shown) for one in examples()
    )
    return (
        Heading(_("The columns")),
        Table(_("The columns"), heads, rows),
        Heading(_("Three examples")),
        Paragraph(made_up()),
        Table(_("Three examples"), tuple(column.heading for column in shown), example_rows),
        Heading(_("The totals")),
        Paragraph(
            _(
                "The sheet “Totals” adds by formula, grade by grade: %(grades)s are never added "
                "together. Nor are amounts that come each year and amounts that come once, nor "
                "%(kinds)s. So there is no grand total, and that is meant."
            )
            % {"grades": ", ".join(grades()), "kinds": ", ".join(money_kinds())}
        ),
        Paragraph(
            _(
                "Under the totals it counts the rows that no total holds, with the reason: no "
                "grade, no “how often”, no kind of money, or counted elsewhere."
            )
        ),
    )


def made_up() -> str:
    return _(
        "These rows are made up, to show what belongs in a column. They are no real scheme, and no "
        "total counts them. They stand on a sheet of their own."
    )


def _as_words(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else value
