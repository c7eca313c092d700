"""Before it is sent: a draft is its member's alone, and nobody is told of it."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casestudies.editorial import NotPossible
from casestudies.models import CaseStudy
from collab_directory import limits
from collab_directory.limits import Limit
from network.models import Contribution, Member
from network.models.contributions import DRAFT_KEPT, DRAFT_WARNED

from . import letters

MOST_DRAFTS = 10  # of one member at a time
BEGUN_BY_MEMBER = Limit("contribution.begun_by_member", ((20, dt.timedelta(days=1)),))


@transaction.atomic
def begin(
    member: Member, *, key: uuid.UUID, like: CaseStudy | None = None, at: dt.datetime
) -> Contribution:
    """A new draft, once for each `key`. `like` gives its structure: not one word of its text.

    Raises NotPossible with too many drafts, and limits.Refused.
    """
    mine = Contribution.objects.of(member)
    if known := mine.filter(form_key=key).first():
        return known
    if mine.drafts().count() >= MOST_DRAFTS:
        raise NotPossible(
            _("You have %(n)d drafts. Send one or delete one, then begin another.")
            % {"n": MOST_DRAFTS}
        )
    limits.take({BEGUN_BY_MEMBER: str(member.pk)}, at=at)
    draft, _is_new = Contribution.objects.get_or_create(
        form_key=key,
        defaults={
            "member": member,
            "answers": structure_of(like) if like else {},
            "created_at": at,
            "saved_at": at,
        },
    )
    return draft


def structure_of(study: CaseStudy) -> dict[str, Any]:
    """Who does what together, and where, as the answers keep it."""
    partners = list(study.partners.select_related("organisation"))
    lead = next((one for one in partners if one.is_lead), None)
    return {
        "services": [one.slug for one in study.services.all()],
        "types": [one.slug for one in study.types.all()],
        "region": study.region.slug,
        "force_areas": [one.slug for one in study.force_areas.all()],
        "lead": lead.organisation.name if lead else "",
        "partners": [{"name": one.organisation.name} for one in partners if one is not lead],
    }


@transaction.atomic
def save(draft: Contribution, said: dict[str, Any], *, at: dt.datetime) -> bool:
    """Keep what was typed, by name; answers that are not named stay. False if it is no draft."""
    mine = Contribution.objects.drafts().select_for_update().filter(pk=draft.pk).first()
    if mine is None:
        return False
    mine.answers = mine.answers | said
    mine.saved_at, mine.warned_at = at, None
    mine.save(update_fields=["answers", "saved_at", "warned_at"])
    draft.refresh_from_db()
    return True


@transaction.atomic
def discard(draft: Contribution) -> bool:
    """Delete a draft for good. Whether this call did it."""
    return bool(Contribution.objects.drafts().filter(pk=draft.pk).delete()[0])


def warn_of_idle_drafts(*, at: dt.datetime) -> int:
    """Tell each member, once, of a draft that will soon be deleted; how many were told."""
    idle = Contribution.objects.idle_since(at - (DRAFT_KEPT - DRAFT_WARNED))
    due = idle.filter(warned_at=None, saved_at__gt=at - DRAFT_KEPT).select_related("member")
    return sum(_warn(draft, at=at) for draft in due)


@transaction.atomic
def _warn(draft: Contribution, *, at: dt.datetime) -> bool:
    mine = Contribution.objects.drafts().filter(
        pk=draft.pk, warned_at=None, saved_at=draft.saved_at
    )
    if not mine.update(warned_at=at):
        return False
    letters.tell_member(draft, "idle", at=at)
    return True
