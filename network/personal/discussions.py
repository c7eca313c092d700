"""What members wrote in discussions, reported of one another, and follow."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from network import written
from network.actions import discussions
from network.models import EarlierText, Following, Post, Report, Topic
from network.personal.kind import Held, Kind, Person


def _posts(person: Person) -> Iterable[Post]:
    mine = Post.objects.filter(person.at("author__email")).order_by("pk")
    return mine.select_related("topic").prefetch_related("earlier")


def _told_of_post(row: Post) -> dict[str, Any]:
    """Without what they quoted of another member, which is that one's, to take back, too."""
    own = written.own_lines if row.answers_id else str
    earlier = [{"until": one.until, "text": own(one.text)} for one in row.earlier.all()]
    return {
        "topic": row.topic_id,
        "title": row.topic.title if row.is_opening else "",
        "text": own(row.text).strip(),
        "state": row.get_state_display(),
        "reason": row.reason,
        "written_at": row.created_at,
        "edited_at": row.edited_at,
        "earlier_texts": earlier,
    }


def _erase_post(row: Post, person: Person, at: dt.datetime) -> bool:
    return discussions.erase(row, at=at)


def _reports(person: Person) -> Iterable[Report]:
    return Report.objects.filter(person.at("reporter__email")).order_by("pk")


def _erase_report(row: Report, person: Person, at: dt.datetime) -> bool:
    return discussions.withdraw(row)


def _followings(person: Person) -> Iterable[Following]:
    return Following.objects.filter(person.at("member__email")).order_by("pk")


def _erase_following(row: Following, person: Person, at: dt.datetime) -> bool:
    return bool(Following.objects.filter(pk=row.pk).delete()[0])


KINDS = (
    Kind(
        name="posts",
        title=_("What they wrote in discussions"),
        held=(
            Held(Post, "text stems reason author moderated_by"),
            Held(Topic, "title reason"),
            Held(EarlierText, "title text"),
        ),
        find=_posts,
        shown=(),
        told=_told_of_post,
        since="created_at",
        erase=_erase_post,
        left=_("that something was written, where others answered it"),
        rules=("earlier-texts", "unseen-posts"),
        until=_("what others read: until its author takes it back, or leaves and takes it along"),
    ),
    Kind(
        name="reports",
        title=_("What they reported in discussions"),
        held=(Held(Report, "words reporter decided_by"),),
        find=_reports,
        shown=("post", "reason", "words", "created_at", "state"),
        since="created_at",
        erase=_erase_report,
        left=_("that a post was reported, and what came of it"),
        rules=("settled-reports",),
    ),
    Kind(
        name="followed-topics",
        title=_("Discussions they follow, or did"),
        held=(Held(Following, "member"),),
        find=_followings,
        shown=("topic_id", "since", "ended_at", "told_at", "seen_at"),
        since="since",
        erase=_erase_following,
        left=_("nothing"),
        until=_("until they leave"),
    ),
)
