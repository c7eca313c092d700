"""Whether an enquiry was answered, which only its sender knows."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from collab_directory import audit
from network.models import Enquiry, Link
from network.models.enquiries import KEPT_AFTER_DELIVERY

from . import letters

Answer = Enquiry.Answer


@transaction.atomic
def say_answer(enquiry: Enquiry, answer: Enquiry.Answer, *, at: dt.datetime) -> bool:
    """Keep what the sender says came of it. Said once; but after "no", an answer may still come."""
    if not answer:
        return False
    passed_on = Q(passed_on_at__isnull=False) & ~Q(state=Enquiry.State.ERASED)
    open_to_it = Q(answer=Answer.UNKNOWN)
    if answer in Enquiry.ANSWERED:
        open_to_it |= Q(answer=Answer.NO)
    told = Enquiry.objects.filter(passed_on, open_to_it, pk=enquiry.pk)
    if not told.update(answer=answer, answer_told_at=at):
        return False
    enquiry.refresh_from_db()
    audit.record("enquiry.answer_told", enquiry, by=None, answer=answer.value)
    return True


def ask_whether_answered(*, at: dt.datetime) -> int:
    """Ask each sender once, two weeks after their enquiry was passed on. How many were asked."""
    due = Enquiry.objects.to_ask(at).order_by("passed_on_at", "pk")
    return sum(_ask(enquiry, at=at) for enquiry in due.select_related("leader__organisation"))


@transaction.atomic
def _ask(enquiry: Enquiry, *, at: dt.datetime) -> bool:
    if not Enquiry.objects.to_ask(at).filter(pk=enquiry.pk).update(asked_at=at):
        return False
    # As long as the enquiry itself is kept, and at least two weeks if this came late
    kept_until = (enquiry.passed_on_at or at) + KEPT_AFTER_DELIVERY
    lasts = max(kept_until - at, dt.timedelta(days=14))
    token = Link.make(Link.Purpose.SAY_WHETHER_ANSWERED, enquiry, at=at, lasts=lasts)
    letters.ask_whether_answered(enquiry, token=token)
    audit.record("enquiry.asked_whether_answered", enquiry, by=None)
    return True
