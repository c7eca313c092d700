"""The page that writes to the working group, and the one that says what became of it."""

import html
import re

import pytest
from django.core.checks import run_checks
from django.test import Client

from collab_directory.outbox.models import Letter
from network.actions import messages
from network.models import GroupMessage
from tests.factories import make_group_message, make_study, make_user
from tests.forms import fill_in

pytestmark = pytest.mark.django_db

ANSWERS = {
    "subject": "other",
    "message": "Where is the scheme in my town?",
    "about": "",
    "name": "Ada Reader",
    "email": "ada@council.uk",
}


def text_of(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def send(client, address="/contact/", **answers):
    return fill_in(client, address, ANSWERS | answers)


def test_a_message_is_stored_and_leads_to_a_page_that_says_so(client):
    response = send(client)
    message = GroupMessage.objects.get()
    token = messages.status_token(message)
    assert (response.status_code, response["Location"]) == (302, f"/network/messages/{token}/")
    page = client.get(response["Location"])
    assert message.reference in text_of(page)
    for private in ("Ada", "ada@council.uk", "in my town"):
        assert private not in page.text
    assert {letter.to for letter in Letter.objects.all()} == {
        "ada@council.uk",
        "working-group@example.org",
    }


def test_the_same_form_sent_twice_is_one_message_and_one_page(client):
    ticket = re.search(r'name="ticket" value="([^"]+)"', client.get("/contact/").text)[1]
    answers = ANSWERS | {"ticket": html.unescape(ticket)}
    first, second = (fill_in(client, "/contact/", answers) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert GroupMessage.objects.count() == 1
    assert Letter.objects.count() == 2


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"subject": ""}, "Choose what it is about"),
        ({"subject": "hacking"}, "Choose what it is about"),
        ({"message": " "}, "Write your message"),
        ({"message": "https://a.example https://b.example"}, "Say in words"),
        ({"message": "x" * 3001}, "at most 3000 characters"),
        ({"message": "a\x00b"}, "Take out the control character"),
        ({"email": ""}, "Enter your email address"),
        ({"email": "ada"}, "Enter an email address, such as"),
        ({"email": "ada@council.uk\nBcc: x@example.org"}, "Enter an email address, such as"),
        ({"name": "Ada\r\nBcc: x@example.org"}, "Take out the line break"),
        ({"about": "a\x0bb"}, "Take out the line break"),
        ({"website": "https://spam.example"}, "should stay empty"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client, wrong, said):
    response = send(client, **wrong)
    assert response.status_code == 200
    assert said in text_of(response)
    assert "<title>Error:" in response.text
    if "message" not in wrong:
        assert ANSWERS["message"] in response.text
    assert not GroupMessage.objects.exists()
    assert not Letter.objects.exists()


def test_what_was_typed_is_text_wherever_it_is_shown(client):
    evil = '<script>alert(1)</script>"><img src=x>'
    response = send(client, message=evil, name=evil, about=evil, email="")
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text


def test_five_an_hour_from_one_client_and_the_sixth_keeps_its_text(client):
    for _ in range(5):
        assert send(client).status_code == 302
    refused = send(client, message="The sixth question")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 3000
    assert "The sixth question" in refused.text
    assert GroupMessage.objects.count() == 5


@pytest.mark.parametrize(
    "about, is_named",
    [
        ("shared-station", True),
        ("draft", False),
        ("nothing", False),
        ("", False),
        ("shared-station/", False),
        ("../secret", False),
        ("%00shared-station", False),
        ("%ED%A0%80", False),
        ("x" * 5_000, False),
        ("%3Cscript%3E", False),
    ],
)
def test_contact_names_a_published_entry_and_ignores_anything_else(client, about, is_named):
    make_study("Shared station & more", slug="shared-station")
    make_study("Draft plan", slug="draft", state="draft")
    response = client.get(f"/contact/?about={about}")
    assert response.status_code == 200
    assert ("About “Shared station & more”" in text_of(response)) is is_named
    assert ('value="http://testserver/case-studies/shared-station/"' in response.text) is is_named
    assert ("?subject=Shared%20station%20%26%20more" in response.text) is is_named
    assert "/case-studies/shared-station/correct/" in response.text or not is_named
    assert "Draft plan" not in response.text


@pytest.mark.parametrize("address", ["group@example.org", ""])
def test_the_mailbox_is_the_other_way_where_there_is_one(client, settings, address):
    settings.CONTACT_EMAIL = address
    assert ("mailto:" in client.get("/contact/").text) == bool(address)
    assert send(client).status_code == 302
    assert Letter.objects.count() == 1 + bool(address)


@pytest.mark.parametrize("subject", GroupMessage.Subject.values)
def test_each_subject_goes_where_its_route_leads(client, settings, subject):
    settings.CONTACT_ROUTES = {"press": "press@example.org", "data-protection": "dpo@example.org"}
    send(client, subject=subject)
    letter = Letter.objects.get(template="network/message_for_group")
    expected = settings.CONTACT_ROUTES.get(subject, "working-group@example.org")
    assert letter.to == expected
    assert letter.reply_to == ""
    everything = letter.subject + letter.text
    assert str(GroupMessage.Subject(subject).label) in letter.subject
    for private in ("Ada", "ada@council.uk", "in my town"):
        assert private not in everything
    message = GroupMessage.objects.get()
    page = "complaint" if subject == "data-protection" else "groupmessage"
    assert f"http://testserver/admin/network/{page}/{message.pk}/change/" in letter.text


def test_a_route_from_what_is_no_subject_stops_the_start(settings):
    assert not [found for found in run_checks() if found.id == "network.E001"]
    settings.CONTACT_ROUTES = {"pres": "press@example.org"}
    (found,) = [found for found in run_checks() if found.id == "network.E001"]
    assert "pres" in found.msg
    assert "press" in found.hint


def test_the_page_says_what_became_of_it(client):
    message = make_group_message(email="ada@council.uk", message="A secret question")
    token = messages.status_token(message)
    assert client.get(f"/network/messages/{token}/").status_code == 404  # no letter gave it yet
    send(client)
    message = GroupMessage.objects.latest("pk")
    address = f"/network/messages/{messages.status_token(message)}/"
    manager = make_user("Network manager")
    assert "We have your message" in text_of(client.get(address))
    messages.answer(message, by=manager, at=message.created_at, text="In Kent.")
    page = client.get(address)
    assert "Your message was answered" in text_of(page)
    assert "In Kent." not in page.text  # whoever has the address need not read the answer
    messages.erase(message, by=None, at=message.created_at)
    assert client.get(address).status_code == 404


def test_the_page_is_private_and_changes_nothing(client):
    address = send(client)["Location"]
    before = GroupMessage.objects.values().get()
    for method in ("get", "head", "post"):
        response = getattr(client, method)(address)
        assert response["Cache-Control"] == "private, no-store"
        assert "noindex" in response["X-Robots-Tag"]
    assert GroupMessage.objects.values().get() == before


@pytest.mark.parametrize("path", ["/network/messages/x/", "/network/messages/" + "x" * 400 + "/"])
def test_a_link_that_never_was_is_the_same_page_as_one_that_ran_out(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "This link no longer works" in text_of(response)


def test_the_form_works_with_the_check_against_forgery():
    careful = Client(enforce_csrf_checks=True)
    response = careful.post("/contact/", ANSWERS)
    assert response.status_code == 403
    assert ANSWERS["message"] in response.text
    assert not GroupMessage.objects.exists()
