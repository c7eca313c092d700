"""What entries may name: services, regions, organisations and so on, by address or by any name."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from casestudies.imports.records import near
from casestudies.imports.shapes import BY_KIND, CASE_STUDY
from casestudies.models import CaseStudy
from casestudies.sheets.cells import CellError
from casestudies.sheets.entries import Entry, Place, said_by
from casestudies.sheets.layout import Book, Column, Takes, compared

# Other names than its title or name by which a thing is known
OTHER_NAMES = {"organisation": ("short_name", "former_names__name")}


class Words:
    """The things of the kinds that a book names, each kind read once when it is first asked for.

    `new` are names and addresses of case studies that come with the same file.
    """

    def __init__(self, book: Book, new: Iterable[tuple[str, str]] = ()) -> None:
        self.book = book
        self.new = list(new)
        self._by_name: dict[str, dict[str, set[str]]] = {}

    def key(self, kind: str, said: str) -> str:
        """The address of the one thing that is called so. Raises CellError if there is none, or
        more than one."""
        found = self.names(kind).get(compared(said), set())
        if len(found) == 1:
            return next(iter(found))
        what = str(BY_KIND[kind].model._meta.verbose_name)
        words = {"what": what, "said": said[:80], "among": ", ".join(sorted(found))}
        if found:
            raise CellError(_("“%(said)s” may be any of these: %(among)s. Name one.") % words)
        message = _("There is no %(what)s “%(said)s”.") % words
        raise CellError(message + near(compared(said)[:80], self.names(kind)))

    def names(self, kind: str) -> dict[str, set[str]]:
        """Addresses by every name, as names are compared. An address comes before all names."""
        if kind not in self._by_name:
            keys: set[str] = set()
            by_name: dict[str, set[str]] = {}
            for key, names in self._things(kind):
                keys.add(key)
                for name in filter(None, names):
                    by_name.setdefault(compared(name), set()).add(key)
            self._by_name[kind] = by_name | {compared(key): {key} for key in keys}
        return self._by_name[kind]

    def _things(self, kind: str) -> Iterator[tuple[str, list[str]]]:
        model = BY_KIND[kind].model
        things: Any = model._default_manager.all()
        if model is CaseStudy:
            things = CaseStudy.objects.entries()
            yield from ((key, [name]) for key, name in self.new)
        name = "title" if kind in (CASE_STUDY.kind, "success-factor") else "name"
        others = OTHER_NAMES.get(kind, ())
        for key, *names in things.order_by().values_list("slug", name, *others):
            yield key, names


class Naming:
    """Puts addresses in the place of names in one entry, and notes what cannot be told."""

    def __init__(self, words: Words, entry: Entry) -> None:
        self.words, self.entry = words, entry
        self.problems: list[Any] = []

    def given(self) -> dict[str, Any]:
        """What the entry gives of itself."""
        columns = self.words.book.main.columns
        return self._resolved({c.field: c for c in columns}, self.entry.given, ("", 0))

    def lines(self) -> dict[str, list[Any]]:
        """Its lines, by list. Those of one field stand there as plain texts."""
        found: dict[str, list[Any]] = {}
        for sheet in self.words.book.lines:
            if sheet.rows.name not in self.entry.lines:
                continue
            columns = {c.field: c for c in sheet.columns}
            given = enumerate(self.entry.lines[sheet.rows.name], start=1)
            lines = [self._resolved(columns, line, (sheet.rows.name, n)) for n, line in given]
            bare = sheet.rows.bare
            found[sheet.rows.name] = [next(said_by(line)) for line in lines] if bare else lines
        return found

    def _resolved(
        self, columns: dict[str, Column], given: dict[str, Any], place: Place
    ) -> dict[str, Any]:
        return {
            name: self._named(columns[name], value, place) if value is not None else None
            for name, value in given.items()
        }

    def _named(self, column: Column, value: Any, place: Place) -> Any:
        if column.link is None:
            return value
        found = []
        for said in value if isinstance(value, list) else [value]:
            try:
                found.append(self.words.key(column.link.kind, said))
            except CellError as error:
                self.problems.append(self.entry.problem(place, column.heading, str(error)))
        if column.takes is Takes.SEVERAL:
            return list(dict.fromkeys(found))
        return found[0] if found else None
