"""A directory's answer as a file: the same rows in the same order, and no query of its own."""

from casestudies.formats.csv import as_csv
from casestudies.formats.json import as_json

__all__ = ["as_csv", "as_json"]
