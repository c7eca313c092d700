"""A save that comes second: what is stored now beside what was sent, to be taken over or not."""

import json
from dataclasses import dataclass, fields, replace

from casestudies.differences import TextDifference, between
from casestudies.imports.documents import document_of, without_empty
from casestudies.imports.shapes import BY_KIND, CASE_STUDY
from casestudies.named import Named

# Of a number that a column can hold
MOST_DIGITS = 19


@dataclass(frozen=True)
class TakenOver(TextDifference):
    """A value that differs. `take` says, as JSON, which control would hold what is stored."""

    take: str = ""


def compared(form, formsets):
    """What differs between what is stored (before) and what saving again would store (after).

    `form` and `formsets` are bound, and need not be valid.
    """
    return _Submitted(form, formsets).differences()


class _Submitted:
    def __init__(self, form, formsets):
        self.form = form
        self.formsets = {formset.prefix: formset for formset in formsets}
        (self.stored,) = CASE_STUDY.complete().filter(pk=form.instance.pk)
        self.theirs = document_of(self.stored, CASE_STUDY)
        self._slugs = {}
        # By list and number from 1: the form of a line that was sent, and the row that is stored
        self.forms = {}
        self.rows = {}
        self.mine = without_empty(self._document())

    def differences(self):
        found = between(self.theirs, self.mine, named=Named(self.theirs, self.mine))
        return [
            replace(field, lines=tuple(self._with_takes(field.name, line) for line in field.lines))
            for field in found
        ]

    # What was sent, as a document

    def _document(self):
        document = dict(self.theirs)
        names = [CASE_STUDY.key, *CASE_STUDY.fields]
        for name in names:
            if name in self.form.fields:
                document[name] = _plain(self.form[name].value())
        for link in CASE_STUDY.links:
            if link.name in self.form.fields:
                document[link.name] = self._linked(link, self.form[link.name].value())
        for rows in CASE_STUDY.rows:
            if rows.name in self.formsets:
                document[rows.name] = self._lines(rows, self.formsets[rows.name])
        return document

    def _linked(self, link, value):
        if link.many:
            return sorted(filter(None, (self._slug(link.kind, pk) for pk in value or ())))
        return self._slug(link.kind, value)

    def _slug(self, kind, pk):
        """Of one of a short list, all of which are read at once."""
        if kind not in self._slugs:
            every = BY_KIND[kind].model._default_manager.values_list("pk", "slug")
            self._slugs[kind] = {str(number): slug for number, slug in every}
        return self._slugs[kind].get(str(getattr(pk, "pk", pk)))

    def _lines(self, rows, formset):
        """As they were sent, with those that the sender could not know of where they are."""
        stored = list(getattr(self.stored, rows.name).all())
        told = dict(zip((row.pk for row in stored), self.theirs.get(rows.name, ()), strict=True))
        by_pk = {row.pk: row for row in stored}
        lines, known = [], set()
        for form in formset.forms:
            known.add(form.instance.pk)
            if formset.can_delete and formset._should_delete_form(form):
                continue
            if form.instance.pk is None and not form.has_changed():
                continue
            place = form["position"].value() if "position" in form.fields else None
            lines.append((_place(place), self._line(rows, form), form))
        for pk, line in told.items():
            if pk not in known:
                lines.append((getattr(by_pk[pk], "position", 0), line, None))
        lines.sort(key=lambda one: one[0])
        for number, (_at, _line, form) in enumerate(lines, start=1):
            self.forms[rows.name, number] = form
        for number, row in enumerate(stored, start=1):
            self.rows[rows.name, number] = row
        return [line for _at, line, _form in lines]

    def _line(self, rows, form):
        line = {link.name: self._linked(link, form[link.name].value()) for link in rows.links}
        for name in rows.fields:
            value = _plain(form[name].value())
            model_field = rows.model._meta.get_field(name)
            if name in rows.words:
                words = {str(member.value): member.name.lower() for member in rows.words[name]}
                value = words.get(str(value), value)
            elif model_field.get_internal_type().endswith("IntegerField"):
                value = _number(value, otherwise=value)
            line[name] = value
        return without_empty(line)

    # What would take over what is stored

    def _with_takes(self, name, line):
        if name in self.formsets:
            form = line.places and self.forms.get((name, line.places[1]))
            row = line.places and self.rows.get((name, line.places[0]))
        else:
            form, row = self.form, self.stored
        if not form or not row:
            return line
        return replace(line, texts=tuple(_takeable(text, form, row) for text in line.texts))


def _takeable(text, form, row):
    given = {one.name: getattr(text, one.name) for one in fields(text)}
    if text.name not in form.fields:
        return text
    control = {"name": form[text.name].html_name, "values": _held(row, text.name)}
    return TakenOver(**given, take=json.dumps(control))


def _held(row, name):
    """What the control would hold: values, each with the words that a list shows for it."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return [[str(thing.pk), str(thing)] for thing in getattr(row, name).all()]
    value = getattr(row, name)
    if field.is_relation:
        return [[str(value.pk), str(value)]] if value else []
    if isinstance(value, bool):
        return [["on", ""]] if value else []
    return [["" if value is None else str(value), ""]]


def _plain(value):
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _place(value):
    return _number(value, otherwise=1_000_000)


def _number(value, *, otherwise):
    """What no column could hold is no number: it may have been sent by anybody."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < MOST_DIGITS else otherwise
