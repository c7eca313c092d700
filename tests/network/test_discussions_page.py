"""The list of discussions, and the page of each: what members read, write and find."""

import datetime as dt
import html
import random
import re
import uuid
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.discussion_questions import FACETS
from network.discussions import Discussions
from network.models import Following, Member, Post, Topic
from network.topic_pages import REPLIES_PER_PAGE
from tests.factories import make_member, make_reply, make_study, make_topic, make_types, make_user
from tests.forms import fill_in, ticket_of

pytestmark = pytest.mark.django_db

LIST = "/network/discussions/"
NEW = f"{LIST}new/"
MOST_QUERIES = 10  # of a page, with those for the session and who it is
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def reader(client):
    member = make_member(name="Rae Reader", shows_name=Member.Seen.MEMBERS)
    client.force_login(member.user)
    return member


def as_member(member):
    client = Client()
    client.force_login(member.user)
    return client


def ask(reader, **params):
    return Discussions(QueryDict(urlencode(params, doseq=True)), reader)


def titles(found):
    return [line.topic.title for line in found.shown]


def said(**changes):
    return {
        "title": "Who shares a workshop?",
        "category": "questions",
        "text": "We would like to visit one.",
        "follows": "on",
    } | changes


# --- Beginning and replying --------------------------------------------------------------------


def test_a_member_begins_a_topic_and_others_read_it(client, reader):
    study = make_study("Shared workshop")
    answer = fill_in(client, NEW, said(study="shared workshop", type="shared-premises"))
    topic = Topic.objects.get()
    assert answer["Location"] == f"{LIST}{topic.pk}-who-shares-a-workshop/"
    assert (topic.study, topic.type.slug, topic.category.slug) == (
        study,
        "shared-premises",
        "questions",
    )
    other = make_member()
    page = as_member(other).get(answer["Location"]).text
    assert "<h1>Who shares a workshop?</h1>" in page
    assert "We would like to visit one." in page
    assert "Rae Reader" in page
    assert study.get_absolute_url() in page
    assert titles(ask(other)) == ["Who shares a workshop?"]


def test_sending_it_twice_makes_one(client, reader):
    ticket = ticket_of(client.get(NEW))
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1), tick=False):
        both = [client.post(NEW, {"ticket": ticket} | said()) for _ in range(2)]
    assert both[0]["Location"] == both[1]["Location"]
    assert Topic.objects.count() == Post.objects.count() == 1


def test_a_reply_stands_below_and_leads_back_to_itself(client, reader):
    topic = make_topic()
    answer = fill_in(client, topic.get_absolute_url(), {"text": "We do, since 2012."})
    post = Post.objects.latest("pk")
    assert answer["Location"] == f"{topic.get_absolute_url()}#reply-{post.pk}"
    page = client.get(topic.get_absolute_url()).text
    assert f'id="reply-{post.pk}"' in page
    assert "1 reply" in page


def test_a_reply_can_quote_and_says_whom_as_they_are_shown_today(client, reader):
    shown = make_member(name="Ann Other", shows_name=Member.Seen.MEMBERS)
    topic = make_topic()
    post = make_reply(topic, "It cost a lot.\n\nAnd it helped.", author=shown)
    page = client.get(topic.get_absolute_url(), {"quote": post.pk}).text
    assert "&gt; It cost a lot.\n&gt;\n&gt; And it helped." in page
    fill_in(
        client, topic.get_absolute_url(), {"text": "> It cost a lot.\nWhy?", "answers": post.pk}
    )
    page = client.get(topic.get_absolute_url()).text
    assert re.search(r'in answer to <a href="[^"]+">Ann Other</a>', page)
    assert "<blockquote><p>It cost a lot.</p></blockquote>" in page
    Member.objects.update(shows_name=Member.Seen.NOBODY)
    assert "Ann Other" not in client.get(topic.get_absolute_url()).text


@pytest.mark.parametrize("state", ["hidden", "deleted"])
def test_what_was_quoted_goes_with_what_it_was_taken_from(client, reader, state):
    topic = make_topic()
    post = make_reply(topic, "Zqsecret.")
    make_reply(topic, "> Zqsecret.\nWhy?", answers=post)
    empty = {"text": "", "stems": ""} if state == "deleted" else {"reason": "No."}
    Post.objects.filter(pk=post.pk).update(state=state, **empty)
    page = client.get(topic.get_absolute_url()).text
    assert "Zqsecret" not in page
    assert "What was quoted here is no longer there." in page
    assert "Why?" in page


