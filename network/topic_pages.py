"""The page of one topic, as one member finds it."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casestudies.models import CaseStudy
from network import written
from network.actions import discussions
from network.discussions import shown_study
from network.member_questions import page_of
from network.models import Following, Member, Post, Report, Topic
from network.models.discussions import AUTHOR_PARTS
from network.paging import Pages
from network.shown_authors import Author

REPLIES_PER_PAGE = 20


@dataclass(frozen=True)
class Shown:
    """A post as one member reads it. `answers` is whose post it quotes, while that is there."""

    post: Post
    author: Author
    html: SafeString
    answers: Author | None
    may_edit: bool
    reported_at: dt.datetime | None

    @property
    def is_deleted(self) -> bool:
        return self.post.state == Post.State.DELETED

    @property
    def is_held(self) -> bool:
        return self.post.state == Post.State.HELD

    @property
    def is_hidden(self) -> bool:
        return self.post.state == Post.State.HIDDEN

    @property
    def is_own(self) -> bool:
        return self.author.is_you

    @property
    def may_be_answered(self) -> bool:
        return self.post.state == Post.State.SHOWN


class TopicPage:
    """`topic` as `for_lists()` loads it, and the replies of the page that an address asks for."""

    def __init__(self, topic: Topic, reader: Member, params: QueryDict, *, at: dt.datetime):
        self.topic, self.reader, self.at = topic, reader, at
        self._problems: list[str] = []
        self._asked = page_of(params, self._problems)

    @cached_property
    def paging(self) -> Pages:
        size = Post.objects.standing_in(self.topic, self.reader).count()
        here = self.topic.get_absolute_url()
        return Pages(
            size, REPLIES_PER_PAGE, self._asked, lambda n: f"{here}?page={n}" if n > 1 else here
        )

    @property
    def ignored(self) -> list[str]:
        return [sentence for sentence in (*self._problems, self.paging.problem) if sentence]

    @property
    def study(self) -> CaseStudy | None:
        return shown_study(self.topic)

    @property
    def study_is_gone(self) -> bool:
        return self.topic.study_id is not None and self.study is None

    @cached_property
    def _posts(self) -> list[Post]:
        """The opening, and the replies of this page."""
        parts = [f"author{part}" for part in ("", *AUTHOR_PARTS)]
        parts += [f"answers__{part}" for part in parts]
        replies = Post.objects.standing_in(self.topic, self.reader).select_related(*parts)
        opening = self.topic.opening
        return [*([opening] if opening else []), *replies[self.paging.part]]

    @cached_property
    def _reported(self) -> dict[int, dt.datetime]:
        mine = Report.objects.filter(reporter=self.reader, post__in=[one.pk for one in self._posts])
        return dict(mine.values_list("post", "created_at"))

    @cached_property
    def posts(self) -> list[Shown]:
        return [self._shown(post) for post in self._posts]

    @property
    def opening(self) -> Shown:
        return self.posts[0]

    @property
    def replies(self) -> list[Shown]:
        return self.posts[1:]

    def _shown(self, post: Post) -> Shown:
        post.topic = self.topic
        quoted = post.answers
        is_there = quoted is not None and quoted.state == Post.State.SHOWN
        # What was quoted goes with the post it was taken from
        gone = "" if quoted is None or is_there else _("What was quoted here is no longer there.")
        return Shown(
            post=post,
            author=Author.of(post.author, reader=self.reader),
            html=written.as_html(post.text, without_quotes=gone),
            answers=Author.of(quoted.author, reader=self.reader) if quoted and is_there else None,
            may_edit=discussions.may_edit(post, self.reader, at=self.at),
            reported_at=self._reported.get(post.pk),
        )

    @property
    def is_own(self) -> bool:
        return self.opening.is_own

    @property
    def may_reply(self) -> bool:
        return self.topic.takes_replies and not self.is_unseen

    @property
    def is_unseen(self) -> bool:
        """Held or hidden: its author alone reads it."""
        return self.opening.is_held or self.opening.is_hidden

    @property
    def may_close(self) -> bool:
        return self.is_own and self.topic.takes_replies and not self.is_unseen

    @property
    def may_reopen(self) -> bool:
        is_closed = self.topic.standing == Topic.Standing.CLOSED
        return self.is_own and is_closed and not self.topic.reason

    @cached_property
    def follows(self) -> bool:
        mine = Following.objects.filter(topic=self.topic, member=self.reader, ended_at=None)
        return mine.exists()


def place_of(post: Post, reader: Member) -> str:
    """Where in its topic a post stands today: an address with its page and its anchor."""
    here = post.topic.get_absolute_url()
    if post.is_opening:
        return here
    before = Post.objects.standing_in(post.topic, reader).filter(pk__lt=post.pk).count()
    page = before // REPLIES_PER_PAGE + 1
    return f"{here}{f'?page={page}' if page > 1 else ''}#reply-{post.pk}"
