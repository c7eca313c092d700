"""After a restore: whoever was erased since the backup goes again, and pages are made anew."""

import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casestudies import changes, in_force, readiness
from casestudies.models import CatalogueVersion
from collab_directory import audit
from collab_directory.backup import Refused
from network.actions import erasing
from network.models import Erasure


class Erasures:
    """Who is known to have been erased, gathered before a restore takes that knowledge back.

    From the database that is about to be replaced, from the file of the setting ERASURE_LEDGER, and
    from `file`. Raises Refused where a file cannot be read.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.rows: list[Erasure] = []
        there = Erasure._meta.db_table in connection.introspection.table_names()
        if there:
            self.rows += [_unsaved(row) for row in Erasure.objects.order_by("at", "pk")]
        if settings.ERASURE_LEDGER:
            self.rows += _of_file(Path(settings.ERASURE_LEDGER), must_exist=False)
        if file:
            self.rows += _of_file(file, must_exist=True)
        # A ledger without a line is one, too: nobody was erased
        in_use = settings.ERASURE_LEDGER and Path(settings.ERASURE_LEDGER).exists()
        self.is_known = bool(self.rows or file or in_use)
        self.again: dict[str, erasing.Counts] = {}

    def apply(self, made_at: dt.datetime, *, at: dt.datetime) -> None:
        """Erase again, in the transaction of the restore, and let every process notice it.

        The trail ends where the backup was made, so it is also written down that it does.
        """
        erasing.take_in({(row.digest, row.at): row for row in self.rows}.values())
        self.again = erasing.erase_again(at=at)
        changes.note()
        for version in CatalogueVersion.objects.all():  # the one row that stands for the whole
            was = date_format(timezone.localtime(made_at), "j F Y, H:i")
            audit.record("database.restored", version, by=None, note=_("As it was on %s.") % was)

    def since(self, made_at: dt.datetime) -> int:
        """How many erasures the backup cannot know of."""
        return len({(row.digest, row.at) for row in self.rows if row.at >= made_at})


def pages_that_fail() -> list[str]:
    """Ask for a few pages, as a reader would; what is wrong with those that do not answer well."""
    address = urlsplit(settings.SITE_URL)
    reader = Client(raise_request_exception=False, headers={"host": address.netloc})
    in_force.hang_up()  # lines that lead to another database
    try:
        return [
            said
            for path, words in readiness.pages_to_try().items()
            if (said := _fault(reader, path, words, is_secure=address.scheme == "https"))
        ]
    finally:
        in_force.hang_up()


def _fault(reader: Client, path: str, words: str, *, is_secure: bool) -> str:
    answer = reader.get(path, secure=is_secure)
    if answer.status_code != 200:
        return f"{path} answers {answer.status_code}"
    return "" if words in answer.content.decode() else f"{path} does not say “{words}”"


def _of_file(path: Path, *, must_exist: bool) -> list[Erasure]:
    if must_exist and not path.exists():
        raise Refused(f"There is no {path}.")
    try:
        return erasing.in_file(path)
    except (OSError, ValueError) as fault:
        raise Refused(f"{path} cannot be read. {fault}") from fault


def _unsaved(row: Erasure) -> Erasure:
    return Erasure(digest=row.digest, at=row.at, what=row.what)
