"""Buttons of discussions pressed at the same moment: one thing is made, and counts stay true."""

import uuid

import pytest
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import discussions
from network.actions.discussions import Draft
from network.models import DiscussionCategory, Following, Post, Report, Topic
from tests.at_once import at_once
from tests.factories import make_member, make_reply, make_topic, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PAIRS = 20


def test_two_clicks_begin_one_topic():
    category = DiscussionCategory.objects.get_or_create(slug="questions", name="Questions")[0]
    for n in range(PAIRS):
        member, key = make_member(), uuid.uuid4()
        said = Draft(text="We plan one.", title=f"Topic {n}", category=category)

        def begin(by=member, key=key, said=said):
            made = discussions.begin(said, by=by, key=key, follows=True, at=timezone.now())
            return made.pk

        assert len(set(at_once(begin, begin))) == 1
    assert Topic.objects.count() == Post.objects.count() == Following.objects.count() == PAIRS


def test_two_clicks_send_one_reply_and_one_letter():
    topic, follower = make_topic(), make_member()
    discussions.follow(topic, follower, at=timezone.now())
    for n in range(PAIRS):
        key, by = uuid.uuid4(), make_member()

        def reply(by=by, key=key):
            made = discussions.reply(
                topic, "We do.", by=by, key=key, follows=False, at=timezone.now()
            )
            return made.pk

        assert len(set(at_once(reply, reply))) == 1
        topic.refresh_from_db()
        assert topic.replies == n + 1
    assert Letter.objects.filter(template="network/discussion_reply").count() == 1


def test_replies_of_many_are_all_counted_and_tell_each_once():
    topic, follower = make_topic(), make_member()
    discussions.follow(topic, follower, at=timezone.now())
    members = [make_member() for _ in range(8)]
    at_once(
        *[
            lambda by=by: discussions.reply(
                topic, "We do.", by=by, key=uuid.uuid4(), follows=False, at=timezone.now()
            )
            for by in members
        ]
    )
    topic.refresh_from_db()
    assert topic.replies == len(members) == topic.posts.shown().count() - 1
    assert Letter.objects.filter(template="network/discussion_reply").count() == 1


def test_replies_and_deletions_at_once_leave_a_true_count():
    topic = make_topic()
    old = [make_reply(topic) for _ in range(4)]
    members = [make_member() for _ in old]
    at_once(
        *[
            lambda post=post: discussions.delete(post, by=post.author, at=timezone.now())
            for post in old
        ],
        *[
            lambda post=post, by=by: discussions.reply(
                topic, "Yes.", by=by, key=uuid.uuid4(), answers=post, follows=False,
                at=timezone.now(),
            )
            for post, by in zip(old, members, strict=True)
        ],
    )  # fmt: skip
    topic.refresh_from_db()
    assert topic.replies == 4 == topic.posts.shown().count() - 1


def test_of_two_who_report_at_once_each_has_one():
    for _ in range(PAIRS):
        post, member = make_reply(make_topic()), make_member()

        def report(post=post, by=member):
            made = discussions.report(post, by=by, reason="rude", words="", at=timezone.now())
            return made.pk

        assert len(set(at_once(report, report))) == 1
    assert Report.objects.count() == PAIRS


def test_of_hiding_and_deleting_at_once_the_count_stays_true():
    manager = make_user("Network manager")
    for _ in range(PAIRS):
        member = make_member()
        post = make_reply(make_topic(), author=member)
        at_once(
            lambda post=post: discussions.hide(post, by=manager, at=timezone.now(), reason="No."),
            lambda post=post, by=member: discussions.delete(post, by=by, at=timezone.now()),
        )
        topic = Topic.objects.get(pk=post.topic_id)
        post.refresh_from_db()
        assert post.state in {"hidden", "deleted"}
        assert topic.replies == 0
        if post.state == "deleted":
            assert post.text == ""
