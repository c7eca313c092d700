"""How much of a spreadsheet is read, and the answer to what is too much or no spreadsheet.

All of it is decided before anything is built of the file, or while it is read: none of these can be
passed by a file that says something else of itself than it is.
"""

from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024

MOST_BYTES = 25 * MEGABYTE  # of the file
MOST_INFLATED = 200 * MEGABYTE  # of everything in a workbook that is read
MOST_PARTS = 2_000  # files inside a workbook
MOST_CELLS = 500_000
MOST_TEXT = 20_000_000  # characters in all cells together
MOST_ROWS = 50_000  # of one sheet
MOST_COLUMNS = 1_000
MOST_ENTRIES = 10_000
# What is written in one go, so that it can be all or nothing while somebody waits
MOST_WRITTEN = 300
# Nobody mends more at once, and the rest often has the same cause
MOST_PROBLEMS = 200


class Unreadable(Exception):  # noqa: N818 - it is said of a file, and reads as it is said
    """The file cannot be read at all. The message says why, and what to do."""


class Counted:
    """Counts what is read of one file, whatever its kind, and stops when it is too much."""

    def __init__(self) -> None:
        self.cells = 0
        self.text = 0

    def cell(self, text: str) -> None:
        self.cells += 1
        self.text += len(text)
        if self.cells > MOST_CELLS:
            raise Unreadable(
                _("This has more than {most:,} cells. Divide it into several files.").format(
                    most=MOST_CELLS
                )
            )
        if self.text > MOST_TEXT:
            raise Unreadable(
                _("This has more than {most:,} characters. Divide it into several files.").format(
                    most=MOST_TEXT
                )
            )
