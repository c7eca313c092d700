"""One case study is made to say what a document says: its fields, its links, its lines."""

from collections.abc import Collection
from typing import Any

from casestudies.imports.documents import Document, document_of
from casestudies.imports.plan import fields_of, line_of
from casestudies.imports.shapes import CASE_STUDY, Link, Rows
from casestudies.imports.together import unique_together
from casestudies.models import CaseStudy
from casestudies.named import Named

# What a document says of an entry that is not said by its text: left as it is
BESIDE_THE_TEXT = ("slug", "verified_on", "verified_by")


def current_document(study: CaseStudy) -> Document:
    """As it is stored now, with a fixed number of queries for any number of lines."""
    (complete,) = CASE_STUDY.complete().filter(pk=study.pk)
    return document_of(complete, CASE_STUDY)


def text_of(document: Document) -> Document:
    """What can be edited and kept apart: without the address and who confirmed the entry when."""
    return {name: value for name, value in document.items() if name not in BESIDE_THE_TEXT}


def write(study: CaseStudy, document: Document) -> list[str]:
    """Write all that a document says over a case study, but for what stands beside its text.

    A new one gets its row. Lines that say the same stay the rows that they are. What is named by a
    former address is found. What is gone is left out; its name is in what comes back, as
    `organisation kent-police`, in order and once each. Call it within `changes.one_change()`.

    Raises `ValidationError` where relations would go round in a circle.
    """
    writing = _Writing(study, document)
    for name, value in fields_of(CASE_STUDY, {"slug": study.slug, **document}).items():
        if name not in BESIDE_THE_TEXT:
            setattr(study, name, value)
    for link in CASE_STUDY.links:
        if not link.many and (found := writing.row(link, document.get(link.name))):
            setattr(study, link.name, found)
    study.save()
    for link in CASE_STUDY.links:
        if link.many:
            getattr(study, link.name).set(writing.several(link, document.get(link.name, ())))
    for rows in CASE_STUDY.rows:
        writing.lines(rows)
    return writing.gone


class _Writing:
    """The things that a document names, and those of them that are gone."""

    def __init__(self, study: CaseStudy, document: Document) -> None:
        self.study = study
        self.document = document
        self.named = Named(document)
        self.gone: list[str] = []

    def row(self, link: Link, key: str | None) -> Any:
        return next(iter(self.several(link, [key] if key else [])), None)

    def several(self, link: Link, keys: Collection[str]) -> list[Any]:
        """What these keys lead to, in their order; two former names of one thing give it once."""
        found = []
        for key in keys:
            thing = self.named.thing(link.kind, key)
            said = f"{link.kind.replace('-', ' ')} {key}"
            if thing is not None:
                found.append(thing)
            elif said not in self.gone:
                self.gone.append(said)
        return list(dict.fromkeys(found))

    def lines(self, rows: Rows) -> None:
        """The lines of one list, in the document's order."""
        has_position = any(f.name == "position" for f in rows.model._meta.get_fields())
        related: Any = getattr(self.study, rows.name)
        wanted = self.wanted(rows)
        kept = _same_lines(rows, list(related.all()), wanted)
        # First, because a list may name a thing only once.
        related.exclude(pk__in=[line.pk for line in kept.values()]).delete()
        for place, line in enumerate(wanted, start=1):
            row: Any = kept.get(place - 1, line)
            moved = has_position and row.position != place
            if has_position:
                row.position = place
            if moved or row is line:
                setattr(row, rows.parent, self.study)
                row.save()

    def wanted(self, rows: Rows) -> list[Any]:
        """The lines that the document says and that can be stored, not stored yet."""
        wanted: list[Any] = []
        said: set[tuple[Any, ...]] = set()
        for given in self.document.get(rows.name, ()):
            line = self.line(rows, given)
            only_once = [
                (fields, *(getattr(line, name) for name in fields if name != rows.parent))
                for fields in unique_together(rows.model)
                if line is not None
            ]
            # Two things of which one has become the other since, say, are one line now.
            if line is not None and said.isdisjoint(only_once):
                said.update(only_once)
                wanted.append(line)
        return wanted

    def line(self, rows: Rows, given: Document) -> Any:
        """A line that is not stored yet, or nothing where what it must name is gone."""
        line = line_of(rows, given)
        for link in rows.links:
            found = self.row(link, given.get(link.name))
            itself = isinstance(found, CaseStudy) and found.pk in self._itself
            if itself or (found is None and not rows.model._meta.get_field(link.name).null):  # type: ignore[union-attr]
                return None
            setattr(line, link.name, found)
        return line

    @property
    def _itself(self) -> tuple[int | None, int | None]:
        return self.study.pk, self.study.pending_of_id


def _same_lines(rows: Rows, stored: list[Any], wanted: list[Any]) -> dict[int, Any]:
    """Which stored row says what each wanted line says, by the wanted one's place in its list."""
    left = list(stored)
    kept: dict[int, Any] = {}
    for n, line in enumerate(wanted):
        same = next((row for row in left if _said(rows, row) == _said(rows, line)), None)
        if same is not None:
            left.remove(same)
            kept[n] = same
    return kept


def _said(rows: Rows, line: Any) -> tuple[Any, ...]:
    names = [*rows.fields, *(f"{link.name}_id" for link in rows.links)]
    return tuple(getattr(line, name) for name in names)
