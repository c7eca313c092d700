"""What moderators do, and that nobody else finds what is held or hidden."""

import datetime as dt
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.editorial import NotAllowed, NotPossible
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import discussions
from network.actions.discussions import Draft
from network.models import Report, Topic
from network.personal import KINDS, Person
from tests.factories import (
    make_member,
    make_reply,
    make_report,
    make_study,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
LIST = "/network/discussions/"
WORDS = ("zqheldtitle", "zqheldtext", "zqheldreply", "zqhiddenreply")


@pytest.fixture
def manager():
    return make_user("Network manager")


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(report):
    return reverse("admin:network_report_change", args=[report.pk])


# --- Deciding ----------------------------------------------------------------------------------


def test_a_post_is_hidden_with_a_reason_and_its_author_told(manager):
    post = make_reply(make_topic())
    report, another = make_report(post), make_report(post)
    answer = as_user(manager).post(page_of(report), {"decision": "hide", "reason": "Names her."})
    assert answer.status_code == 302
    post.refresh_from_db()
    assert (post.state, post.reason, post.moderated_by) == ("hidden", "Names her.", manager)
    for one in (report, another):
        one.refresh_from_db()
        assert (one.state, one.decided_by) == ("hidden", manager)
    letter = Letter.objects.get(template="network/discussion_hidden")
    assert letter.to == post.author.email
    assert "Names her." in letter.text
    assert AuditRecord.objects.get(action="post.hidden").actor == manager


def test_hiding_needs_a_reason(manager):
    report = make_report()
    page = as_user(manager).post(page_of(report), {"decision": "hide", "reason": " "})
    assert "Say why, so that the author knows." in page.text
    report.refresh_from_db()
    assert report.state == "open"


def test_what_was_held_is_shown_and_what_was_hidden_comes_back(manager):
    topic = make_topic()
    for state in ("held", "hidden"):
        post = make_reply(topic, state=state)
        report = make_report(post, reason="held")
        as_user(manager).post(page_of(report), {"decision": "show"})
        post.refresh_from_db()
        assert (post.state, post.reason, post.held_why) == ("shown", "", "")
    topic.refresh_from_db()
    assert topic.replies == 2


SEEN = re.compile(r'name="seen"(?: value="([^"]*)")?')


def seen_on(page):
    return SEEN.search(page.text)[1] or ""


@pytest.mark.parametrize("door", ["report", "post"])
def test_nobody_lets_through_what_was_changed_while_they_read(manager, door):
    """Its author has half an hour in which to put other words in the place of those."""
    post = make_topic(state="held", text="Harmless.").opening
    report = make_report(post, reason="held")
    post_page = reverse("admin:network_post_show", args=[post.pk])
    address = page_of(report) if door == "report" else post_page
    browser = as_user(manager)
    page = browser.get(address)
    assert "Harmless." in page.text
    said = Draft("Zqother.", title="Zqtitle", category=post.topic.category)
    discussions.edit(post, said, by=post.author, at=post.created_at)
    page = browser.post(address, {"decision": "show", "seen": seen_on(page)})
    post.refresh_from_db()
    assert post.state == "held"
    assert "Its author has changed it since you read it." in page.text
    assert "Zqother." in page.text
    assert "Zqtitle" in page.text
    browser.post(address, {"decision": "show", "seen": seen_on(page)})
    post.refresh_from_db()
    assert post.state == "shown"


def test_what_is_shown_may_be_left_and_what_is_not_may_not(manager):
    report = make_report()
    as_user(manager).post(page_of(report), {"decision": "leave"})
    report.refresh_from_db()
    assert report.state == "left"
    held = make_report(make_reply(make_topic(), state="held"), reason="held")
    with pytest.raises(NotPossible):
        discussions.leave(held, by=manager, at=NOW)


def test_deciding_twice_changes_nothing(manager):
    post = make_reply(make_topic())
    assert discussions.hide(post, by=manager, at=NOW, reason="No.")
    assert not discussions.hide(post, by=manager, at=NOW, reason="No.")
    assert discussions.show(post, by=manager, at=NOW)
    assert not discussions.show(post, by=manager, at=NOW)
    assert Letter.objects.filter(template="network/discussion_hidden").count() == 1


def test_nobody_decides_about_what_they_wrote(manager):
    member = make_member(user=manager)
    topic = make_topic(author=member)
    report = make_report(topic.opening)
    client = as_user(manager)
    page = client.get(page_of(report)).text
    assert "You wrote this yourself" in page
    assert 'name="decision"' not in page
    assert client.post(page_of(report), {"decision": "leave"}).status_code == 403
    for name, thing in (("post", topic.opening), ("topic", topic)):
        shown = client.get(reverse(f"admin:network_{name}_change", args=[thing.pk])).text
        for decision in ("hide", "lock", "close"):
            assert f"/{thing.pk}/{decision}/" not in shown
    hide = reverse("admin:network_post_hide", args=[topic.opening_id])
    assert client.post(hide, {"reason": "No."}).status_code == 403
    for act in (discussions.hide, discussions.close, discussions.lock):
        with pytest.raises(NotAllowed):
            act(topic if act != discussions.hide else topic.opening, by=manager, at=NOW, reason="x")
    for act, thing in (
        (discussions.show, topic.opening),
        (discussions.reopen, topic),
        (discussions.leave, report),
    ):
        with pytest.raises(NotAllowed):
            act(thing, by=manager, at=NOW)
    report.refresh_from_db()
    assert report.state == "open"


@pytest.mark.parametrize("role", [None, "Editor", "Publisher", "Data protection"])
def test_other_roles_decide_nothing(role):
    user, topic = make_user(role), make_topic()
    report = make_report(topic.opening)
    for act in (
        lambda: discussions.hide(topic.opening, by=user, at=NOW, reason="x"),
        lambda: discussions.show(topic.opening, by=user, at=NOW),
        lambda: discussions.leave(report, by=user, at=NOW),
        lambda: discussions.lock(topic, by=user, at=NOW, reason="x"),
        lambda: discussions.reopen(topic, by=user, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("name", ["close", "lock"])
def test_a_topic_is_closed_with_a_reason_that_members_read(manager, name):
    topic = make_topic()
    client = as_user(manager)
    address = reverse(f"admin:network_topic_{name}", args=[topic.pk])
    assert "Say why." in client.post(address, {"reason": ""}).text
    client.post(address, {"reason": "It went in circles."})
    page = as_user(make_member().user).get(topic.get_absolute_url()).text
    assert "It went in circles." in page
    assert "Send the reply" not in page
    client.post(reverse("admin:network_topic_reopen", args=[topic.pk]))
    page = as_user(make_member().user).get(topic.get_absolute_url()).text
    assert "It went in circles." not in page
    assert "Send the reply" in page


def test_moderators_read_what_a_post_said_before(manager):
    member = make_member()
    post = make_reply(make_topic(), "Zqbefore", author=member)
    discussions.edit(post, discussions.Draft("After"), by=member, at=timezone.now())
    report = make_report(post)
    client = as_user(manager)
    for address in (page_of(report), reverse("admin:network_post_change", args=[post.pk])):
        assert "Zqbefore" in client.get(address).text
    assert "Zqbefore" not in as_user(make_member().user).get(post.topic.get_absolute_url()).text


def test_the_list_of_a_moderator_costs_the_same_however_long(
    manager, django_assert_max_num_queries
):
    for _ in range(12):
        make_report()
    client = as_user(manager)
    for name in ("report", "post", "topic"):
        with django_assert_max_num_queries(20):
            client.get(reverse(f"admin:network_{name}_changelist"))


def test_a_category_in_use_is_not_deleted(manager):
    topic = make_topic()
    client = as_user(manager)
    address = reverse("admin:network_discussioncategory_delete", args=[topic.category_id])
    client.post(address, {"post": "yes"})
    assert Topic.objects.filter(category=topic.category_id).exists()
    edit = reverse("admin:network_discussioncategory_change", args=[topic.category_id])
    client.post(edit, {"name": "Asked", "slug": "asked", "hint": "", "position": 1})
    topic.category.refresh_from_db()
    assert topic.category.name == "Asked"


# --- What is held or hidden is nowhere ---------------------------------------------------------


def planted():
    """Held and hidden words, in the midst of what everybody reads. Their authors."""
    study = make_study("Shared station")
    author = make_member()
    topic = make_topic("Open title", study=study, title_is_public=True)
    discussions.follow(topic, make_member(), at=NOW)
    make_topic(
        "Zqheldtitle", text="Zqheldtext", state="held", author=author, study=study,
        title_is_public=True,
    )  # fmt: skip
    make_reply(topic, "Zqheldreply", state="held", author=author)
    hidden = make_reply(topic, "Zqhiddenreply", state="hidden", author=author)
    make_reply(topic, "> Zqhiddenreply\nIndeed.", answers=hidden)
    return author, topic, study, hidden


def addresses(topic, study, hidden):
    yield from (LIST, topic.get_absolute_url(), study.get_absolute_url(), "/network/")
    yield from (f"{LIST}?show=unanswered", f"{LIST}?scheme={study.slug}", f"{LIST}?show=mine")
    yield from (f"{LIST}?q={word}" for word in WORDS)
    yield f"{topic.get_absolute_url()}?quote={hidden.pk}"
    yield reverse("network:account_data")


def test_what_is_unseen_is_in_no_page_count_search_letter_or_export_of_others():
    author, topic, study, hidden = planted()
    other = make_member()
    for reader in (as_user(other.user), Client(), as_user(make_user("Editor"))):
        for address in addresses(topic, study, hidden):
            page = reader.get(address)
            text = page.content.decode().casefold()
            typed = address.partition("?q=")[2]
            assert not [w for w in WORDS if w in text and w != typed], address
    page = as_user(other.user).get(LIST).text
    assert ">1 topic<" in page
    assert "1 discussion about" in as_user(other.user).get(study.get_absolute_url()).text
    assert "1 reply" in page
    for post in (hidden, Topic.objects.get(title="Zqheldtitle").opening):
        assert as_user(other.user).get(post.get_absolute_url()).status_code == 404
        for name in ("report", "edit", "delete"):
            address = reverse(f"network:discussion_{name}", args=[post.pk])
            assert as_user(other.user).get(address).status_code == 404
    unseen = Topic.objects.get(title="Zqheldtitle").get_absolute_url()
    there, nothing = (as_user(other.user).get(a) for a in (unseen, f"{LIST}99-nothing/"))
    assert (there.status_code, there.content) == (404, nothing.content)
    letters = " ".join(f"{one.subject} {one.text}" for one in Letter.objects.all()).casefold()
    assert not [word for word in WORDS if word in letters]
    person = Person(other.email)
    lines = [line.value for kind in KINDS for row in kind.find(person) for line in kind.lines(row)]
    assert not [word for word in WORDS if word in json.dumps(lines, default=str).casefold()]
    assert author != other


def test_its_author_finds_it_and_reads_how_it_stands():
    author, topic, _study, _hidden = planted()
    client = as_user(author.user)
    page = client.get(topic.get_absolute_url()).text
    assert "Zqheldreply" in page
    assert "Only you see this yet." in page
    assert "A moderator has hidden this; only you see it." in page
    assert "Not here." in page
    assert "Zqheldtitle" in client.get(f"{LIST}?show=mine").text


def test_a_moderator_who_is_reported_does_not_read_by_whom():
    author = make_member(user=make_user("Network manager"))
    post = make_reply(make_topic(), "Zqtext", author=author)
    report = make_report(post, reporter=make_member(), words="Zqwords")
    reporter = reverse("admin:network_member_change", args=[report.reporter.pk])
    page = as_user(author.user).get(page_of(report)).text
    assert "Zqtext" in page
    for said in ("Zqwords", reporter):
        assert said not in page
        assert said in as_user(make_user("Network manager")).get(page_of(report)).text


def test_a_report_says_nothing_of_who_made_it_to_anybody_but_moderators():
    reporter = make_member(name="Zqreporter", shows_name="members")
    post = make_reply(make_topic())
    discussions.report(post, by=reporter, reason="rude", words="Zqwords", at=NOW)
    discussions.hide(post, by=make_user("Network manager"), at=NOW, reason="It is rude.")
    page = as_user(post.author.user).get(post.topic.get_absolute_url()).text
    letters = " ".join(one.text for one in Letter.objects.filter(to=post.author.email))
    for word in ("Zqreporter", "Zqwords"):
        assert word not in page + letters
    assert Report.objects.get().reporter == reporter
