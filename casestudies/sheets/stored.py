"""The rows that entries of a file are about, as they are stored now."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import slugify

from casestudies.imports.documents import Document, digest, document_of
from casestudies.imports.shapes import CASE_STUDY
from casestudies.models import CaseStudy, OldSlug
from casestudies.sheets.entries import Entry
from casestudies.sheets.layout import Book


class Stored:
    """What the database holds of some entries, in a fixed number of queries for any number."""

    def __init__(self, book: Book, entries: Iterable[Entry]) -> None:
        self.book = book
        self.name_field = "title" if book.shape is CASE_STUDY else "name"
        self.slug_of: dict[str, str] = {}
        every = self._every().order_by().values_list("slug", self.name_field)
        self.slug_of = {name: slug for slug, name in every}
        self.slugs = set(self.slug_of.values())
        kind = book.shape.model._meta.model_name
        old = OldSlug.objects.filter(kind=kind).values_list("slug", "target_id")
        self.former: dict[str, int] = dict(old)
        self._read(entries)

    def _every(self) -> Any:
        if self.book.shape is CASE_STUDY:
            return CaseStudy.objects.entries()
        return self.book.shape.model._default_manager.all()

    def _read(self, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        wanted = {entry.address for entry in entries}
        wanted |= {self.slug_of.get(entry.name, "") for entry in entries}
        moved = [self.former[one] for one in wanted - self.slugs if one in self.former]
        complete = self.book.shape.complete()
        rows = [*complete.filter(slug__in=wanted & self.slugs), *complete.filter(pk__in=moved)]
        self.rows = {row.slug: row for row in rows}
        self.by_number = {row.pk: row for row in rows}
        self.pending: dict[int, Document] = {}
        if self.book.shape is CASE_STUDY:
            for change in complete.filter(pending_of__in=self.by_number):
                self.pending[change.pending_of_id] = document_of(change, self.book.shape)

    def find(self, entry: Entry) -> Any:
        """The row of an entry: by its address, now or formerly; without one, by its name."""
        if not entry.address:
            return self.rows.get(self.slug_of.get(entry.name, ""))
        if entry.address in self.slugs:
            return self.rows.get(entry.address)
        return self.by_number.get(self.former.get(entry.address, 0))

    def new_among(self, entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
        """Address and name of those that are not stored yet: others may name them already."""
        for entry in entries:
            known = entry.address in self.slugs or entry.address in self.former
            if not (known if entry.address else entry.name in self.slug_of):
                yield new_address(entry), entry.name

    def called(self, name: str) -> str | None:
        """The address of whatever has this name."""
        return self.slug_of.get(name)

    def is_taken(self, slug: str) -> bool:
        return slug in self.slugs or slug in self.former

    def pending_of(self, row: Any) -> Document | None:
        """The change of a case study that is being prepared, if there is one."""
        return self.pending.get(row.pk)

    def state_of(self, row: Any) -> str:
        """Another one whenever something of the row is stored that was not there before."""
        said = {
            "document": document_of(row, self.book.shape),
            "state": getattr(row, "state", ""),
            "pending": self.pending_of(row),
        }
        return digest(said)


def new_address(entry: Entry) -> str:
    """What the address of a new entry is, or is made of."""
    return entry.address or slugify(entry.name)[:120].strip("-")
