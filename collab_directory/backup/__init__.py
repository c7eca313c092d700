"""A backup of everything, and its restore: one stream of lines, the same for each database.

`making` reads the database as it was at one moment, `archive` is the format, `restoring` brings all
of it back or nothing, `elsewhere` is a database that is gone afterwards, in which a restore is
tried, and `folder` knows the files that were made. For operators: docs/backup.md.
"""


class Refused(Exception):  # noqa: N818 - said to an operator, in words
    """What was asked is not done, and nothing has changed. Its text says why and what to do."""
