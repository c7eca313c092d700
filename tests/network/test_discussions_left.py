"""What goes of discussions when a member leaves, is erased, or when its time has come."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network import retention
from network.actions import discussions, membership
from network.models import EarlierText, Following, Member, Post, Report, Topic
from network.models.moderation import EARLIER_KEPT, REPORT_KEPT, UNSEEN_KEPT
from network.personal import KINDS, Person
from tests.factories import make_member, make_reply, make_report, make_topic, make_user

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
RULES = {rule.name: rule for rule in retention.RULES}


def planted(member):
    """A member's words everywhere that they can stand."""
    topic = make_topic("Zqtitle", text="Zqopening", author=member, title_is_public=True)
    post = make_reply(topic, "Zqreply", author=member)
    make_reply(topic, "> Zqreply\nIndeed.", answers=post)
    make_reply(topic, "Zqheld", author=member, state="held")
    EarlierText.objects.create(post=post, text="Zqearlier")
    make_report(reporter=member, words="Zqreported")
    discussions.follow(topic, member, at=NOW)
    return topic


def kept():
    """Every word of discussions that is kept anywhere."""
    return " ".join(
        [
            *(f"{one.text} {one.stems} {one.reason}" for one in Post.objects.all()),
            *Topic.objects.values_list("title", flat=True),
            *EarlierText.objects.values_list("text", flat=True),
            *Report.objects.values_list("words", flat=True),
        ]
    ).casefold()


def test_words_stay_as_those_of_a_former_member(client):
    member = make_member()
    topic = planted(member)
    membership.leave(member, at=NOW)
    assert not Post.objects.filter(author=member).exists()
    assert not Following.objects.exists()
    for word in ("zqtitle", "zqopening", "zqreply"):
        assert word in kept()
    for word in ("zqheld", "zqearlier", "zqreported"):
        assert word not in kept(), word
    assert not Topic.objects.in_public().exists()
    client.force_login(make_member().user)
    assert "A former member" in client.get(topic.get_absolute_url()).text


def test_words_go_too_where_the_member_wants_that(client):
    member = make_member()
    topic = planted(member)
    client.force_login(member.user)
    page = client.get("/network/account/leave/").text
    assert "Remove what I wrote in discussions, too" in page
    client.post("/network/account/leave/", {"with_words": "on"})
    assert "zq" not in kept()
    assert "indeed" in kept()
    member.refresh_from_db()
    assert member.left_at is not None
    topic.refresh_from_db()
    assert topic.replies == 1
    assert Topic.objects.seen().exists()  # for the sake of the one who answered


def test_whoever_is_erased_leaves_no_word():
    member = make_member()
    planted(member)
    person = Person(member.email)
    mine = [kind for kind in KINDS if kind.name in {"posts", "reports", "followed-topics"}]
    rows = [(kind, row) for kind in mine for row in kind.find(person)]
    assert "Zqearlier" in str([line.value for kind, row in rows for line in kind.lines(row)])
    assert [bool(kind.erase(row, person, NOW)) for kind, row in rows] == [True] * len(rows)
    assert [bool(kind.erase(row, person, NOW)) for kind, row in rows] == [False] * len(rows)
    assert "zq" not in kept()
    assert not Post.objects.filter(author=member).exists()


def test_a_member_takes_their_words_away(client):
    member = make_member()
    planted(member)
    client.force_login(member.user)
    said = client.get("/network/account/data.json").text
    for word in ("Zqtitle", "Zqopening", "Zqreply", "Zqheld", "Zqearlier", "Zqreported"):
        assert word in said


def test_the_export_of_a_member_holds_their_words_and_no_others():
    member = make_member()
    planted(member)
    topic = Topic.objects.first()
    theirs = make_reply(topic, "Zqother", author=make_member())
    mine = make_reply(topic, "> Zqother\nZqanswer", author=member, answers=theirs)
    EarlierText.objects.create(post=mine, text="> Zqother\nZqbefore")
    person = Person(member.email)
    said = str(
        [
            [line.value for line in kind.lines(row)]
            for kind in KINDS
            if kind.name in {"posts", "reports", "followed-topics"}
            for row in kind.find(person)
        ]
    )
    for word in ("Zqtitle", "Zqopening", "Zqreply", "Zqheld", "Zqearlier", "Zqreported"):
        assert word in said
    assert "Zqanswer" in said
    assert "Zqbefore" in said
    assert "Zqother" not in said