# --- Bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"title": ""}, "Write a title"),
        ({"title": "https://example.org/"}, "Write the title in words"),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"title": "two\x0blines"}, "Take out the line break or control character"),
        ({"category": ""}, "Choose a category"),
        ({"category": "atlantis"}, "Choose one of the categories in the list"),
        ({"text": ""}, "Write your text"),
        ({"text": "> what somebody else said"}, "Say something in words of your own"),
        ({"text": "x" * 5001}, "at most 5000 characters"),
        ({"study": "Nothing of ours"}, "Choose a case study from the list"),
        ({"type": "atlantis"}, "Choose one of the types in the list"),
        ({"website": "http://spam.example"}, "A box that should stay empty was filled in"),
    ],
)
def test_bad_input_loses_nothing_and_says_what_to_do(client, reader, changes, sentence):
    answer = fill_in(client, NEW, said(title="Zqkept", text="Zqkept too") | changes)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert "Zqkept" in answer.text
    assert not Topic.objects.exists()


def test_a_form_sent_too_fast_or_without_its_ticket_keeps_what_was_typed(client, reader):
    for answers in (said(text="Zqkept"), said(text="Zqkept", ticket="forged")):
        answer = client.post(NEW, answers)
        assert "Zqkept" in answer.text
    assert not Topic.objects.exists()


def test_a_draft_is_unpublished_and_so_cannot_be_named(client, reader):
    make_study("Secret scheme", state="draft")
    assert "Secret scheme" not in client.get(NEW).text
    answer = fill_in(client, NEW, said(study="Secret scheme"))
    assert "Choose a case study from the list" in answer.text


def test_who_was_signed_out_meanwhile_is_given_back_what_they_typed(client, reader):
    topic = make_topic()
    client.logout()
    for address in (NEW, topic.get_absolute_url(), f"{LIST}99-nothing/"):
        answer = client.post(address, {"text": "Zqkept words of mine"})
        assert answer.status_code == 403
        assert "Zqkept words of mine" in answer.text
    assert Post.objects.count() == 1


def test_what_another_site_sends_is_not_made_a_button():
    """A browser brings no session with it: its reader would send it as their own by one press."""
    text = "Somebody else's words, and there are more than sixty letters of them."
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.post("/network/discussions/new/", {"title": "Theirs", "text": text})
    assert page.status_code == 403
    assert html.escape(text) in page.text  # to be copied, if it was theirs after all
    assert "Send what I typed" not in page.text
    assert "Theirs" not in page.text


def test_a_signed_out_reply_is_the_same_whether_or_not_the_topic_is_there(client):
    topic = make_topic()
    there = client.post(topic.get_absolute_url(), {"text": "Words"}).text
    nowhere = client.post(f"{LIST}99-nothing/", {"text": "Words"}).text
    own = topic.get_absolute_url()
    forget = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert forget.sub("", there).replace(own, "") == forget.sub("", nowhere).replace(
        f"{LIST}99-nothing/", ""
    )


def test_a_reply_to_a_topic_closed_meanwhile_keeps_what_was_typed(client, reader):
    topic = make_topic()
    ticket = ticket_of(client.get(topic.get_absolute_url()))
    Topic.objects.update(standing="closed")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1), tick=False):
        answer = client.post(topic.get_absolute_url(), {"ticket": ticket, "text": "Zqkept words"})
    assert answer.status_code == 409
    assert "It takes no replies" in answer.text or "takes no replies" in answer.text
    assert "Zqkept words" in answer.text


def test_a_reply_to_what_is_gone_meanwhile_is_given_back(client, reader):
    topic = make_topic()
    Post.objects.update(state="hidden", reason="No.")
    for address in (topic.get_absolute_url(), f"{LIST}99-nothing/"):
        answer = client.post(address, {"text": "Zqkept words"})
        assert answer.status_code == 404
        assert "Zqkept words" in answer.text
        assert topic.title not in answer.text


def test_a_change_that_comes_too_late_keeps_what_was_typed(client, reader):
    topic = make_topic(author=reader, created_at=timezone.now() - dt.timedelta(hours=1))
    address = reverse("network:discussion_edit", args=[topic.opening_id])
    answer = client.post(address, said(text="Zqkept words"))
    assert answer.status_code == 409
    assert "Zqkept words" in answer.text
    assert "can be changed for" in answer.text


