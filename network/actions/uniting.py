"""What people sent about an entry follows it into another one that is about the same scheme."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.models import CaseStudy
from network.models import Contribution, Correction, Enquiry, Leadership, Topic

# What names an entry and simply names the other from then on
FOLLOWS = (Enquiry, Correction, Topic)


def why_not(gone: CaseStudy) -> str:
    """A proposal that is open is decided on first: its member waits for an answer about it."""
    if Contribution.objects.filter(study=gone, decided_at=None).exists():
        return (
            _(
                "“%s” is what a member proposes. Decide on the proposal first, and tell the member "
                "which entry says it already."
            )
            % gone
        )
    return ""


def counted(gone: CaseStudy) -> list[tuple[str, int]]:
    """What would follow, in the right number, and how many."""
    leaders = Leadership.objects.filter(study=gone).count()
    enquiries = Enquiry.objects.filter(study=gone).count()
    corrections = Correction.objects.filter(study=gone).count()
    topics = Topic.objects.filter(study=gone).count()
    return [
        (ngettext("project leader", "project leaders", leaders), leaders),
        (ngettext("enquiry", "enquiries", enquiries), enquiries),
        (ngettext("correction", "corrections", corrections), corrections),
        (ngettext("discussion", "discussions", topics), topics),
    ]


@transaction.atomic
def follow(gone: CaseStudy, into: CaseStudy) -> None:
    """Leaders come after those that are there; whoever leads both does so once."""
    for model in FOLLOWS:
        model._default_manager.filter(study=gone).update(study=into)
    there = Leadership.objects.filter(study=into)
    Leadership.objects.filter(study=gone, leader__in=there.values("leader")).delete()
    last = there.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    for place, leadership in enumerate(Leadership.objects.filter(study=gone), start=first):
        Leadership.objects.filter(pk=leadership.pk).update(study=into, position=place)
    if not Contribution.objects.filter(study=into).exists():
        # Their member reads where it is published
        Contribution.objects.filter(study=gone).update(study=into)
