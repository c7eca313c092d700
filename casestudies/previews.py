"""An unpublished entry, or a change of one, as the page that the public would read."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import editorial
from casestudies.models import CaseStudy, Preview
from collab_directory import audit

# More would mean that nobody knows any longer who can read it.
MOST_OPEN = 10


def as_published(pk: int) -> CaseStudy | None:
    """An entry with all that its page shows, never to be saved; None for one that is gone.

    It says that it is published, as whom a question reaches depends on that. A change stands in the
    place of its entry: at its address, confirmed when it was, and with what other schemes say of
    it, as when it is published.
    """
    study = CaseStudy.objects.for_reading().filter(pk=pk).first()
    if study is None:
        return None
    if study.is_pending:
        entry = CaseStudy.objects.for_reading().get(pk=study.pending_of_id)
        for name in ("pk", "slug", "verified_on", "verified_by", "stale_on", "published_at"):
            setattr(study, name, getattr(entry, name))
        read: dict[str, object] = study._prefetched_objects_cache
        said: dict[str, object] = entry._prefetched_objects_cache
        read["reverse_relations"] = said["reverse_relations"]
    study.state = CaseStudy.State.PUBLISHED
    return study


@transaction.atomic
def make(study: CaseStudy, *, by: User, at: dt.datetime | None = None) -> tuple[Preview, str]:
    """A link, and its token, which nobody can read anywhere again."""
    editorial.require(by, editorial.CHANGE, _("Only an editor can make a link to show it."))
    at = at or timezone.now()
    here = CaseStudy.objects.select_for_update().filter(pk=study.pk).first()
    if here is None:
        raise editorial.NotPossible(_("“%s” was deleted a moment ago.") % study)
    study = here
    if study.is_published:
        raise editorial.NotPossible(_("“%s” is published: everybody can read it.") % study)
    if study.previews.open(at).count() >= MOST_OPEN:
        raise editorial.NotPossible(
            _("There are %d links already. Withdraw one that is not needed.") % MOST_OPEN
        )
    preview, token = Preview.make(study, by=by, at=at)
    audit.record("case_study.preview_made", study, by=by, until=preview.expires_at.isoformat())
    return preview, token


@transaction.atomic
def withdraw(preview: Preview, *, by: User, at: dt.datetime | None = None) -> bool:
    """Let a link show nothing from now on; whether it showed something until now."""
    editorial.require(by, editorial.CHANGE, _("Only an editor can withdraw a link."))
    at = at or timezone.now()
    if not Preview.objects.open(at).filter(pk=preview.pk).update(revoked_at=at):
        return False
    audit.record("case_study.preview_withdrawn", preview.study, by=by)
    return True
