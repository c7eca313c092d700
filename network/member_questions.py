"""What a member asks of the list of members, read from an address and written back into one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.question import LONGEST_VALUE_REPEATED, MOST_IGNORED, text_of
from casestudies.search import tidy
from casestudies.search.language import fold

# By parameter, in the order of an address; each is named as in the directory
FACETS: dict[str, str | Promise] = {
    "service": gettext_lazy("Service"),
    "type": gettext_lazy("Interest"),
    "region": gettext_lazy("Region"),
    "organisation": gettext_lazy("Organisation"),
}
LONGEST_PAGE = 10  # figures
_WORD = re.compile(r"\w+")

Labels = Mapping[str, Mapping[str, str]]  # facet: slug: name


@dataclass(frozen=True)
class Question:
    """What was understood of an address. `ignored` says of the rest why it was left out."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # facet: slugs
    page: int = 1
    ignored: tuple[str, ...] = ()

    @property
    def is_narrowing(self) -> bool:
        """Whether it asks for less than everybody."""
        return bool(self.text or any(self.chosen.values()))

    def only(self, facet: str, *slugs: str) -> Self:
        """With just these values of a facet; from the first page."""
        return replace(self, chosen={**self.chosen, facet: slugs}, page=1)

    def parameters(self) -> list[tuple[str, str]]:
        """Name and value of each parameter, in one fixed order, defaults left out."""
        text = [("q", self.text)] if self.text else []
        page = [("page", str(self.page))] if self.page > 1 else []
        return [*text, *self.choices(), *page]

    def choices(self) -> list[tuple[str, str]]:
        """Facet and slug of each value that was chosen."""
        return [(facet, slug) for facet in FACETS for slug in self.chosen.get(facet, ())]

    @property
    def url(self) -> str:
        pairs = self.parameters()
        return reverse("network:members") + (f"?{urlencode(pairs)}" if pairs else "")


def words(text: str) -> list[str]:
    """Those of a text, in small letters and without accents."""
    return _WORD.findall(fold(text))


def read(params: QueryDict, labels: Labels) -> Question:
    """Never fails. `labels` are the values that can be chosen."""
    ignored: list[str] = []
    text = text_of(params)
    if text and not words(text):
        ignored.append(_("Your search has no words to look for, so it was left out."))
        text = ""
    chosen = {
        facet: chosen_of(params, facet, label, labels[facet], ignored)
        for facet, label in FACETS.items()
    }
    page = page_of(params, ignored)
    for name in params:
        if name not in {"q", "page", *FACETS}:
            sentence = _("Members cannot be narrowed by “%(name)s”, so it was left out.")
            ignored.append(sentence % {"name": repeatable(name)})
    return Question(text, chosen, page, tuple(ignored[:MOST_IGNORED]))


def chosen_of(
    params: QueryDict,
    facet: str,
    label: str | Promise,
    known: Mapping[str, str],
    ignored: list[str],
) -> tuple[str, ...]:
    """The known values of one facet, each once; `ignored` gains a sentence for each of the rest."""
    asked = [value for value in dict.fromkeys(params.getlist(facet)) if value]
    for value in asked:
        if value not in known:
            sentence = _("%(facet)s “%(value)s” cannot be chosen here, so it was left out.")
            ignored.append(sentence % {"facet": label, "value": repeatable(value)})
    return tuple(value for value in asked if value in known)


def page_of(params: QueryDict, ignored: list[str]) -> int:
    """The first one, and a sentence why, where the address names no page."""
    value = params.get("page", "").strip()
    is_number = value.isascii() and value.isdecimal() and len(value) <= LONGEST_PAGE
    if not value or (is_number and int(value)):
        return int(value or 1)
    sentence = _("There is no page “%(value)s”, so the first one is shown.")
    ignored.append(sentence % {"value": repeatable(value)})
    return 1


def repeatable(value: str) -> str:
    """A value from an address, short and printable enough to be repeated on the page."""
    return Truncator(tidy(value)).chars(LONGEST_VALUE_REPEATED)
