"""What members do with their own words, and with the topics that they began."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casestudies.editorial import NotPossible
from casestudies.models import CaseStudy, CollaborationType
from collab_directory import audit, limits
from collab_directory.limits import Limit
from network import written
from network.models import DiscussionCategory, EarlierText, Member, Post, Report, Topic

from . import letters
from .counting import hold_still, let_title_go, recount
from .following import follow, unfollow

# More than this is not refused, but held until a moderator has looked
BY_MEMBER = Limit("discussion.by_member", ((5, dt.timedelta(minutes=10)), (30, dt.timedelta(1))))
# And more than this is refused: a flood must not bury what others wait for
HELD_BY_MEMBER = Limit("discussion.held_by_member", ((5, dt.timedelta(days=1)),))
FIRST_POSTS = 3  # of a member, in which a link is looked at by a moderator before it is shown

State, Standing = Post.State, Topic.Standing


@dataclass(frozen=True)
class Draft:
    """What somebody writes. Of a reply there is only the `text`."""

    text: str
    title: str = ""
    category: DiscussionCategory | None = None
    type: CollaborationType | None = None
    study: CaseStudy | None = None
    title_is_public: bool = False

    @property
    def about(self) -> dict[str, Any]:
        """What it says of its topic, by field."""
        names = ("title", "category", "type", "study", "title_is_public")
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def begin(draft: Draft, *, by: Member, key: uuid.UUID, follows: bool, at: dt.datetime) -> Post:
    """Begin a topic; its opening, which may be held back. The same `key` makes one topic.

    Raises limits.Refused, and has then kept nothing.
    """

    def make() -> Post:
        topic = Topic.objects.create(**draft.about, created_at=at, last_at=at)
        topic.opening = _write(topic, draft.text, by=by, key=key, at=at, title=draft.title)
        topic.save(update_fields=["opening"])
        if follows:
            follow(topic, by, at=at)
        audit.record("topic.begun", topic, by=None)
        return topic.opening

    return _once(key, make)


@transaction.atomic
def reply(
    topic: Topic,
    text: str,
    *,
    by: Member,
    key: uuid.UUID,
    answers: Post | None = None,
    follows: bool,
    at: dt.datetime,
) -> Post:
    """Write into a topic, which tells those who follow it, unless it is held back.

    `answers` is the post that it quotes; `follows` is whether the member wants to hear of others.
    The same `key` makes one reply. Raises limits.Refused, and NotPossible where the topic takes no
    replies any more; nothing was then kept.
    """

    def make() -> Post:
        held = next(iter(hold_still([topic.pk])), None)
        if held is None or not Topic.objects.seen().filter(pk=topic.pk).exists():
            raise NotPossible(_("This topic is not there any more. Copy your text if you need it."))
        if not held.takes_replies:
            raise NotPossible(_("This topic was closed in the meantime: it takes no replies."))
        post = _write(held, text, by=by, key=key, at=at, answers=answers)
        (follow if follows else unfollow)(held, by, at=at)
        if post.state == State.SHOWN:
            recount(held)
            letters.tell_followers(post, at=at)
        return post

    return _once(key, make)


def _once(key: uuid.UUID, make: Callable[[], Post]) -> Post:
    """Of a double click the second waits for the first, whose post it gets."""
    mine = Post.objects.filter(form_key=key)
    if known := mine.first():
        return known
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        if known := mine.first():
            return known
        raise
    except limits.Refused:
        if known := mine.first():
            return known
        raise


def _write(
    topic: Topic,
    text: str,
    *,
    by: Member,
    key: uuid.UUID,
    at: dt.datetime,
    answers: Post | None = None,
    title: str = "",
) -> Post:
    """Shown, or held and brought before a moderator. The row comes before the limits are asked, so
    that of two who send one form the second finds it."""
    post = Post.objects.create(
        topic=topic,
        author=by,
        answers=answers,
        form_key=key,
        text=text,
        stems=written.words_of(title, text),
        created_at=at,
        state_at=at,
    )
    links = written.links_in(f"{title}\n{text}") - _read_already(answers)
    if why := _held_because(by, links, at=at):
        hold(post, why, at=at)
    return post


def _read_already(answers: Post | None) -> set[str]:
    """To quote a link that members read anyway brings none in."""
    if answers is None or answers.state != State.SHOWN:
        return set()
    return written.links_in(answers.text)


def _held_because(by: Member, links: set[str], *, at: dt.datetime) -> Post.Why:
    why = Post.Why.LINK if links and _is_new(by) else Post.Why.NONE
    try:
        limits.take({BY_MEMBER: str(by.pk)}, at=at)
    except limits.Refused:
        why = Post.Why.OFTEN
    if why:
        limits.take({HELD_BY_MEMBER: str(by.pk)}, at=at)
    return why


def _is_new(by: Member) -> bool:
    """Whether this member's links are still looked at by a moderator before others read them."""
    return Post.objects.shown().filter(author=by)[: FIRST_POSTS + 1].count() <= FIRST_POSTS