def test_script_is_text_everywhere(client, reader):
    author = make_member(
        name=SCRIPT, role=SCRIPT, other_organisation=SCRIPT, shows_name=Member.Seen.MEMBERS
    )
    topic = make_topic(SCRIPT, text=SCRIPT, author=author, title_is_public=True)
    post = make_reply(topic, f"{SCRIPT} https://a.uk/{SCRIPT}", author=author)
    make_reply(topic, f"> {SCRIPT}\nso", author=reader, answers=post)
    own = make_reply(topic, SCRIPT, author=reader)
    Topic.objects.update(reason=SCRIPT)
    pages = [
        LIST,
        f"{LIST}?q={SCRIPT}&category={SCRIPT}&{SCRIPT}=1&page={SCRIPT}&scheme={SCRIPT}",
        topic.get_absolute_url(),
        f"{topic.get_absolute_url()}?quote={post.pk}&page={SCRIPT}",
        reverse("network:discussion_report", args=[post.pk]),
        reverse("network:discussion_delete", args=[own.pk]),
        reverse("network:discussion_edit", args=[own.pk]),
        f"{NEW}?about={SCRIPT}",
        "/network/",
    ]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200, address
        assert SCRIPT not in page.text, address
    client.logout()
    assert SCRIPT not in client.get(LIST).text
    assert "&lt;script&gt;" in client.get(LIST).text


# --- Addresses ---------------------------------------------------------------------------------


def test_another_slug_leads_to_the_right_one(client, reader):
    topic = make_topic("First title")
    first = topic.get_absolute_url()
    Topic.objects.update(title="Second title")
    answer = client.get(first)
    assert (answer.status_code, answer["Location"]) == (301, f"{LIST}{topic.pk}-second-title/")


def test_a_title_without_letters_of_ours_has_an_address(client, reader):
    topic = make_topic("消防")
    assert topic.get_absolute_url() == f"{LIST}{topic.pk}-topic/"
    assert client.get(topic.get_absolute_url()).status_code == 200


def test_a_post_has_an_address_for_good(client, reader):
    topic = make_topic()
    posts = [make_reply(topic) for _ in range(REPLIES_PER_PAGE + 2)]
    assert client.get(topic.opening.get_absolute_url())["Location"] == topic.get_absolute_url()
    for post, page in ((posts[0], ""), (posts[-3], ""), (posts[-1], "?page=2")):
        expected = f"{topic.get_absolute_url()}{page}#reply-{post.pk}"
        assert client.get(post.get_absolute_url())["Location"] == expected
        shown = client.get(expected.partition("#")[0]).text
        assert f'id="reply-{post.pk}"' in shown
    Post.objects.filter(pk=posts[0].pk).update(state="hidden", reason="No.")
    assert client.get(posts[0].get_absolute_url()).status_code == 404
    moved = client.get(posts[REPLIES_PER_PAGE].get_absolute_url())["Location"]
    assert "page" not in moved


@pytest.mark.parametrize("number", [0, 2**63, 10**40, "9" * 5000])
def test_numbers_out_of_reach_are_not_there(client, reader, number):
    for address in (f"{LIST}{number}-x/", f"{LIST}posts/{number}/", f"{LIST}{number}/change/"):
        assert client.get(address).status_code == 404
    topic = make_topic()
    assert client.get(topic.get_absolute_url(), {"quote": number}).status_code == 200
    answer = fill_in(client, topic.get_absolute_url(), {"text": "Words", "answers": number})
    assert answer.status_code in {200, 302}


def test_the_page_says_who_wrote_as_they_chose(client, reader):
    topic = make_topic(author=make_member(role="Chief", shows_role=Member.Seen.NOBODY))
    hidden = make_member(is_listed=False, name="Zqname", role="Zqrole", shows_name="members")
    make_reply(topic, author=hidden)
    gone = make_reply(topic)
    Post.objects.filter(pk=gone.pk).update(author=None)
    page = client.get(topic.get_absolute_url()).text
    assert "Chief" not in page
    assert "A council" in page  # what the first one shows
    assert "Zqname" not in page
    assert "Zqrole" not in page
    assert "A former member" in page


def test_a_case_study_that_is_no_longer_public_is_not_named(client, reader):
    study = make_study("Zqscheme")
    topic = make_topic(study=study)
    for state, is_named in (("published", True), ("archived", False)):
        study.state = state
        study.save()
        for address in (LIST, topic.get_absolute_url()):
            assert ("Zqscheme" in client.get(address).text) == is_named
    assert "A case study that is no longer public" in client.get(topic.get_absolute_url()).text


