"""Savings in words, each with its proof. What is not known is said, and is never nought."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casestudies.models import Saving

MILLION, BILLION = 1_000_000, 1_000_000_000


def pounds(amount: int) -> str:
    """`£1.5 million` where that is exact, else `£738,000`."""
    for unit, words in ((BILLION, _("£%s billion")), (MILLION, _("£%s million"))):
        hundredths, rest = divmod(amount * 100, unit)
        if amount >= unit and rest == 0:
            return words % f"{hundredths / 100:,.2f}".rstrip("0").rstrip(".")
    return f"£{amount:,}"


@dataclass(frozen=True)
class Saved:
    """One saving as the page says it."""

    saving: Saving

    @property
    def covers(self) -> str:
        return self.saving.covers

    @property
    def note(self) -> str:
        return self.saving.note

    @cached_property
    def amount(self) -> str:
        """`£300,000 to £400,000 a year`; empty where no amount is recorded."""
        low, high = self.saving.low, self.saving.high
        if low is None:
            return ""
        if high is None or high == low:
            return self._over_time(self._bounded(pounds(low)))
        return self._over_time(
            _("%(low)s to %(high)s") % {"low": pounds(low), "high": pounds(high)}
        )

    def _bounded(self, money: str) -> str:
        words = {
            Saving.Bound.ABOUT: _("About %(money)s"),
            Saving.Bound.NEARLY: _("Nearly %(money)s"),
            Saving.Bound.UP_TO: _("Up to %(money)s"),
            Saving.Bound.MORE_THAN: _("More than %(money)s"),
        }
        bound = self.saving.bound
        return words[Saving.Bound(bound)] % {"money": money} if bound else money

    def _over_time(self, money: str) -> str:
        words = {
            Saving.Per.YEAR: _("%(money)s a year"),
            Saving.Per.ONCE: _("%(money)s, once"),
            Saving.Per.PERIOD: _("%(money)s in all"),
            Saving.Per.UNKNOWN: _("%(money)s, over a time not recorded"),
        }
        said = words[Saving.Per(self.saving.per)] % {"money": money}
        return f"{said}, {self.saving.period}" if self.saving.period else said

    @property
    def grade(self) -> str:
        return self.saving.get_grade_display()

    @property
    def grade_means(self) -> str:
        return {
            Saving.Grade.CLAIMED: _("A forecast, or the partners’ own word. We know of no check."),
            Saving.Grade.MEASURED: _("Worked out from what was really spent."),
            Saving.Grade.AUDITED: _("Checked by an auditor or inspector."),
        }[Saving.Grade(self.saving.grade)]

    @cached_property
    def proof(self) -> list[tuple[str, str]]:
        """What stands behind the figure, as far as it is recorded: (name, value)."""
        return [(name, value) for name, _unproven, value in self._proof() if value]

    @cached_property
    def unproven(self) -> str:
        """What does not stand behind it: `its price year, who pays`."""
        return ", ".join(unproven for _name, unproven, value in self._proof() if not value)

    def _proof(self) -> tuple[tuple[str, str, str], ...]:
        saving = self.saving
        return (
            (_("Compared with"), _("what it is compared with"), saving.baseline),
            (_("Price year"), _("its price year"), str(saving.price_year or "")),
            (_("Who pays"), _("who pays"), saving.payer),
            (_("Who gains"), _("who gains"), saving.gainer),
        )


def savings_in_brief(savings: list[Saved]) -> str:
    """For the glance panel: the first amount, and how many figures there are.

    They are never added up: two of them may be two accounts of the same saving.
    """
    with_amount = [saved for saved in savings if saved.amount]
    if not with_amount:
        return _("Described, amount not recorded") if savings else ""
    first = {"amount": with_amount[0].amount, "grade": with_amount[0].grade.lower()}
    if len(with_amount) == 1:
        return _("%(amount)s (%(grade)s)") % first
    count = {"count": len(with_amount)}
    return _("%(amount)s (%(grade)s), the first of %(count)s figures") % (first | count)
