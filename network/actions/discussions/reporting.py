"""A member brings something before a moderator."""

import datetime as dt

from django.db import transaction

from collab_directory import audit, limits
from collab_directory.limits import Limit
from network.models import Member, Post, Report

from . import letters

BY_MEMBER = Limit(
    "discussion.reports_by_member", ((10, dt.timedelta(hours=1)), (30, dt.timedelta(days=1)))
)


@transaction.atomic
def report(post: Post, *, by: Member, reason: str, words: str, at: dt.datetime) -> Report | None:
    """Say that a moderator should look at a post, and why.

    None for a post that is not to be read, or is their own. Whoever says so twice while it waits is
    given what they said first. Raises limits.Refused.
    """
    if not Post.objects.seen().filter(pk=post.pk).exclude(author=by).exists():
        return None
    # The row before the limit: a second press of the button must not count
    found, is_new = Report.objects.get_or_create(
        post=post,
        reporter=by,
        state=Report.State.OPEN,
        defaults={"reason": reason, "words": words, "created_at": at},
    )
    if is_new:
        limits.take({BY_MEMBER: str(by.pk)}, at=at)
        audit.record("post.reported", post, by=None, reason=reason)
        letters.tell_group(found, at=at)
    return found