def test_small_buttons_do_what_they_say(client, reader):
    topic = make_topic(author=reader)
    address = reverse("network:discussion_change", args=[topic.pk])
    for do, holds in [
        ("follow", lambda: Following.objects.filter(ended_at=None).exists()),
        ("unfollow", lambda: not Following.objects.filter(ended_at=None).exists()),
        ("show-title", lambda: Topic.objects.get().title_is_public),
        ("hide-title", lambda: not Topic.objects.get().title_is_public),
        ("close", lambda: Topic.objects.get().standing == "closed"),
        ("reopen", lambda: Topic.objects.get().standing == "open"),
    ]:
        assert client.post(address, {"do": do})["Location"] == topic.get_absolute_url()
        assert holds(), do
    assert client.post(address, {"do": "burn"}).status_code == 200
    assert client.get(address)["Location"] == topic.get_absolute_url()


def test_only_its_author_moves_a_topic(client, reader):
    topic = make_topic()
    address = reverse("network:discussion_change", args=[topic.pk])
    for do in ("close", "show-title"):
        client.post(address, {"do": do})
    topic.refresh_from_db()
    assert (topic.standing, topic.title_is_public) == ("open", False)
    for name in ("discussion_edit", "discussion_delete"):
        assert client.get(reverse(f"network:{name}", args=[topic.opening_id])).status_code == 404


def test_who_reports_sees_that_they_did(client, reader):
    topic = make_topic()
    address = reverse("network:discussion_report", args=[topic.opening_id])
    answer = client.post(address, {"reason": "rude", "words": "Look."}, follow=True)
    assert "Thank you. A moderator looks at it." in answer.text
    assert "You reported this on" in answer.text
    assert "What is wrong" not in answer.text


# --- For visitors ------------------------------------------------------------------------------


def test_visitors_read_the_titles_whose_authors_chose_so(client):
    author = make_member(name="Zqname", shows_name=Member.Seen.MEMBERS, role="Zqrole")
    public = make_topic("Open title", text="Zqtext", author=author, title_is_public=True)
    make_reply(public, "Zqreply")
    closed = make_topic("Zqtitle")
    for address in (LIST, public.get_absolute_url()):
        page = client.get(address)
        assert page.status_code == 200
        assert "Open title" in page.text
        assert "1 reply" in page.text
        assert "Questions" in page.text
        assert not re.search("Zq", page.text)
        assert page["Cache-Control"] == "private, no-store"
    nothing = client.get(f"{LIST}99-zqtitle/")
    hidden = client.get(closed.get_absolute_url())
    assert hidden.status_code == nothing.status_code == 302
    assert hidden["Location"].replace(str(closed.pk), "99", 1) == nothing["Location"]


def test_above_a_reply_that_only_its_author_sees_it_does_not_say_that_there_is_none(reader):
    topic = make_topic()
    make_reply(topic, author=reader, state="held")
    for who, heading in ((reader, "Replies"), (make_member(), "No reply yet")):
        page = as_member(who).get(topic.get_absolute_url()).text
        assert f'<h2 id="replies">{heading}</h2>' in page


@pytest.mark.parametrize("state", ["held", "hidden"])
def test_a_title_is_not_public_while_its_topic_is_unseen(client, state):
    topic = make_topic("Zqtitle", title_is_public=True, state=state)
    assert "Zqtitle" not in client.get(LIST).text
    assert client.get(topic.get_absolute_url()).status_code == 302


def test_an_editor_who_is_no_member_reads_what_visitors_read(client):
    client.force_login(make_user("Editor"))
    topic, public = make_topic("Zqtitle"), make_topic("Open title", title_is_public=True)
    page = client.get(LIST).text
    assert "Open title" in page
    assert "Zqtitle" not in page
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.get(public.get_absolute_url()).status_code == 200


# --- Finding -----------------------------------------------------------------------------------


def test_words_are_found_in_titles_texts_and_replies_in_any_form(reader):
    topic = make_topic("Sharing a station", text="Who has experience?")
    make_reply(topic, "Our drones helped.")
    make_topic("Something else", text="Nothing of it.")
    for text in ("shared stations", "SHARES", "drone", "the drone and the station"):
        assert titles(ask(reader, q=text)) == ["Sharing a station"], text
    assert not ask(reader, q="drone zqnothing").found
    assert not ask(reader, q="100%").found
    assert not ask(reader, q="sta_ion").found


def test_what_is_quoted_is_not_found_twice(reader):
    first = make_topic("One", text="Zqword")
    second = make_topic("Two")
    make_reply(second, "> Zqword\nYes", answers=first.opening)
    assert titles(ask(reader, q="zqword")) == ["One"]


