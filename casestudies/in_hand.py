"""Who works on an entry, or on a change of one, and since when: taken and put down by hand.

`editorial` hands it on by itself: to the publishers when it is sent for review, back to whoever
sent it when it is returned.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import editorial
from casestudies.models import CaseStudy
from collab_directory import audit

State = CaseStudy.State


@transaction.atomic
def take(study: CaseStudy, *, by: User) -> bool:
    """Say that somebody works on it now, whoever had it before. Nobody is kept from editing."""
    editorial.require(by, editorial.CHANGE, _("Only an editor can take a case study in hand."))
    return _hand_over(study, to=by, by=by, action="case_study.taken")


@transaction.atomic
def put_down(study: CaseStudy, *, by: User) -> bool:
    """Say that one does not work on it any more, so that somebody else may take it."""
    editorial.require(by, editorial.CHANGE, _("Only an editor can put a case study down."))
    return _hand_over(study, to=None, by=by, action="case_study.put_down")


def _hand_over(study: CaseStudy, *, to: User | None, by: User, action: str) -> bool:
    unfinished = CaseStudy.objects.select_for_update().filter(pk=study.pk).first()
    if unfinished is None or unfinished.state not in (State.DRAFT, State.IN_REVIEW):
        raise editorial.NotPossible(_("“%s” is not being worked on now.") % study)
    had = unfinished.held_by_id
    if had == (to.pk if to else None) or (to is None and had != by.pk):
        return False
    # Not `updated_at`: the text is what it was, and an open form may still be saved.
    CaseStudy.objects.filter(pk=study.pk).update(held_by=to, held_since=timezone.now())
    study.refresh_from_db(fields=["held_by", "held_since"])
    audit.record(action, study, by=by)
    return True
