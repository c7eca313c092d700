"""What a page is made of: values, facets, chips, choices and links, each told everything."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import cached_property

from casestudies.question import Question


@dataclass(slots=True)  # not frozen: that takes three times as long to make, and there are hundreds
class Value:
    """A value of a facet: what choosing it, or giving it up, would lead to."""

    slug: str
    label: str
    count: int
    selected: bool
    leads_to: Callable[[str], str]  # slug to address

    @property
    def url(self) -> str:
        """Made when it is read: a page has hundreds of values and shows the addresses of few."""
        return self.leads_to(self.slug)

    @property
    def is_empty(self) -> bool:
        return self.count == 0 and not self.selected


@dataclass
class FacetView:
    """A facet with the counts that hold for one question."""

    name: str
    label: str
    help: str
    told: list[tuple[str, str, int, bool]]  # slug, label, count and selected of each value shown
    every_value: Callable[[], tuple[Value, ...]]
    leads_to: Callable[[str], str]  # slug of a value to address
    size: int
    chosen_count: int
    is_open: bool
    may_match_all: bool
    more_url: str

    def value(self, number: int) -> Value:
        """One of the values shown."""
        return Value(*self.told[number], self.leads_to)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Those that are shown. Made when they are read: a page keeps most of them drawn."""
        return tuple([Value(*told, self.leads_to) for told in self.told])

    @cached_property
    def all_values(self) -> tuple[Value, ...]:
        """Made when they are read: there are hundreds, and a page shows the commonest."""
        return self.values if len(self.told) == self.size else self.every_value()

    @property
    def hidden_count(self) -> int:
        return self.size - len(self.told)


@dataclass(frozen=True)
class Chip:
    """Something that narrows the list, and the address without it."""

    kind: str
    label: str
    url: str
    question: Question


@dataclass(frozen=True)
class Relaxation:
    """A single choice to give up when nothing was found, and how many schemes that would give."""

    kind: str
    label: str
    count: int
    url: str


@dataclass(slots=True)  # as `Value`: a page has a dozen
class Choice:
    """One of several ways to show the same answer."""

    name: str
    label: str
    url: str
    selected: bool = False


@dataclass(frozen=True)
class PageLink:
    number: int
    url: str
    is_current: bool = False
    is_gap: bool = False


@dataclass(frozen=True)
class Years:
    """The start years asked for, and the first and last that the catalogue has."""

    from_year: int | None
    to_year: int | None
    first: int | None
    last: int | None
