"""Asking on the page of members, answering behind the letter's link or in the account."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import introductions, membership
from network.actions.introductions import Answer
from network.models import Introduction, Member, Unwanted
from tests.factories import make_introduction, make_member
from tests.forms import fill_in, ticket_of

pytestmark = pytest.mark.django_db

MEMBERS = "/network/members/"
OWN = "/network/account/introductions/"
WHY = "You run a shared station. We plan one."
SCRIPT = "<script>alert(1)</script> and more"


@pytest.fixture
def asker(client):
    member = make_member(
        name="Ada Asker", email="ada@zqasker.uk", role="Area manager", about="We plan a station."
    )
    client.force_login(member.user)
    return member


@pytest.fixture
def asked():
    return make_member(name="Bob Asked", email="bob@zqasked.uk", role="Chief Officer")


def sign_in(client, member=None):
    client.logout()
    if member:
        client.force_login(member.user)


def page_for(member):
    return f"{MEMBERS}{member.handle}/introduce/"


def ask(client, asked, **answers):
    return fill_in(client, page_for(asked), {"why": WHY} | answers)


def link():
    letter = Letter.objects.get(template="network/introduction_asked")
    return re.search(r"/network/introductions/\S+", letter.text)[0]


# --- The list ----------------------------------------------------------------------------------


def test_the_list_offers_each_member_but_oneself(client, asker, asked):
    found = re.findall(r'href="(/network/members/[^"/]+/introduce/)"', client.get(MEMBERS).text)
    assert found == [page_for(asked)]


def test_the_list_offers_nobody_who_does_not_want_it(client, asker, asked):
    introductions.change_switch(asked, takes=False)
    Unwanted.objects.create(by=make_member(), asker=asker)
    assert "/introduce/" not in client.get(MEMBERS).text


def test_the_list_says_whom_one_has_asked(client, asker, asked):
    ask(client, asked)
    said = client.get(MEMBERS).text
    assert "You have asked for an introduction." in said
    assert "/introduce/" not in said


def test_the_list_costs_the_same_however_many_belong(
    client, asker, asked, django_assert_max_num_queries
):
    for _ in range(19):
        make_member()
    with django_assert_max_num_queries(20):
        client.get(MEMBERS)


# --- Asking ------------------------------------------------------------------------------------


def test_the_page_says_what_the_other_will_see(client, asker, asked):
    said = client.get(page_for(asked)).text
    for shown in ("Ada Asker", "Area manager", "We plan a station.", "Chief Officer"):
        assert shown in said
    assert "Bob Asked" not in said
    assert "ada@zqasker.uk" not in said
    assert "bob@zqasked.uk" not in said


def test_asking_stores_it_and_writes_to_the_other(client, asker, asked):
    answer = ask(client, asked)
    introduction = Introduction.objects.get()
    assert (introduction.asker, introduction.asked, introduction.why) == (asker, asked, WHY)
    assert answer.url == f"{OWN}{introduction.reference}/"
    assert Letter.objects.get().to == asked.email
    assert "Your request is on its way." in client.get(answer.url).text


@pytest.mark.parametrize(
    "why, problem",
    [
        ("", "Write why you would like to be introduced"),
        ("x" * 1001, "at most 1000 characters"),
        ("a\x07b", "Take out the control character"),
        ("https://example.org/", "Say in words why"),
        ("Write to ada@zqasker.uk", "Take out the address or number"),
        ("Call 0161 496 0000 about it", "Take out the address or number"),
    ],
)
def test_what_cannot_be_sent_is_kept_and_said(client, asker, asked, why, problem):
    answer = ask(client, asked, why=why)
    assert answer.status_code == 200
    assert problem in answer.text
    assert why.replace("\x07", "") in answer.text.replace("\x07", "")
    assert not Introduction.objects.exists()


def test_sending_one_form_twice_asks_once(client, asker, asked):
    sent = {"why": WHY, "ticket": ticket_of(client.get(page_for(asked)))}
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=30), tick=False):
        first, again = [client.post(page_for(asked), sent) for _ in range(2)]
    assert first.url == again.url
    assert Letter.objects.count() == 1


def test_asking_again_is_refused_and_keeps_the_text(client, asker, asked):
    # Two pages opened side by side
    tickets = [ticket_of(client.get(page_for(asked))) for _ in range(2)]
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=30), tick=False):
        first, second = [
            client.post(page_for(asked), {"why": f"{WHY} {n}", "ticket": ticket})
            for n, ticket in enumerate(tickets)
        ]
    assert first.status_code == 302
    assert Introduction.objects.count() == 1
    assert "You have asked this member before" in second.text
    assert f"{WHY} 1" in second.text


def test_one_who_was_asked_lately_is_not_asked_again(client, asker, asked):
    made = make_introduction(asker=asker, asked=asked, state="declined")
    said = client.get(page_for(asked)).text
    assert "You have asked already" in said
    assert f"{OWN}{made.reference}/" in said
    assert "<textarea" not in said


def test_too_many_are_refused_and_keep_the_text(client, asker, asked):
    for _ in range(5):
        introductions.ask(asker, make_member(), key=uuid.uuid4(), why=WHY, at=timezone.now())
    answer = ask(client, asked)
    assert answer.status_code == 429
    assert WHY in answer.text
    assert not Introduction.objects.filter(asked=asked).exists()


HIDDEN = {
    "never was": lambda asked, asker: None,
    "not listed": lambda asked, asker: Member.objects.filter(pk=asked.pk).update(is_listed=False),
    "switched off": lambda asked, asker: introductions.change_switch(asked, takes=False),
    "unwanted": lambda asked, asker: Unwanted.objects.create(by=asked, asker=asker),
    "left": lambda asked, asker: membership.leave(asked, at=timezone.now()),
}


@pytest.mark.parametrize("why", HIDDEN)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_cannot_be_asked_is_as_one_who_never_was(client, asker, asked, why, method):
    address = page_for(asked)
    HIDDEN[why](asked, asker)
    if why == "never was":
        address = f"{MEMBERS}{'x' * 22}/introduce/"
    answer = getattr(client, method)(address, {"why": WHY})
    nothing = getattr(client, method)(f"{MEMBERS}nobody/introduce/", {"why": WHY})
    assert answer.status_code == nothing.status_code == 404
    strip = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert strip.sub("", answer.text) == strip.sub("", nothing.text)
    assert (WHY in answer.text) == (method == "post")
    assert not Introduction.objects.exists()


def test_nobody_asks_themselves(client, asker):
    assert client.get(page_for(asker)).status_code == 404


# --- The letter's page -------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(client, asker, asked, method):
    ask(client, asked)
    client.logout()
    answer = getattr(client, method)(link())
    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "same-origin"
    assert Introduction.objects.get().is_open
    assert Letter.objects.count() == 1


def test_the_page_shows_who_and_why_and_no_address(client, asker, asked):
    ask(client, asked)
    client.logout()
    said = client.get(link()).text
    assert "Ada Asker" in said
    assert WHY in said
    assert "zqaske" not in said.replace("zqasked.uk", "")


@pytest.mark.parametrize(
    "said, words",
    [
        ("yes", "You were introduced on"),
        ("no", "You said no."),
        ("later", "You said: not now."),
        ("never", "You said no."),
    ],
)
def test_each_button_acts_once_and_says_so(client, asker, asked, said, words):
    ask(client, asked)
    client.logout()
    address = link()
    page = client.post(address, {"answer": said}, follow=True)
    assert words in page.text
    assert 'name="answer" value="yes"' not in page.text
    letters = Letter.objects.count()
    client.post(address, {"answer": "yes"})
    assert Letter.objects.count() == letters
    for private in ("ada@zqasker.uk", "bob@zqasked.uk"):
        assert private not in client.get(address).text


@pytest.mark.parametrize("sent", [{}, {"answer": "perhaps"}, {"answer": "report"}])
def test_a_button_that_is_none_changes_nothing(client, asker, asked, sent):
    ask(client, asked)
    answer = client.post(link(), sent)
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert Introduction.objects.get().is_open


def test_a_report_needs_words_and_keeps_them(client, asker, asked):
    ask(client, asked)
    address = link()
    assert "Advert\x07" not in client.post(
        address, {"answer": "report", "report": "Advert\x07ising"}
    ).text.replace("Advert\x07ising</textarea>", "")
    assert Introduction.objects.get().reported_at is None
    page = client.post(address, {"answer": "report", "report": SCRIPT}, follow=True)
    assert "You reported it." in page.text
    assert Introduction.objects.get().report == SCRIPT


def test_what_is_written_is_text(client, asker, asked):
    ask(client, asked, why=SCRIPT)
    own = f"{OWN}{Introduction.objects.get().reference}/"
    for reader, address in ((asker, own), (asked, own), (asked, OWN), (None, link())):
        sign_in(client, reader)
        said = client.get(address).text
        assert "<script>alert" not in said
        assert "&lt;script&gt;alert(1)" in said


@pytest.mark.parametrize("why", ["asked left", "asker left", "asked moved", "asked switched off"])
def test_a_link_that_leads_nowhere_says_nothing(client, asker, asked, why):
    ask(client, asked)
    address = link()
    if why == "asked moved":
        Member.objects.filter(pk=asked.pk).update(email="new@council.uk")
    elif why == "asked switched off":
        type(asked.user).objects.filter(pk=asked.user.pk).update(is_active=False)
    else:
        membership.leave(asked if why == "asked left" else asker, at=timezone.now())
    client.logout()
    for method in ("get", "post"):
        gone = getattr(client, method)(address, {"answer": "yes"})
        never = getattr(client, method)("/network/introductions/never-was/", {"answer": "yes"})
        assert gone.status_code == never.status_code == 404
        assert gone.content == never.content
    assert not Letter.objects.filter(template="network/introduction_made").exists()


# --- The account -------------------------------------------------------------------------------


def test_the_account_lists_both_sides_and_answers(client, asker, asked):
    ask(client, asked)
    reference = Introduction.objects.get().reference
    said = client.get(OWN).text
    assert "It waits for an answer" in said
    assert "Chief Officer" in said
    assert "Bob Asked" not in said
    sign_in(client, asked)
    said = client.get(OWN).text
    assert "Ada Asker" in said
    assert WHY in said
    assert f'action="{OWN}{reference}/"' in said
    page = client.post(f"{OWN}{reference}/", {"answer": "yes"}, follow=True)
    assert "You were introduced on" in page.text
    for reader, other in ((asker, asked), (asked, asker)):
        sign_in(client, reader)
        said = client.get(OWN).text
        assert other.name in said
        assert other.email in said


@pytest.mark.parametrize("state", ["declined", "silent", "over"])
def test_the_asker_reads_the_same_of_a_no_and_of_silence(client, asker, asked, state):
    made = make_introduction(asker=asker, asked=asked, state=state)
    for address in (OWN, f"{OWN}{made.reference}/"):
        said = client.get(address).text
        assert "Nothing came of it." in said
        assert not re.search(r"You said no|not answered|declined", said)


def test_one_who_hides_themselves_is_hidden_here_too(client, asker, asked):
    make_introduction(asker=asker, asked=asked)
    Member.objects.filter(pk=asked.pk).update(is_listed=False)
    said = client.get(OWN).text
    assert "A member who is not shown any more" in said
    assert "Chief Officer" not in said


def test_only_the_asker_takes_it_back_and_only_the_asked_answers(client, asker, asked):
    mine = make_introduction(asker=asker, asked=asked)
    theirs = make_introduction(asker=asked, asked=asker)
    of_others = make_introduction()
    assert client.post(f"{OWN}{of_others.reference}/", {"answer": "yes"}).status_code == 404
    client.post(f"{OWN}{mine.reference}/", {"answer": "yes"})
    client.post(f"{OWN}{theirs.reference}/", {"answer": "no"})
    states = dict(Introduction.objects.values_list("reference", "state"))
    assert states == {
        mine.reference: "withdrawn",
        theirs.reference: "declined",
        of_others.reference: "open",
    }


def test_others_may_be_told_not_to_ask(client, asker, asked):
    assert "Let nobody ask" in client.get(OWN).text
    client.post(OWN, {"do": "take-none"})
    asker.refresh_from_db()
    assert not asker.takes_introductions
    client.post(OWN, {"do": "take"})
    asker.refresh_from_db()
    assert asker.takes_introductions


def test_whoever_is_wanted_no_more_is_listed_and_let_in_again(client, asker, asked):
    introductions.answer(
        make_introduction(asker=asked, asked=asker), Answer.NEVER, at=timezone.now()
    )
    said = client.get(OWN).text
    assert "Bob Asked" in said
    client.post(OWN, {"do": "want-again", "number": Unwanted.objects.get().pk})
    assert not Unwanted.objects.exists()


def test_a_list_of_many_asks_the_database_no_more(client, asker, django_assert_max_num_queries):
    for _ in range(10):
        make_introduction(asker=asker)
        make_introduction(asked=asker)
    with django_assert_max_num_queries(20):
        client.get(OWN)
