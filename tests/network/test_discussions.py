"""What members do with their words: limits, what is held back, editing, deleting, and letters."""

import datetime as dt
import uuid

import pytest

from casestudies.editorial import NotPossible
from collab_directory import limits
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network import written
from network.actions import discussions
from network.actions.discussions import Draft, writing
from network.models import DiscussionCategory, EarlierText, Following, Member, Post, Report, Topic
from tests.factories import make_member, make_reply, make_topic, make_user

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
LINK = "See https://example.org/report"
REPLY = "network/discussion_reply"


def draft(text="We plan one.", title="Who shares a station?", **fields):
    category = DiscussionCategory.objects.get(slug="questions")
    return Draft(text=text, title=title, category=category, **fields)


def begin(by, said=None, *, at=NOW, follows=True, key=None):
    key = key or uuid.uuid4()
    return discussions.begin(said or draft(), by=by, key=key, follows=follows, at=at)


def reply(topic, by, text="We do.", *, at=NOW, follows=True, **fields):
    fields.setdefault("key", uuid.uuid4())
    return discussions.reply(topic, text, by=by, follows=follows, at=at, **fields)


def seasoned(**fields):
    """A member whose links are not looked at any more."""
    member = make_member(**fields)
    topic = make_topic(author=member)
    for _ in range(writing.FIRST_POSTS):
        make_reply(topic, author=member)
    return member


def letters(template=REPLY):
    return Letter.objects.filter(template=template).order_by("pk")


# --- Writing -----------------------------------------------------------------------------------


def test_the_same_form_makes_one_topic_and_one_reply():
    member, key = make_member(), uuid.uuid4()
    assert begin(member, key=key) == begin(member, draft("Other words."), key=key)
    topic, key = Topic.objects.get(), uuid.uuid4()
    assert reply(topic, member, key=key) == reply(topic, member, "Other words.", key=key)
    assert Post.objects.count() == 2
    topic.refresh_from_db()
    assert topic.replies == 1


@pytest.mark.parametrize("standing", ["closed", "locked"])
def test_a_topic_that_is_closed_takes_no_reply(standing):
    topic = make_topic(standing=standing)
    with pytest.raises(NotPossible):
        reply(topic, make_member())
    assert topic.posts.count() == 1


@pytest.mark.parametrize("state", ["held", "hidden", "deleted"])
def test_a_topic_that_is_not_seen_takes_no_reply(state):
    topic = make_topic(state=state)
    with pytest.raises(NotPossible):
        reply(topic, make_member())


def test_too_many_posts_are_held_and_then_refused():
    member = make_member()
    topic = begin(member).topic
    (often, _window), *_rest = writing.BY_MEMBER.windows
    states = [reply(topic, member, at=NOW + n * MINUTE / 9).state for n in range(often)]
    assert states == ["shown"] * (often - 1) + ["held"]
    (held, _window), *_rest = writing.HELD_BY_MEMBER.windows
    for _ in range(held - 1):
        assert reply(topic, member, at=NOW + MINUTE).held_why == "often"
    before = Post.objects.count()
    with pytest.raises(limits.Refused):
        reply(topic, member, at=NOW + MINUTE)
    assert Post.objects.count() == before
    topic.refresh_from_db()
    assert topic.replies == often - 1


@pytest.mark.parametrize("text", [LINK, "HTTP://EXAMPLE.ORG/", "at www.example.org"])
def test_the_first_links_of_a_new_member_are_held(text):
    post = begin(make_member(), draft(text))
    assert (post.state, post.held_why) == ("held", "link")
    assert Report.objects.get().reason == "held"
    assert not Topic.objects.seen().exists()


def test_a_link_in_a_title_is_a_link():
    assert begin(make_member(), draft(title=LINK)).state == "held"


