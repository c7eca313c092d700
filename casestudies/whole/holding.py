"""Which addresses of the site are in the ZIP, and as which files: both have the same names.

`/case-studies/x/` is `case-studies/x/index.html`, and `/overview.pdf` is `overview.pdf`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from django.urls import reverse

from casestudies import catalogue
from casestudies.api.endpoints import ENDPOINTS
from casestudies.api.records import Record
from casestudies.insights import CHARTS
from casestudies.models import Resource
from casestudies.question import MOST_PER_PAGE
from casestudies.toolkit.handing import handed
from casestudies.toolkit.papers import paper
from casestudies.whole.asking import VisitorRequest

START = "/"  # has a page of its own in the ZIP
ALONE = (
    *("a_to_z", "overview", "insights", "areas", "organisations"),
    *("guidance", "success_factors", "national", "funding", "glossary", "toolkit", "data"),
)
# Lists of the API whose every row has a page: whether that is a list of schemes, which has parts
LISTS = {
    "services": True,
    "types": True,
    "regions": True,
    "areas": True,
    "organisations": True,
    "guidance": False,
}
# Questions with one such answer that have a page of their own, whose list is the same
PAGE_OF_FACET = {
    "service": "casestudies:service",
    "type": "casestudies:type",
    "region": "casestudies:region",
    "force": "casestudies:area",
    "organisation": "casestudies:organisation",
}
# No file nor folder may be called so on Windows, whatever its ending
RESERVED = re.compile(r"(?<![^/])(con|prn|aux|nul|com\d|lpt\d)(?![^./])", re.I | re.ASCII)
MARK = "~"  # is in no slug
# What `contents` makes itself
MADE = (
    *("case-studies.csv", "case-studies.xlsx", "case-studies.json", "case-studies.atom"),
    "overview.pdf",
)


@dataclass(frozen=True)
class Page:
    """A page of the site, or the `number`-th part of a long list."""

    path: str
    number: int = 0  # 0: no list of schemes

    @property
    def address(self) -> str:
        """As the site is asked for it: of a list as much as one page may hold."""
        if not self.number:
            return self.path
        return f"{self.path}?per_page={MOST_PER_PAGE}&page={self.number}"

    @property
    def file(self) -> str:
        name = "index.html" if self.number < 2 else f"page-{self.number}.html"
        return for_any_disk(f"{self.path.lstrip('/')}{name}")


class Holding:
    """What is in the ZIP under the catalogue in force. Some thirty queries."""

    def __init__(self) -> None:
        self.catalogue = catalogue.current()

    @cached_property
    def lists(self) -> dict[str, Record]:
        """Each list of the API that has no pages, by its name; and what describes their fields."""
        request = VisitorRequest()
        return {
            one.name: one.answer(request)
            for one in ENDPOINTS
            if not one.places and one.name not in ("index", "case_studies")
        }

    @cached_property
    def pages(self) -> list[Page]:
        """All but the first one, in an order that stays."""
        return [
            *self._parts(reverse("casestudies:directory"), len(self.catalogue.entries)),
            *(Page(reverse(f"casestudies:{name}")) for name in ALONE),
            Page(reverse("about")),
            *(Page(self._study(entry.slug)) for entry in self.catalogue.entries),
            *self._listed(),
            *(Page(resource.get_absolute_url()) for resource in self._resources),
        ]

    @cached_property
    def files(self) -> list[str]:
        """The addresses of whatever else the site hands out itself, as it is."""
        charts = (reverse("casestudies:insights_csv", args=[name]) for name in CHARTS)
        documents = (
            reverse("casestudies:toolkit_file", args=[one.slug, handed(one, paper(one)).format])
            for one in self._resources
        )
        return [*charts, *documents]

    @cached_property
    def slugs(self) -> frozenset[str]:
        return frozenset(entry.slug for entry in self.catalogue.entries)

    def file_of(self, address: str) -> str:
        """The file in which an address of the site is; "" where it is in none."""
        parts = urlsplit(address)
        path, query = parts.path, parts.query
        if path == reverse("casestudies:directory") and (own := _own_page_of(query)):
            path, query = own, ""
        number = _number_of(query)
        return "" if number is None else self._files.get((path, number), "")

    @cached_property
    def _files(self) -> dict[tuple[str, int], str]:
        """By path and number of the part; the first one is also what has no number."""
        found = {(page.path, max(page.number, 1)): page.file for page in self.pages}
        found |= {(address, 1): for_any_disk(address.lstrip("/")) for address in self.files}
        made = (*MADE, *(f"data/{name}.json" for name in self.lists))
        found |= {(f"/{name}", 1): name for name in made}
        return found | {(START, 1): "index.html"}

    @cached_property
    def _resources(self) -> list[Resource]:
        return list(Resource.objects.for_handing())

    def _study(self, slug: str) -> str:
        return reverse("casestudies:case_study", args=[slug])

    def _listed(self) -> Iterator[Page]:
        for name, is_of_schemes in LISTS.items():
            for row in self.lists[name]["results"]:
                path = urlsplit(row["url"]).path
                yield from self._parts(path, row["case_studies"]) if is_of_schemes else [Page(path)]

    def _parts(self, path: str, count: int) -> list[Page]:
        parts = max(1, -(-count // MOST_PER_PAGE))
        return [Page(path, number) for number in range(1, parts + 1)]


def for_any_disk(name: str) -> str:
    """The name of a file with its folders, such that Windows can unpack it, too."""
    return RESERVED.sub(rf"\1{MARK}", name)


def _own_page_of(query: str) -> str:
    """The page that answers a question with one service, type or the like; "" for any other."""
    asked = parse_qs(query, keep_blank_values=True)
    if len(asked) != 1:
        return ""
    [(facet, slugs)] = asked.items()
    if (
        facet not in PAGE_OF_FACET
        or len(slugs) != 1
        or not re.fullmatch(r"[-a-zA-Z0-9_]+", slugs[0])
    ):
        return ""
    return reverse(PAGE_OF_FACET[facet], args=[slugs[0]])


def _number_of(query: str) -> int | None:
    """Which part of a list a query asks for; None if it asks for something else, too."""
    asked = parse_qs(query, keep_blank_values=True)
    per_page, page = asked.pop("per_page", None), asked.pop("page", ["1"])
    if asked or (query and per_page != [str(MOST_PER_PAGE)]) or not page[0].isdecimal():
        return None
    return int(page[0])