def hold(post: Post, why: Post.Why, *, at: dt.datetime) -> None:
    """Nobody but its author and the moderators reads it until one of them has looked."""
    Post.objects.filter(pk=post.pk).update(state=State.HELD, held_why=why, state_at=at)
    post.refresh_from_db()
    report, is_new = Report.objects.get_or_create(
        post=post,
        reason=Report.Reason.HELD,
        state=Report.State.OPEN,
        defaults={"created_at": at},
    )
    audit.record("post.held", post, by=None, why=why)
    if is_new:
        letters.tell_group(report, at=at)


def may_edit(post: Post, by: Member, *, at: dt.datetime) -> bool:
    """Whether its author may still change what it says."""
    is_there = post.author_id == by.pk and post.state in (State.SHOWN, State.HELD)
    return is_there and at < post.editable_until and not post.topic.is_locked


@transaction.atomic
def edit(post: Post, said: Draft, *, by: Member, at: dt.datetime) -> bool:
    """Put other words in the place of a post's, and keep the earlier ones for moderators.

    Whether anything changed. Raises NotPossible where it is too late.
    """
    hold_still([post.topic_id])
    found = Post.objects.select_related("topic").filter(pk=post.pk).first()
    if found is None or not may_edit(found, by, at=at):
        raise NotPossible(
            _(
                "A post can be changed for half an hour, and this one’s time is over. Your text "
                "is still below: copy it into a reply."
            )
        )
    topic = found.topic
    about = said.about if found.is_opening else {}
    changed = {name: value for name, value in about.items() if getattr(topic, name) != value}
    if found.text == said.text and not changed:
        return False
    EarlierText.objects.create(
        post=found, title=topic.title if found.is_opening else "", text=found.text, until=at
    )
    if changed:
        Topic.objects.filter(pk=topic.pk).update(**changed)
    stems = written.words_of(about.get("title", ""), said.text)
    Post.objects.filter(pk=found.pk).update(text=said.text, stems=stems, edited_at=at)
    if found.state == State.SHOWN and _brings_a_link(found, topic, said, by):
        hold(found, Post.Why.LINK, at=at)
        letters.cancel(found)
        recount(topic)
    audit.record("post.edited", found, by=None)
    return True


def _brings_a_link(post: Post, topic: Topic, said: Draft, by: Member) -> bool:
    """A new member's link does not come in by way of a change, nor in the place of another."""
    title = topic.title if post.is_opening else ""
    had = written.links_in(f"{title}\n{post.text}")
    new = written.links_in(f"{said.title}\n{said.text}") - had
    return bool(new) and _is_new(by)


@transaction.atomic
def delete(post: Post, *, by: Member, at: dt.datetime) -> bool:
    """Take one's own words back, for good. Whether this call did it.

    Moderators read them for as long as earlier texts are kept. A topic that nobody has answered
    goes with its opening.
    """
    hold_still([post.topic_id])
    mine = Post.objects.filter(pk=post.pk, author=by).exclude(state=State.DELETED)
    found = mine.select_related("topic").first()
    if found is None:
        return False
    title = found.topic.title if found.is_opening else ""
    EarlierText.objects.create(post=found, title=title, text=found.text, until=at)
    mine.update(state=State.DELETED, text="", stems="", state_at=at)
    Report.objects.open().filter(post=found, reason=Report.Reason.HELD).update(
        state=Report.State.LEFT, decided_at=at
    )
    letters.cancel(found)
    recount(found.topic)
    let_title_go(found.topic)
    audit.record("post.deleted", found, by=None)
    return True


def close_own(topic: Topic, *, by: Member, at: dt.datetime) -> bool:
    """No more replies, because its author says so. Whether this call did it."""
    return _stand(topic, by, Standing.OPEN, Standing.CLOSED)


def reopen_own(topic: Topic, *, by: Member, at: dt.datetime) -> bool:
    """Take replies again; not what a moderator closed."""
    return _stand(topic, by, Standing.CLOSED, Standing.OPEN)


@transaction.atomic
def _stand(topic: Topic, by: Member, before: Topic.Standing, after: Topic.Standing) -> bool:
    mine = Topic.objects.filter(pk=topic.pk, opening__author=by, reason="", standing=before)
    if not mine.update(standing=after):
        return False
    audit.record(f"topic.{after.value}_by_its_author", topic, by=None)
    return True


@transaction.atomic
def show_title(topic: Topic, *, by: Member, shown: bool) -> bool:
    """Whether visitors read the title is its author's choice, at any time."""
    mine = Topic.objects.filter(pk=topic.pk, opening__author=by).exclude(title="")
    if not mine.exclude(title_is_public=shown).update(title_is_public=shown):
        return False
    audit.record("topic.title_shown" if shown else "topic.title_hidden", topic, by=None)
    return True
