"""What members ask and tell one another: topics, what is written in them, and who follows them."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy, CollaborationType

from .membership import Member

LONGEST_TITLE = 120
EDIT_WITHIN = dt.timedelta(minutes=30)  # after that, others have read it and answered


class DiscussionCategory(models.Model):
    """What a topic is about, in one of a few kinds, which the working group edits."""

    slug = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    hint = models.CharField(_("what belongs in it"), max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("category of discussions")
        verbose_name_plural = _("categories of discussions")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class TopicQuerySet(models.QuerySet["Topic"]):
    def seen(self) -> "TopicQuerySet":
        """What every member may read. Every list, count, search and letter starts here.

        A topic is seen as its opening is; one whose author took the opening back stays for the
        sake of those who answered it.
        """
        return self.filter(_is_seen())

    def seen_by(self, member: Member) -> "TopicQuerySet":
        """Those, and the member's own that are held back or hidden."""
        return self.filter(_is_seen() | Q(opening__author=member, opening__state__in=Post.UNSEEN))

    def in_public(self) -> "TopicQuerySet":
        """Whose title, and nothing else, visitors may read: their authors chose so."""
        return self.seen().filter(title_is_public=True).exclude(title="")

    def for_lists(self) -> "TopicQuerySet":
        """With everything a list shows, and no more."""
        return self.select_related(
            "category",
            "type",
            "study",
            *(f"opening__author{part}" for part in ("", *AUTHOR_PARTS)),
        )


def _is_seen() -> Q:
    taken_back = {f"opening__{name}": value for name, value in Post.TAKEN_BACK.items()}
    return Q(opening__state=Post.State.SHOWN) | Q(**taken_back, replies__gt=0)


AUTHOR_PARTS = ("__user", "__organisation", "__service", "__region")


class Topic(models.Model):
    """A question or an account, and what others say to it. Its first post is its `opening`."""

    class Standing(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")  # by its author, who may open it again, or a moderator
        LOCKED = "locked", _("locked")  # by a moderator: nothing in it can be written or changed

    title = models.CharField(_("title"), max_length=LONGEST_TITLE, blank=True)
    category = models.ForeignKey(
        DiscussionCategory,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="topics",
    )
    type = models.ForeignKey(
        CollaborationType,
        verbose_name=_("type of collaboration"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    study = models.ForeignKey(
        CaseStudy,
        verbose_name=_("case study"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title_is_public = models.BooleanField(_("visitors read the title"), default=False)
    # None only while both are being made
    opening = models.OneToOneField(
        "Post", null=True, editable=False, on_delete=models.CASCADE, related_name="opens"
    )
    standing = models.CharField(
        _("standing"), max_length=6, choices=Standing, default=Standing.OPEN, editable=False
    )
    # Why a moderator closed or locked it, as members read it; "" where its author closed it
    reason = models.TextField(_("reason, as members read it"), blank=True, editable=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    # Of what is shown; worked out again by whatever changes a post, in the same transaction
    replies = models.PositiveIntegerField(_("replies"), default=0, editable=False)
    last_at = models.DateTimeField(_("latest reply"), default=timezone.now, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-last_at", "-pk"]
        indexes = [
            models.Index(fields=["-last_at", "-id"], name="topic_by_latest"),
            models.Index(fields=["study", "-last_at"], name="topic_by_study"),
        ]

    def __str__(self) -> str:
        """Without its title, which may name somebody: the audit trail keeps this for long."""
        return f"Topic {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("network:discussion", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.title)[:60].strip("-") or "topic"

    @property
    def takes_replies(self) -> bool:
        return self.standing == self.Standing.OPEN

    @property
    def is_locked(self) -> bool:
        return self.standing == self.Standing.LOCKED


class PostQuerySet(models.QuerySet["Post"]):
    def shown(self) -> "PostQuerySet":
        return self.filter(state=Post.State.SHOWN)

    def seen(self) -> "PostQuerySet":
        """What every member may read, in topics that every member may read."""
        return self.shown().filter(topic__in=Topic.objects.seen())

    def replies(self) -> "PostQuerySet":
        return self.filter(opens=None)

    def standing_in(self, topic: Topic, reader: Member) -> "PostQuerySet":
        """The replies of a topic as one member finds them, the oldest first.

        What its author took back leaves its place; what is held or hidden is there for its author.
        """
        own = Q(state__in=Post.UNSEEN, author=reader)
        replies = self.replies().filter(Q(state=Post.State.SHOWN) | Q(**Post.TAKEN_BACK) | own)
        return replies.filter(topic=topic).order_by("pk")


class Post(models.Model):
    """What one member wrote: the opening of a topic, or a reply.

    shown, or held until a moderator has looked → hidden by a moderator, shown again; deleted by its
    author for good. Plain text, in which lines that begin with ">" quote what it `answers`.
    """

    class State(models.TextChoices):
        SHOWN = "shown", _("shown")
        HELD = "held", _("held back until a moderator has looked")
        HIDDEN = "hidden", _("hidden by a moderator")
        DELETED = "deleted", _("deleted by its author")

    UNSEEN = (State.HELD, State.HIDDEN)
    # Deleted after others had read it, so that its place stays; what was unseen leaves none
    TAKEN_BACK = {"state": State.DELETED, "held_why": "", "reason": ""}

    class Why(models.TextChoices):
        """Why something was held back."""

        NONE = "", _("not held back")
        LINK = "link", _("a link in one of a member’s first posts")
        OFTEN = "often", _("many posts in a short time")

    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="posts"
    )
    author = models.ForeignKey(
        Member,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="posts",
        editable=False,
    )
    answers = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="answered_by", editable=False
    )
    form_key = models.UUIDField(unique=True, editable=False)
    text = models.TextField(_("text"), blank=True, editable=False)
    # The stems of its words with a blank around each, for the search; empty as the text is
    stems = models.TextField(blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=7, choices=State, default=State.SHOWN, editable=False
    )
    held_why = models.CharField(
        _("held because of"), max_length=10, choices=Why, blank=True, editable=False
    )
    reason = models.TextField(_("reason, as the author reads it"), blank=True, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    state_at = models.DateTimeField(_("in this state since"), default=timezone.now, editable=False)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("moderated by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["topic", "state"], name="post_by_topic"),
            models.Index(fields=["author", "state"], name="post_by_author"),
            models.Index(fields=["state", "state_at"], name="post_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="deleted") | Q(text="", stems=""), name="deleted_post_is_empty"
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | ~Q(reason=""), name="hidden_post_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Post {self.pk}"

    def get_absolute_url(self) -> str:
        """For good: it leads to wherever in its topic the post stands by now."""
        return reverse("network:discussion_post", args=[self.pk])

    @property
    def is_opening(self) -> bool:
        return self.topic.opening_id == self.pk

    @property
    def version(self) -> str:
        """Another one whenever its author has changed it."""
        return self.edited_at.isoformat() if self.edited_at else ""

    @property
    def editable_until(self) -> dt.datetime:
        return self.created_at + EDIT_WITHIN


class Following(models.Model):
    """A member who hears of replies to a topic, or has ended that: its letters can still say so."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="followings")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="followings")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # for its letters' link
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # by a letter
    seen_at = models.DateTimeField(null=True)  # the topic, after that letter

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "member"], name="one_following_for_each")
        ]

    def __str__(self) -> str:
        return f"Following {self.pk}"
