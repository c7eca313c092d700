"""What the pages of guidance list, each with what published schemes show of it."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from casestudies.models import (
    CaseStudy,
    Funding,
    FundingStream,
    NationalProgramme,
    ProgrammeCase,
    SuccessFactor,
)

PUBLISHED = CaseStudy.State.PUBLISHED


def factors() -> tuple[list[SuccessFactor], list[SuccessFactor]]:
    """What helps, and what stands in the way; each knows `times_shown`. One query.

    Without those that are retired and that no published scheme shows.
    """
    shown = Count("shown_by", filter=Q(shown_by__study__state=PUBLISHED))
    # A count sets the model's own order aside.
    every = SuccessFactor.objects.filter(replaced_by=None).annotate(times_shown=shown)
    in_order = every.order_by("position", "title")
    listed = [factor for factor in in_order if factor.times_shown or not factor.is_retired]
    helps = [factor for factor in listed if factor.kind == SuccessFactor.Kind.FACTOR]
    return helps, [factor for factor in listed if factor.kind == SuccessFactor.Kind.BARRIER]


def programmes() -> QuerySet[NationalProgramme]:
    """National work; each has its published case studies in `cases_shown`. Four queries."""
    cases = ProgrammeCase.objects.filter(study__state=PUBLISHED).select_related("study")
    return NationalProgramme.objects.offered().prefetch_related(
        "services", "sources", Prefetch("cases", cases, to_attr="cases_shown")
    )


def streams() -> list[FundingStream]:
    """Sources of money; each has what published schemes had of it in `used_by`. Three queries."""
    used = Funding.objects.filter(study__state=PUBLISHED).select_related("study")
    used_by: Any = Prefetch("fundings", used.order_by("study__title"), to_attr="used_by")
    every: Any = FundingStream.objects.prefetch_related("sources", used_by)
    return [stream for stream in every if stream.used_by or not stream.is_retired]
