"""The form to join: what it takes, what it says is wrong, and that it tells nobody who is known."""

import html
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from casestudies.models import FormerName
from collab_directory.limits.models import Tally
from collab_directory.outbox.models import Letter
from network import wordings
from network.actions import membership
from network.forms.membership import JoinForm
from network.models import MembershipRequest
from tests.factories import (
    make_member,
    make_organisation,
    make_region,
    make_request,
    make_services,
    make_types,
)
from tests.forms import fill_in

pytestmark = pytest.mark.django_db

JOIN = "/network/join/"
ANSWERS = {
    "name": "Ada Applicant",
    "role": "Area manager",
    "organisation": "Kent Police",
    "email": "Ada@kent.police.uk",
    "service": "police",
    "region": "south-east",
    "interests": ["shared-premises", "data-sharing"],
    "why": "We plan a shared station with the fire service.",
    "wants_listing": "yes",
    "public_body": "on",
    "consent": "on",
}
EVIL = '<script>alert(1)</script>"><img src=x>'


@pytest.fixture(autouse=True)
def choices():
    make_services("police", "fire")
    make_region("south-east")
    make_types("shared-premises", "data-sharing", "joint-training")
    kent = make_organisation("Kent Police")
    FormerName.objects.create(organisation=kent, name="Kent County Constabulary")
    make_organisation("Cornwall Fire & Rescue Service", short_name="CFRS")
    make_organisation("Cheshire Fire and Rescue Service", short_name="CFRS")


def text_of(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def send(client, **answers):
    return fill_in(client, JOIN, ANSWERS | answers)


def test_a_request_is_stored_and_leads_to_a_page_of_its_own(client):
    response = send(client)
    asked = MembershipRequest.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/network/requests/{membership.status_token(asked)}/"
    assert asked.email == "Ada@kent.police.uk"
    assert (asked.organisation.name, asked.other_organisation) == ("Kent Police", "")
    assert {one.slug for one in asked.interests.all()} == {"shared-premises", "data-sharing"}
    assert (asked.state, asked.wants_listing) == ("received", True)
    assert asked.consent_version in wordings.JOINING
    page = client.get(response["Location"])
    assert asked.reference in text_of(page)
    for private in ("Ada", "kent.police.uk", "Kent Police", "shared station"):
        assert private not in page.text


def test_the_wording_that_is_kept_is_the_one_on_the_form(client):
    assert str(wordings.JOINING[wordings.JOINING_NOW]) in text_of(client.get(JOIN))


def test_nothing_is_chosen_for_anybody(client):
    page = client.get(JOIN)
    assert "checked" not in page.text
    assert re.findall(r"<option ([^>]*) selected", page.text) == ['value=""']


def test_the_form_has_three_parts_and_every_field_is_in_one(client):
    assert re.findall(r'form__part"><span>(.*?)</span> (.*?)<', client.get(JOIN).text) == [
        ("1 of 3", "You"),
        ("2 of 3", "What you want to talk about"),
        ("3 of 3", "Who can see you"),
    ]
    form = JoinForm()
    drawn = [field.name for part in form.parts for field in part.fields]
    assert sorted(drawn) == sorted(field.name for field in form.visible_fields())


def test_the_same_form_sent_twice_is_one_request_and_one_page(client):
    ticket = html.unescape(
        re.search(r'name="ticket" value="([^"]+)"', client.get(JOIN).text)[1],
    )
    first, second = (fill_in(client, JOIN, ANSWERS | {"ticket": ticket}) for _ in range(2))
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert MembershipRequest.objects.count() == Letter.objects.count() == 1


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"name": " "}, "Enter your name"),
        ({"name": "Ada\r\nBcc: x@example.org"}, "Take out the line break"),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"role": ""}, "Enter your job"),
        ({"role": "a\x00b"}, "Take out the line break"),
        ({"organisation": ""}, "Enter your organisation"),
        ({"organisation": "-"}, "Enter the name of your organisation"),
        ({"organisation": "https://spam.example/buy"}, "Enter the name of your organisation"),
        ({"organisation": "CFRS"}, "Several are called so. Choose one: Cheshire Fire and Rescue"),
        ({"email": ""}, "Enter your work email address"),
        ({"email": "ada"}, "Enter an email address, such as"),
        ({"email": "ada@kent.police.uk\nBcc: x@example.org"}, "Enter an email address, such as"),
        ({"email": "a@" + "b" * 60 + ".uk," * 2}, "Enter an email address, such as"),
        ({"email": f"ada@{'b' * 60}.{'c' * 60}.{'d' * 60}.uk"}, "at most 150 characters"),
        ({"service": ""}, "Choose the service you work in"),
        ({"service": "navy"}, "Choose the service you work in"),
        ({"service": "police\x00"}, "Null characters are not allowed"),
        ({"region": ""}, "Choose where you work"),
        ({"region": "atlantis"}, "Choose where you work"),
        ({"interests": ["shared-premises", "hacking"]}, "Choose from the types in the list"),
        ({"interests": ["shared-premises\x00"]}, "Null characters are not allowed"),
        ({"why": " "}, "Write why you want to join"),
        ({"why": "https://a.example https://b.example"}, "Say in words why you want to join"),
        ({"why": "x" * 1001}, "at most 1000 characters"),
        ({"why": "a\x00b"}, "Take out the control character"),
        ({"wants_listing": ""}, "Choose whether members may see you"),
        ({"wants_listing": "perhaps"}, "Choose whether members may see you"),
        ({"public_body": ""}, "Tick that you work for a public body"),
        ({"consent": ""}, "Tick that you agree"),
        ({"website": "https://spam.example"}, "should stay empty"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client, wrong, said):
    response = send(client, **wrong)
    assert response.status_code == 200
    assert said in text_of(response)
    assert "<title>Error:" in response.text
    if "why" not in wrong:
        assert ANSWERS["why"] in response.text
    assert not MembershipRequest.objects.exists()
    assert not Letter.objects.exists()


