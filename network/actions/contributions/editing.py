"""What the editors do with a proposal. Publishing is theirs too, and is done as for any entry."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from casestudies.editorial import NotAllowed, NotPossible
from casestudies.models import CaseStudy
from collab_directory import audit
from network.models import Contribution, ContributionQuestion

from . import letters, studies

CHANGE = "network.change_contribution"

State = Contribution.State


@transaction.atomic
def take_over(contribution: Contribution, *, by: User, at: dt.datetime) -> bool:
    """Work on it from now on; its member can no longer change it. Whether this call did it.

    From another editor, too. Raises NotAllowed.
    """
    _require(by)
    others = Contribution.objects.open().filter(pk=contribution.pk)
    others = others.filter(Q(taken_by=None) | ~Q(taken_by=by))
    if not others.update(taken_by=by, taken_at=at):
        return False
    Contribution.objects.filter(pk=contribution.pk, state=State.SENT).update(state=State.TAKEN)
    contribution.refresh_from_db()
    audit.record("contribution.taken", contribution, by=by)
    return True


@transaction.atomic
def ask_question(contribution: Contribution, *, by: User, at: dt.datetime, text: str) -> bool:
    """Ask its member something; one question at a time. Whether this call did it.

    Raises NotAllowed, and NotPossible without a question or a member to ask.
    """
    _require(by)
    if not text.strip():
        raise NotPossible(_("Write the question first."))
    if not contribution.member.email:
        raise NotPossible(_("Its member has left the network, so nobody can be asked."))
    waiting = Contribution.objects.waiting().filter(pk=contribution.pk)
    if not waiting.update(state=State.ASKED):
        return False
    question = ContributionQuestion.objects.create(
        contribution=contribution, text=text.strip(), asked_at=at, asked_by=by
    )
    contribution.refresh_from_db()
    audit.record("contribution.question_asked", contribution, by=by)
    letters.tell_member(contribution, "question", at=at, question=question)
    return True


@transaction.atomic
def decline(contribution: Contribution, *, by: User, at: dt.datetime, reason: str) -> bool:
    """Say no, and why. Whether this call did it. Raises NotAllowed, and NotPossible without why.

    The case study goes with it, unless somebody has worked on it: then it stays among the drafts.
    """
    _require(by)
    if not reason.strip():
        raise NotPossible(_("Say why, so that the member knows."))
    study = studies.locked(contribution.study_id)
    mine = Contribution.objects.open().filter(pk=contribution.pk)
    if not mine.update(state=State.DECLINED, decided_at=at, reason=reason.strip()):
        return False
    studies.set_aside(
        study, contribution.sent_digest, by=by, comment=_("Declined. The member was told why.")
    )
    contribution.refresh_from_db()
    audit.record("contribution.declined", contribution, by=by)
    letters.tell_member(contribution, "declined", at=at)
    return True


@transaction.atomic
def published(study: CaseStudy, *, by: User | None, at: dt.datetime) -> bool:
    """Its case study is public: tell its member, once. Whether this call did it."""
    mine = Contribution.objects.open().filter(study=study)
    found = mine.select_related("member").first()
    if found is None or not mine.update(state=State.PUBLISHED, decided_at=at):
        return False
    found.refresh_from_db()
    audit.record("contribution.published", found, by=by)
    letters.tell_member(found, "published", at=at, study=study)
    return True


def _require(by: User) -> None:
    if not by.has_perm(CHANGE):
        raise NotAllowed(_("Your role may not decide about proposals."))
