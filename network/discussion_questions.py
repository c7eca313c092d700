"""What a member asks of the discussions, read from an address and written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.question import MOST_IGNORED, text_of
from network import written
from network.member_questions import Labels, chosen_of, page_of, repeatable

# By parameter, in the order of an address
FACETS: dict[str, str | Promise] = {
    "show": gettext_lazy("Show"),
    "category": gettext_lazy("Category"),
    "type": gettext_lazy("Type of collaboration"),
    "service": gettext_lazy("Service of who began it"),
}
MINE, UNANSWERED = "mine", "unanswered"
SHOW: dict[str, str | Promise] = {
    MINE: gettext_lazy("Those I wrote in"),
    UNANSWERED: gettext_lazy("Those without a reply"),
}
SCHEME = "scheme"


@dataclass(frozen=True)
class Question:
    """What was understood of an address. `ignored` says of the rest why it was left out."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # facet: slugs
    scheme: str = ""  # the slug of a case study
    page: int = 1
    ignored: tuple[str, ...] = ()

    @property
    def is_narrowing(self) -> bool:
        return bool(self.text or self.scheme or any(self.chosen.values()))

    def only(self, facet: str, *slugs: str) -> Self:
        """With just these values of a facet; from the first page."""
        return replace(self, chosen={**self.chosen, facet: slugs}, page=1)

    def choices(self) -> list[tuple[str, str]]:
        """Facet and slug of each value that was chosen."""
        return [(facet, slug) for facet in FACETS for slug in self.chosen.get(facet, ())]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the search box has to carry besides its own words."""
        return [*self.choices(), *([(SCHEME, self.scheme)] if self.scheme else [])]

    def parameters(self) -> list[tuple[str, str]]:
        """Name and value of each parameter, in one fixed order, defaults left out."""
        text = [("q", self.text)] if self.text else []
        page = [("page", str(self.page))] if self.page > 1 else []
        return [*text, *self.hidden, *page]

    @property
    def url(self) -> str:
        pairs = self.parameters()
        return reverse("network:discussions") + (f"?{urlencode(pairs)}" if pairs else "")


def read(params: QueryDict, labels: Labels, *, is_scheme: bool) -> Question:
    """Never fails. `labels` are the values that can be chosen; `is_scheme`: whether the case study
    of the address is a published one."""
    ignored: list[str] = []
    text = text_of(params)
    if text and not written.words_of(text):
        ignored.append(_("Your search has no words to look for, so it was left out."))
        text = ""
    chosen = {
        facet: chosen_of(params, facet, label, labels[facet], ignored)
        for facet, label in FACETS.items()
    }
    scheme = params.get(SCHEME, "")
    if scheme and not is_scheme:
        sentence = _("There is no case study “%(value)s”, so it was left out.")
        ignored.append(sentence % {"value": repeatable(scheme)})
        scheme = ""
    page = page_of(params, ignored)
    for name in params:
        if name not in {"q", "page", SCHEME, *FACETS}:
            sentence = _("Discussions cannot be narrowed by “%(name)s”, so it was left out.")
            ignored.append(sentence % {"name": repeatable(name)})
    return Question(text, chosen, scheme, page, tuple(ignored[:MOST_IGNORED]))
