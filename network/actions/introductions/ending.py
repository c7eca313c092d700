"""How a request ends when nobody answers it, and what becomes of its words."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from casestudies.editorial import NotAllowed
from collab_directory import audit, outbox
from collab_directory.outbox.models import Letter
from network.models import Introduction, Member, Unwanted
from network.models.introductions import KEPT_AFTER_END, KEPT_WHEN_REPORTED

from . import letters
from .asking import locked

State = Introduction.State


def end_silent(*, at: dt.datetime) -> int:
    """Tell those who got no answer in two weeks that nothing came of it. How many were told."""
    due = Introduction.objects.silent(at).order_by("created_at", "pk")
    return sum(_end_silent(one, at=at) for one in due)


@transaction.atomic
def _end_silent(introduction: Introduction, *, at: dt.datetime) -> bool:
    # Whoever asked first, as an answer does it, so that the two never wait for each other
    askers = locked(*filter(None, [introduction.asker_id]))
    mine = Introduction.objects.silent(at).filter(pk=introduction.pk)
    if not mine.update(state=State.SILENT, ended_at=at):
        return False
    introduction.refresh_from_db()
    audit.record("introduction.silent", introduction, by=None)
    for asker in askers.values():
        letters.tell_nothing_came(introduction, asker)
    return True


@transaction.atomic
def withdraw(introduction: Introduction, *, at: dt.datetime) -> bool:
    """Its asker takes it back; a letter that has not left does not leave. Whether this call did it.

    The other side is not written to: their page says so.
    """
    mine = Introduction.objects.open().filter(pk=introduction.pk)
    if not mine.update(state=State.WITHDRAWN, ended_at=at):
        return False
    introduction.refresh_from_db()
    outbox.cancel(about=introduction)
    audit.record("introduction.withdrawn", introduction, by=None)
    return True


@transaction.atomic
def close_report(introduction: Introduction, *, by: User, at: dt.datetime) -> bool:
    """Somebody of the working group has dealt with the report. Whether this call did it.

    Raises NotAllowed for one of the two.
    """
    if is_of(introduction, by):
        raise NotAllowed(_("This is about you: somebody else decides about it."))
    mine = Introduction.objects.for_the_group().filter(pk=introduction.pk)
    if not mine.update(report_closed_at=at, report_closed_by=by):
        return False
    introduction.refresh_from_db()
    audit.record("introduction.report_closed", introduction, by=by)
    return True


def is_of(introduction: Introduction, by: User) -> bool:
    """Whether this account asked or was asked."""
    return Introduction.objects.filter(pk=introduction.pk).of_account(by).exists()


@transaction.atomic
def erase(introduction: Introduction, *, at: dt.datetime) -> bool:
    """Leave a count: that there was one, when, and what came of it. Whether this call did it."""
    mine = Introduction.objects.with_words().filter(pk=introduction.pk)
    mine.open().update(state=State.OVER, ended_at=at)
    if not mine.update(erased_at=at, asker=None, asked=None, why="", report=""):
        return False
    introduction.refresh_from_db()
    introduction.links.all().delete()
    outbox.cancel(about=introduction)
    Letter.objects.about(introduction).finished().delete()
    audit.record("introduction.erased", introduction, by=None)
    return True


@transaction.atomic
def erase_and_tell(introduction: Introduction, *, at: dt.datetime) -> bool:
    """As `erase`, because whoever was asked goes; if the other still waits, they hear that nothing
    came of it."""
    asker = introduction.asker if introduction.is_open else None
    if not erase(introduction, at=at):
        return False
    if asker is not None and asker.left_at is None:
        letters.tell_nothing_came(introduction, asker)
    return True


def erase_due(at: dt.datetime) -> int:
    """Those that ended a month ago and that nobody reported. How many."""
    over = Introduction.objects.with_words().filter(
        ended_at__lte=at - KEPT_AFTER_END, reported_at=None
    )
    return sum(erase(one, at=at) for one in over)


def erase_reported(at: dt.datetime) -> int:
    over = Introduction.objects.reported().filter(reported_at__lte=at - KEPT_WHEN_REPORTED)
    return sum(erase(one, at=at) for one in over)


@transaction.atomic
def forget(member: Member, *, at: dt.datetime) -> int:
    """They leave: erase all they asked for and were asked for, and what they did not want. How many
    requests were erased."""
    Unwanted.objects.filter(Q(by=member) | Q(asker=member)).delete()
    number = 0
    mine = Introduction.objects.with_words().of(member).select_related("asker")
    for introduction in mine.order_by("pk"):
        is_mine = introduction.asker_id == member.pk
        number += (erase if is_mine else erase_and_tell)(introduction, at=at)
    return number
