"""Asking for alerts, and the pages behind the links in their letters."""

import datetime as dt
import re
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import alerts
from network.models import Consent, Link, Subscription
from tests.factories import make_study, make_subscription, make_week
from tests.forms import fill_in

ADDRESS = "ada@council.uk"
UPDATES = "/updates/"
DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    """Published lately, so that searches have something to say."""
    made = make_study("Shared station", services=("police", "fire"), region="wales")
    make_week(timezone.localdate() - dt.timedelta(days=3), made)
    return made


def ask(client, address=UPDATES, email=ADDRESS, often="weekly", **extra):
    return fill_in(client, address, {"email": email, "often": often}, **extra)


def letter_to(address=ADDRESS):
    return Letter.objects.addressed(address).latest("pk")


def link_in(letter, view):
    """The path of the address in a letter that leads to a view."""
    pattern = reverse(f"network:{view}", args=["TOKEN"]).replace("TOKEN", r"[\w-]+")
    return re.search(rf"http://testserver({pattern})\s", letter.text)[1]


def own_page_of(subscription):
    token = alerts.page_token(subscription, at=timezone.now())
    return reverse("network:updates_own", args=[token])


def stop_page_of(subscription):
    return f"{own_page_of(subscription)}stop/"


# --- Asking -----------------------------------------------------------------------------------


def test_from_a_search_to_its_first_letter_and_the_end(client, study):
    search = f"{UPDATES}?service=police&region=wales"
    page = client.get(search).text
    assert "This search would have sent <strong>1 entry</strong> in the last 90 days" in page
    assert study.get_absolute_url() in page
    answer = ask(client, search)
    assert (answer.status_code, answer["Location"]) == (302, "/updates/asked/")
    assert client.get("/updates/asked/").status_code == 200
    confirm = link_in(letter_to(), "updates_confirm")
    page = client.get(confirm).text
    assert "<li>Service: <strong>Police</strong></li>" in page
    assert Subscription.objects.get().state == "asked"
    own = client.post(confirm)
    assert own.status_code == 302
    assert Subscription.objects.get().question == "service=police&region=wales"
    page = client.get(own["Location"]).text
    assert "The alerts have begun" in page
    assert "Service: Police; Region: Wales" in page
    number = Subscription.objects.active().get().pk
    ended = client.post(own["Location"].partition("?")[0], {"end": str(number)})
    assert "We send no alerts to your address" in client.get(ended["Location"]).text
    assert not Subscription.objects.active().exists()


@pytest.mark.parametrize(
    "listed, query",
    [
        ("/case-studies/", ""),
        ("/case-studies/?region=wales&q=station&service=police", "?q=station&service=police"),
        ("/case-studies/?q=zzzz", "?q=zzzz"),
        ("/services/police/", "?service=police"),
    ],
)
def test_every_list_leads_to_alerts_for_its_search(client, study, listed, query):
    page = client.get(listed).text
    link = re.search(r'<a class="btn[^"]*" href="([^"]+)" rel="nofollow">Get alerts', page)[1]
    assert unescape(link).startswith(f"{UPDATES}{query}")
    assert client.get(unescape(link)).status_code == 200


def test_equal_searches_are_one(client, study):
    ask(client, f"{UPDATES}?region=wales&service=police&page=3&sort=newest&per_page=50")
    assert Subscription.objects.get().question == "service=police&region=wales"


def test_what_is_not_understood_is_said_and_left_out(client, study):
    address = f"{UPDATES}?colour=blue&region=atlantis&service=police&page=99"
    page = client.get(address).text
    assert "colour" in page
    assert "atlantis" in page
    assert "only one page" not in page
    ask(client, address)
    assert Subscription.objects.get().question == "service=police"


def test_words_that_are_none_are_left_out(client, study):
    ask(client, f"{UPDATES}?q=%21%3F%21")
    assert Subscription.objects.get().question == ""


def test_everything_is_a_search_too(client, study):
    make_study("Elsewhere, and no news", region="london")
    page = client.get(UPDATES).text
    assert "All case studies" in page
    assert "would have sent <strong>1 entry</strong>" in page
    nothing = client.get(f"{UPDATES}?service=police&region=london").text
    assert "would have sent nothing in the last 90 days" in nothing


def test_a_hidden_study_is_not_in_what_would_have_been_sent(client, study):
    hidden = make_study("Hidden scheme", state="archived")
    make_week(timezone.localdate() - dt.timedelta(days=10), hidden)
    page = client.get(UPDATES).text
    assert "Hidden scheme" not in page
    assert "<strong>1 entry</strong>" in page


