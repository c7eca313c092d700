"""Who hides, has left or only waits is in no list, count, search, file or letter of others."""

import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import discussions, membership
from network.models import Following, Member
from tests.factories import make_member, make_reply, make_request, make_study, make_topic
from tests.promises.site import MEMBERS, body_of

pytestmark = pytest.mark.django_db

WORDS = {
    "name": "Zqname Zqsurname",
    "other_organisation": "Zqcouncil",
    "role": "Zqofficer",
    "about": "Zqabout words",
    "email": "zqaddress@zqhost.uk",
}
SECRET = re.compile(r"zq(?:name|surname|council|officer|about|address|host)", re.IGNORECASE)
SHOWS = {f"shows_{field}": Member.Seen.MEMBERS for field in Member.CHOSEN}
HIDES = {f"shows_{field}": Member.Seen.NOBODY for field in Member.CHOSEN}
NOBODYS = "xqnobodys"  # a word that nobody has


def listed():
    return make_member(**WORDS, **SHOWS, is_listed=True)


def unlisted():
    return make_member(**WORDS, **SHOWS, is_listed=False)


def listed_without_a_word():
    return make_member(**WORDS, **HIDES, is_listed=True)


def switched_off():
    member = listed()
    member.user.is_active = False
    member.user.save()
    return member


def removed():
    member = listed()
    membership.leave(member, at=timezone.now())
    return member


def waiting():
    words = {name: word for name, word in WORDS.items() if name != "about"}
    make_request(state="waiting", why="Zqabout", **words)


HIDDEN = (unlisted, listed_without_a_word, switched_off, removed, waiting)


@pytest.fixture
def member(client):
    """Somebody else, who is signed in and listed."""
    found = make_member(service="fire", region="london")
    client.force_login(found.user)
    return found


def pages(client, *more):
    addresses = {
        "/",
        "/network/",
        "/network/join/",
        "/network/discussions/",
        "/case-studies/",
        "/case-studies.json",
        "/case-studies.csv",
        "/case-studies/suggest?q=zq",
        "/updates/",
        *MEMBERS.values(),
        *more,
    }
    return {address: body_of(client.get(address)) for address in sorted(addresses)}


def searched(client, word):
    """The list of members for a word, without the word itself."""
    page = client.get("/network/members/", {"q": word})
    assert page.status_code == 200
    tokens = re.compile(r"(csrfmiddlewaretoken\" value=\")[^\"]+")
    return tokens.sub("", re.sub(word, "…", page.text, flags=re.IGNORECASE))


def test_whoever_shows_everything_is_found(client, member):
    """A check of the sweep: where it may be found, it is."""
    listed()
    found = {address for address, text in pages(client).items() if SECRET.search(text)}
    assert found == {"/network/members/"}
    assert SECRET.search(searched(client, "zqofficer").replace("…", ""))


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: hidden.__name__)
def test_no_page_of_anybody_else_has_a_word_of_theirs(client, member, hidden):
    hidden()
    for somebody in (client, Client()):
        found = [address for address, text in pages(somebody).items() if SECRET.search(text)]
        assert found == []


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: hidden.__name__)
def test_no_search_and_no_count_tells_of_them(client, member, hidden):
    hidden()
    nothing = searched(client, NOBODYS)
    for word in ("zqname", "zqsurname", "zqcouncil", "zqofficer", "zqabout", "zqaddress", "zqhost"):
        assert searched(client, word) == nothing, word


@pytest.mark.parametrize(
    "hidden", [unlisted, switched_off, removed, waiting], ids=lambda hidden: hidden.__name__
)
def test_the_list_is_the_same_as_without_them(client, member, hidden):
    """Facets and counts, too: of their service and region there is nobody else."""
    tokens = re.compile(r"(csrfmiddlewaretoken\" value=\")[^\"]+")
    make_member(is_listed=False)  # so that the words of the choices are there before and after

    def drawn():
        return tokens.sub("", client.get("/network/members/").text)

    before = drawn()
    hidden()
    assert drawn() == before


@pytest.mark.parametrize("hidden", [unlisted, switched_off], ids=lambda hidden: hidden.__name__)
def test_they_cannot_be_asked_for_by_the_address_of_their_row(client, member, hidden):
    handle = hidden().handle
    there = client.get(f"/network/members/{handle}/introduce/")
    nowhere = client.get("/network/members/nobody-is-called-so/introduce/")
    assert there.status_code == nowhere.status_code == 404
    assert body_of(there).replace(handle, "") == body_of(nowhere).replace("nobody-is-called-so", "")


@pytest.mark.parametrize("hidden", [unlisted, listed_without_a_word], ids=lambda one: one.__name__)
def test_what_they_write_does_not_say_who_they_are(client, member, hidden):
    author, study = hidden(), make_study()
    topic = make_topic("Who shares a station?", author=author, study=study, title_is_public=True)
    make_reply(topic, "We do.", author=author)
    text = body_of(client.get(topic.get_absolute_url()))
    assert "We do." in text
    everything = pages(client, study.get_absolute_url(), "/network/discussions/?q=station")
    found = [address for address, said in everything.items() if SECRET.search(said)]
    assert found == []
    assert not SECRET.search(text)
    assert not any(SECRET.search(text) for text in pages(Client()).values())


def test_a_letter_about_what_they_wrote_does_not_say_who_they_are(member):
    author, topic = unlisted(), make_topic(author=member)
    Following.objects.create(topic=topic, member=member)
    discussions.reply(
        topic, "We do.", by=author, key=uuid.uuid4(), follows=False, at=timezone.now()
    )
    (letter,) = Letter.objects.addressed(member.email)
    assert letter.template == "network/discussion_reply"
    assert not SECRET.search(letter.subject + letter.text + letter.reply_to)
