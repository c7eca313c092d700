"""What waits for an editor. Each queue is defined once: its count and its list cannot differ."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy, Outcome, Saving, Source
from casestudies.models.case_study import CaseStudyQuerySet
from casestudies.models.evidence import Lesson

# How many entries of a queue the front page shows; its title leads to all of them.
SHOWN = 10


@dataclass(frozen=True)
class Queue:
    name: str
    label: str
    narrow: Callable[[CaseStudyQuerySet, dt.date], CaseStudyQuerySet]


def source_count():
    sources = Source.objects.filter(study=OuterRef("pk")).order_by().values("study")
    counted = Subquery(sources.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(counted, 0)


def with_one_source(studies):
    return studies.alias(number_of_sources=source_count()).filter(number_of_sources=1)


def without(studies, part):
    return studies.filter(~Exists(part.objects.filter(study=OuterRef("pk"))))


QUEUES = (
    Queue(
        "in-review",
        _("in review"),
        lambda studies, on: studies.filter(state=CaseStudy.State.IN_REVIEW),
    ),
    Queue("drafts", _("drafts"), lambda studies, on: studies.filter(state=CaseStudy.State.DRAFT)),
    Queue(
        "never-confirmed",
        _("never confirmed"),
        lambda studies, on: studies.published().never_confirmed(),
    ),
    Queue(
        "due",
        _("due to be confirmed again"),
        lambda studies, on: studies.published().due(on),
    ),
    Queue(
        "one-source",
        _("with one source only"),
        lambda studies, on: with_one_source(studies.published()),
    ),
    Queue(
        "no-outcome",
        _("with no outcome"),
        lambda studies, on: without(studies.published(), Outcome),
    ),
)
BY_NAME = {queue.name: queue for queue in QUEUES}


def counts(on: dt.date) -> list[tuple[Queue, int]]:
    """How many wait in each queue, in one query."""
    everything = CaseStudy.objects.order_by()
    counted = everything.aggregate(
        **{
            queue.name.replace("-", "_"): Count("pk", filter=Q(pk__in=queue.narrow(everything, on)))
            for queue in QUEUES
        }
    )
    return [(queue, counted[queue.name.replace("-", "_")]) for queue in QUEUES]


def entries(name: str, on: dt.date) -> CaseStudyQuerySet:
    """The first entries of a queue, oldest knowledge first, each with what it lacks."""
    studies = BY_NAME[name].narrow(CaseStudy.objects.all(), on)
    mine = {"study": OuterRef("pk")}
    return (
        studies.with_dates()
        .select_related("region")
        .annotate(
            source_count=source_count(),
            has_outcome=Exists(Outcome.objects.filter(**mine)),
            has_saving=Exists(Saving.objects.filter(**mine)),
            has_lesson=Exists(Lesson.objects.filter(**mine)),
        )
        # An entry without any dated source is the least sure of all; both databases agree on "".
        .order_by(Coalesce("newest_source", Value("")), "title")[:SHOWN]
    )


class AttentionFilter(SimpleListFilter):
    title = _("what needs attention")
    parameter_name = "attention"

    def lookups(self, request, model_admin):
        return [(queue.name, queue.label) for queue in QUEUES]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() not in BY_NAME:
            raise IncorrectLookupParameters
        return BY_NAME[self.value()].narrow(queryset, timezone.localdate())
