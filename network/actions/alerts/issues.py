"""Rounds of letters: when one is due, and how it is written, by any number of workers."""

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction

from casestudies.models import CaseStudy
from collab_directory import outbox
from collab_directory.outbox.models import ROW_KEPT
from network.models import Announced, Issue, Subscription

from .news import PUBLISHED
from .rounds import Round

log = logging.getLogger(__name__)

LONDON = ZoneInfo("Europe/London")
THURSDAY, MORNING = 3, dt.time(7)
AT_ONCE = 50  # letters written while somebody waits for their page

Often = Subscription.Often


def send_due(*, at: dt.datetime) -> int:
    """Make the weekly issue if its time has come, and write what no letter is written of yet.

    How many letters. May be called at any time, as often as one likes, by several at once: whoever
    comes after a missed Thursday makes that Thursday's issue.
    """
    make_weekly(at=at)
    unfinished = Issue.objects.filter(finished_at=None).order_by("pk")
    return sum(Round(issue, at=at).write() for issue in unfinished)


@transaction.atomic
def make_weekly(*, at: dt.datetime) -> Issue | None:
    """The issue of the last Thursday morning: None if it was made before, or nothing was new.

    It is about whatever was news before that morning and has been in no weekly issue.
    """
    thursday = last_thursday(at)
    if Issue.objects.filter(often=Often.WEEKLY, day=thursday.date()).exists():
        return None
    news = Announced.objects.filter(PUBLISHED, often=Often.AT_ONCE, issue__made_at__lt=thursday)
    told = Announced.objects.filter(often=Often.WEEKLY)
    studies = list(news.exclude(study__in=told.values("study")).values_list("study", flat=True))
    if not studies:
        return None
    # Of two workers who come this far, the database lets one make it
    issue, is_new = Issue.objects.get_or_create(
        often=Often.WEEKLY, day=thursday.date(), defaults={"made_at": at}
    )
    if not is_new:
        return None
    Announced.objects.bulk_create(
        [Announced(issue=issue, study_id=pk, often=Often.WEEKLY) for pk in studies],
        ignore_conflicts=True,
    )
    log.info("The weekly issue of %s is about %s", issue.day, len(studies))
    return issue


def last_thursday(at: dt.datetime) -> dt.datetime:
    """The last Thursday, seven in the morning in London, that has come by then."""
    here = at.astimezone(LONDON)
    day = here.date() - dt.timedelta(days=(here.weekday() - THURSDAY) % 7)
    if dt.datetime.combine(day, MORNING, LONDON) > here:
        day -= dt.timedelta(days=7)
    return dt.datetime.combine(day, MORNING, LONDON)


def write_some(issue: Issue, *, at: dt.datetime) -> None:
    """Once this transaction is over, write the first letters; `send_due` writes the rest.

    Not within it: the Directory finds a case study only when its publication is complete. If this
    process dies in between, the issue is there, and the next `send_due` writes all of it.
    """
    transaction.on_commit(_safely(partial(_write_some, issue.pk, at)), robust=True)


def _write_some(issue: int, at: dt.datetime) -> None:
    Round(Issue.objects.get(pk=issue), at=at).write(at_most=AT_ONCE)


def _safely(write: Callable[[], None]) -> Callable[[], None]:
    """Whoever published, or unsubscribed, has done so whatever becomes of the letters."""

    def written() -> None:
        try:
            write()
        except Exception:
            log.exception("Letters of an issue are left to send_alerts")

    return written


@transaction.atomic
def take_back(study: CaseStudy, *, at: dt.datetime) -> None:
    """No letter that waits speaks of a case study that the public cannot read any more."""
    for issue in Issue.objects.filter(announced__study=study):
        if outbox.cancel(about=issue):
            reopen(issue, at=at)


def reopen(issue: Issue, *, at: dt.datetime) -> None:
    """Write letters again to those whose letter was cancelled, if there is still something to say.

    Only while the outbox knows who had one.
    """
    if at - issue.made_at < ROW_KEPT:
        Issue.objects.filter(pk=issue.pk).update(finished_at=None)
        write_some(issue, at=at)
