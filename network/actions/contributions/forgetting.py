"""What goes of proposals: when their time has come, and when their member leaves."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from casestudies import changes
from collab_directory import audit, outbox
from collab_directory.outbox.models import Letter
from network.models import Contribution, Member
from network.models.contributions import DRAFT_KEPT, TEXT_KEPT


def forget_drafts(at: dt.datetime) -> int:
    """Delete the drafts that nobody has saved for a year; how many."""
    idle = Contribution.objects.idle_since(at - DRAFT_KEPT)
    gone = 0
    for draft in idle:
        with transaction.atomic():
            outbox.cancel(about=draft)
            gone += idle.filter(pk=draft.pk).delete()[0]
    return gone


def forget_texts(at: dt.datetime) -> int:
    """Erase what was typed in proposals that are long over; of how many."""
    over = Contribution.objects.filter(
        Q(erased_at=None) | ~Q(reason=""),
        state__in=Contribution.OVER,
        decided_at__lte=at - TEXT_KEPT,
    )
    return sum(erase(one, at=at) for one in over)


@transaction.atomic
def erase(contribution: Contribution, *, at: dt.datetime) -> bool:
    """Leave the dates, what became of it, and its credit, if it has one. Whether there was more."""
    written = Q(erased_at=None) | ~Q(reason="")
    mine = Contribution.objects.sent().filter(written, pk=contribution.pk)
    if not mine.update(erased_at=at, answers={}, reason=""):
        return False
    contribution.questions.update(text="", answer="", asked_by=None)
    contribution.refresh_from_db()
    audit.record("contribution.erased", contribution, by=None)
    return True


@transaction.atomic
def let_go(contribution: Contribution, *, at: dt.datetime) -> bool:
    """Leave nothing of its member in it. A draft goes; what was sent stays, a former member's.

    Before their address is erased. Whether there was anything left of them.
    """
    outbox.cancel(to=contribution.member.email, about=contribution)
    theirs = Letter.objects.about(contribution).addressed(contribution.member.email)
    if contribution.member.email:
        theirs.finished().delete()
    # Asked of the database: it may have been sent, or taken back, since it was read
    if Contribution.objects.drafts().filter(pk=contribution.pk).delete()[0]:
        return True
    credited = Contribution.objects.filter(pk=contribution.pk).exclude(credit="")
    if was_credited := bool(credited.update(credit="")):
        changes.note()  # it may stand on a public page
    return erase(contribution, at=at) or was_credited


@transaction.atomic
def leave(member: Member, *, at: dt.datetime) -> None:
    """Of one who leaves: their drafts go, and every credit."""
    for mine in Contribution.objects.of(member).select_related("member"):
        let_go(mine, at=at)
