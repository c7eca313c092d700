"""What is new: each case study once, when it is first published, by a person or an import."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from casestudies import catalogue
from casestudies.models import CaseStudy, Version
from network.models import Announced, Issue, Subscription

from .searches import Search

LOOKED_BACK = dt.timedelta(days=90)

Often = Subscription.Often
PUBLISHED = Q(study__state=CaseStudy.State.PUBLISHED)


@dataclass(frozen=True)
class Said:
    """One case study that was news, and since when."""

    study: CaseStudy
    since: dt.datetime


@transaction.atomic
def announce(study: CaseStudy, *, at: dt.datetime) -> Issue | None:
    """That a case study was published: an issue to write letters from, or None if it is no news.

    It is news if this is the first version that the public reads. One that was taken back before
    its letters were sent, and is published again, is news to those who had none.
    """
    known = Announced.objects.filter(study=study, often=Often.AT_ONCE).select_related("issue")
    if before := known.first():
        return before.issue
    if study.versions.filter(number__gt=1).exists():
        return None
    issue = Issue.objects.create(often=Often.AT_ONCE, day=timezone.localdate(at), made_at=at)
    Announced.objects.create(issue=issue, study=study, often=Often.AT_ONCE)
    return issue


@transaction.atomic
def announce_loaded(studies: Sequence[int], *, at: dt.datetime) -> Issue | None:
    """That an import published these, by primary key: one issue for all that are news, or None.

    So whoever hears of new ones as they come gets one letter, however many came.
    """
    known = Announced.objects.filter(study__in=studies, often=Often.AT_ONCE).values("study")
    again = Version.objects.filter(study__in=studies, number__gt=1).values("study")
    fresh = CaseStudy.objects.published().filter(pk__in=studies)
    fresh = fresh.exclude(pk__in=known).exclude(pk__in=again)
    numbers = list(fresh.order_by("title", "pk").values_list("pk", flat=True))
    if not numbers:
        return None
    issue = Issue.objects.create(often=Often.AT_ONCE, day=timezone.localdate(at), made_at=at)
    Announced.objects.bulk_create(
        [Announced(issue=issue, study_id=pk, often=Often.AT_ONCE) for pk in numbers]
    )
    return issue


def new_between(since: dt.datetime, until: dt.datetime) -> QuerySet[Announced]:
    """What was news after `since` and up to `until`, and can be read now; the newest first."""
    within = Q(issue__made_at__gt=since, issue__made_at__lte=until)
    found = Announced.objects.filter(PUBLISHED, within, often=Often.AT_ONCE)
    return found.select_related("issue").order_by("-issue__made_at", "-pk")


def would_have_sent(search: Search, *, at: dt.datetime) -> list[Said]:
    """What a subscriber to this search would have been told of in the last 90 days."""
    return _said(new_between(at - LOOKED_BACK, at), search)


def said_in(issue: Issue) -> list[Said]:
    """What an issue was about, of which the public can still read it; the newest first."""
    ours = Announced.objects.filter(PUBLISHED, often=Often.AT_ONCE, study__announced__issue=issue)
    return _said(ours.select_related("issue").order_by("-issue__made_at", "-pk"))


def weeks() -> QuerySet[Issue]:
    """The weekly issues in which there is something to read, the newest first."""
    readable = Count("announced", filter=Q(announced__study__state=CaseStudy.State.PUBLISHED))
    weekly = Issue.objects.filter(often=Often.WEEKLY).annotate(readable=readable)
    return weekly.filter(readable__gt=0).order_by("-day")


def _said(announced: QuerySet[Announced], search: Search | None = None) -> list[Said]:
    since = {one.study_id: one.issue.made_at for one in announced}
    wanted = search.finds(since) if search is not None else frozenset(since)
    studies = {one.pk: one for one in catalogue.current().cards(wanted)}
    return [Said(studies[pk], moment) for pk, moment in since.items() if pk in studies]
