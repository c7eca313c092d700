"""The rows of a file: the whole answer in the order of the page, read a few at a time."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.directory import Directory
from casestudies.formats.columns import COLUMNS, Absolute, Column, Value
from casestudies.formats.parts import put_in
from casestudies.models import CaseStudy

AT_ONCE = 200
MOST_ROWS = 200_000


class Rows:
    """Each study of an answer as values of columns. Memory does not grow with their number.

    The order is that of the catalogue under which the question was asked; what is taken from the
    public while the file is being made is left out. Once read to the end, `notices` says so.
    """

    def __init__(
        self, directory: Directory, absolute: Absolute, columns: Sequence[Column] = COLUMNS
    ):
        self._directory, self._absolute, self._columns = directory, absolute, columns
        self.expected = directory.count
        self.given = 0

    def __iter__(self) -> Iterator[list[Value]]:
        self.given = 0
        entries = self._directory.catalogue.entries
        places = self._directory.positions[:MOST_ROWS]
        for start in range(0, len(places), AT_ONCE):
            pks = [entries[n].pk for n in places[start : start + AT_ONCE]]
            for study in _published(pks):
                self.given += 1
                yield [column.value(study, self._absolute) for column in self._columns]

    @property
    def notices(self) -> list[str]:
        """What a reader must know of a file that does not hold all that was asked for."""
        found = []
        if not self.expected:
            found.append(_("No scheme was found for this question."))
        beyond = max(0, self.expected - MOST_ROWS)
        if gone := self.expected - beyond - self.given:
            found.append(
                ngettext(
                    "%(n)s scheme was taken out of the directory while this file was being made, "
                    "and is not in it.",
                    "%(n)s schemes were taken out of the directory while this file was being made, "
                    "and are not in it.",
                    gone,
                )
                % {"n": gone}
            )
        if beyond:
            found.append(
                ngettext(
                    "A file holds %(most)s schemes at most: %(n)s more is not in it.",
                    "A file holds %(most)s schemes at most: %(n)s more are not in it.",
                    beyond,
                )
                % {"n": beyond, "most": MOST_ROWS}
            )
        return found


def _published(pks: list[int]) -> Iterator[CaseStudy]:
    """Those of these that the public may still see, in this order, with all that a row says."""
    among = CaseStudy.objects.published_among(pks)
    loaded = {study.pk: study for study in among.with_dates().select_related("region").order_by()}
    put_in(
        loaded.values(),
        "force_areas",
        "services",
        "types",
        "partners__organisation",
        "outcomes",
        "lessons",
        "savings",
        "sources",
    )
    return (loaded[pk] for pk in pks if pk in loaded)
