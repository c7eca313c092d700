"""A published version as its own page says it, and what changed since."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from casestudies.differences import LISTS, FieldDifference, between
from casestudies.imports.documents import Document
from casestudies.imports.shapes import CASE_STUDY, Rows
from casestudies.models import CaseStudy, Version
from casestudies.named import Named, lines_in
from casestudies.reading.citing import Citation, of_version
from casestudies.reading.people import host
from casestudies.values import InWords

# Said at the top of the page, or not by an entry but about it
NOT_AMONG_FACTS = frozenset({"slug", "title", "summary", "what_happened"})

# What a line of a list is, before what else is known of it
HEADS = ("text", "organisation", "covers", "description", "factor", "other", "title")


@dataclass(frozen=True)
class Item:
    """One line of a list: what it says, what else is known, and the address of a source."""

    text: str
    more: tuple[tuple[str, str], ...]
    url: str = ""

    @property
    def host(self) -> str:
        return host(self.url)


@dataclass(frozen=True)
class Part:
    """A list of the entry, under its name; `anchor` is where it stands on the page."""

    anchor: str
    label: str
    items: list[Item]


class Told:
    """What a document says, in words; things it names are called as they are called today."""

    def __init__(self, document: Document, named: Named | None = None) -> None:
        self.document = document
        self._named = named or Named(document)

    @property
    def title(self) -> str:
        return str(self.document.get("title", ""))

    @property
    def summary(self) -> str:
        return str(self.document.get("summary", ""))

    @property
    def what_happened(self) -> str:
        return str(self.document.get("what_happened", ""))

    @cached_property
    def facts(self) -> list[tuple[str, str]]:
        """Label and words of all that is neither a list nor the story, in the shape's order."""
        say = InWords(CASE_STUDY, self._named)
        names = [*(link.name for link in CASE_STUDY.links), *CASE_STUDY.fields]
        facts = []
        for name in names:
            value = self.document.get(name)
            if name in NOT_AMONG_FACTS or value in (None, "", []):
                continue
            several = say.names_several(name)
            words = ", ".join(say.names(name, value)) if several else say(name, value)
            facts.append((say.label(name), words))
        return facts

    @cached_property
    def parts(self) -> list[Part]:
        """The lists that it has."""
        return [
            Part(rows.name.replace("_", "-"), str(LISTS[rows.name][0]), items)
            for rows in CASE_STUDY.rows
            if (items := list(self._items(rows)))
        ]

    def _items(self, rows: Rows) -> Iterator[Item]:
        say = InWords(rows, self._named)
        for line in lines_in(self.document, rows.name):
            if not isinstance(line, dict):
                continue
            said = {
                name: words
                for name in [*(link.name for link in rows.links), *rows.fields]
                if (words := say(name, line.get(name)))
            }
            url = said.pop("url", "")
            head = next((name for name in HEADS if name in said), "")
            text = said.pop(head, "")
            yield Item(text, tuple((say.label(name), words) for name, words in said.items()), url)


class VersionReading(Told):
    """What the page of one version says.

    `study` is published. What the public may not see today is not said, although the version may
    have said it.
    """

    def __init__(self, study: CaseStudy, version: Version, latest: Version) -> None:
        published = {"case-study": CaseStudy.objects.published()}
        named = Named(version.document, latest.document, among=published)
        super().__init__(visible(version.document, named), named)
        self.study = study
        self.version = version
        self.latest = latest

    @property
    def is_latest(self) -> bool:
        return self.version.number == self.latest.number

    @cached_property
    def since(self) -> list[FieldDifference]:
        """What is different in the version that is in force."""
        return between(self.document, visible(self.latest.document, self._named), named=self._named)

    @property
    def address(self) -> str:
        number = self.version.number
        return reverse("casestudies:version", args=[self.study.slug, number])

    @cached_property
    def citation(self) -> Citation:
        """It leads to these words, whatever the entry says later."""
        version = self.version
        return of_version(self.study.slug, self.title, version.number, version.published_at)


def visible(document: Document, named: Named) -> Document:
    """Without what it says of schemes that `named` does not find."""

    def is_found(line: Any) -> bool:
        other = line.get("other") if isinstance(line, dict) else None
        return isinstance(other, str) and named.thing("case-study", other) is not None

    relations = [line for line in lines_in(document, "relations") if is_found(line)]
    rest = {name: value for name, value in document.items() if name != "relations"}
    return rest | {"relations": relations} if relations else rest
