"""What goes of discussions when a member leaves or asks for it, or when its time has come."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from collab_directory import audit, outbox
from network import written
from network.models import EarlierText, Following, Member, Post, Report, Topic
from network.models.moderation import EARLIER_KEPT, REPORT_KEPT, UNSEEN_KEPT

from . import letters
from .counting import hold_still, let_title_go, recount

State = Post.State
NOTHING = {"text": "", "stems": "", "state": State.DELETED}


@transaction.atomic
def let_go(member: Member, *, with_words: bool, at: dt.datetime) -> int:
    """A member leaves: what others read stays as that of a former member, or goes `with_words`.

    What nobody else may read, earlier texts, what they reported and what they follow go in any
    case. How many posts lost their words.
    """
    Following.objects.filter(member=member).delete()
    Report.objects.filter(reporter=member).update(reporter=None, words="")
    mine = Post.objects.filter(author=member)
    EarlierText.objects.filter(post__in=mine).delete()
    going = mine if with_words else mine.filter(state__in=Post.UNSEEN)
    number = _take_words(list(going.exclude(state=State.DELETED).select_related("topic")), at=at)
    topics = Topic.objects.filter(opening__author=member)
    topics.update(title_is_public=False)  # there is nobody left who could choose otherwise
    if with_words:
        # Of what was taken back before, too: titles and what others quoted stayed
        _take_titles(topics)
        _take_quotations(mine.values_list("pk", flat=True))
    mine.update(author=None)
    return number


def forget_earlier(at: dt.datetime) -> int:
    """Earlier texts whose time is over; not while a moderator still has to look at the post."""
    over = EarlierText.objects.filter(until__lte=at - EARLIER_KEPT)
    waiting = Report.objects.open().values("post")
    going = over.exclude(post__in=waiting)
    # Until now the place of what was deleted said only that something was quoted
    taken_back = going.filter(post__state=State.DELETED)
    _take_quotations(taken_back.values_list("post", flat=True))
    return going.delete()[0]


def forget_reports(at: dt.datetime) -> int:
    """That something was reported, by whom and why, once that is long decided."""
    return Report.objects.filter(decided_at__lte=at - REPORT_KEPT).delete()[0]


@transaction.atomic
def forget_unseen(at: dt.datetime) -> int:
    """The words of what has been held or hidden for so long that nobody will show it."""
    over = Post.objects.filter(state__in=Post.UNSEEN, state_at__lte=at - UNSEEN_KEPT)
    return _take_words(list(over.select_related("topic")), at=at)


@transaction.atomic
def erase(post: Post, *, at: dt.datetime) -> bool:
    """Take a post's words and its author from it, because its author asked. Whether this call did.

    Its place stays, if others answered it.
    """
    mine = Post.objects.filter(pk=post.pk).select_related("topic").first()
    if mine is None:
        return False
    has_words = mine.state != State.DELETED
    if has_words:
        _take_words([mine], at=at)
    earlier = EarlierText.objects.filter(post=mine).delete()[0]
    quoted = _take_quotations([mine.pk])
    titles = _take_titles(Topic.objects.filter(opening=mine))
    whose = Post.objects.filter(pk=mine.pk, author__isnull=False).update(author=None)
    return bool(has_words or earlier or quoted or titles or whose)


@transaction.atomic
def withdraw(report: Report) -> bool:
    """Take from a report who made it, and their words. Whether this call did."""
    mine = Report.objects.filter(pk=report.pk, reporter__isnull=False)
    return bool(mine.update(reporter=None, words=""))


def _take_words(posts: list[Post], *, at: dt.datetime) -> int:
    """Empty them, wherever their words stand: earlier texts, and what others quoted of them."""
    numbers = [post.pk for post in posts]
    topics = hold_still(post.topic_id for post in posts)
    _take_quotations(numbers)
    EarlierText.objects.filter(post__in=numbers).delete()
    Post.objects.filter(pk__in=numbers).update(**NOTHING, state_at=at)
    Report.objects.open().filter(post__in=numbers, reason=Report.Reason.HELD).update(
        state=Report.State.LEFT, decided_at=at
    )
    _take_titles(Topic.objects.filter(opening__in=numbers))
    for post in posts:
        outbox.cancel(about=post)
        audit.record("post.erased", post, by=None)
    for topic in topics:
        topic.refresh_from_db()
        recount(topic)
        let_title_go(topic)
    return len(numbers)


def _take_quotations(numbers: Iterable[int]) -> int:
    """What others quoted of these posts, now or before they changed theirs; of how many."""
    quoting = Post.objects.filter(answers__in=list(numbers))
    texts: list[Post | EarlierText] = [
        *quoting.exclude(state=State.DELETED),
        *EarlierText.objects.filter(post__in=quoting.values("pk")),
    ]
    changed = 0
    for one in texts:
        own = written.own_lines(one.text).strip()
        mine = type(one)._default_manager.filter(pk=one.pk)
        changed += mine.exclude(text=own).update(text=own)
    return changed


def _take_titles(topics: QuerySet[Topic]) -> int:
    """Also from letters to those who follow them. How many had one."""
    titled = topics.exclude(title="", title_is_public=False)
    for topic in titled:
        letters.forget_title(topic)
    return titled.update(title="", title_is_public=False)
