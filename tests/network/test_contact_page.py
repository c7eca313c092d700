"""The form to a leader, the page where a question stands, and the buttons in its letters."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from casestudies.models import CaseStudy
from collab_directory.outbox.models import Letter
from network import proof
from network.actions import enquiries
from network.models import ConfirmedAddress, Enquiry, Link
from network.models.leaders import leader_of
from network.reach import reach
from network.reply_times import in_words
from tests.factories import make_enquiry, make_leader, make_organisation, make_study
from tests.forms import fill_in, ticket_of

pytestmark = pytest.mark.django_db

FORM = "/case-studies/shared-station/contact/"
ANSWERS = {
    "name": "Ada Reader",
    "role": "Estates officer",
    "organisation": "A council",
    "email": "ada@council.uk",
    "topics": ["costs", "hard"],
    "message": "What did it cost?",
    "wants_copy": "on",
}
State = Enquiry.State


@pytest.fixture
def study():
    return make_study("Shared station")


@pytest.fixture
def leader(study):
    kent = make_organisation("Kent Fire")
    return make_leader(study, email="planted@fire.uk", name="Planted Name", organisation=kent)


def words(response):
    main = re.search(r"<main.*</main>", response.text, re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("&#x27;", "'")


def link_in(letter):
    return re.search(r"http://testserver(/network/(?:confirm|answered)/\S+)", letter.text)[1]


def confirm_link():
    return link_in(Letter.objects.filter(template="network/confirm_address").latest("pk"))


# --- Before one writes ---------------------------------------------------------------------


def test_the_page_says_who_receives_it(client, leader):
    assert "Who receives it: Collaboration lead, Kent Fire ." in words(client.get(FORM)).replace(
        "Fire.", "Fire ."
    )


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"confirmed_on": None}, "the contact we hold has not yet confirmed"),
        (
            {"paused_until": dt.date(2099, 5, 1)},
            "Collaboration lead, Kent Fire is away until 1 May",
        ),
        ({"bounced_at": timezone.now()}, "our letters to the contact came back"),
        ({"is_active": False}, "we hold no contact for this scheme yet"),
    ],
)
def test_the_page_says_why_the_group_receives_it(client, study, fields, says):
    make_leader(study, organisation=make_organisation("Kent Fire"), **fields)
    page = words(client.get(FORM))
    assert "the working group that looks after this directory" in page
    assert says in page


def test_the_page_says_for_whom_the_deputy_stands_in(client, study):
    make_leader(study, paused_until=dt.date(2099, 5, 1), role_title="Station manager")
    make_leader(study, role_title="Deputy manager")
    page = words(client.get(FORM))
    assert re.search(r"Who receives it: Deputy manager.*stand in for Station manager", page)


def test_a_scheme_that_ended_can_still_be_asked_about(client):
    make_study("Shared station", status="ended")
    assert "This scheme has ended" in words(client.get(FORM))


def test_each_topic_shows_what_the_entry_leaves_open(client, study):
    page = client.get(FORM).text
    assert 'aria-describedby="id_topics_0_hint"' in page
    assert "Did it save money, for whom, and who has checked?" in page


@pytest.mark.parametrize(
    "answers, says",
    [
        (["week"] * 4, ""),
        (["week"] * 5, "usually answers within a week"),
        (["week"] * 2 + ["fortnight"] * 3, "usually answers within two weeks"),
        (["later"] * 3 + ["week"] * 2, "usually takes longer than two weeks to answer"),
        (["no"] * 3 + ["week"] * 2, "has answered less than half"),
        (["week"] * 4 + ["not-needed"] * 9 + [""] * 9, ""),
    ],
)
def test_how_soon_a_leader_answers_is_said_from_five_up(client, study, leader, answers, says):
    now = timezone.now()
    for said in answers:
        make_enquiry(
            study,
            leader=leader,
            state=State.PASSED_ON,
            passed_on_at=now,
            answer=said,
            answer_told_at=now if said else None,
        )
    assert in_words(leader).startswith(says)
    assert bool(in_words(leader)) == bool(says)
    assert says in words(client.get(FORM))
    leader.shows_speed = False
    assert in_words(leader) == ""


def test_a_case_studys_page_leads_to_the_form(client, leader):
    page = client.get("/case-studies/shared-station/").text
    assert page.count(f'href="{FORM}"') == 1  # beside the people
    assert page.count(f'href="{FORM}?ask=') > 5  # and from what is not recorded
    assert "Collaboration lead, Kent Fire" in page
    assert "planted@fire.uk" not in page
    assert "Planted Name" not in page


def test_a_case_studys_page_hears_when_the_leader_changes(client, leader):
    assert "Contact the project leader" in client.get("/case-studies/shared-station/").text
    leader.bounced_at = timezone.now()
    leader.save()
    assert "Ask about this scheme" in client.get("/case-studies/shared-station/").text


# --- Writing -------------------------------------------------------------------------------


def test_a_question_goes_from_the_form_to_the_leader(client, leader):
    response = fill_in(client, FORM, ANSWERS)
    assert response.status_code == 302
    status = response["Location"]
    assert "one press is missing" in words(client.get(status))
    button = confirm_link()
    assert client.post(button)["Location"] == status
    assert "passed on" in words(client.get(status))
    assert Letter.objects.get(to="planted@fire.uk").reply_to == "ada@council.uk"
    assert client.post(status, {"answer": "week"})["Location"] == status
    assert "You told us: answered within a week" in words(client.get(status))


def test_the_address_of_the_next_page_holds_nothing_personal(client, study):
    assert re.fullmatch(r"/network/enquiries/[0-9a-f]{48}/", fill_in(client, FORM, ANSWERS).url)


def test_the_same_form_twice_leads_to_one_page(client, study):
    ticket = ticket_of(client.get(FORM))
    later = timezone.now() + dt.timedelta(seconds=20)
    with time_machine.travel(later, tick=False):
        first = client.post(FORM, ANSWERS | {"ticket": ticket})
        again = client.post(FORM, ANSWERS | {"ticket": ticket})
    assert first.url == again.url
    assert (Enquiry.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "changes, says",
    [
        ({"name": ""}, "Enter your name"),
        ({"email": "ada@council"}, "Enter an email address"),
        ({"email": "a@council.uk\r\nBcc: x@example.com"}, "Enter an email address"),
        ({"name": "Ada\r\nBcc: x@example.com"}, "Take out the line break"),
        ({"name": "Ada\x0bBcc"}, "Take out the line break"),
        ({"role": "a\u2028b"}, "Take out the line break"),
        ({"message": "a\x1cb"}, "Take out the control character"),
        ({"message": "https://a.example www.b.example"}, "Say in words what you want to know"),
        ({"message": "12 ?? 34"}, "Say in words what you want to know"),
        ({"message": "x" * 1501}, "at most 1500 characters"),
        ({"topics": ["atlantis"]}, "Select a valid choice"),
        ({"website": "http://spam.example"}, "A box that should stay empty"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_typed_is_lost(client, study, changes, says):
    response = fill_in(client, FORM, ANSWERS | changes)
    assert response.status_code == 200
    assert says in words(response)
    assert response.text.count("There is a problem") == 1
    if "message" not in changes:
        assert "What did it cost?" in response.text
    assert not Enquiry.objects.exists()


def test_too_many_are_refused_with_the_text_kept(client, study):
    for n in range(3):
        assert fill_in(client, FORM, ANSWERS | {"email": f"p{n}@council.uk"}).status_code == 302
    response = fill_in(client, FORM, ANSWERS)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "What did it cost?" in response.text


def test_an_expired_form_sends_nothing_and_keeps_the_text(study):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(FORM, ANSWERS)
    assert response.status_code == 403
    assert "What did it cost?" in response.text
    assert not Enquiry.objects.exists()


def test_a_study_unpublished_meanwhile_gives_the_text_back(client, study):
    ticket = ticket_of(client.get(FORM))
    study.state = CaseStudy.State.ARCHIVED
    study.save()
    response = client.post(FORM, ANSWERS | {"ticket": ticket})
    assert response.status_code == 404
    assert "What did it cost?" in words(response)
    assert 'action="/contact/"' in response.text
    assert not Enquiry.objects.exists()
    nothing = client.post("/case-studies/never-was/contact/", ANSWERS)
    assert words(nothing) == words(response)


def test_what_was_given_back_arrives_in_the_form_to_the_group(client, study):
    study.state = CaseStudy.State.ARCHIVED
    study.save()
    page = client.post(FORM, ANSWERS).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    response = client.post("/contact/", hidden)
    assert "What did it cost?" in response.text
    assert "ada@council.uk" in response.text


def test_an_old_address_leads_to_the_new_one(client, study):
    study.slug = "new-name"
    study.save()
    response = client.get(FORM)
    assert (response.status_code, response["Location"]) == (301, "/case-studies/new-name/contact/")


# --- The button, and who pressed it --------------------------------------------------------


def test_opening_a_link_changes_nothing(client, leader):
    fill_in(client, FORM, ANSWERS)
    link = confirm_link()
    for method in (client.get, client.head):
        assert method(link).status_code == 200
    assert Enquiry.objects.get().state == State.RECEIVED


def test_a_link_works_once_and_for_two_days(client, leader):
    fill_in(client, FORM, ANSWERS)
    link = confirm_link()
    with time_machine.travel(timezone.now() + dt.timedelta(hours=49), tick=False):
        late = client.post(link)
    assert late.status_code == 404
    assert client.post(link).status_code == 302
    used, unknown = client.post(link), client.post("/network/confirm/never-was/")
    assert used.status_code == unknown.status_code == 404
    assert words(used) == words(unknown) == words(late)
    assert Link.objects.get(purpose=Link.Purpose.CONFIRM_ADDRESS).used_at
    assert Letter.objects.filter(to="planted@fire.uk").count() == 1


@pytest.mark.parametrize("what", ["closed", "erased", "reported"])
def test_what_is_over_cannot_be_confirmed(client, study, what):
    fill_in(client, FORM, ANSWERS)
    link, enquiry = confirm_link(), Enquiry.objects.get()
    end = {"closed": enquiries.close, "erased": enquiries.erase, "reported": enquiries.report}[what]
    end(enquiry, by=None, at=timezone.now())
    assert client.get(link).status_code == client.post(link).status_code == 404


def test_one_purpose_opens_no_other(client, leader):
    fill_in(client, FORM, ANSWERS)
    token = confirm_link().split("/")[-2]
    for other in ("enquiries", "answered", "leader"):
        assert client.get(f"/network/{other}/{token}/").status_code == 404


def test_a_forged_press_of_the_button_does_nothing(leader):
    fill_in(Client(), FORM, ANSWERS)
    response = Client(enforce_csrf_checks=True).post(confirm_link())
    assert response.status_code == 403
    assert Enquiry.objects.get().state == State.RECEIVED


def test_the_browser_that_pressed_the_button_need_not_again(client, leader, study):
    fill_in(client, FORM, ANSWERS)
    cookie = client.post(confirm_link()).cookies[proof.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert "council" not in cookie.value
    second = fill_in(client, FORM, ANSWERS)
    assert "passed on" in words(client.get(second.url))
    assert Enquiry.objects.latest("pk").state == State.PASSED_ON


@pytest.mark.parametrize("cookie", [None, "made-up", "of somebody else"])
def test_who_types_a_confirmed_address_elsewhere_is_asked_as_anybody_is(client, leader, cookie):
    fill_in(client, FORM, ANSWERS)
    client.post(confirm_link())
    stranger = Client()
    if cookie == "of somebody else":
        fill_in(stranger, FORM, ANSWERS | {"email": "eve@council.uk"})
        stranger.post(confirm_link())
    elif cookie:
        stranger.cookies[proof.COOKIE] = cookie
    shown = words(stranger.get(fill_in(stranger, FORM, ANSWERS).url))
    assert "one press is missing" in shown
    assert Enquiry.objects.latest("pk").state == State.RECEIVED


def test_our_record_going_ends_what_the_cookie_says(client, leader):
    fill_in(client, FORM, ANSWERS)
    client.post(confirm_link())
    ConfirmedAddress.objects.all().delete()
    status = fill_in(client, FORM, ANSWERS).url
    client.post(status)
    assert "one press is missing" in words(client.get(status))


def test_a_second_question_waiting_goes_on_with_a_press_on_its_own_page(client, leader):
    first = fill_in(client, FORM, ANSWERS).url
    link = confirm_link()
    second = fill_in(client, FORM, ANSWERS).url
    client.post(link)
    client.post(second)
    assert "passed on" in words(client.get(first))
    assert "passed on" in words(client.get(second))


# --- Where it stands -----------------------------------------------------------------------


def test_the_letter_can_be_sent_again_and_the_answer_is_always_the_same(client, study):
    status = fill_in(client, FORM, ANSWERS).url
    early = client.post(status)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16), tick=False):
        later = client.post(status)
    assert early.url == later.url == f"{status}?again"
    assert "We send it again, unless" in words(client.get(early.url))
    assert Letter.objects.filter(template="network/confirm_address").count() == 2


@pytest.mark.parametrize("state", State.values)
def test_the_page_says_where_it_stands_and_nothing_personal(client, study, leader, state):
    now = timezone.now()
    said = {"name": "Ada", "email": "ada@council.uk", "message": "Cost?", "role": "Estates"}
    enquiry = make_enquiry(
        study,
        state=state,
        leader=leader if state == State.PASSED_ON else None,
        passed_on_at=now if state in (State.PASSED_ON, State.CLOSED) else None,
        why="Ada Reader rang us" if state == State.HELD else "",
        **(said if state != State.ERASED else dict.fromkeys(said, "")),
    )
    enquiries.letters.make_status_link(enquiry, at=now)
    response = client.get(f"/network/enquiries/{enquiries.status_token(enquiry)}/")
    assert response.status_code == 200
    assert enquiry.reference in words(response)
    for private in ("Ada", "ada@council.uk", "Cost?", "Estates", "planted", "Planted", "A council"):
        assert private not in response.text


def test_after_two_weeks_a_letter_asks_and_one_press_answers(client, leader):
    fill_in(client, FORM, ANSWERS)
    client.post(confirm_link())
    with time_machine.travel(timezone.now() + dt.timedelta(days=15), tick=False):
        enquiries.ask_whether_answered(at=timezone.now())
        link = link_in(Letter.objects.get(template="network/was_it_answered"))
        assert client.get(link).status_code == 200
        assert client.post(link, {"answer": "maybe"}).status_code == 200
        assert client.post(link, {"answer": "no"}).status_code == 302
        assert client.post(link, {"answer": "week"}).status_code == 404
    enquiry = Enquiry.objects.get()
    assert enquiry.answer == "no"
    status = client.get(f"/network/enquiries/{enquiries.status_token(enquiry)}/")
    assert "If an answer comes after all" in words(status)


def test_routing_and_page_agree_on_who_is_asked(study):
    today = timezone.localdate()
    for fields in ({"bounced_at": timezone.now()}, {"paused_until": today}, {"confirmed_on": None}):
        make_leader(study, **fields)
        assert reach(study, today).leader is leader_of(study, today) is None
    deputy = make_leader(study)
    make_leader(study)
    assert reach(study, today).leader == leader_of(study, today) == deputy


# --- Bodies that nobody types --------------------------------------------------------------


def test_ten_megabytes_are_refused_unread(client, study):
    response = client.post(FORM, ANSWERS | {"message": "x" * 10_000_000})
    assert response.status_code == 413
    assert not Enquiry.objects.exists()


def test_a_thousand_fields_are_refused(client, study):
    response = client.post(FORM, ANSWERS | {f"field{n}": "x" for n in range(1100)})
    assert response.status_code in (400, 413)
    assert not Enquiry.objects.exists()