def test_a_search_too_long_to_keep_is_refused_with_what_was_typed(client):
    answer = ask(client, f"{UPDATES}?q={'%C5%B4' * 400}")
    assert answer.status_code == 200
    assert "too long to be kept" in answer.text
    assert ADDRESS in answer.text
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "typed, said",
    [
        ({"email": ""}, "Enter your email address"),
        ({"email": "ada"}, "Enter an email address"),
        ({"often": ""}, "Choose how often"),
        ({"often": "hourly"}, "Choose how often"),
        ({"website": "x"}, "should stay empty"),
    ],
)
def test_what_is_wrong_is_said(client, typed, said):
    answer = fill_in(client, UPDATES, {"email": ADDRESS, "often": "weekly"} | typed)
    assert answer.status_code == 200
    assert said in answer.text
    assert not Subscription.objects.exists()


def test_too_often_is_429_and_keeps_what_was_typed(client):
    ask(client)
    answer = ask(client, f"{UPDATES}?q=station")
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert ADDRESS in answer.text
    assert Letter.objects.count() == 1


def test_a_search_and_a_script_in_it_is_text(client):
    page = client.get(f"{UPDATES}?q=<script>alert(1)</script>&<b>=1").text
    assert "<script>alert" not in page
    assert "<b>" not in page


# --- Nobody finds out who gets our letters ----------------------------------------------------


def shape_of(answer):
    names = set(answer.headers) - {"Set-Cookie"}
    tokens = r'(name="(?:ticket|csrfmiddlewaretoken)" value=")[^"]+'
    body = re.sub(tokens, r"\1", answer.text).replace("eve@council.uk", ADDRESS)
    return answer.status_code, body, {name: answer[name] for name in names}


@pytest.mark.parametrize("state", ["active", "asked", "ended"])
def test_known_and_unknown_addresses_get_one_answer(study, state):
    fields = {"state": state}
    if state == "ended":
        fields["ended_at"] = timezone.now()
    make_subscription(email=ADDRESS, **fields)
    with time_machine.travel(timezone.now(), tick=False):
        known, unknown = Client(), Client()
        answers = [ask(known), ask(unknown, email="eve@council.uk")]
        assert shape_of(answers[0]) == shape_of(answers[1])
        answers = [one.get("/updates/asked/") for one in (known, unknown)]
        assert shape_of(answers[0]) == shape_of(answers[1])
        # Also when it was too often
        answers = [ask(known), ask(unknown, email="eve@council.uk")]
        assert answers[0].status_code == 429
        assert shape_of(answers[0]) == shape_of(answers[1])


def test_a_known_address_takes_as_many_queries(client, study):
    make_subscription(email=ADDRESS)
    counts = []
    for email in ("warm@council.uk", ADDRESS, "eve@council.uk"):
        with CaptureQueriesContext(connection) as asked:
            ask(client, email=email)
        counts.append(len(asked))
    assert abs(counts[1] - counts[2]) <= 2


# --- The button of the letter -----------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_a_link_changes_nothing(client, study, method):
    ask(client)
    getattr(client, method)(link_in(letter_to(), "updates_confirm"))
    assert Subscription.objects.get().state == "asked"
    mine = make_subscription(email="eve@council.uk")
    for page in (own_page_of(mine), stop_page_of(mine)):
        assert getattr(client, method)(page).status_code == 200
    mine.refresh_from_db()
    assert mine.state == "active"


def test_a_link_to_confirm_works_once_and_for_two_days(client):
    ask(client)
    link = link_in(letter_to(), "updates_confirm")
    with time_machine.travel(timezone.now() + 2 * DAY + dt.timedelta(minutes=1)):
        expired = client.get(link)
        assert expired.status_code == 404
        assert client.post(link).status_code == 404
    assert client.post(link).status_code == 302
    for method in ("get", "post"):
        again = getattr(client, method)(link)
        assert again.status_code == 404
        assert "This link no longer works" in again.text
    unknown = client.get(reverse("network:updates_confirm", args=["x" * 32]))
    assert unknown.text == expired.text


def test_the_way_out_never_runs_out(client):
    mine = make_subscription(email=ADDRESS)
    page = own_page_of(mine)
    with time_machine.travel(timezone.now() + 4000 * DAY):
        assert client.get(page).status_code == 200
        assert client.post(f"{page}stop/").status_code == 302
    assert not Subscription.objects.active().exists()


