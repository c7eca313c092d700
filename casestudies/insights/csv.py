"""The table of a chart as a spreadsheet, with the question that it answers and its licence."""

import csv
import io

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casestudies.formats.formulas import shielded
from casestudies.formats.json import LICENCE
from casestudies.formats.record import Absolute
from casestudies.insights.chart import Chart
from casestudies.insights.narrowed import Narrowed


def as_csv(chart: Chart, schemes: Narrowed, absolute: Absolute) -> str:
    """RFC 4180 with a byte order mark. Below the table, after an empty line, what it is."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(shielded(heading.text) for heading in chart.table.headings)
    for row in chart.table.rows:
        writer.writerow(shielded(cell.in_file) for cell in row)
    writer.writerow([])
    for name, value in _about(chart, schemes, absolute):
        writer.writerow([name, shielded(value)])
    return "\ufeff" + written.getvalue()


def _about(chart: Chart, schemes: Narrowed, absolute: Absolute) -> list[tuple[str, str]]:
    directory = schemes.directory
    chosen = "; ".join(f"{chip.kind}: {chip.label}" for chip in directory.chips)
    return [
        (_("Question"), chart.question),
        (_("Answer"), chart.says),
        (_("How it is counted"), chart.note or _("Each scheme counts once.")),
        (_("Schemes counted"), str(schemes.whole)),
        (_("Chosen"), chosen or _("All schemes")),
        (_("Counted on"), str(date_format(schemes.on, "j F Y"))),
        (_("List of these schemes"), absolute(directory.filter_url)),
        (_("Licence"), LICENCE),
    ]