def test_to_quote_a_link_that_members_read_brings_none_in():
    opening = begin(seasoned(), draft(LINK))
    quotation = written.quoted(opening.text)
    new, other = make_member(), "https://evil.example/"
    assert reply(opening.topic, new, f"{quotation}Thanks.", answers=opening).state == "shown"
    assert reply(opening.topic, new, f"{quotation}{other}", answers=opening).held_why == "link"
    assert reply(opening.topic, new, f"> {other}", answers=opening).held_why == "link"


def test_a_link_that_nobody_reads_yet_is_not_let_in_by_quoting_it():
    topic, new = make_topic(), make_member()
    held = reply(topic, new, LINK)
    assert reply(topic, new, f"> {LINK}", answers=held).state == "held"


def test_links_of_those_who_are_known_are_shown():
    assert begin(seasoned(), draft(LINK)).state == "shown"


def test_a_link_does_not_come_in_by_way_of_a_change():
    member = make_member()
    post = begin(member)
    reply(post.topic, make_member())
    discussions.edit(post, draft(LINK), by=member, at=NOW + MINUTE)
    post.refresh_from_db()
    assert post.state == "held"
    assert letters().get().state == Letter.State.CANCELLED
    known = seasoned()
    post = begin(known)
    discussions.edit(post, draft(LINK), by=known, at=NOW + MINUTE)
    post.refresh_from_db()
    assert post.state == "shown"


def test_a_link_that_was_let_in_is_not_changed_for_another():
    member, manager = make_member(), make_user("Network manager")
    post = begin(member, draft(f"See {LINK}."))
    discussions.show(post, by=manager, at=NOW)
    discussions.edit(post, draft(f"So, see {LINK}"), by=member, at=NOW + MINUTE)
    post.refresh_from_db()
    assert post.state == "shown"
    discussions.edit(post, draft("See https://evil.example/"), by=member, at=NOW + MINUTE)
    post.refresh_from_db()
    assert (post.state, post.held_why) == ("held", "link")


def test_the_group_hears_that_something_is_held_and_not_what(settings):
    settings.CONTACT_EMAIL = "group@example.org"
    begin(make_member(), draft(f"{LINK} Zqsecret"))
    letter = letters("network/discussion_for_group").get()
    assert letter.to == "group@example.org"
    assert "Zqsecret" not in letter.text


def test_the_trail_names_no_member():
    member = make_member()
    discussions.delete(begin(member), by=member, at=NOW)
    assert {record.actor for record in AuditRecord.objects.all()} == {None}


# --- Changing and taking back ------------------------------------------------------------------


def test_a_post_is_changed_within_half_an_hour_and_the_earlier_text_is_kept():
    member = make_member()
    post = begin(member)
    last = NOW + 30 * MINUTE - dt.timedelta(seconds=1)
    said = draft("We have one.", "Who shares a workshop?")
    assert discussions.edit(post, said, by=member, at=last)
    post.refresh_from_db()
    assert (post.text, post.edited_at, post.topic.title) == (
        "We have one.",
        last,
        "Who shares a workshop?",
    )
    assert "workshop" in post.stems
    earlier = EarlierText.objects.get()
    assert (earlier.title, earlier.text) == ("Who shares a station?", "We plan one.")
    assert not discussions.edit(post, said, by=member, at=last)
    assert EarlierText.objects.count() == 1


@pytest.mark.parametrize("why", ["late", "other", "locked", "hidden"])
def test_a_post_is_not_changed(why):
    member = make_member()
    post = begin(member)
    at = NOW + 30 * MINUTE if why == "late" else NOW
    by = make_member() if why == "other" else member
    if why == "locked":
        Topic.objects.update(standing="locked")
    if why == "hidden":
        Post.objects.update(state="hidden", reason="Not here.")
    with pytest.raises(NotPossible):
        discussions.edit(post, draft("Other words."), by=by, at=at)
    post.refresh_from_db()
    assert post.text == "We plan one."


