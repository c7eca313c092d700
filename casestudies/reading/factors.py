"""What a page says of a success factor or a barrier besides its own text."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import ngettext

from casestudies.models import CaseStudy, Evidence, FactorShown, SuccessFactor


def still_open(factor: SuccessFactor, shown: Sequence[FactorShown], on: dt.date) -> list[str]:
    """What is not known yet of the schemes that show it, in sentences; none without schemes.

    Each line has its study with `with_dates()`.
    """
    if not shown:
        return []
    said = [_of_results(shown), _of_confirmation(shown, on)]
    if factor.kind == SuccessFactor.Kind.BARRIER:
        said.append(_of_answers(shown))
    return [sentence for sentence in said if sentence]


def _of_results(shown: Sequence[FactorShown]) -> str:
    known = sum((one.study.best_evidence or 0) >= Evidence.MEASURED for one in shown)
    if known == len(shown):
        return ""
    if not known:
        return ngettext(
            "The one scheme has no result that was measured or evaluated.",
            "None of the %(all)d schemes has a result that was measured or evaluated.",
            len(shown),
        ) % {"all": len(shown)}
    return ngettext(
        "Of the %(all)d schemes, only %(known)d has a result that was measured or evaluated.",
        "Of the %(all)d schemes, only %(known)d have a result that was measured or evaluated.",
        known,
    ) % {"all": len(shown), "known": known}


def _of_confirmation(shown: Sequence[FactorShown], on: dt.date) -> str:
    missing = sum(_is_unconfirmed(one.study, on) for one in shown)
    if not missing:
        return ""
    return ngettext(
        "%(missing)d of these entries has not been confirmed in the last twelve months by anybody "
        "who runs the scheme.",
        "%(missing)d of these entries have not been confirmed in the last twelve months by anybody "
        "who runs the scheme.",
        missing,
    ) % {"missing": missing}


def _is_unconfirmed(study: CaseStudy, on: dt.date) -> bool:
    return study.freshness(on) != "ok"


def _of_answers(shown: Sequence[FactorShown]) -> str:
    missing = sum(not one.how_met for one in shown)
    if not missing:
        return ""
    return ngettext(
        "Of %(missing)d scheme, no source here says what was done about it.",
        "Of %(missing)d schemes, no source here says what was done about it.",
        missing,
    ) % {"missing": missing}
