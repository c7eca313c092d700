"""The tags of the editors' pages."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies import plain_words, private_words
from casestudies.admin.looking import listed
from casestudies.models import CaseStudy

register = template.Library()

# The printed overview's A-Z had this many schemes.
PRINTED_IN_2014 = 38

# Which lists stand together in the editors' menu; one that is not named here comes last.
SECTIONS = [
    (
        gettext_lazy("Case studies"),
        [
            "CaseStudy",
            "Contribution",
            "VerificationRound",
            "Version",
            "CheckedLink",
            "SheetImport",
        ],
    ),
    (gettext_lazy("Organisations and places"), ["Organisation", "ForceArea", "Region"]),
    (
        gettext_lazy("Words"),
        ["Service", "CollaborationType", "GlossaryTerm", "SearchTerm", "MissedSearch"],
    ),
    (
        gettext_lazy("Guidance"),
        ["GuidancePage", "SuccessFactor", "NationalProgramme", "FundingStream", "Resource"],
    ),
    (
        gettext_lazy("People and letters"),
        ["Enquiry", "Correction", "GroupMessage", "ProjectLeader", "Subscription", "Letter"],
    ),
    (
        gettext_lazy("Peer network"),
        [
            "MembershipRequest",
            "Member",
            "Introduction",
            "Report",
            "Topic",
            "Post",
            "DiscussionCategory",
        ],
    ),
    (gettext_lazy("Data protection"), ["Complaint", "Disclosure", "Erasure", "Clearing"]),
    (gettext_lazy("Accounts and audit"), ["User", "Group", "AuditRecord"]),
]


@register.simple_tag
def sections(app_list):
    """Django's list of apps and models, sorted as an editor thinks of them."""
    models = {model["object_name"]: model for app in app_list or () for model in app["models"]}
    found = []
    for name, wanted in SECTIONS:
        mine = [models.pop(object_name) for object_name in wanted if object_name in models]
        if mine:
            found.append({"name": name, "models": mine})
    if models:
        found.append({"name": _("Other"), "models": list(models.values())})
    return found


@register.filter
def is_part_of(list_address, here):
    """Whether a page belongs to a list: its address begins with the list's."""
    return bool(list_address) and here.startswith(list_address)


@register.inclusion_tag("admin/written_up.html")
def written_up():
    """How many schemes of the 2014 overview have a published entry: a count and a square each."""
    written = CaseStudy.objects.published().filter(in_2014_overview=True).count()
    return {
        "all_entries": reverse("admin:casestudies_casestudy_changelist"),
        "written_up": written,
        "printed": PRINTED_IN_2014,
        "tally": [{"x": 20 * n, "on": n < written} for n in range(PRINTED_IN_2014)],
    }


@register.inclusion_tag("admin/casestudies/casestudy/text_hints.html")
def text_hints(study):
    """What could be plainer in the texts of an entry, and what in them may be about a person."""
    found = private_words.found_in(study)
    return {"hints": plain_words.hints_for(study), "found": found, "listed": listed(found)}


@register.inclusion_tag("admin/casestudies/casestudy/text_hints.html")
def guidance_hints(page):
    """What could be plainer in the text of a guidance page."""
    return {"hints": plain_words.hints_for_text(f"{page.lead}\n{page.body}")}


@register.simple_tag
def gap(value):
    """A filled block for what is recorded, a dashed one for what is missing, and the word."""
    if value:
        return format_html(
            '<span class="cell cell--on"><span class="vh">{}</span></span>', _("Recorded")
        )
    return format_html('<span class="cell"><span class="vh">{}</span></span>', _("Missing"))


@register.filter
def status_known(study):
    return study.status != CaseStudy.Status.UNKNOWN