def test_a_list_is_narrowed_by_each_choice(reader):
    police = make_member(service="police")
    hidden = make_member(service="police", is_listed=False)
    study = make_study("Shared station", types=("shared-premises",))
    one = make_topic("One", author=police, category="funding", type=study.types.get(), study=study)
    make_topic("Two", author=hidden)
    make_reply(one, author=reader)
    assert titles(ask(reader, category="funding")) == ["One"]
    assert titles(ask(reader, type="shared-premises")) == ["One"]
    assert titles(ask(reader, service="police")) == ["One"]
    assert titles(ask(reader, scheme="shared-station")) == ["One"]
    assert titles(ask(reader, show="mine")) == ["One"]
    assert titles(ask(reader, show="unanswered")) == ["Two"]
    assert not ask(reader, show=["mine", "unanswered"]).found
    assert [chip.label for chip in ask(reader, q="x", scheme="shared-station").chips] == [
        "“x”",
        "Shared station",
    ]


@pytest.mark.parametrize(
    "params, sentence",
    [
        ({"category": "navy"}, "Category “navy” cannot be chosen here, so it was left out."),
        ({"colour": "blue"}, "Discussions cannot be narrowed by “colour”, so it was left out."),
        ({"page": "two"}, "There is no page “two”, so the first one is shown."),
        ({"page": "9"}, "There is only one page, so it is shown."),
        ({"q": "?!"}, "Your search has no words to look for, so it was left out."),
        ({"scheme": "atlantis"}, "There is no case study “atlantis”, so it was left out."),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(client, reader, params, sentence):
    make_topic("Still here")
    page = client.get(LIST, params).text
    assert sentence in page
    assert "Still here" in page


@pytest.mark.parametrize("seed", range(6))
def test_a_count_is_the_length_of_the_list_one_click_later(reader, seed):
    pick = random.Random(seed)
    kinds = make_types("drones", "estates")
    authors = [make_member(service=s, is_listed=s != "fire") for s in ("police", "fire", "health")]
    for _ in range(20):
        topic = make_topic(
            pick.choice(["Shared station", "Joint drones"]),
            author=pick.choice([*authors, reader]),
            category=pick.choice(["questions", "funding"]),
            type=pick.choice([None, *kinds]),
            state=pick.choice(["shown", "shown", "shown", "held", "hidden"]),
        )
        for _ in range(pick.randint(0, 2)):
            make_reply(topic, author=pick.choice([*authors, reader]))
    labels = ask(reader).labels
    chosen = {
        facet: pick.sample(sorted(labels[facet]), pick.randint(0, min(2, len(labels[facet]))))
        for facet in FACETS
    }
    chosen["q"] = pick.choice(["", "drone", "shared"])
    asked = ask(reader, **chosen)
    for view in asked.facets:
        for value in view.values:
            if value.selected and view.name == "show":
                continue  # narrowing already: what is counted is the list as it is
            also = [*chosen[view.name], value.slug] if view.name == "show" else value.slug
            later = ask(reader, **chosen | {view.name: also})
            assert value.count == len(later.found), (chosen, view.name, value.slug)


def test_the_latest_reply_comes_first_and_pages_hold_each_topic_once(client, reader):
    now = timezone.now()
    topics = [
        make_topic(
            f"Topic {n:02}",
            created_at=now - dt.timedelta(days=n),
            last_at=now - dt.timedelta(days=n),
        )
        for n in range(25)
    ]
    make_reply(topics[-1])
    found = titles(ask(reader)) + titles(ask(reader, page=2))
    assert found == ["Topic 24", *(f"Topic {n:02}" for n in range(24))]
    assert f'href="{LIST}?page=2"' in client.get(LIST).text


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_cost_the_same_however_much_was_written(client, reader):
    study = make_study("Shared station")
    topic = make_topic(study=study, type=study.types.get())
    make_reply(topic, answers=make_reply(topic))
    searched = f"{LIST}?q=station&category=questions&scheme=shared-station"
    addresses = (LIST, searched, topic.get_absolute_url())
    few = [queries_of(client, address) for address in addresses]
    assert max(few) <= MOST_QUERIES, few
    authors = [make_member(service=service) for service in ("police", "fire", "health")]
    category = topic.category
    many = [Topic(title=f"Station {n}", category=category, study=study) for n in range(1_000)]
    Topic.objects.bulk_create(many)
    openings = [
        Post(
            topic=one,
            author=authors[n % 3],
            form_key=uuid.uuid4(),
            text="Station",
            stems=" station ",
        )
        for n, one in enumerate(many)
    ]
    for each, opening in zip(many, Post.objects.bulk_create(openings), strict=True):
        each.opening = opening
    Topic.objects.bulk_update(many, ["opening"], batch_size=200)
    for author in authors:
        make_reply(topic, "> quoted\nYes", author=author, answers=topic.opening)
    assert [queries_of(client, address) for address in addresses] == few
    assert len(ask(reader, q="station").found) == 1_001
