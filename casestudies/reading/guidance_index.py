"""The pages of guidance, each with what it holds: what stands on the page that leads to all."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.models import (
    FundingStream,
    GlossaryTerm,
    GuidancePage,
    NationalProgramme,
    SuccessFactor,
)

Page = GuidancePage.Page

# In the order in which somebody who plans needs them
ADDRESSES = {
    Page.SUCCESS_FACTORS: "casestudies:success_factors",
    Page.SELF_CHECK: "casestudies:self_check",
    Page.TOOLKIT: "casestudies:toolkit",
    Page.FUNDING: "casestudies:funding",
    Page.NATIONAL: "casestudies:national",
    Page.INSIGHTS: "casestudies:insights",
    Page.GLOSSARY: "casestudies:glossary",
}


@dataclass(frozen=True)
class Entry:
    """A page of guidance: where it is, what it is about, and what it holds (or "")."""

    title: str
    lead: str
    address: str
    holds: str = ""


def address_of(slug: str) -> str:
    """Where readers find a guidance page, by one of `GuidancePage.Page`."""
    if slug == Page.GUIDANCE:
        return reverse("casestudies:guidance")
    return reverse(ADDRESSES[Page(slug)])


def entries() -> list[Entry]:
    """Every page of guidance but the one that lists them; five queries."""
    written = {page.slug: page for page in GuidancePage.objects.all()}
    holds = _holdings()
    found = []
    for slug in ADDRESSES:
        page = written.get(slug)
        title = page.title if page else str(slug.label)
        lead = page.lead if page else ""
        found.append(Entry(title, lead, address_of(slug), holds.get(slug, "")))
    return found


def _holdings() -> dict[str, str]:
    programmes = NationalProgramme.objects.offered().count()
    terms = GlossaryTerm.objects.count()
    return {
        Page.SUCCESS_FACTORS: _of_factors(),
        Page.FUNDING: _of_funding(),
        Page.NATIONAL: ngettext(
            "%d programme, body or law", "%d programmes, bodies and laws", programmes
        )
        % programmes,
        Page.GLOSSARY: ngettext("%d word", "%d words", terms) % terms,
    }


def _of_factors() -> str:
    kinds = list(SuccessFactor.objects.offered().values_list("kind", flat=True))
    helps = kinds.count(SuccessFactor.Kind.FACTOR)
    hinders = kinds.count(SuccessFactor.Kind.BARRIER)
    return _("%(helps)s, %(hinders)s") % {
        "helps": ngettext("%d thing that helps", "%d things that help", helps) % helps,
        "hinders": ngettext("%d that stands in the way", "%d that stand in the way", hinders)
        % hinders,
    }


def _of_funding() -> str:
    statuses = list(FundingStream.objects.offered().values_list("status", flat=True))
    still_open = statuses.count(FundingStream.Status.OPEN)
    return _("%(sources)s, %(open)s") % {
        "sources": ngettext("%d source of money", "%d sources of money", len(statuses))
        % len(statuses),
        "open": ngettext("%d open when last reported", "%d open when last reported", still_open)
        % still_open,
    }
