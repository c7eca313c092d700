"""What names a term: counted for whoever is about to change it, and moved when it goes.

Found by the models themselves, so that whatever comes to name a term follows it, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from casestudies import signals
from casestudies.imports.shapes import SHAPES
from casestudies.models import CaseStudy
from casestudies.models.addresses import Retirable

# The lines that a term is made of, such as its sources: they are no uses of it.
OWN = frozenset({(rows.model, rows.parent) for shape in SHAPES for rows in shape.rows})


# The lines of case studies, of which some name a term.
STUDY_LINES = frozenset(
    rows.model for shape in SHAPES if shape.model is CaseStudy for rows in shape.rows
)


@dataclass(frozen=True)
class Use:
    """So many things of one kind name a term; `label` is what they are, in the right number."""

    label: str
    count: int


@dataclass(frozen=True)
class Naming:
    """A column that leads to a term: of `model`, or of the table `through` between the two."""

    model: type[models.Model]
    column: str  # by which a row, or a row of the table between, names the term
    through: type[models.Model] | None = None
    source: str = ""  # of the table between: the column that leads to `model`

    @property
    def rows(self) -> models.QuerySet[Any]:
        return (self.through or self.model)._default_manager.all()

    def of(self, term: Retirable) -> models.QuerySet[Any]:
        return self.rows.filter(**{self.column: term.pk})

    @property
    def is_own(self) -> bool:
        return (
            self.model,
            self.column.removesuffix("_id"),
        ) in OWN


def namings(model: type[models.Model]) -> Iterator[Naming]:
    """Every column of the database that leads to terms of this kind, but `replaced_by`."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation and not relation.concrete):
            continue
        field: Any = relation.field  # type: ignore[union-attr]
        if field.model is model and field.name == "replaced_by":
            continue
        if field.model._meta.auto_created:
            continue  # the table between two: seen from the field that it belongs to
        if not field.many_to_many:
            yield Naming(field.model, field.attname)
        elif field.remote_field.through._meta.auto_created:
            through = field.remote_field.through
            target = through._meta.get_field(field.m2m_reverse_field_name())
            source = through._meta.get_field(field.m2m_field_name())
            yield Naming(field.model, target.attname, through, source.attname)


def called(model: type[models.Model], count: int) -> str:
    meta = model._meta
    return str(meta.verbose_name if count == 1 else meta.verbose_name_plural)


def uses(term: Retirable) -> list[Use]:
    """How many things of each kind name it, largest number first; nothing that does not."""
    studies: set[int] = set()
    others: dict[type[models.Model], set[int]] = {}
    for naming in namings(type(term)):
        if naming.is_own:
            continue
        if naming.model is CaseStudy:
            studies.update(naming.of(term).values_list(naming.source, flat=True))
        elif naming.model in STUDY_LINES:
            studies.update(naming.of(term).values_list("study_id", flat=True))
        else:
            column = naming.source or "pk"
            found = naming.of(term).values_list(column, flat=True)
            others.setdefault(naming.model, set()).update(found)
    others[CaseStudy] = studies
    counted = [Use(called(model, len(pks)), len(pks)) for model, pks in others.items()]
    # Whatever a receiver gives: the stubs know of texts only
    answers: Any = signals.term_counted.send(type(term), slug=term.slug)
    for _receiver, said in answers:
        counted += [Use(str(label), count) for label, count in said]
    return sorted((use for use in counted if use.count), key=lambda use: (-use.count, use.label))