@pytest.mark.parametrize("view", ["updates_own", "updates_stop", "updates_confirm"])
def test_pages_behind_links_are_nobodys_else(client, view):
    mine = make_subscription(email=ADDRESS)
    purpose = (
        Link.Purpose.CONFIRM_SUBSCRIPTION
        if view == "updates_confirm"
        else Link.Purpose.SUBSCRIPTION
    )
    token = Link.make(purpose, mine, at=timezone.now())
    answer = client.get(reverse(f"network:{view}", args=[token]))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    assert ADDRESS not in answer.text


# --- One press --------------------------------------------------------------------------------


def test_a_mail_program_ends_it_with_one_post(study):
    mine = make_subscription("service=police", email=ADDRESS)
    make_subscription(email=ADDRESS)
    theirs = make_subscription(email="eve@council.uk")
    stranger = Client(enforce_csrf_checks=True)  # no cookie, no form of ours
    answer = stranger.post(stop_page_of(mine), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200  # a mail program follows nothing
    assert list(Subscription.objects.active()) == [theirs]
    withdrawn = Consent.objects.filter(event="withdrawn")
    assert set(withdrawn.values_list("method", "network")) == {("one-click", "")}
    again = stranger.post(stop_page_of(mine), {"List-Unsubscribe": "One-Click"})
    assert again.status_code == 200
    assert withdrawn.count() == 2


def test_a_person_ends_it_with_one_button(client, study):
    mine = make_subscription(email=ADDRESS)
    assert "End all alerts" in client.get(stop_page_of(mine)).text
    answer = client.post(stop_page_of(mine))
    assert answer["Location"] == f"{own_page_of(mine)}?done=ended"
    assert Consent.objects.get(event="withdrawn").method == "button"
    assert "Your alerts have ended" in client.get(stop_page_of(mine)).text


# --- Changing ---------------------------------------------------------------------------------


def test_all_searches_of_an_address_are_on_one_page(client, study):
    one = make_subscription("service=police", email=ADDRESS)
    other = make_subscription("region=wales", email="ADA@council.uk")
    make_subscription("service=fire", email="eve@council.uk")
    for whose in (one, other):
        page = client.get(own_page_of(whose)).text
        assert "Service: Police" in page
        assert "Region: Wales" in page
        assert "Service: Fire" not in page


def test_how_often_and_a_pause(client, study):
    mine = make_subscription("service=police", email=ADDRESS)
    until = timezone.localdate() + 10 * DAY
    change = f"{own_page_of(mine)}{mine.pk}/"
    assert "Service: Police" in client.get(change).text
    answer = client.post(change, {"often": "at-once", "paused_until": f"{until:%d/%m/%Y}"})
    mine.refresh_from_db()
    assert (mine.often, mine.paused_until) == ("at-once", until)
    page = client.get(answer["Location"]).text
    assert "Your change is made" in page
    assert "Paused until" in page
    client.post(change, {"often": "at-once", "paused_until": ""})
    mine.refresh_from_db()
    assert mine.paused_until is None
    # A pause is no new agreement
    assert Consent.objects.filter(event="changed").count() == 1


@pytest.mark.parametrize(
    "until, said",
    [
        ("2020-01-01", "still to come"),
        ("9999-12-31", "Enter a day up to"),
        ("tomorrow", "Enter a day, such as"),
        ("0000-00-00", "Enter a day, such as"),
    ],
)
def test_a_pause_that_is_none_is_said(client, until, said):
    mine = make_subscription(email=ADDRESS)
    change = f"{own_page_of(mine)}{mine.pk}/"
    answer = client.post(change, {"often": "weekly", "paused_until": until})
    assert answer.status_code == 200
    assert said in answer.text
    mine.refresh_from_db()
    assert mine.paused_until is None


def test_nobody_changes_or_ends_what_is_anothers(client):
    mine = make_subscription(email=ADDRESS)
    theirs = make_subscription(email="eve@council.uk")
    own = own_page_of(mine)
    for number in (theirs.pk, 0, 2**63, 10**30):
        assert client.post(f"{own}{number}/", {"often": "at-once"}).status_code == 404
        assert client.post(own, {"end": str(number)}).status_code == 200
    for wrong in ("", "everything", "x" * 100, "\x00"):
        assert "Press one of the buttons" in client.post(own, {"end": wrong}).text
    assert Subscription.objects.active().count() == 2


def test_all_can_be_ended_on_the_page(client):
    mine = make_subscription("service=police", email=ADDRESS)
    make_subscription(email=ADDRESS)
    client.post(own_page_of(mine), {"end": "all"})
    assert not Subscription.objects.active().exists()


def test_a_search_that_lost_a_part_is_said_on_the_page(client):
    mine = make_subscription("type=drones", email=ADDRESS)
    assert "given up a part of this search" in client.get(own_page_of(mine)).text
