"""What a member does with a finished draft: sends it, answers about it, takes it back."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from casestudies.editorial import NotPossible
from collab_directory import audit, limits, outbox
from collab_directory.limits import Limit
from network.models import Contribution, ContributionQuestion

from . import letters, studies
from .proposal import Proposal

SENT_BY_MEMBER = Limit("contribution.sent_by_member", ((5, dt.timedelta(days=1)),))

State = Contribution.State


@transaction.atomic
def send(
    draft: Contribution,
    proposal: Proposal,
    *,
    seen: dt.datetime,
    confirmed_version: str,
    at: dt.datetime,
) -> bool:
    """Bring a draft before the editors, as a case study in review. Whether this call did it.

    `seen` is when what the member has just read was saved. Raises NotPossible where it was changed
    since, and limits.Refused.
    """
    drafts = Contribution.objects.drafts().filter(pk=draft.pk)
    if not drafts.filter(saved_at=seen).update(state=State.SENT, sent_at=at):
        if drafts.exists():
            raise NotPossible(_("It was changed in the meantime. Read it once more, then send it."))
        return False
    limits.take({SENT_BY_MEMBER: str(draft.member_id)}, at=at)
    study = studies.make(proposal, reference=draft.reference, on=at.date())
    Contribution.objects.filter(pk=draft.pk).update(
        study=study,
        sent_digest=studies.digest_of(study),
        credit=proposal.credit,
        confirmed_version=confirmed_version,
        warned_at=None,
    )
    draft.refresh_from_db()
    # By nobody: the trail outlives the member, and must not name them
    audit.record("contribution.sent", draft, by=None, study=study.pk)
    letters.tell_member(draft, "received", at=at)
    letters.tell_group(draft, "sent", at=at)
    return True


@transaction.atomic
def take_back(contribution: Contribution, *, at: dt.datetime) -> bool:
    """Make a draft of it again, to change it. False once an editor has begun to work on it."""
    study = studies.locked(contribution.study_id)
    if study is None or not studies.is_untouched(study, contribution.sent_digest):
        return False
    waiting = Contribution.objects.filter(pk=contribution.pk, state=State.SENT, taken_at=None)
    if not waiting.update(
        state=State.DRAFT,
        study=None,
        sent_at=None,
        saved_at=at,
        **dict.fromkeys(("sent_digest", "credit", "confirmed_version"), ""),
    ):
        return False
    studies.drop(study)
    outbox.cancel(about=contribution)
    contribution.refresh_from_db()
    audit.record("contribution.taken_back", contribution, by=None)
    return True


@transaction.atomic
def withdraw(contribution: Contribution, *, at: dt.datetime) -> bool:
    """Its member no longer wants it published. Whether this call did it."""
    study = studies.locked(contribution.study_id)
    mine = Contribution.objects.open().filter(pk=contribution.pk)
    if not mine.update(state=State.WITHDRAWN, decided_at=at):
        return False
    outbox.cancel(about=contribution)
    studies.set_aside(
        study,
        contribution.sent_digest,
        by=None,
        comment=_("The member who proposed it has withdrawn it."),
    )
    contribution.refresh_from_db()
    audit.record("contribution.withdrawn", contribution, by=None)
    letters.tell_group(contribution, "withdrawn", at=at)
    return True


@transaction.atomic
def answer_question(contribution: Contribution, text: str, *, at: dt.datetime) -> bool:
    """Keep the member's answer, and bring the proposal back. Whether this call did it."""
    if not text.strip():
        return False
    asked = Contribution.objects.filter(pk=contribution.pk, state=State.ASKED)
    if not (
        asked.filter(taken_at=None).update(state=State.SENT)
        or asked.filter(taken_at__isnull=False).update(state=State.TAKEN)
    ):
        return False
    ContributionQuestion.objects.filter(contribution=contribution, answered_at=None).update(
        answer=text.strip(), answered_at=at
    )
    contribution.refresh_from_db()
    audit.record("contribution.question_answered", contribution, by=None)
    letters.tell_group(contribution, "answered", at=at)
    return True
