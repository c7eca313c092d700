"""All charts of one question, in the order of the page."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from django.utils.translation import gettext as _

from casestudies.directory import Directory
from casestudies.front_page import Figure
from casestudies.insights import kinds, money, times, together
from casestudies.insights.chart import Chart
from casestudies.insights.narrowed import Narrowed
from casestudies.models import Evidence
from casestudies.models.case_study_queries import last_day_out_of_date

MANY_SERVICES = 3

# By the word for each in addresses, in the order of the page
ON_THE_PAGE: dict[str, Callable[[Narrowed], Chart]] = {
    "types": kinds.types,
    "services": kinds.services,
    "together": together.services_together,
    "organisations": together.organisations_together,
    "regions": kinds.regions,
    "areas": kinds.areas,
    "years": times.years,
    "evidence": kinds.evidence,
    "savings": money.savings,
    "confirmed": times.confirmed,
    "growth": times.growth,
}
# And the rows behind the totals, which is a file alone
CHARTS: dict[str, Callable[[Narrowed], Chart]] = ON_THE_PAGE | {"figures": money.figures}


class Insights:
    """The picture of the schemes that a directory finds, on one day."""

    def __init__(self, directory: Directory, on: dt.date):
        self.schemes = Narrowed(directory, on)

    def chart(self, name: str) -> Chart:
        """One of `CHARTS`."""
        chart = CHARTS[name](self.schemes)
        if self.schemes.whole:
            return chart
        return replace(chart, says=_("No scheme fits what was chosen: there is nothing to count."))

    @cached_property
    def charts(self) -> list[Chart]:
        return [self.chart(name) for name in ON_THE_PAGE]

    @property
    def query(self) -> str:
        """The question as it stands in the address of a download."""
        return self.schemes.question.query_string()

    @property
    def in_brief(self) -> list[Figure]:
        """For the top of the page: a few figures, each of the whole list."""
        facts, mask, whole = self.schemes.facts, self.schemes.mask, self.schemes.whole
        valid_from = last_day_out_of_date(self.schemes.on).toordinal()
        proven = facts.evidence[mask] >= Evidence.MEASURED.value
        catalogue, question = self.schemes.catalogue, self.schemes.question
        with_amount = self.schemes.bits & catalogue.value("has", "savings")
        return [
            Figure(
                self._of_many_services(),
                whole,
                _("schemes that bring three or more services together"),
            ),
            Figure(int(proven.sum()), whole, _("with an outcome measured or evaluated")),
            Figure(
                with_amount.bit_count(),
                whole,
                _("with a figure for savings"),
                self.schemes.address(with_amount, question.only("has", "savings")),
            ),
            Figure(
                int((facts.verified[mask] > valid_from).sum()),
                whole,
                _("entries confirmed in the last 12 months"),
            ),
        ]

    def _of_many_services(self) -> int:
        catalogue, mask = self.schemes.catalogue, self.schemes.mask
        services = [catalogue.mask(bits) for bits in catalogue.bits["service"].values()]
        each = sum(part[mask].astype(int) for part in services) if services else mask[mask] * 0
        return int((each >= MANY_SERVICES).sum())
