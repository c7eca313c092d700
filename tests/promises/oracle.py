"""A second, independent answer to a question: django-filter over joins, one GROUP BY a facet.

Slow and simple. The directory counts with bits in memory; if the two ever disagree, one of them
lies.
"""

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django_filters import FilterSet, ModelMultipleChoiceFilter, MultipleChoiceFilter

from casestudies.directory import Directory
from casestudies.facets import FACETS_BY_NAME
from casestudies.models import CaseStudy, Evidence


def has(studies: QuerySet, _name: str, values: list[str]) -> QuerySet:
    recorded = {
        "outcomes": {"outcomes__isnull": False},
        "savings": {"savings__low__isnull": False},
        "evaluation": {"outcomes__evidence": Evidence.EVALUATED},
    }
    wanted = {
        pk
        for value in values
        for pk in studies.filter(**recorded[value]).values_list("pk", flat=True)
    }
    return studies.filter(pk__in=wanted) if values else studies


def filters(match_all: bool, leave: str) -> type[FilterSet]:
    """A filter set with every facet but one."""
    made = {}
    for facet in FACETS_BY_NAME.values():
        if facet.name == leave:
            continue
        if facet.model is not None:
            made[facet.name] = ModelMultipleChoiceFilter(
                field_name=facet.path,
                to_field_name="slug",
                queryset=facet.model.objects.all(),
                conjoined=facet.may_match_all and match_all,
            )
        elif facet.name == "has":
            made[facet.name] = MultipleChoiceFilter(choices=facet.choices, method=has)
        else:
            made[facet.name] = MultipleChoiceFilter(choices=facet.choices)
    return type("Narrowing", (FilterSet,), made)


def found(directory: Directory, leave: str = "") -> QuerySet:
    query = QueryDict(directory.question.query_string().removeprefix("?"))
    narrowing = filters(directory.match_all, leave)(query, queryset=_with_text_and_years(directory))
    assert narrowing.is_valid(), narrowing.errors
    return CaseStudy.objects.filter(pk__in=narrowing.qs.values("pk"))


def answer(directory: Directory) -> set[int]:
    return set(found(directory).values_list("pk", flat=True))


def counts(directory: Directory, name: str) -> dict[str, int]:
    """What choosing each value of a facet would give, by the database's own counting."""
    facet = FACETS_BY_NAME[name]
    if name == "has":
        others = found(directory, name)
        return {value: has(others, "", [value]).count() for value, _ in facet.choices}
    together = facet.may_match_all and directory.match_all
    rows = (
        found(directory, "" if together else name)
        .order_by()
        .values(facet.path)
        .annotate(n=Count("pk", distinct=True))
    )
    return {row[facet.path]: row["n"] for row in rows if row[facet.path] is not None}


def _with_text_and_years(directory: Directory) -> QuerySet:
    studies = CaseStudy.objects.published()
    if directory.found is not None:
        entries = directory.catalogue.entries
        holding = [entries[n].pk for n in directory.found.found.nonzero()[0]]
        studies = studies.filter(pk__in=holding)
    question = directory.question
    if question.from_year is not None:
        studies = studies.filter(started__gte=str(question.from_year))
    if question.to_year is not None:
        studies = studies.exclude(started="").filter(started__lt=str(question.to_year + 1))
    return studies
