"""A leader's own page: reached by a letter's link only, and a button for each thing."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import leaders
from network.models import Enquiry, ProjectLeader
from tests.factories import make_enquiry, make_leader, make_study
from tests.forms import fill_in

ADDRESS = "canary.leader@kent.fire.uk"
PAGES = ("leader", "leader_pause", "leader_correct", "leader_hand_over", "leader_leave")

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return make_study(title="Shared station")


@pytest.fixture
def leader(study):
    return make_leader(study, email=ADDRESS, name="Sam Hill", role_title="Estates lead")


@pytest.fixture
def token(leader):
    return token_of(leader)


def token_of(leader, at=None):
    link = leaders.letter_link(leader, at=at or timezone.now())
    return re.search(r"/network/leader/([\w-]+)/$", link)[1]


def page(name, token):
    return reverse(f"network:{name}", args=[token])


def make_asked(leader, study, **fields):
    now = timezone.now()
    fields = {"state": "passed-on", "confirmed_at": now, "passed_on_at": now} | fields
    return make_enquiry(study, leader=leader, **fields)


def again(thing):
    thing.refresh_from_db()
    return thing


def today():
    return timezone.localdate()


# --- Who may see it ------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_is_held_to_nobody_on_the_way(client, token, name):
    response = client.get(page(name, token))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert ADDRESS not in response.text


@pytest.mark.parametrize("fault", ["unknown", "expired", "left", "other address", "other purpose"])
def test_a_dead_link_is_one_page_whatever_it_died_of(client, leader, fault):
    token = token_of(leader)
    if fault == "unknown":
        token = "x" * 32
    elif fault == "expired":
        token = token_of(leader, at=timezone.now() - dt.timedelta(days=30))
    elif fault == "left":
        leader.is_active = False
        leader.save()
    elif fault == "other address":
        leader.email = "other@kent.fire.uk"
        leader.save()
    else:
        leader.links.update(purpose="enquiry-status")
    before = ProjectLeader.objects.values().get()
    for name in PAGES:
        one = client.get(page(name, "y" * 32)).text
        assert "This link no longer works" in one
        assert reverse("network:leader_link") in one
        assert client.head(page(name, token)).status_code == 404, name
        for ask in (client.get, client.post):
            response = ask(page(name, token), {"do": "confirm"})
            assert response.status_code == 404, name
            assert response.text == one, name
        assert ProjectLeader.objects.values().get() == before, name


def test_a_link_works_however_the_address_is_capitalised(client, leader, token):
    leader.email = ADDRESS.upper()
    leader.save()
    assert client.get(page("leader", token)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_changes_nothing(client, leader, token, name, method):
    before = ProjectLeader.objects.values().get()
    getattr(client, method)(page(name, token), {"do": "confirm", "until": "2099-01-01"})
    assert ProjectLeader.objects.values().get() == before
    assert not Letter.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_a_button_that_is_not_proven_changes_nothing(leader, token, name):
    before = ProjectLeader.objects.values().get()
    response = Client(enforce_csrf_checks=True).post(page(name, token), {"do": "confirm"})
    assert response.status_code == 403
    assert "Nothing is lost" in response.text
    assert ProjectLeader.objects.values().get() == before


# --- What it says --------------------------------------------------------------------------


def test_it_says_what_is_held(client, leader, token, study):
    make_leader().studies.add(make_study(title="Of somebody else"))
    text = client.get(page("leader", token)).text
    for words in ["Estates lead", str(leader.organisation), "Sam Hill", "Shared station"]:
        assert words in text
    assert study.get_absolute_url() in text
    assert "5 January 2026. Please look again by 5 January 2027." in text
    assert "Of somebody else" not in text


@pytest.mark.parametrize(
    "fields, words",
    [
        ({}, "You receive readers’ questions by letter"),
        ({"confirmed_on": None}, "no questions until you say that this is right"),
        ({"paused_until": dt.date(2999, 1, 5)}, "You are away until 5 January 2999"),
        ({"bounced_at": timezone.now()}, "came back"),
        ({"confirmed_on": dt.date(2020, 2, 29)}, "more than a year since"),
    ],
)
def test_it_says_whether_questions_are_sent(client, fields, words):
    leader = make_leader(**{"confirmed_on": today()} | fields)
    assert words in client.get(page("leader", token_of(leader))).text


def test_it_lists_the_questions_without_names_or_words(client, leader, token, study):
    asked = make_asked(leader, study, topics=["costs", "no-such-topic"], message="Secret words")
    gone = make_asked(
        leader, study, state="erased", name="", email="", role="", organisation="", message=""
    )
    other = make_asked(make_leader(), study)
    text = client.get(page("leader", token)).text
    for words in [
        asked.reference,
        gone.reference,
        "Policy officer, A council",
        "Costs and savings",
    ]:
        assert words in text
    assert "who asked is no longer held" in text
    for words in [asked.email, asked.name, "Secret words", other.reference]:
        assert words not in text
    assert text.count("I have answered</button>") == 1


def test_of_many_questions_the_newest_are_shown_and_the_others_counted(
    client, leader, token, study
):
    for _n in range(22):
        make_asked(leader, study)
    text = client.get(page("leader", token)).text
    assert text.count("I have answered</button>") == 20
    assert "And 2 older ones." in text


def test_its_queries_do_not_grow(client, leader, token, study, django_assert_max_num_queries):
    for _n in range(12):
        make_asked(leader, study)
        leader.studies.add(make_study())
    with django_assert_max_num_queries(6):
        client.get(page("leader", token))


# --- Its buttons ---------------------------------------------------------------------------


def press(client, token, do, **more):
    response = client.post(page("leader", token), {"do": do} | more)
    assert response.status_code == 302
    return client.get(response["Location"]).text


def test_this_is_right(client, leader, token):
    assert "You have confirmed that this is right" in press(client, token, "confirm")
    assert again(leader).confirmed_on == today()
    assert "This is right</button>" not in client.get(page("leader", token)).text
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        later = client.get(page("leader", token) + "?done=confirm").text
    assert "You have confirmed" not in later


def test_pause_and_end_the_pause(client, leader, token):
    until = today() + dt.timedelta(days=30)
    response = client.post(page("leader_pause", token), {"until": until.isoformat()})
    assert "The pause is set" in client.get(response["Location"]).text
    assert again(leader).paused_until == until
    assert "The pause is over" in press(client, token, "resume")
    assert again(leader).paused_until is None


@pytest.mark.parametrize(
    "typed, said",
    [
        ("", "Enter the last day of the pause"),
        ("soon", "Enter a day, such as"),
        ("2026-13-40", "Enter a day, such as"),
        ("\x00", "Enter a day, such as"),
        ("2020-01-01", "Enter a day after today"),
        ("2999-01-01", "For longer, hand over or leave"),
        ("99999-01-01", "Enter a day, such as"),
    ],
)
def test_a_pause_that_cannot_be_is_said_and_kept(client, leader, token, typed, said):
    response = client.post(page("leader_pause", token), {"until": typed})
    assert response.status_code == 200
    assert said in response.text
    assert again(leader).paused_until is None


@pytest.mark.parametrize("shape", ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y"])
def test_a_day_may_be_written_as_people_write_it(client, leader, token, shape):
    until = today() + dt.timedelta(days=100)
    client.post(page("leader_pause", token), {"until": until.strftime(shape)})
    assert again(leader).paused_until == until


def test_correct(client, leader, token):
    form = client.get(page("leader_correct", token)).text
    assert 'value="Sam Hill"' in form
    said = {"role_title": "Head of estates", "name": "Sam Dale"}
    client.post(page("leader_correct", token), said)
    again(leader)
    assert (leader.role_title, leader.name, leader.shows_speed) == (*said.values(), False)


@pytest.mark.parametrize("name", ["leader_correct", "leader_hand_over"])
@pytest.mark.parametrize(
    "role", ["", "me@kent.fire.uk", "Head, 01234 567890", "Head\nBcc: x", "x" * 121]
)
def test_a_role_that_cannot_be_public_is_sent_back(client, leader, token, name, role):
    said = {"role_title": role, "name": "Kim Lake", "email": "next@kent.fire.uk"}
    response = client.post(page(name, token), said)
    assert response.status_code == 200
    assert "There is a problem" in response.text
    assert 'value="Kim Lake"' in response.text
    assert again(leader).role_title == "Estates lead"
    assert not Letter.objects.exists()


def test_hand_over(client, leader, token):
    said = {"role_title": "Station manager", "name": "Kim Lake", "email": "next@kent.fire.uk"}
    response = client.post(page("leader_hand_over", token), said)
    shown = client.get(response["Location"]).text
    assert "You have named who follows you: Station manager" in shown
    assert "next@kent.fire.uk" not in shown
    successor = ProjectLeader.objects.get(email="next@kent.fire.uk")
    press(client, token_of(successor), "confirm")
    assert client.get(page("leader", token)).status_code == 404


def test_hand_over_to_oneself_is_sent_back(client, leader, token):
    said = {"role_title": "Station manager", "name": "Kim", "email": ADDRESS.upper()}
    response = client.post(page("leader_hand_over", token), said)
    assert "Nobody at this address can take over here" in response.text
    assert 'value="Kim"' in response.text


def test_too_many_successors_in_a_day_are_refused_with_what_was_typed(client, token):
    for n in range(6):
        said = {"role_title": "Lead", "name": "Kim", "email": f"next{n}@kent.fire.uk"}
        response = client.post(page("leader_hand_over", token), said)
    assert response.status_code == 429
    assert "next5@kent.fire.uk" in response.text


def test_leave_has_a_page_of_its_own(client, leader, token):
    response = client.post(page("leader_leave", token))
    assert "You have left" in client.get(response["Location"]).text
    assert not again(leader).is_active
    assert client.post(page("leader_leave", token)).status_code == 404


def test_i_have_answered(client, leader, token, study):
    asked = make_asked(leader, study)
    assert "We have noted" in press(client, token, "answered", reference=asked.reference)
    assert again(asked).answer == Enquiry.Answer.WITHIN_A_WEEK


@pytest.mark.parametrize("reference", ["", "E-9999-9999", "x" * 21, "\x00"])
def test_a_question_of_nobody_changes_nothing(client, leader, token, study, reference):
    asked = make_asked(make_leader(), study)
    for said in (reference, asked.reference):
        response = client.post(page("leader", token), {"do": "answered", "reference": said})
        assert response.status_code in (200, 302)
    assert again(asked).answer == ""


@pytest.mark.parametrize("do", ["", "leave", "\x00"])
def test_a_button_that_is_none_is_said(client, token, do):
    response = client.post(page("leader", token), {"do": do})
    assert response.status_code == 200
    assert "Press one of the buttons" in response.text


# --- A new link ----------------------------------------------------------------------------


def ask(client, email, **extra):
    return fill_in(client, reverse("network:leader_link"), {"email": email}, **extra)


def without_what_changes(response):
    varying = {"set-cookie"}
    return (
        response.status_code,
        {k: v for k, v in response.headers.items() if k.lower() not in varying},
        response.content,
    )


def test_the_answer_is_the_same_whether_a_leader_is_listed_or_not(client, leader):
    make_leader(email="gone@kent.fire.uk", is_active=False)
    make_leader(email="returned@kent.fire.uk", bounced_at=timezone.now())
    listed = without_what_changes(ask(client, ADDRESS))
    for n, email in enumerate(
        ["nobody@kent.fire.uk", "gone@kent.fire.uk", "returned@kent.fire.uk"]
    ):
        assert without_what_changes(ask(client, email, REMOTE_ADDR=f"192.0.2.{n}")) == listed
    assert [letter.to for letter in Letter.objects.all()] == [ADDRESS]
    text = client.get(listed[1]["Location"]).text
    assert "If a project leader is listed" in text
    assert ADDRESS not in text


def test_asking_too_often_is_refused_for_everybody_alike(client, leader):
    refusals = []
    for n, email in enumerate([ADDRESS, "nobody@kent.fire.uk"]):
        ask(client, email, REMOTE_ADDR=f"192.0.2.{n}")
        response = ask(client, email, REMOTE_ADDR=f"192.0.2.{n}")
        assert response.status_code == 429
        refusals.append(
            re.sub(r"(ticket|token)\" value=\"[^\"]+", "", response.text).replace(email, "")
        )
    assert refusals[0] == refusals[1]


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "a\n@kent.fire.uk", "\x00@x.uk", "é@kent.fire.uk"]
)
def test_what_is_no_address_is_sent_back(client, email):
    response = ask(client, email)
    assert response.status_code == 200
    assert "There is a problem" in response.text
    assert not Letter.objects.exists()