def test_what_was_typed_is_text_wherever_it_is_shown(client):
    response = send(client, name=EVIL, role=EVIL, organisation=EVIL, why=EVIL, email="")
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text
    send(client, name=EVIL, role=EVIL, organisation=EVIL, why=EVIL)
    link = re.search(r"/network/requests/confirm/\S+", Letter.objects.get().text)[0]
    page = client.get(link)
    assert "&lt;script&gt;alert" in page.text
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("Kent Police", "Kent Police"),
        ("  kent   POLICE ", "Kent Police"),
        ("The Kent Police", "Kent Police"),
        ("Kent County Constabulary", "Kent Police"),
        ("Cornwall Fire and Rescue Service", "Cornwall Fire & Rescue Service"),
        ("Kent", None),
        ("Kent Police Federation", None),
        ("A new joint board", None),
    ],
)
def test_an_organisation_is_known_by_each_of_its_names(client, typed, meant):
    assert send(client, organisation=typed).status_code == 302
    asked = MembershipRequest.objects.get()
    assert (asked.organisation and asked.organisation.name) == meant
    assert asked.organisation_name == (meant or typed.strip())


def test_the_list_offers_every_organisation_by_its_name(client):
    page = html.unescape(client.get(JOIN).text)
    offered = re.findall(r'<option value="([^"]+)"></option>', page)
    assert offered == [
        "Cheshire Fire and Rescue Service",
        "Cornwall Fire & Rescue Service",
        "Kent Police",
    ]
    assert 'list="id_organisation_list"' in page
    assert '<datalist id="id_organisation_list">' in page


# --- Nobody learns who is known ------------------------------------------------------------


def a_member():
    make_member(email="ada@kent.police.uk")


def a_member_whose_account_is_off():
    make_member(email="ada@kent.police.uk")
    User.objects.update(is_active=False)


def one_who_waits():
    make_request(email="ada@kent.police.uk", state="waiting")


def one_who_was_asked():
    make_request(email="ADA@kent.police.uk", state="asked")


def one_who_was_declined():
    make_request(email="ada@kent.police.uk", state="declined", reason="No.")


def one_who_never_confirmed():
    make_request(email="ada@kent.police.uk")


KNOWN = {
    a_member: "membership_known",
    a_member_whose_account_is_off: "membership_known",
    one_who_waits: "membership_open",
    one_who_was_asked: "membership_open",
    one_who_was_declined: "membership_confirm",
    one_who_never_confirmed: "membership_confirm",
}
# Its reference, its token, the time of day, and the token against forged forms
OF_ONE_REQUEST = re.compile(
    r"N-\w{4}-\w{4}|[0-9a-f]{64}|\d\d:\d\d(:[\d.]+)?|csrfmiddlewaretoken\" value=\S+"
)


def everything_said(client):
    """Status, headers and body of the answer and of the page it leads to, but for their numbers."""
    answer = send(client)
    page = client.get(answer["Location"])
    again = client.post(answer["Location"])
    said = [
        (one.status_code, dict(one.headers), one.content.decode()) for one in (answer, page, again)
    ]
    return OF_ONE_REQUEST.sub("…", repr(said))


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.__name__)
def test_the_answer_is_the_same_whether_or_not_the_address_is_known(known):
    unknown = everything_said(Client(REMOTE_ADDR="192.0.2.1"))
    assert Letter.objects.get().template == "network/membership_confirm"
    Letter.objects.all().delete()
    MembershipRequest.objects.all().delete()
    Tally.objects.all().delete()
    known()
    assert everything_said(Client(REMOTE_ADDR="192.0.2.2")) == unknown
    assert Letter.objects.get().template == f"network/{KNOWN[known]}"


# --- Limits --------------------------------------------------------------------------------


def test_five_an_hour_from_one_client_and_the_sixth_keeps_its_text(client):
    for n in range(5):
        assert send(client, email=f"a{n}@throwaway.example").status_code == 302
    refused = send(client, email="a6@throwaway.example", why="The sixth wish")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 3000
    assert "The sixth wish" in refused.text
    assert MembershipRequest.objects.count() == Letter.objects.count() == 5


def test_one_letter_a_quarter_of_an_hour_to_one_address_from_anywhere():
    assert send(Client(REMOTE_ADDR="192.0.2.1")).status_code == 302
    refused = send(Client(REMOTE_ADDR="192.0.2.2"), email="ADA@KENT.police.uk")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 15 * 60
    assert Letter.objects.count() == 1
