"""Which web addresses case studies cite, and what becomes of those that answer no more."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from casestudies import changes, editorial
from casestudies.models import CaseStudy, Source
from collab_directory import audit
from collab_directory.linkcheck.models import CheckedLink

# So long an editor's word counts for more than what the address answers us
TRUSTED_FOR = dt.timedelta(days=90)


def addresses() -> "QuerySet[Source, str]":
    """Each address that a published case study cites, once."""
    published = CaseStudy.objects.published().values("pk")
    cited = Source.objects.filter(study__in=published).order_by("url")
    return cited.values_list("url", flat=True).distinct()


def cited(links: QuerySet[CheckedLink]) -> QuerySet[CheckedLink]:
    """Those of the addresses that a published case study still cites."""
    return links.filter(address__in=addresses().order_by())


def citing(link: CheckedLink) -> QuerySet[Source]:
    """The sources with this address, of published case studies."""
    published = CaseStudy.objects.published().values("pk")
    found = Source.objects.filter(url=link.address, study__in=published)
    return found.select_related("study").order_by("study__title", "pk")


def with_source(links: QuerySet[CheckedLink]) -> QuerySet[CheckedLink]:
    """With `source_title` and `study_title` of the first entry that cites each."""
    mine = Source.objects.filter(
        url=OuterRef("address"), study__state=CaseStudy.State.PUBLISHED
    ).order_by("study__title", "pk")
    return links.annotate(
        source_title=mine.values("title")[:1], study_title=mine.values("study__title")[:1]
    )


@transaction.atomic
def trust(link: CheckedLink, *, by: User, on: dt.date) -> dt.date:
    """Note that somebody opened and read it, whatever it answers us; until when that counts."""
    link.state, link.trusted_until = CheckedLink.State.WORKS, on + TRUSTED_FOR
    link.moved_to, link.failures, link.failing_since = "", 0, None
    link.save()
    audit.record("source.opened", link, by=by)
    return link.trusted_until


@transaction.atomic
def take_over(link: CheckedLink, *, by: User) -> int:
    """Write where an address has moved to into every published entry; in how many sources.

    Each entry gets a version that says so. Nothing is done for an address that has not moved.
    """
    if not by.has_perm(editorial.PUBLISH):
        raise editorial.NotAllowed
    if not link.moved_to:
        return 0
    found = list(citing(link).select_for_update(of=("self",)))
    with changes.one_change():
        for source in found:
            source.url = link.moved_to
            source.save(update_fields=["url"])
        for study in {source.study_id: source.study for source in found}.values():
            editorial.revise(study, by=by, note=_("The address of a source has moved."))
    audit.record("source.moved", link, by=by, to=link.moved_to, sources=len(found))
    return len(found)
