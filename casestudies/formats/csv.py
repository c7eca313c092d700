"""Every row of the directory's answer as a table of text: RFC 4180, UTF-8 with a byte order mark.

Each line also says what was asked for, when, of whom and how it may be used: lines
that are put together with those of other files, or cut out, keep it, and each line has as many
cells as the first.
"""

import csv
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from casestudies.directory import Directory
from casestudies.formats.about import about
from casestudies.formats.columns import COLUMNS, Absolute
from casestudies.formats.formulas import shielded
from casestudies.formats.rows import Rows

# What each line says of the whole file, by the name of its column
OF_FILE = {
    "directory": _("The directory that the line comes from."),
    "question": _("What was asked for, in words."),
    "taken_on": _("The day on which the file was made."),
    "licence": _("The licence under which you may use it again."),
    "notice": _(
        "Empty, but in a last line of its own, which is of no scheme: where nothing was found, "
        "or a scheme was taken out of the directory meanwhile, it says so here."
    ),
}
HEADINGS = (*(column.name for column in COLUMNS), *OF_FILE)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(directory: Directory, absolute: Absolute) -> Iterator[str]:
    """The header and one line a case study, as they are made."""
    writer = csv.writer(_Echo())
    rows, this = Rows(directory, absolute), about(directory, absolute)
    of_file = [shielded(text) for text in (this.name, this.question, this.taken_on, this.licence)]
    yield "\ufeff" + writer.writerow(HEADINGS)
    for row in rows:
        cells = [shielded(column.text(value)) for column, value in zip(COLUMNS, row, strict=True)]
        yield writer.writerow([*cells, *of_file, ""])
    for notice in rows.notices:
        yield writer.writerow([*[""] * len(COLUMNS), *of_file, notice])
