"""A directory's answer as a file: the same rows in the same order, and no query of its own.

The workbook stands apart (`formats.xlsx`): it is written as `casestudies.sheets` writes, which
needs this package itself.
"""

from casestudies.formats.csv import as_csv
from casestudies.formats.json import all_as_json, as_json, page_as_json

__all__ = ["all_as_json", "as_csv", "as_json", "page_as_json"]
