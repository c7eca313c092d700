"""What each entry of a file would change, against what is stored now. Nothing is written here."""

import re
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from casestudies import editorial
from casestudies.imports import together
from casestudies.imports.documents import Document, document_of
from casestudies.imports.plan import not_storable
from casestudies.imports.records import Problem, Reader, Record
from casestudies.models import CaseStudy, Relation
from casestudies.sheets.entries import ITSELF, Entry, Place
from casestudies.sheets.layout import ONLY_TO_READ, STATE, Book, compared
from casestudies.sheets.steps import Step, What
from casestudies.sheets.stored import Stored, new_address
from casestudies.sheets.words import Naming, Words


def check(entries: list[Entry], every: Iterable[Entry], book: Book, by: User) -> list[Step]:
    """A step for each of `entries`, which are some of `every` entry of the file."""
    stored = Stored(book, entries)
    words = Words(book, stored.new_among(every))
    return [_Checking(book, stored, words, by, entry).step() for entry in entries]


def circles(steps: list[Step], book: Book) -> list[Problem]:
    """Relations that would go round in a circle, all entries taken together."""
    writing = {step.key: step for step in steps if step.writes}
    changed = [s for s in writing.values() if s.after.get("relations") != s.before.get("relations")]
    if not changed:
        return []
    said: dict[str, list[Document]] = {}
    for study, kind, other in Relation.objects.filter(study__pending_of=None).values_list(
        "study__slug", "kind", "other__slug"
    ):
        if study not in writing:
            said.setdefault(study, []).append({"kind": kind, "other": other})
    said |= {key: step.after.get("relations", []) for key, step in writing.items()}
    records = [Record(book.shape, key, "", {"relations": lines}) for key, lines in said.items()]
    found = {problem.record: problem for problem in together.loops(records)}
    return [
        Problem(step.place, step.name, "relations", found[step.key].message)
        for step in changed
        if step.key in found
    ]


class _Checking:
    """One entry on its way to a step."""

    def __init__(self, book: Book, stored: Stored, words: Words, by: User, entry: Entry) -> None:
        self.book, self.stored, self.by, self.entry = book, stored, by, entry
        self.row = stored.find(entry)
        self.naming = Naming(words, entry)
        self.given, self.lines = self.naming.given(), self.naming.lines()
        self.problems: list[Problem] = list(self.naming.problems)

    def step(self) -> Step:
        key = self.key()
        step = Step(What.WRONG, key, self.entry.called, self.entry.places[ITSELF])
        before = document_of(self.row, self.book.shape) if self.row is not None else {}
        self.check_what_is_only_to_read(before)
        record = self.record(key, before)
        self.check_names(record)
        if self.problems:
            step.problems = self.problems
            return step
        if self.row is None:
            step.what, step.after = What.NEW, record.document
            return step
        step.target, step.state = self.row.pk, self.stored.state_of(self.row)
        if record.document == before:
            step.what = What.SAME
            return step
        step.what, step.before, step.after = self.way(), before, record.document
        if step.what is What.PENDING:
            self.heed_the_one_there_is(step)
        if self.problems:
            step.what, step.problems = What.WRONG, self.problems
        return step

    def key(self) -> str:
        if self.row is not None:
            slug: str = self.row.slug
            return slug
        return new_address(self.entry)

    def record(self, key: str, before: Document) -> Record:
        """The entry as it would be stored; what is wrong with it is noted."""
        given = {name: value for name, value in before.items() if name != self.book.shape.key}
        for name, value in self.given.items():
            if name in ONLY_TO_READ:
                continue
            given.pop(name, None)
            if value is not None:
                given[name] = value
        reader = Reader()
        record = reader.read(self.book.shape, key, given | self.lines, "")
        found = [*reader.problems]
        if not found:
            found += [*together.lines_twice(record), *not_storable(record, set())]
        blamed = {(problem.file, problem.field) for problem in self.problems}
        for problem in found:
            place, column = self.where(problem.field)
            mine = self.entry.problem(place, column, problem.message)
            if (mine.file, mine.field) not in blamed:
                self.problems.append(mine)
        return record

    def where(self, field: str) -> tuple[Place, str]:
        """`sources 2, url` is the column “url” of the second source."""
        lists = {sheet.rows.name for sheet in self.book.lines}
        found = re.fullmatch(r"(\w+) (\d+)(?:, (\w+))?", field)
        place, column = ITSELF, field
        if found and found[1] in lists:
            place, column = (found[1], int(found[2])), found[3] or ""
        elif field == self.book.shape.key:
            column = self.book.main.columns[0].heading
        return place, column.replace("_", " ")

    def check_what_is_only_to_read(self, before: Document) -> None:
        for name, how in ONLY_TO_READ.items():
            said = self.given.get(name)
            if said is None:
                continue
            known = [before.get(name, "")]
            if name == STATE and isinstance(self.row, CaseStudy):
                known = [self.row.state, self.row.get_state_display()]
            if compared(said) not in map(compared, map(str, known)):
                message = _("This column is only to read: %s. Leave it as it is, or empty.") % how
                self.problems.append(self.entry.problem(ITSELF, name.replace("_", " "), message))

    def check_names(self, record: Record) -> None:
        """Nobody else has its title or name, and a new one's address is free."""
        for field in ("title", "name"):
            said = record.document.get(field)
            other = self.stored.called(said) if said else None
            if other is not None and (self.row is None or other != self.row.slug):
                message = _("There is one of this name already: its address is “%s”.") % other
                self.problems.append(self.entry.problem(ITSELF, field, message))
        if self.row is None and self.stored.is_taken(record.key):
            message = _("There is one at this address already. Write another address for this.")
            self.problems.append(self.entry.problem(ITSELF, "address", message))

    def way(self) -> What:
        """Whether it is written over what is stored, or beside it."""
        if not isinstance(self.row, CaseStudy):
            return What.CHANGED
        if self.row.state in (CaseStudy.State.PUBLISHED, CaseStudy.State.ARCHIVED):
            return What.PENDING
        if not editorial.may_change(self.row, self.by):
            message = _("You may not change this entry as it stands.")
            self.problems.append(self.entry.problem(ITSELF, "", message))
        return What.CHANGED

    def heed_the_one_there_is(self, step: Step) -> None:
        """A change of the entry that says the same is this one; another is somebody's work."""
        pending = self.stored.pending_of(self.row)
        if pending is None:
            return
        if text_of(pending) == text_of(step.after):
            step.what, step.before, step.after = What.SAME, {}, {}
            return
        message = _(
            "Another change of this entry is being prepared. Publish or discard that one first, so "
            "that nothing of it is lost."
        )
        self.problems.append(self.entry.problem(ITSELF, "", message))


def text_of(document: Document) -> Document:
    return {name: value for name, value in document.items() if name not in {"slug", *ONLY_TO_READ}}
