"""One step of a proposal: a form that keeps whatever can be kept, and says what is missing.

A step is drawn from the answers so far. What is sent is kept as far as it is right, complete or
not; `is_strict` makes it the judge of whether the answers will do.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

from collab_directory.templatetags.ui import first_control
from network.forms.contribution_terms import Terms

Words = str | Promise
Answers = Mapping[str, Any]

MISSING = "required"  # the code of what a draft may lack


@dataclass(frozen=True)
class Rows:
    """Lines of several fields, such as outcomes: as many as are filled, and one more to fill.

    `label` holds %(n)d. In the answers they are a list of dicts, without empty lines.
    """

    name: str
    label: Words
    more: Words  # on the button that gives another line
    columns: Mapping[str, Callable[[], forms.Field]]
    most: int
    fewest: int = 1

    def field_name(self, number: int, column: str) -> str:
        return f"{self.name}-{number}-{column}"

    def number_in(self, data: Mapping[str, Any] | None, answers: Answers) -> int:
        """How many lines a form has: those that were sent, or those that are filled and one."""
        if data is None:
            filled = len(answers.get(self.name, ())) + 1
            return min(self.most, max(self.fewest, filled))
        sent = re.compile(rf"{self.name}-([0-9]{{1,2}})-({'|'.join(self.columns)})", re.ASCII)
        numbers = [int(found[1]) for name in data if (found := sent.fullmatch(str(name)))]
        return min(self.most, max([self.fewest, *(n + 1 for n in numbers)]))


@dataclass(frozen=True)
class Drawn:
    """One line of Rows, or a single field, as a page draws it."""

    fields: list[BoundField]
    label: str = ""  # of a line

    @property
    def is_set(self) -> bool:
        """Whether it is several fields under one label."""
        return len(self.fields) > 1


@dataclass(frozen=True)
class Group:
    """What stands together under a heading. `name` of its rows, `more` where another can be had."""

    title: Words
    drawn: list[Drawn] = field(default_factory=list)
    name: str = ""
    more: Words = ""


@dataclass(frozen=True)
class Missing:
    """Something that a proposal must have: what to do, and the id of its control."""

    words: str
    control: str


class StepForm(forms.Form):
    """A subclass says its name in addresses (`step`), its heading, its rows and its groups."""

    step: ClassVar[str]
    heading: ClassVar[Words]
    rows: ClassVar[tuple[Rows, ...]] = ()
    GROUPS: ClassVar[tuple[tuple[Words, tuple[str, ...]], ...]]
    ONLY_IF_SAID: ClassVar[frozenset[str]] = frozenset()  # passed over where all answers are read

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        answers: Answers,
        terms: Terms | None = None,
        is_strict: bool = False,
    ) -> None:
        self.answers, self.is_strict = answers, is_strict
        self.terms = terms or Terms()
        if is_strict:
            data = self._flat(answers)
        super().__init__(data, initial=self._flat(answers))
        for rows in self.rows:
            for number in range(rows.number_in(data, answers)):
                for column, make in rows.columns.items():
                    made = self.fields[rows.field_name(number, column)] = make()
                    if len(rows.columns) == 1:
                        made.label = str(rows.label) % {"n": number + 1}
        self.order_fields([name for _title, names in self.GROUPS for name in self._all(names)])

    def what_is_missing(self) -> list[Missing]:
        """Of a strict one: what stands in the way of sending it, in the order of the page."""
        return [
            Missing(str(error), first_control(bound)) for bound in self for error in bound.errors
        ]

    @classmethod
    def is_begun(cls, answers: Answers) -> bool:
        names = {*cls.base_fields, *(rows.name for rows in cls.rows)}
        return any(answers.get(name) for name in names)

    @property
    def groups(self) -> list[Group]:
        return [self._group(title, names) for title, names in self.GROUPS]

    @property
    def kept(self) -> dict[str, Any]:
        """Of what was sent, all that is right, as plain values. Call it once it was validated."""
        values: dict[str, Any] = {
            name: _plain(self.cleaned_data.get(name))
            for name in self.base_fields
            if name in self.fields and name not in self.errors
        }
        for rows in self.rows:
            lines = self.lines(rows)
            if lines is not None:
                values[rows.name] = lines
        return values

    def lines(self, rows: Rows) -> list[dict[str, str]] | None:
        """The filled lines; None where one of them is wrong."""
        found = []
        for number in self._numbers(rows):
            names = {column: rows.field_name(number, column) for column in rows.columns}
            if any(name in self.errors for name in names.values()):
                return None
            line = {column: _plain(self.cleaned_data.get(name)) for column, name in names.items()}
            if any(line.values()):
                found.append(line)
        return found

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or self.is_strict:
            return
        # A draft may lack anything
        for name in list(self.errors):
            if all(error.code == MISSING for error in self.errors[name].as_data()):
                del self.errors[name]

    def offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def need(self, name: str, words: Words) -> None:
        """Say that a field must be filled, before the proposal can be sent."""
        self.add_error(name, ValidationError(str(words), code=MISSING))

    def _numbers(self, rows: Rows) -> Iterable[int]:
        first = next(iter(rows.columns))
        return (n for n in range(rows.most) if rows.field_name(n, first) in self.fields)

    def _all(self, names: Iterable[str]) -> list[str]:
        """The names of fields, with those of every line where rows are named."""
        by_name = {rows.name: rows for rows in self.rows}
        found = []
        for name in names:
            if rows := by_name.get(name):
                found += [rows.field_name(n, c) for n in self._numbers(rows) for c in rows.columns]
            else:
                found.append(name)
        return found

    def _group(self, title: Words, names: tuple[str, ...]) -> Group:
        by_name = {rows.name: rows for rows in self.rows}
        drawn: list[Drawn] = []
        named, more = "", cast(Words, "")
        for name in names:
            rows = by_name.get(name)
            if rows is None:
                drawn.append(Drawn([self[name]]))
                continue
            for number in self._numbers(rows):
                fields = [self[rows.field_name(number, column)] for column in rows.columns]
                drawn.append(Drawn(fields, str(rows.label) % {"n": number + 1}))
            named = rows.name
            more = rows.more if len(list(self._numbers(rows))) < rows.most else ""
        return Group(title, drawn, named, more)

    @classmethod
    def _flat(cls, answers: Answers) -> dict[str, Any]:
        """The answers by the names of this step's fields."""
        flat = {name: answers[name] for name in cls.base_fields if name in answers}
        for rows in cls.rows:
            for number, line in enumerate(answers.get(rows.name, ())):
                for column, value in line.items():
                    flat[rows.field_name(number, column)] = value
        return flat


def _plain(value: Any) -> Any:
    """As the answers keep it: a text, or a list of slugs."""
    return "" if value is None else value
