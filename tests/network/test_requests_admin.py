"""The editors' pages for requests to join, and for members."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.applicants import domain_of, signals
from network.models import Member, MembershipRequest
from tests.factories import make_member, make_organisation, make_request, make_user

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script>"
LIST = reverse("admin:network_membershiprequest_changelist")


@pytest.fixture
def manager(client):
    client.user = make_user("Network manager")
    client.force_login(client.user)
    return client


def page_of(asked):
    return reverse("admin:network_membershiprequest_change", args=[asked.pk])


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


def now_is(asked, state):
    asked.refresh_from_db()
    return asked.state == state


# --- One request ---------------------------------------------------------------------------


def test_the_page_says_everything_that_one_needs_to_decide(manager):
    asked = make_request(state="waiting", interests=["joint-training"], wants_listing=True)
    said = text_of(manager.get(page_of(asked)))
    for words in (
        asked.reference,
        "Alex Applicant",
        asked.email,
        "Estates officer",
        "A council (not in the list)",
        "Police, Wales",
        "Joint training",
        "We plan a shared station.",
        "Agreed to, in the wording of 2026-11",
    ):
        assert words in said


def test_what_was_typed_is_text(manager):
    asked = make_request(
        state="waiting",
        name=EVIL,
        other_organisation=EVIL,
        role=EVIL,
        why=EVIL,
        email=f"{EVIL}@x.uk",
    )
    for address in (page_of(asked), LIST):
        assert "<script>alert" not in manager.get(address).text


@pytest.mark.parametrize(
    "answers, state, said",
    [
        ({"decision": "approve"}, "approved", "is approved, and a welcome is on its way"),
        ({"decision": "decline", "text": "No."}, "declined", "is declined, and the applicant"),
        ({"decision": "decline", "text": " "}, "waiting", "Say why, so that the applicant knows."),
        ({"decision": "ask", "text": "Which?"}, "asked", "is on its way"),
        ({"decision": "ask"}, "waiting", "Write the question first."),
        ({}, "waiting", "Press one of the buttons."),
        ({"decision": "dance"}, "waiting", "Press one of the buttons."),
    ],
)
def test_each_button_does_what_it_says(manager, answers, state, said):
    asked = make_request(state="waiting")
    assert said in text_of(manager.post(page_of(asked), answers, follow=True))
    assert now_is(asked, state)
    assert Letter.objects.count() == (0 if state == "waiting" else 1)


def test_the_second_of_two_hears_that_it_is_done(manager):
    asked = make_request(state="waiting")
    for _ in range(2):
        answer = manager.post(page_of(asked), {"decision": "approve"}, follow=True)
    assert "somebody else has dealt with" in text_of(answer)
    assert Letter.objects.count() == Member.objects.count() == 1


def test_ones_own_request_is_to_read(client):
    user = make_user("Administrator")
    client.force_login(user)
    asked = make_request(email=user.email.upper(), state="waiting")
    page = client.get(page_of(asked))
    assert "This is your own request: somebody else decides about it." in text_of(page)
    assert 'name="decision"' not in page.text
    assert client.post(page_of(asked), {"decision": "approve"}).status_code == 403
    erase = reverse("admin:network_membershiprequest_erase", args=[asked.pk])
    assert client.post(erase).status_code == 403
    assert now_is(asked, "waiting")


def test_a_question_is_asked_once(manager):
    asked = make_request(state="waiting")
    assert "Ask this question" in manager.get(page_of(asked)).text
    MembershipRequest.objects.update(question="Which?", answer="That one.")
    page = manager.get(page_of(asked))
    assert "Ask this question" not in page.text
    assert "That one." in page.text


@pytest.mark.parametrize("state", ["received", "approved", "declined"])
def test_there_is_no_button_where_nothing_can_be_decided(manager, state):
    page = manager.get(page_of(make_request(state=state)))
    assert 'name="decision"' not in page.text


def test_erasing_asks_first(manager):
    asked = make_request(state="waiting")
    address = reverse("admin:network_membershiprequest_erase", args=[asked.pk])
    assert "Erase what" in text_of(manager.get(address))
    assert MembershipRequest.objects.exclude(email="").exists()
    manager.post(address)
    assert not MembershipRequest.objects.exclude(email="").exists()
    assert "Erased" in text_of(manager.get(page_of(asked)))


# --- Signals -------------------------------------------------------------------------------


def words_about(asked):
    return [(one.words, one.speaks_for) for one in signals([asked])[asked.pk]]


@pytest.fixture
def kent():
    return make_organisation("Kent Police", website="https://www.kent.police.uk")


@pytest.mark.parametrize("host", ["kent.police.uk", "KENT.police.uk", "mail.kent.police.uk"])
def test_a_domain_is_known_by_the_website_of_its_organisation(kent, host):
    asked = make_request(email=f"ada@{host}", state="waiting", organisation=kent)
    assert words_about(asked) == [(f"{host.lower()} belongs to Kent Police", True)]


@pytest.mark.parametrize(
    "host", ["notkent.police.uk", "police.uk", "kent.police.uk.example.com", "gov.uk"]
)
def test_a_domain_that_only_looks_like_it_is_not(kent, host):
    make_organisation("Home Office", website="https://www.gov.uk/government/organisations/home")
    asked = make_request(email=f"ada@{host}", state="waiting")
    assert words_about(asked) == [
        (f"No organisation in the list has a website at {host}", None),
    ]


def test_an_address_of_another_organisation_asks_for_a_closer_look(kent):
    other = make_organisation("Essex Police")
    asked = make_request(email="ada@kent.police.uk", state="waiting", organisation=other)
    assert words_about(asked) == [
        ("kent.police.uk belongs to Kent Police, which is not the organisation they name", False)
    ]


def test_an_organisation_that_is_not_in_the_list_may_be_part_of_one_that_is(kent):
    asked = make_request(email="ada@kent.police.uk", state="waiting", other_organisation="A unit")
    assert words_about(asked) == [
        ("kent.police.uk belongs to Kent Police, which is not the organisation they name", None)
    ]


def test_an_address_that_anybody_gets_says_so():
    make_member(email="mel@gmail.com")
    asked = make_request(email="ada@gmail.com", state="waiting")
    assert words_about(asked) == [("gmail.com gives an address to anybody", False)]


def test_members_and_earlier_requests_are_named(kent):
    make_member(email="mel@kent.police.uk")
    make_member(email="", name="", role="", left_at=timezone.now())
    make_request(email="ADA@kent.police.uk")  # anybody can type an address
    declined = make_request(email="ADA@kent.police.uk", state="declined")
    asked = make_request(email="ada@kent.police.uk", state="waiting")
    assert words_about(asked)[1:] == [
        ("1 member has an address at kent.police.uk", True),
        (
            f"Asked before: {declined.reference} of {declined.created_at:%-d %B %Y}, declined",
            False,
        ),
    ]


def test_signals_cost_three_queries_for_any_number(kent, django_assert_num_queries):
    many = [make_request(email=f"a{n}@kent.police.uk", state="waiting") for n in range(9)]
    with django_assert_num_queries(3):
        found = signals(many)
    assert len(found) == 9


def test_what_was_erased_has_no_signals():
    asked = make_request(email="", state="declined")
    assert words_about(asked) == []
    assert domain_of("Ada@Kent.Police.uk ") == "kent.police.uk"


# --- Many at once --------------------------------------------------------------------------


def choose(client, verb, chosen, **more):
    fields = {"action": f"{verb}_selected", "_selected_action": [one.pk for one in chosen]}
    return client.post(LIST, fields | more, follow=True)


def test_the_page_before_says_what_happens_to_each(manager):
    able = make_request(state="waiting")
    decided = make_request(state="declined")
    own = make_request(email=manager.user.email, state="waiting")
    unconfirmed = make_request()
    everything = [able, decided, own, unconfirmed]
    said = text_of(choose(manager, "approve", everything))
    assert "Approve: 1 request" in said
    assert f"{able.reference}, Alex Applicant, {able.email}" in said
    assert f"{decided.reference}. It is “declined”." in said
    assert f"{own.reference}. It is your own" in said
    assert f"{unconfirmed.reference}. It is “waiting for the applicant" in said
    assert not Member.objects.exists()

    said = text_of(choose(manager, "approve", everything, confirmed="yes"))
    assert "Approve: 1 request." in said
    assert said.count("Left as it was:") == 3
    assert now_is(able, "approved")
    assert now_is(own, "waiting")
    assert Letter.objects.count() == 1


def test_many_are_declined_with_one_reason(manager):
    chosen = [make_request(state="waiting") for _ in range(3)]
    assert "Why, as each of them reads it" in text_of(choose(manager, "decline", chosen))
    said = text_of(choose(manager, "decline", chosen, confirmed="yes", reason=""))
    assert "Say why, so that the applicants know." in said
    assert not Letter.objects.exists()
    choose(manager, "decline", chosen, confirmed="yes", reason="Not a public body.")
    assert {one.text.count("Not a public body.") for one in Letter.objects.all()} == {1}
    assert Letter.objects.count() == 3


def test_one_that_cannot_be_approved_keeps_none_of_the_others(manager):
    make_user("Editor", username="off@council.uk", is_active=False)
    off = make_request(email="off@council.uk", state="waiting")
    well = make_request(state="waiting")
    said = text_of(choose(manager, "approve", [off, well], confirmed="yes"))
    assert f"{off.reference}. The account at this address was switched off" in said
    assert now_is(off, "waiting")
    assert now_is(well, "approved")


def test_too_many_at_once_are_refused(manager):
    chosen = [make_request(state="waiting") for _ in range(51)]
    # All of them, as the list offers when a page holds fewer
    said = text_of(choose(manager, "approve", chosen[:1], confirmed="yes", select_across="1"))
    assert "choose at most 50 requests at once" in said
    assert not Member.objects.exists()


@pytest.mark.parametrize("role", ["Editor", "Publisher", None])
def test_nobody_else_decides_in_bulk(client, role):
    client.force_login(make_user(role))
    asked = make_request(state="waiting")
    choose(client, "approve", [asked], confirmed="yes")
    assert now_is(asked, "waiting")


# --- Lists ---------------------------------------------------------------------------------


def test_those_that_wait_longest_come_first(manager):
    old, new = (
        make_request(state="waiting", created_at=timezone.now() - dt.timedelta(days=days))
        for days in (9, 2)
    )
    long_ago = timezone.now() - dt.timedelta(days=99)
    decided = make_request(state="approved", created_at=long_ago)
    unconfirmed = make_request(created_at=long_ago)
    shown = manager.get(LIST).context["cl"].result_list
    assert shown == [old, new, unconfirmed, decided]
    said = text_of(manager.get(LIST))
    assert "No organisation in the list has a website at council.uk" in said


def test_members_are_read_and_found_by_name(manager):
    member = make_member(name="Zoe Found")
    make_member()
    found = manager.get(reverse("admin:network_member_changelist"), {"q": "zoe"})
    assert list(found.context["cl"].result_list) == [member]
    page = manager.get(reverse("admin:network_member_change", args=[member.pk]))
    assert "Zoe Found" in page.text
    assert 'name="_save"' not in page.text