def test_what_was_deleted_before_is_not_left_in_what_others_quoted():
    def quoted():
        member = make_member()
        post = make_reply(make_topic(), "Zqreply", author=member)
        answer = make_reply(post.topic, "> Zqreply\nIndeed.", answers=post)
        EarlierText.objects.create(post=answer, text="> Zqreply\nYes.", until=NOW)
        discussions.delete(post, by=member, at=NOW)
        return member, post

    member, _post = quoted()
    membership.leave(member, at=NOW, with_words=True)
    assert "zq" not in kept()
    _member, post = quoted()
    assert discussions.erase(post, at=NOW)
    assert not discussions.erase(post, at=NOW)
    assert "zq" not in kept()
    quoted()
    retention.apply(RULES["earlier-texts"], at=NOW + EARLIER_KEPT)
    assert "zq" not in kept()
    assert "indeed" in kept()


def test_a_title_that_goes_is_in_no_letter_to_others():
    member, other = make_member(), make_member()
    topic = planted(member)
    discussions.follow(topic, other, at=NOW)
    fields = {"by": member, "key": uuid.uuid4(), "follows": False, "at": NOW}
    discussions.reply(topic, "Anybody?", **fields)
    letter = Letter.objects.get(to=other.email)
    assert "Zqtitle" in letter.subject
    membership.leave(member, at=NOW, with_words=True)
    letter.refresh_from_db()
    assert letter.state == Letter.State.CANCELLED
    assert "Zq" not in f"{letter.subject} {letter.text} {letter.html}"


# --- Retention ---------------------------------------------------------------------------------


def due(name, at):
    return retention.due(RULES[name], at=at)


def test_earlier_texts_go_at_their_time_unless_a_moderator_has_to_look():
    post = make_reply(make_topic())
    EarlierText.objects.create(post=post, text="Before", until=NOW)
    assert due("earlier-texts", NOW + EARLIER_KEPT - SECOND) == 0
    assert due("earlier-texts", NOW + EARLIER_KEPT) == 1
    report = make_report(post)
    assert due("earlier-texts", NOW + EARLIER_KEPT) == 0
    Report.objects.filter(pk=report.pk).update(state="left", decided_at=NOW)
    assert retention.apply(RULES["earlier-texts"], at=NOW + EARLIER_KEPT) == 1
    assert retention.apply(RULES["earlier-texts"], at=NOW + EARLIER_KEPT) == 0


@pytest.mark.parametrize("state", ["held", "hidden"])
def test_what_nobody_may_read_loses_its_words_at_its_time(state):
    topic = make_topic("Zqtitle", state=state)
    Post.objects.update(state_at=NOW)
    assert due("unseen-posts", NOW + UNSEEN_KEPT - SECOND) == 0
    assert retention.apply(RULES["unseen-posts"], at=NOW + UNSEEN_KEPT) == 1
    assert retention.apply(RULES["unseen-posts"], at=NOW + UNSEEN_KEPT) == 0
    topic.refresh_from_db()
    assert (topic.title, topic.opening.text) == ("", "")
    assert not Topic.objects.seen().exists()


def test_reports_go_at_their_time_and_not_while_they_wait():
    make_report()
    make_report(state="left", decided_at=NOW)
    assert due("settled-reports", NOW + REPORT_KEPT - SECOND) == 0
    assert retention.apply(RULES["settled-reports"], at=NOW + REPORT_KEPT) == 1
    assert Report.objects.count() == 1


def test_a_member_whom_a_manager_removes_leaves_their_words():
    member = make_member()
    planted(member)
    membership.leave(member, at=timezone.now(), by=make_user("Network manager"))
    assert "zqreply" in kept()
    assert Member.objects.get(pk=member.pk).left_at