def test_who_deletes_a_reply_leaves_its_place_and_not_its_words():
    topic, member = make_topic(), make_member()
    post = reply(topic, member, "Zqsecret")
    assert discussions.delete(post, by=member, at=NOW)
    assert not discussions.delete(post, by=member, at=NOW)
    post.refresh_from_db()
    topic.refresh_from_db()
    assert (post.state, post.text, post.stems, topic.replies) == ("deleted", "", "", 0)
    assert list(Post.objects.standing_in(topic, make_member())) == [post]
    assert EarlierText.objects.get().text == "Zqsecret"


def test_nobody_deletes_what_another_wrote():
    post = make_reply(make_topic())
    assert not discussions.delete(post, by=make_member(), at=NOW)


def test_a_topic_goes_with_its_opening_unless_somebody_answered():
    member = make_member()
    alone, answered = begin(member), begin(member)
    reply(answered.topic, make_member())
    for opening in (alone, answered):
        discussions.delete(opening, by=member, at=NOW)
    assert list(Topic.objects.seen()) == [answered.topic]


def test_a_title_goes_with_the_last_who_needed_it():
    """What its author deleted and nobody reads is not kept but beside its earlier text."""
    member, other = make_member(), make_member()
    alone, answered = begin(member), begin(member)
    theirs = reply(answered.topic, other)
    for opening in (alone, answered):
        discussions.delete(opening, by=member, at=NOW)
    titles = Topic.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["", draft().title]
    assert set(alone.earlier.values_list("title", flat=True)) == {draft().title}
    discussions.delete(theirs, by=other, at=NOW)
    assert list(titles.all()) == ["", ""]


@pytest.mark.parametrize("state", ["held", "hidden"])
def test_what_was_never_read_leaves_no_place_when_it_is_deleted(state):
    topic, member = make_topic(), make_member()
    post = make_reply(topic, author=member, state=state)
    discussions.delete(post, by=member, at=NOW)
    assert not Post.objects.standing_in(topic, make_member()).exists()


@pytest.mark.parametrize("state", ["held", "hidden"])
def test_a_hidden_topic_does_not_come_back_when_its_opening_is_deleted(state):
    member = make_member()
    topic = make_topic(author=member)
    make_reply(topic)
    fields = {"reason": "No."} if state == "hidden" else {"held_why": "link"}
    Post.objects.filter(pk=topic.opening_id).update(state=state, **fields)
    discussions.delete(topic.opening, by=member, at=NOW)
    assert not Topic.objects.seen().exists()


def test_only_its_author_closes_a_topic_and_opens_it_again():
    member = make_member()
    topic = make_topic(author=member)
    assert not discussions.close_own(topic, by=make_member(), at=NOW)
    assert discussions.close_own(topic, by=member, at=NOW)
    assert discussions.reopen_own(topic, by=member, at=NOW)


def test_what_a_moderator_closed_its_author_does_not_open():
    member = make_member()
    topic = make_topic(author=member)
    manager = make_user("Network manager")
    for shut in (discussions.close, discussions.lock):
        assert shut(topic, by=manager, at=NOW, reason="Enough.")
        assert not discussions.reopen_own(topic, by=member, at=NOW)
    assert discussions.reopen(topic, by=manager, at=NOW)
    topic.refresh_from_db()
    assert (topic.standing, topic.reason) == ("open", "")


# --- Letters -----------------------------------------------------------------------------------


def test_a_reply_tells_who_follows_and_not_its_author():
    author, other = make_member(), make_member()
    topic = begin(author).topic
    reply(topic, other)
    letter = letters().get()
    assert letter.to == author.email
    assert letter.unsubscribe.startswith("https://testserver/") or letter.unsubscribe
    reply(topic, author, at=NOW + MINUTE)
    assert [one.to for one in letters()] == [author.email, other.email]


def test_a_letter_holds_no_word_of_the_reply():
    author = make_member()
    reply(begin(author).topic, make_member(name="Zqname"), "Zqsecret")
    letter = letters().get()
    assert "Zqsecret" not in letter.text + letter.html + letter.subject
    assert "Zqname" not in letter.text + letter.html + letter.subject


