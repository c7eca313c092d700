"""The schemes that a question finds as a booklet: in its order, with the question on the cover."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.booklet import elements
from casestudies.booklet.document import LICENCE, frame
from casestudies.booklet.elements import Element
from casestudies.booklet.entries import Block
from casestudies.booklet.letters import printable
from casestudies.directory import Directory
from casestudies.reading.status import day

MOST_IN_ONE = 100  # schemes: some sixty pages, which is more than a meeting reads


class Selection:
    """What the booklet of a question says on a day."""

    def __init__(self, directory: Directory, on: dt.date):
        self.directory = directory
        self.on = on

    @cached_property
    def blocks(self) -> list[Block]:
        """The first `MOST_IN_ONE` of the answer, in the order of its list."""
        studies = islice(self.directory.every_study(at_once=MOST_IN_ONE), MOST_IN_ONE)
        return [Block(study, self.on) for study in studies]

    @property
    def address(self) -> str:
        return settings.SITE_URL + self.directory.filter_url

    @property
    def question(self) -> list[str]:
        """What was asked, a line each."""
        return [f"{chip.kind}: {chip.label}" for chip in self.directory.chips]

    @property
    def how_many(self) -> str:
        """How many there are; and, where they are more than the booklet holds, that it is cut."""
        found, held = self.directory.count, len(self.blocks)
        if found > held:
            return _("The first %(held)d of %(found)d schemes, in the order of the list.") % {
                "held": held,
                "found": found,
            }
        return ngettext("%(found)d scheme", "%(found)d schemes", found) % {"found": found}

    def document(self) -> dict[str, Any]:
        """For `typeset.pdf`."""
        as_of = _("As it stood on %(date)s. The newest list is at %(address)s")
        return frame(
            title=_("Schemes that fit a question"),
            subtitle=self.how_many,
            question=[printable(line) for line in self.question] or [_("The whole directory")],
            foot=[
                printable(as_of % {"date": day(self.on), "address": self.address}),
                _("Under the Open Government Licence v3.0."),
            ],
            running=printable(f"{settings.SITE_NAME}: {self.how_many.rstrip('.')}, {day(self.on)}"),
            parts=list(self._parts()),
        )

    def _parts(self) -> Iterator[Element]:
        yield elements.heading(1, _("Schemes"), "schemes", breaks=True)
        if not self.blocks:
            yield elements.paragraph(_("No scheme fits everything that was asked."), unknown=True)
        for block in self.blocks:
            yield elements.entry(block, level=2)
        yield elements.heading(1, _("Licence, and how to cite"), "licence")
        yield elements.paragraph(_("Under the Open Government Licence v3.0."), url=LICENCE)
        yield elements.paragraph(
            _("%(site)s, %(how_many)s, as it stood on %(date)s, %(address)s")
            % {
                "site": settings.SITE_NAME,
                "how_many": self.how_many.rstrip("."),
                "date": day(self.on),
                "address": self.address,
            }
        )
