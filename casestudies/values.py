"""Values of documents as an editor reads them: dates, choices, amounts and names in words."""

import datetime as dt
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casestudies.imports.shapes import Rows, Shape
from casestudies.models.fields import PartialDateField, show_partial_date
from casestudies.named import Named

IN_POUNDS = frozenset({"low", "high"})


class InWords:
    """Says the values of one shape, or of one kind of line under it."""

    def __init__(self, what: Shape | Rows, named: Named) -> None:
        self.model: type[models.Model] = what.model
        self.named = named
        self._links = {link.name: link for link in what.links}
        self._words = what.words if isinstance(what, Rows) else {}

    def label(self, name: str) -> str:
        """What the field is called. Of a field that is no more, its name in words."""
        field = self._field(name)
        words = getattr(field, "verbose_name", name.replace("_", " "))
        return str(capfirst(words))

    def names(self, name: str, keys: Any) -> tuple[str, ...]:
        """What a field names that names several things, in the order of their names."""
        kind = self._links[name].kind
        listed = keys if isinstance(keys, list) else []
        return tuple(sorted({self.named.called(kind, str(key)) for key in listed}))

    def names_several(self, name: str) -> bool:
        return name in self._links and self._links[name].many

    def __call__(self, name: str, value: Any) -> str:
        """One value; "" for what is not known. What is of no known form is shown as it is."""
        if name in self._links and isinstance(value, str) and value:
            return self.named.called(self._links[name].kind, value)
        field = self._field(name)
        if isinstance(field, models.BooleanField):
            return _("Yes") if value else _("No")
        if value in (None, "", []):
            return ""
        if isinstance(value, list):
            return "\n".join(map(str, value))
        if name in self._words:
            words = {member.name.lower(): str(member.label) for member in self._words[name]}  # type: ignore[attr-defined]
            return words.get(str(value), str(value))
        if isinstance(field, models.Field) and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.DateField | PartialDateField):
            return _date(field, str(value))
        if name in IN_POUNDS and isinstance(value, int):
            return f"£{value:,}"
        return str(value)

    def is_prose(self, name: str) -> bool:
        """Whether it is written in words of its own, and is compared by them."""
        field = self._field(name)
        return field is None or (
            isinstance(field, models.CharField | models.TextField)
            and not field.choices
            and not isinstance(field, PartialDateField)
        )

    def _field(self, name: str) -> Any:
        try:
            return self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None


def _date(field: Any, value: str) -> str:
    try:
        if isinstance(field, PartialDateField):
            return show_partial_date(value)
        return date_format(dt.date.fromisoformat(value), "j F Y")
    except ValueError:
        return value
