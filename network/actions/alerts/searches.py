"""What an alert is about: a question to the Directory, kept as its one canonical address."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Self

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from casestudies.directory import Directory
from casestudies.question import PER_PAGE, Ignored
from network.models import Subscription

_column: Any = Subscription._meta.get_field("question")
LONGEST = int(_column.max_length)

# How a list is shown does not change what it holds
OF_A_PAGE = {"page", "per_page", "sort"}


class Search:
    """One question, in words and as an address. Reading any attribute twice costs nothing."""

    def __init__(self, params: QueryDict) -> None:
        self._directory = Directory(params)

    @classmethod
    def stored(cls, query: str) -> Self:
        """As a subscription keeps it; "" asks for everything."""
        return cls(QueryDict(query))

    @cached_property
    def query(self) -> str:
        """What a subscription keeps: equal for equal questions, without the question mark."""
        question = self._directory.question.but(sort="", per_page=PER_PAGE, ignored=())
        if self._directory.found is None:
            question = question.but(text="")  # it held no words to look for
        return question.query_string().removeprefix("?")

    @property
    def is_everything(self) -> bool:
        return not self.query

    @property
    def is_too_long(self) -> bool:
        """It can be asked, but not kept."""
        return len(self.query) > LONGEST

    @cached_property
    def parts(self) -> list[tuple[str, str]]:
        """Kind and value of each thing that narrows it."""
        return [(chip.kind, chip.label) for chip in self._directory.chips]

    @property
    def words(self) -> str:
        if not self.parts:
            return _("All case studies")
        return "; ".join(f"{kind}: {label}" for kind, label in self.parts)

    @property
    def left_out(self) -> list[Ignored]:
        """What was not understood of it, each with a sentence for the reader."""
        return [one for one in self._directory.ignored if one.parameter not in OF_A_PAGE]

    @property
    def is_whole(self) -> bool:
        """Whether the Directory still knows every part of it."""
        return all(one.parameter in OF_A_PAGE for one in self._directory.question.ignored)

    @property
    def address(self) -> str:
        """Of the same search in the Directory."""
        return reverse("casestudies:directory") + (f"?{self.query}" if self.query else "")

    @property
    def alerts_address(self) -> str:
        return reverse("network:updates") + (f"?{self.query}" if self.query else "")

    def finds(self, studies: Iterable[int]) -> frozenset[int]:
        """Which of these case studies, by primary key, answer it: of published ones only.

        None where the Directory has given up a part of it, such as a type: without that part it
        would find more than its reader asked for.
        """
        if not self.is_whole:
            return frozenset()
        place, bits = self._directory.catalogue.position, self._directory.bits
        return frozenset(pk for pk in studies if pk in place and bits >> place[pk] & 1)
