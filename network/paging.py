"""Pages of a list: which part is shown, and the links to the others."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import ngettext

from casestudies.directory.parts import PageLink

AROUND = 2  # page links on each side of the current one


@dataclass(frozen=True)
class Pages:
    """`size` things, `per_page` of them on a page. A page past the end is the last one.

    `address` gives that of each page by its number.
    """

    size: int
    per_page: int
    asked: int
    address: Callable[[int], str]

    @property
    def count(self) -> int:
        return max(1, -(-self.size // self.per_page))

    @property
    def current(self) -> int:
        return min(self.asked, self.count)

    @property
    def part(self) -> slice:
        return slice((self.current - 1) * self.per_page, self.current * self.per_page)

    @property
    def problem(self) -> str:
        """In words, where a page was asked for that is not there."""
        if self.asked <= self.count:
            return ""
        last = ngettext(
            "There is only one page, so it is shown.",
            "There are only %(pages)s pages, so the last one is shown.",
            self.count,
        )
        return last % {"pages": self.count}

    @cached_property
    def links(self) -> list[PageLink]:
        """First, last, and those around the current page; nothing where one page holds all."""
        around = range(self.current - AROUND, self.current + AROUND + 1)
        links: list[PageLink] = []
        for number in sorted({1, self.count, *(n for n in around if 1 <= n <= self.count)}):
            if links and number - links[-1].number > 1:
                links.append(PageLink(number - 1, "", is_gap=True))
            links.append(PageLink(number, self._url(number), number == self.current))
        return links if self.count > 1 else []

    @property
    def previous_url(self) -> str:
        return self._url(self.current - 1)

    @property
    def next_url(self) -> str:
        return self._url(self.current + 1)

    def _url(self, number: int) -> str:
        return self.address(number) if 1 <= number <= self.count else ""
