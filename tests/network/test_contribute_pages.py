"""The pages on which a member proposes a case study: nothing typed is lost, nothing is betrayed."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from casestudies.models import CaseStudy
from network.actions import contributions
from network.forms.contribution import BY_NAME
from network.models import Contribution
from tests.factories import make_contribution, make_member, make_study, make_user
from tests.forms import fill_in, ticket_of

pytestmark = pytest.mark.django_db

ALL = "/network/contribute/"
NEW = "/network/contribute/new/"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def member(client):
    found = make_member(role="Estates officer", other_organisation="A council")
    client.force_login(found.user)
    return found


@pytest.fixture
def draft(member):
    return make_contribution(member=member)


def page_of(mine, *more):
    return "/".join([ALL.rstrip("/"), mine.reference, *more, ""])


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


def said_of(mine, step):
    """The form of a step as the browser would send it, unchanged."""
    form = BY_NAME[step](answers=mine.answers)
    sent = {}
    for bound in form:
        value = bound.value()
        if value:
            sent[bound.html_name] = value
    return sent


def answers_of(mine):
    mine.refresh_from_db()
    return mine.answers


# --- Beginning -----------------------------------------------------------------------------


def test_a_member_begins_and_stands_in_the_first_step(client, member):
    answer = fill_in(client, NEW, {"like": ""})
    mine = Contribution.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(mine, "what"))
    assert mine.member == member


def test_the_same_press_twice_begins_one(client, member):
    ticket = ticket_of(client.get(NEW))
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), tick=False):
        for _ in range(2):
            assert client.post(NEW, {"ticket": ticket, "like": ""}).status_code == 302
    assert Contribution.objects.count() == 1


def test_another_case_study_gives_its_structure(client, member):
    make_study("Ty Coch hub", organisations=("Gwent Police", "South Wales Fire"), region="wales")
    assert 'value="Ty Coch hub"' in client.get(f"{NEW}?like=ty-coch-hub").text
    fill_in(client, NEW, {"like": "Tŷ Coch HUB"})
    mine = Contribution.objects.get()
    assert mine.answers["lead"] == "Gwent Police"
    assert mine.answers["region"] == "wales"
    assert mine.title == ""


@pytest.mark.parametrize("like", ["", "nothing-here", "%00", "a" * 5000, "ŵ", "../..", "<b>"])
def test_no_address_of_another_breaks_the_form(client, member, like):
    answer = client.get(NEW, {"like": like})
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_what_is_not_published_is_not_known_by_its_name(client, member, state):
    make_study("Zqhidden hub", state=state)
    hidden = fill_in(client, NEW, {"like": "Zqhidden hub"})
    nothing = fill_in(client, NEW, {"like": "Zqnowhere hub"})
    assert hidden.status_code == nothing.status_code == 200
    said = [text_of(page).replace("hidden", "nowhere") for page in (hidden, nothing)]
    assert said[0] == said[1]
    assert "Zqhidden" not in client.get(f"{NEW}?like=zqhidden-hub").text
    assert "Zqhidden" not in client.get(NEW).text


def test_a_name_that_is_nearly_right_is_offered(client, member):
    make_study("Margate Task Force")
    page = fill_in(client, NEW, {"like": "Margate taskforce"})
    assert "Do you mean “Margate Task Force”?" in text_of(page)
    assert 'value="Margate taskforce"' in page.text


def test_too_many_drafts_are_refused_with_words(client, member):
    for _ in range(contributions.MOST_DRAFTS):
        make_contribution(member=member)
    page = fill_in(client, NEW, {"like": ""})
    assert "You have 10 drafts" in text_of(page)
    assert Contribution.objects.count() == contributions.MOST_DRAFTS


# --- The steps -----------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["what", "where", "results", "sources"])
def test_a_step_shows_what_was_typed_and_keeps_it_as_it_is(client, draft, step):
    page = client.get(page_of(draft, step))
    assert page.status_code == 200
    before = answers_of(draft)
    answer = client.post(page_of(draft, step), said_of(draft, step) | {"go": "next"})
    assert answer.status_code == 302
    now = answers_of(draft)
    assert {k: v for k, v in now.items() if v} == {k: v for k, v in before.items() if v}


def test_the_steps_lead_to_one_another_and_then_to_the_check(client, draft):
    ways = [
        client.post(page_of(draft, step), said_of(draft, step))["Location"]
        for step in ("what", "where", "results", "sources")
    ]
    assert ways == [page_of(draft, s) for s in ("where", "results", "sources", "check")]


def test_an_empty_step_is_saved_and_says_what_is_missing(client, member):
    mine = contributions.begin(member, key="0" * 32, at=make_contribution().saved_at)
    assert client.post(page_of(mine, "what"), {"title": "Hub"}).status_code == 302
    assert answers_of(mine)["title"] == "Hub"
    said = text_of(client.get(page_of(mine)))
    for words in (
        "Choose at least one service",
        "Choose at least one type of collaboration",
        "Enter the organisation that leads it",
        "Enter at least one more organisation that takes part",
        "not begun",
    ):
        assert words in said
    assert "Enter what the scheme is called" not in said


def test_another_line_is_had_by_a_button_and_an_empty_one_is_dropped(client, draft):
    sent = said_of(draft, "results") | {
        "outcomes-1-text": "",
        "outcomes-2-text": "Fewer miles.",
        "outcomes-2-evidence": "1",
        "go": "outcomes",
    }
    answer = client.post(page_of(draft, "results"), sent)
    assert answer["Location"] == page_of(draft, "results") + "#outcomes"
    assert [one["text"] for one in answers_of(draft)["outcomes"]] == [
        "Crews arrive sooner.",
        "Fewer miles.",
    ]
    page = client.get(page_of(draft, "results")).text
    assert 'name="outcomes-2-text"' in page
    assert 'id="outcomes"' in page


def test_a_draft_can_rest(client, draft):
    answer = client.post(
        page_of(draft, "where"), said_of(draft, "where") | {"go": "later"}, follow=True
    )
    assert "Your draft is saved." in text_of(answer)


def test_a_script_keeps_what_is_typed_without_a_page(client, draft):
    sent = said_of(draft, "where") | {"place": "Ramsgate", "go": "keep"}
    assert client.post(page_of(draft, "where"), sent).status_code == 204
    assert answers_of(draft)["place"] == "Ramsgate"


WRONG = [
    ("what", {"title": "a" * 161}, "these are 161"),
    ("what", {"title": "Hub\x07"}, "control character"),
    ("what", {"title": "12 34"}, "Enter the name of the scheme in words"),
    ("what", {"services": ["police", "atlantis"]}, "Choose from the services in the list"),
    ("what", {"types": ["9" * 30]}, "Choose from the types in the list"),
    ("what", {"partners-0-name": "the kent POLICE"}, "You have named this one already"),
    ("what", {"partners-0-name": "https://x.example"}, "Enter the name of the organisation"),
    ("where", {"region": "atlantis"}, "Choose a region from the list"),
    ("where", {"region": "9223372036854775808"}, "Choose a region from the list"),
    ("where", {"force_areas": ["atlantis"]}, "Choose from the areas in the list"),
    ("where", {"status": "haunted"}, "Choose whether it runs today"),
    ("where", {"started": "0001"}, "Enter a year from 1900 on"),
    ("where", {"started": "9999"}, "Enter a year up to"),
    ("where", {"started": "2015-02-31"}, "Enter a year, a month or a day"),
    ("where", {"started": "1/2/2015"}, "Enter a year, a month or a day"),
    ("where", {"started": "２０１５"}, "Enter a year, a month or a day"),
    ("where", {"ended": "2019"}, "choose above that the scheme has ended"),
    ("where", {"status": "ended", "ended": "2014"}, "It cannot end before it starts"),
    ("where", {"status": "ended", "ended": "9999"}, "Enter a year up to"),
    ("results", {"summary": "a" * 321}, "these are 321"),
    ("results", {"what_happened": "a" * 10_001}, "these are 10001"),
    ("results", {"helped": "\n".join("abcdefghijk")}, "these are 11"),
    ("results", {"outcomes-0-evidence": "9"}, "not one of the available choices"),
    ("results", {"savings-0-pounds": "a lot"}, "Enter an amount in pounds"),
    ("results", {"savings-0-pounds": "9223372036854775808"}, "at most £100,000,000,000"),
    ("results", {"savings-0-pounds": "-5"}, "Enter an amount in pounds"),
    ("results", {"savings-0-per": "hourly"}, "not one of the available choices"),
    ("sources", {"sources-0-url": "javascript:alert(1)"}, "Enter a web address"),
    ("sources", {"sources-0-date": "2999"}, "Enter a year up to"),
    ("sources", {"credit": ["shoe size"]}, "Choose from the three in the list"),
]


@pytest.mark.parametrize("step, wrong, says", WRONG)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(client, draft, step, wrong, says):
    right = {"what": "title", "where": "place", "results": "paid_by", "sources": ""}[step]
    sent = said_of(draft, step) | wrong
    if right and right not in wrong:
        sent[right] = "Right words"
    page = client.post(page_of(draft, step), sent)
    assert page.status_code == 200
    assert says in text_of(page)
    [(name, typed)] = [(n, v) for n, v in wrong.items() if n != "status"] or wrong.items()
    if isinstance(typed, str) and name not in {"region", "status"} and "evidence" not in name:
        shown = html.unescape(page.text)
        assert typed.replace("\n", "\r\n") in shown or typed in shown or "per" in name
    now = answers_of(draft)
    if right and right not in wrong:
        assert now[right] == "Right words"
    for name, typed in wrong.items():
        assert now.get(name) != typed or name == "status"


@pytest.mark.parametrize(
    "said, kept",
    [
        ("£250,000", "250,000"),
        ("1.2 million", "1,200,000"),
        ("£1.2m", "1,200,000"),
        ("750k", "750,000"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_as_people_write_them(client, draft, said, kept):
    sent = said_of(draft, "results") | {"savings-0-pounds": said}
    assert client.post(page_of(draft, "results"), sent).status_code == 302
    assert answers_of(draft)["savings"][0]["pounds"] == kept


def test_script_is_text_wherever_it_is_typed(client, draft):
    texts = ("title", "lead", "place", "summary", "what_happened", "paid_by", "helped", "hard")
    answers = dict.fromkeys(texts, f"{EVIL} hub") | {
        "partners": [{"name": f"{EVIL} fire"}],
        "outcomes": [{"text": EVIL, "evidence": "1"}],
        "savings": [{"covers": EVIL, "pounds": "", "per": ""}],
        "sources": [{"title": EVIL, "url": "https://example.org/", "publisher": EVIL, "date": ""}],
    }
    contributions.save(draft, answers, at=draft.saved_at)
    pages = [page_of(draft, s) for s in ("what", "where", "results", "sources", "check")]
    for address in (ALL, page_of(draft), *pages, page_of(draft, "end")):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "<script>alert" not in page.text, address


def test_many_made_up_lines_do_no_harm(client, draft):
    sent = said_of(draft, "results") | {f"outcomes-{n}-text": "x" for n in range(99)}
    sent |= {"outcomes-999999999999-text": "x", "outcomes--1-text": "x", "outcomes-1-colour": "x"}
    assert client.post(page_of(draft, "results"), sent).status_code == 302
    assert len(answers_of(draft)["outcomes"]) == 8


# --- Near twins ----------------------------------------------------------------------------


def test_a_published_twin_is_offered_and_no_other(client, draft):
    make_study("The Harbour Rescue Hub", place="Dover")
    make_study("Harbour rescue hubs", state="in-review")
    for page in ("what", "check"):
        text = text_of(client.get(page_of(draft, page)))
        assert "The Harbour Rescue Hub" in text
        assert "Harbour rescue hubs" not in text
    assert "/case-studies/the-harbour-rescue-hub/correct/" in client.get(page_of(draft)).text


# --- Checking and sending ------------------------------------------------------------------


def press_send(client, draft, **more):
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(page_of(draft, "check")).text)[1]
    sent = {"seen": html.unescape(seen), "confirmed": "on"} | more
    return client.post(page_of(draft, "check"), sent)


def test_everything_is_read_once_more_and_sent(client, draft):
    text = text_of(client.get(page_of(draft, "check")))
    for words in (
        "Harbour rescue hub",
        "Police Fire and rescue",
        "Kent Fire",
        "South East",
        "2015-05",
        "Crews arrive sooner. Reported: the partners give figures",
        "£250,000",
        "Written by Estates officer, A council.",
        "Open Government Licence",
    ):
        assert words in text
    answer = press_send(client, draft)
    assert answer["Location"] == page_of(draft)
    page = client.get(page_of(draft))
    assert "Sent, and waiting for an editor" in page.text
    draft.refresh_from_db()
    assert (draft.state, draft.credit) == ("sent", "Estates officer, A council")
    assert draft.confirmed_version == "2026-11"


def test_sending_twice_comes_to_the_same_page(client, draft):
    seen = draft.saved_at.isoformat()
    for _ in range(2):
        answer = client.post(page_of(draft, "check"), {"seen": seen, "confirmed": "on"})
        assert answer["Location"] == page_of(draft)
    assert CaseStudy.objects.count() == 1


def test_nothing_is_sent_without_the_tick(client, draft):
    page = press_send(client, draft, confirmed="")
    assert "Tick that this is so" in text_of(page)
    assert not CaseStudy.objects.exists()


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-01-01T00:00:00+00:00", "9" * 40])
def test_nothing_is_sent_that_was_not_read(client, draft, seen):
    answer = press_send(client, draft, seen=seen)
    assert answer["Location"] == page_of(draft, "check")
    assert not CaseStudy.objects.exists()


def test_what_is_missing_has_no_button_and_is_not_sent_by_force(client, draft):
    contributions.save(draft, {"summary": ""}, at=draft.saved_at)
    page = client.get(page_of(draft, "check"))
    assert "Say in one sentence what the scheme is" in text_of(page)
    assert "Send it to the editors" not in page.text
    seen = draft.saved_at.isoformat()
    client.post(page_of(draft, "check"), {"seen": seen, "confirmed": "on"})
    assert not CaseStudy.objects.exists()


def test_too_many_in_a_day_is_said_and_the_draft_stays(client, member):
    for n in range(6):
        mine = make_contribution(member=member, said={"title": f"Hub {n}"})
        answer = press_send(client, mine)
    assert answer.status_code == 429
    assert "Retry-After" in answer
    mine.refresh_from_db()
    assert mine.is_draft


# --- Afterwards ----------------------------------------------------------------------------


def test_it_is_taken_back_by_a_button(client, draft):
    press_send(client, draft)
    assert "Take it back and change it" in client.get(page_of(draft)).text
    assert client.post(page_of(draft)).status_code == 302
    assert "Not sent yet" in text_of(client.get(page_of(draft)))


def test_a_question_is_answered_on_its_page(client, draft):
    press_send(client, draft)
    draft.refresh_from_db()
    contributions.ask_question(
        draft, by=make_user("Editor"), at=draft.sent_at, text=f"Who pays? {EVIL}"
    )
    page = client.get(page_of(draft))
    assert "Who pays?" in page.text
    assert EVIL not in page.text
    assert "Write your answer" in text_of(client.post(page_of(draft), {"text": " "}))
    assert client.post(page_of(draft), {"text": "Both do."}).status_code == 302
    assert "Both do." in client.get(page_of(draft)).text


def test_a_draft_is_deleted_and_a_sent_one_withdrawn_after_a_question(client, draft, member):
    other = make_contribution(member=member)
    assert "Delete this draft?" in client.get(page_of(other, "end")).text
    assert Contribution.objects.filter(pk=other.pk).exists()
    assert client.post(page_of(other, "end"))["Location"] == ALL
    assert not Contribution.objects.filter(pk=other.pk).exists()
    press_send(client, draft)
    assert client.post(page_of(draft, "end"))["Location"] == page_of(draft)
    assert "Withdrawn" in client.get(page_of(draft)).text
    assert client.get(page_of(draft, "end"))["Location"] == page_of(draft)


def test_the_list_says_where_each_stands(client, draft, member):
    make_contribution(member=member, said={"title": "", "summary": ""})
    make_contribution(member=member, state="declined", reason="No.", said={"title": "Third hub"})
    text = text_of(client.get(ALL))
    assert "4 of 4 steps complete" in text
    assert "2 of 4 steps complete" in text
    assert "Without a name yet" in text
    assert "Third hub" in text
    assert "Declined" in text


def test_queries_do_not_grow_with_drafts(client, member, django_assert_max_num_queries):
    for n in range(5):
        make_contribution(member=member, said={"title": f"Hub {n}"})
    with django_assert_max_num_queries(80):
        client.get(ALL)


# --- What a form must survive --------------------------------------------------------------


def test_of_others_there_is_nothing(draft):
    client = Client()
    client.force_login(make_member().user)
    nothing = client.get("/network/contribute/P-2222-2222/")
    for more in ((), ("what",), ("check",), ("end",)):
        answer = client.get(page_of(draft, *more))
        assert answer.status_code == 404
        assert answer.text.replace(draft.reference, "P-2222-2222") == nothing.text
        assert client.post(page_of(draft, *more), {"title": "Mine now"}).status_code == 404
    assert answers_of(draft)["title"] == "Harbour rescue hub"


def test_who_is_signed_out_gets_back_what_they_typed(client, draft):
    sent = said_of(draft, "results") | {"what_happened": "A long story of how it went. " * 5}
    sent["ticket"] = "t" * 80  # as other forms have one
    client.logout()
    page = client.post(page_of(draft, "results"), sent)
    assert page.status_code == 403
    assert page.text.count("A long story of how it went.") >= 10  # to send, and to copy
    assert page.text.count(sent["ticket"]) == 1  # to send only
    assert "/network/sign-in/" in page.text
    assert page["Cache-Control"] == "private, no-store"
    client.force_login(draft.member.user)
    assert client.post(page_of(draft, "results"), sent).status_code == 302


def test_a_form_without_its_proof_gives_back_what_was_typed(draft):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(draft.member.user)
    sent = said_of(draft, "where") | {"place": "Ramsgate"}
    page = strict.post(page_of(draft, "where"), sent)
    assert page.status_code == 403
    assert 'value="Ramsgate"' in page.text
    assert answers_of(draft)["place"] == "Dover harbour"


def test_a_fault_of_ours_gives_back_what_was_typed(client, draft, monkeypatch):
    def fail(*args, **more):
        raise OperationalError("full")

    monkeypatch.setattr(contributions, "save", fail)
    page = client.post(page_of(draft, "where"), said_of(draft, "where") | {"place": "Ramsgate"})
    assert page.status_code == 503
    assert 'value="Ramsgate"' in page.text


def test_what_was_sent_in_another_window_is_not_changed_and_not_lost(client, draft):
    sent = said_of(draft, "where") | {"place": "Ramsgate"}
    press_send(client, draft)
    page = client.post(page_of(draft, "where"), sent)
    assert page.status_code == 409
    assert 'value="Ramsgate"' in page.text
    assert client.get(page_of(draft, "where"))["Location"] == page_of(draft)


@pytest.mark.parametrize("step", ["atlantis", "WHAT", "1", "what-"])
def test_there_are_no_other_steps(client, draft, step):
    assert client.get(page_of(draft, step)).status_code == 404


def test_no_page_of_it_is_kept_or_listed(client, draft):
    for more in ((), ("what",), ("check",), ("end",)):
        page = client.get(page_of(draft, *more))
        assert page["Cache-Control"] == "private, no-store"
        assert 'content="noindex"' in page.text


def test_the_network_page_leads_here(client):
    assert reverse("network:contribute") in client.get("/network/").text
    assert 'id="contributions"' in client.get("/network/").text
