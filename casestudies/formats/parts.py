"""What belongs to many studies, read at one go for the rows of a file.

`prefetch_related` makes a manager and a queryset for each study and each relation, which is most of
the time that a file takes. Here the rows are grouped and put where it puts them.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet

from casestudies.models import CaseStudy


def put_in(studies: Iterable[CaseStudy], *relations: str) -> None:
    """Give each study the rows of these relations, in their own order. One query for each.

    "partners__organisation" brings the organisation of each partner too, with one more.
    """
    by_pk = {study.pk: study for study in studies}
    for relation in relations:
        name, _, of_row = relation.partition("__")
        field: Any = CaseStudy._meta.get_field(name)
        found = _linked(field, by_pk) if field.many_to_many else _owned(field, by_pk)
        if of_row:
            _complete(of_row, [row for rows in found.values() for row in rows])
        for pk, study in by_pk.items():
            kept: Any = study.__dict__.setdefault("_prefetched_objects_cache", {})
            kept[name] = _as_queryset(field.related_model, found[pk])


def _linked(field: Any, by_pk: dict[int, CaseStudy]) -> dict[int, list[Any]]:
    """The terms of each study. Few terms are shared by many studies, so each is made once."""
    study, term = field.m2m_column_name(), field.m2m_reverse_name()
    links = field.remote_field.through.objects.filter(**{f"{study}__in": list(by_pk)})
    of_term: dict[int, list[int]] = defaultdict(list)
    for study_pk, term_pk in links.values_list(study, term):
        of_term[term_pk].append(study_pk)
    found: dict[int, list[Any]] = defaultdict(list)
    for one in field.related_model.objects.filter(pk__in=list(of_term)):
        for study_pk in of_term[one.pk]:
            found[study_pk].append(one)
    return found


def _owned(field: Any, by_pk: dict[int, CaseStudy]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    back = field.field
    for row in field.related_model.objects.filter(**{f"{back.name}__in": list(by_pk)}):
        pk = getattr(row, back.attname)
        back.set_cached_value(row, by_pk[pk])
        found[pk].append(row)
    return found


def _complete(name: str, rows: list[Any]) -> None:
    """Give each of these rows what its key leads to."""
    if not rows:
        return
    field = rows[0]._meta.get_field(name)
    those = field.related_model.objects.in_bulk({getattr(row, field.attname) for row in rows})
    for row in rows:
        field.set_cached_value(row, those[getattr(row, field.attname)])


def _as_queryset(model: type[Model], rows: list[Any]) -> QuerySet[Any]:
    """As `prefetch_related` keeps them; what narrows it finds nothing."""
    kept: Any = QuerySet(model, query=_nothing(model))
    kept._result_cache, kept._prefetch_done = rows, True
    return kept


@cache
def _nothing(model: type[Model]) -> Any:
    return model._base_manager.none().query
