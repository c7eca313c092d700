"""What moderators do, and never to what they wrote themselves."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from casestudies.editorial import NotAllowed, NotPossible
from collab_directory import audit
from network.models import Post, Report, Topic

from . import letters
from .counting import hold_still, recount

CHANGE = "network.change_post"

CHANGED = _lazy("Its author has changed it since you read it. Read it once more, then decide.")

State, Standing = Post.State, Topic.Standing


@transaction.atomic
def hide(post: Post, *, by: User, at: dt.datetime, reason: str) -> bool:
    """Only its author and the moderators read it from now on; the author is told why.

    The opening of a topic takes the topic with it. Settles what was reported about it. Whether this
    call did it. Raises NotAllowed, and NotPossible without a reason.
    """
    require(post, by)
    if not reason.strip():
        raise NotPossible(_("Say why, so that the author knows."))
    hold_still([post.topic_id])
    mine = Post.objects.filter(pk=post.pk, state__in=[State.SHOWN, State.HELD])
    if not mine.update(state=State.HIDDEN, reason=reason.strip(), state_at=at, moderated_by=by):
        return False
    _follow_up(post, Report.State.HIDDEN, by=by, at=at)
    audit.record("post.hidden", post, by=by)
    letters.cancel(post)
    letters.tell_author(post, "hidden", at=at)
    return True


@transaction.atomic
def show(post: Post, *, by: User, at: dt.datetime, seen: str | None = None) -> bool:
    """Let everybody read what was held or hidden; the author is told, and then who follows.

    Settles what was reported about it. `seen` is the version that the moderator has read. Whether
    this call did it. Raises NotAllowed, and NotPossible where the author has changed it since.
    """
    require(post, by)
    _require_seen(post, seen)
    mine = Post.objects.filter(pk=post.pk, state__in=Post.UNSEEN)
    if not mine.update(state=State.SHOWN, reason="", held_why="", state_at=at, moderated_by=by):
        return False
    _follow_up(post, Report.State.LEFT, by=by, at=at)
    audit.record("post.shown", post, by=by)
    letters.tell_author(post, "shown", at=at)
    if not post.is_opening and Topic.objects.seen().filter(pk=post.topic_id).exists():
        letters.tell_followers(post, at=at)
    return True


@transaction.atomic
def leave(report: Report, *, by: User, at: dt.datetime, seen: str | None = None) -> bool:
    """Settle what was said of a post that is shown and may stay so, or that is gone.

    Whether this call did it. Raises as `show`, and NotPossible for what is held or hidden, about
    which somebody has to say whether it is shown.
    """
    require(report.post, by)
    _require_seen(report.post, seen)
    if report.post.state in Post.UNSEEN:
        raise NotPossible(_("Nobody can read it as it stands: show it, or hide it with a reason."))
    if not _settle(report.post, Report.State.LEFT, by=by, at=at):
        return False
    audit.record("report.dismissed", report, by=by)
    return True


@transaction.atomic
def close(topic: Topic, *, by: User, at: dt.datetime, reason: str) -> bool:
    """Take no more replies. Whether this call did it. Raises NotAllowed, NotPossible."""
    return _stand(topic, Standing.CLOSED, by=by, reason=reason)


@transaction.atomic
def lock(topic: Topic, *, by: User, at: dt.datetime, reason: str) -> bool:
    """Nothing in it can be written or changed. Whether this call did it. Raises as `close`."""
    return _stand(topic, Standing.LOCKED, by=by, reason=reason)


@transaction.atomic
def reopen(topic: Topic, *, by: User, at: dt.datetime) -> bool:
    """Take replies again, whoever closed it. Whether this call did it. Raises NotAllowed."""
    require(topic.opening, by)
    mine = Topic.objects.filter(pk=topic.pk).exclude(standing=Standing.OPEN)
    if not mine.update(standing=Standing.OPEN, reason=""):
        return False
    audit.record("topic.reopened", topic, by=by)
    return True


def is_own(post: Post | None, by: User) -> bool:
    """Whether this account's member wrote it."""
    author = post.author if post else None
    return author is not None and author.user_id == by.pk


def require(post: Post | None, by: User) -> None:
    """Raises NotAllowed for a role that may not moderate, and for what one wrote oneself."""
    if not by.has_perm(CHANGE):
        raise NotAllowed(_("Your role may not moderate discussions."))
    if is_own(post, by):
        raise NotAllowed(_("You wrote this yourself: somebody else decides about it."))


def _require_seen(post: Post, seen: str | None) -> None:
    """Nobody lets through what they have not read: its author may be changing it meanwhile."""
    hold_still([post.topic_id])
    if seen is not None and Post.objects.get(pk=post.pk).version != seen:
        raise NotPossible(CHANGED)


def _stand(topic: Topic, standing: Topic.Standing, *, by: User, reason: str) -> bool:
    require(topic.opening, by)
    if not reason.strip():
        raise NotPossible(_("Say why, so that those who wrote in it know."))
    mine = Topic.objects.filter(pk=topic.pk).exclude(standing=standing)
    if not mine.update(standing=standing, reason=reason.strip()):
        return False
    audit.record(f"topic.{standing.value}", topic, by=by)
    return True


def _follow_up(post: Post, outcome: Report.State, *, by: User, at: dt.datetime) -> None:
    post.refresh_from_db()
    _settle(post, outcome, by=by, at=at)
    recount(Topic.objects.get(pk=post.topic_id))


def _settle(post: Post, outcome: Report.State, *, by: User, at: dt.datetime) -> int:
    waiting = Report.objects.open().filter(post=post)
    return waiting.update(state=outcome, decided_at=at, decided_by=by)
