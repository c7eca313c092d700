"""What a page says of a success factor or a barrier besides its own text."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.utils.translation import ngettext

from casestudies.models import CaseStudy, Evidence, FactorShown, Outcome, SuccessFactor
from casestudies.models.case_study_queries import last_day_out_of_date

# On the page itself; the directory has all of them
MOST_SHOWN = 20


@dataclass(frozen=True)
class Counted:
    """Of the published schemes that show a factor: how many, and of how many something is open."""

    schemes: int
    measured: int  # with a result that was measured or evaluated
    unconfirmed: int  # that nobody has confirmed in the last twelve months
    unanswered: int  # of which nobody says what was done about a barrier


def shown_by(factor: SuccessFactor) -> QuerySet[FactorShown]:
    """The lines of published schemes that show it; what they did, if known, comes first."""
    studies = CaseStudy.objects.with_dates().for_cards()
    silent_last = Case(When(how_met="", then=1), default=0)
    lines = FactorShown.objects.filter(factor=factor, study__state=CaseStudy.State.PUBLISHED)
    return lines.order_by(silent_last, "study__title").prefetch_related(Prefetch("study", studies))


def counted(shown: QuerySet[FactorShown], on: dt.date) -> Counted:
    """One query, however many schemes there are."""
    measured = Outcome.objects.filter(study=OuterRef("study"), evidence__gte=Evidence.MEASURED)
    due = Q(study__verified_on__lte=last_day_out_of_date(on))
    return Counted(
        **shown.order_by().aggregate(
            schemes=Count("pk"),
            measured=Count("pk", filter=Exists(measured)),
            unconfirmed=Count("pk", filter=due | Q(study__verified_on=None)),
            unanswered=Count("pk", filter=Q(how_met="")),
        )
    )


def still_open(factor: SuccessFactor, of: Counted) -> list[str]:
    """What is not known yet of the schemes that show it, in sentences; none without schemes."""
    if not of.schemes:
        return []
    said = [_of_results(of), _of_confirmation(of)]
    if factor.kind == SuccessFactor.Kind.BARRIER:
        said.append(_of_answers(of))
    return [sentence for sentence in said if sentence]


def _of_results(of: Counted) -> str:
    if of.measured == of.schemes:
        return ""
    if not of.measured:
        return ngettext(
            "The one scheme has no result that was measured or evaluated.",
            "None of the %(all)d schemes has a result that was measured or evaluated.",
            of.schemes,
        ) % {"all": of.schemes}
    return ngettext(
        "Of the %(all)d schemes, only %(known)d has a result that was measured or evaluated.",
        "Of the %(all)d schemes, only %(known)d have a result that was measured or evaluated.",
        of.measured,
    ) % {"all": of.schemes, "known": of.measured}


def _of_confirmation(of: Counted) -> str:
    if not of.unconfirmed:
        return ""
    return ngettext(
        "%(missing)d of these entries has not been confirmed in the last twelve months by anybody "
        "who runs the scheme.",
        "%(missing)d of these entries have not been confirmed in the last twelve months by anybody "
        "who runs the scheme.",
        of.unconfirmed,
    ) % {"missing": of.unconfirmed}


def _of_answers(of: Counted) -> str:
    if not of.unanswered:
        return ""
    return ngettext(
        "Of %(missing)d scheme, no source here says what was done about it.",
        "Of %(missing)d schemes, no source here says what was done about it.",
        of.unanswered,
    ) % {"missing": of.unanswered}