def test_a_burst_is_one_letter_until_somebody_looks_or_a_day_has_passed():
    author = make_member()
    topic = begin(author).topic

    def sent(at):
        reply(topic, make_member(), at=at, follows=False)
        return letters().filter(to=author.email).count()

    assert [sent(NOW + n * MINUTE) for n in range(3)] == [1, 1, 1]
    discussions.has_seen(topic, author, at=NOW + 5 * MINUTE)
    assert sent(NOW + 6 * MINUTE) == 2
    assert sent(NOW + DAY + 5 * MINUTE) == 2
    assert sent(NOW + DAY + 6 * MINUTE) == 3


@pytest.mark.parametrize("why", ["never", "ended", "left", "switched off"])
def test_who_does_not_follow_or_belong_gets_no_letter(why):
    author = make_member()
    topic = begin(author, follows=why != "never").topic
    if why == "ended":
        discussions.unfollow(topic, author, at=NOW)
    if why == "left":
        gone = dict.fromkeys(("email", "name", "role", "about"), "")
        Member.objects.filter(pk=author.pk).update(left_at=NOW, **gone)
    if why == "switched off":
        author.user.is_active = False
        author.user.save()
    reply(topic, make_member())
    assert not letters().exists()


def test_a_held_reply_tells_nobody_until_it_is_shown_and_then_once():
    author = make_member()
    topic = begin(author).topic
    post = reply(topic, make_member(), LINK)
    assert post.state == "held"
    assert not letters().exists()
    manager = make_user("Network manager")
    for _ in range(2):
        discussions.show(post, by=manager, at=NOW + MINUTE)
    assert [one.to for one in letters()] == [author.email]
    assert letters("network/discussion_shown").count() == 1


def test_a_letter_that_waits_is_taken_back_with_what_it_is_about():
    author = make_member()
    topic = begin(author).topic
    post = reply(topic, make_member())
    discussions.hide(post, by=make_user("Network manager"), at=NOW, reason="No.")
    assert letters().get().state == Letter.State.CANCELLED


def test_one_press_ends_the_letters_about_one_topic(client):
    author = make_member()
    topic, other = begin(author).topic, begin(author).topic
    reply(topic, make_member())
    letter = letters().get()
    address = "/" + letter.unsubscribe.split("/", 3)[3]
    assert client.get(address).status_code == 200
    assert Following.objects.filter(ended_at=None, topic=topic, member=author).exists()
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "You get no more letters" in answer.text
    assert topic.title not in answer.text.split("<main")[1]
    assert not Following.objects.filter(ended_at=None, topic=topic, member=author).exists()
    assert Following.objects.filter(ended_at=None, topic=other, member=author).exists()
    assert client.post(address).status_code == 200


# --- Reports -----------------------------------------------------------------------------------


def test_a_report_is_one_however_often_it_is_sent():
    post, member = make_reply(make_topic()), make_member()
    first = discussions.report(post, by=member, reason="rude", words="Look.", at=NOW)
    assert first == discussions.report(post, by=member, reason="other", words="", at=NOW)
    assert Report.objects.count() == 1
    assert discussions.report(post, by=make_member(), reason="rude", words="", at=NOW) != first


def test_one_does_not_report_oneself_nor_what_one_cannot_read():
    post = make_reply(make_topic())
    assert discussions.report(post, by=post.author, reason="rude", words="", at=NOW) is None
    hidden = make_reply(make_topic(), state="hidden")
    assert discussions.report(hidden, by=make_member(), reason="rude", words="", at=NOW) is None


def test_reports_have_a_limit():
    member, topic = make_member(), make_topic()
    (times, _window), *_rest = discussions.reporting.BY_MEMBER.windows
    posts = [make_reply(topic, author=topic.opening.author) for _ in range(times + 1)]
    for post in posts[:-1]:
        discussions.report(post, by=member, reason="rude", words="", at=NOW)
    with pytest.raises(limits.Refused):
        discussions.report(posts[-1], by=member, reason="rude", words="", at=NOW)
    assert Report.objects.count() == times
