"""The pages behind the letter's link: opening them changes nothing, a button does, once."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy
from collab_directory.outbox.models import Letter
from network.actions import verification
from network.models import Correction, Leadership, Link, ProjectLeader, VerificationRound
from tests.factories import make_leader, make_study, make_version

PAGES = ("verify", "verify_changed", "verify_ended", "verify_not_mine")
ADDRESS = "canary.lead@kent.fire.uk"
SAID = {"what": "It moved.", "reason": "money", "when": "2025-05", "who": "Fleet lead", "seen": "0"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return make_study("Shared station", outcomes=["Crews arrive sooner."])


@pytest.fixture
def leader(study):
    return make_leader(study, email=ADDRESS, name="Sam Hill", role_title="Estates lead")


@pytest.fixture
def token(leader):
    assert verification.ask_all_due(at=timezone.now()) == 1
    letter = Letter.objects.get(to=ADDRESS)
    return re.search(r"http://testserver/network/verify/([\w-]+)/", letter.text)[1]


def page(name, token):
    return reverse(f"network:{name}", args=[token])


def state():
    """All that an answer could change."""
    models = (CaseStudy, Correction, Leadership, Link, VerificationRound)
    return [list(model.objects.order_by("pk").values()) for model in models]


# --- Who may see them ----------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_changes_nothing_and_is_kept_by_nobody(client, token, name, method):
    before = state()
    response = getattr(client, method)(page(name, token), SAID)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert ADDRESS not in response.text
    assert "Sam Hill" not in response.text
    assert state() == before


@pytest.mark.parametrize("name", PAGES)
def test_a_button_that_is_not_proven_changes_nothing(token, name):
    before = state()
    response = Client(enforce_csrf_checks=True).post(page(name, token), SAID)
    assert response.status_code == 403
    assert "Nothing is lost" in response.text
    assert state() == before


FAULTS = {
    "unknown": lambda leader: None,
    "used": lambda leader: Link.objects.update(used_at=timezone.now()),
    "expired": lambda leader: Link.objects.update(expires_at=timezone.now()),
    "another purpose": lambda leader: Link.objects.update(purpose="leader-page"),
    "gone": lambda leader: ProjectLeader.objects.update(is_active=False),
    "elsewhere": lambda leader: ProjectLeader.objects.update(email="other@kent.fire.uk"),
    "not theirs": lambda leader: Leadership.objects.all().delete(),
    "archived": lambda leader: CaseStudy.objects.update(state="archived"),
    "settled": lambda leader: VerificationRound.objects.update(
        answer="by-hand", closed_at=timezone.now()
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_dead_link_is_one_page_whatever_it_died_of(client, leader, token, fault):
    FAULTS[fault](leader)
    tried = "x" * 32 if fault == "unknown" else token
    before = state()
    for name in PAGES:
        one = client.get(page(name, "y" * 32)).text
        for ask in (client.get, client.post):
            response = ask(page(name, tried), SAID)
            assert response.status_code == 404, name
            assert response.text == one, name
        assert state() == before, name


# --- Its buttons ---------------------------------------------------------------------------


def test_the_page_says_what_readers_find_and_to_whom_it_is(client, token, leader, study):
    text = client.get(page("verify", token)).text
    for words in ["Shared station", study.summary, "Crews arrive sooner.", str(leader)]:
        assert words in text


def test_still_true_by_one_press_and_a_second_is_kind(client, token, leader, study):
    pressed = client.post(page("verify", token), {"seen": "0"})
    assert pressed["Location"] == reverse("network:verify_thanks") + "?said=still-true"
    assert "Readers see that the entry is confirmed" in client.get(pressed["Location"]).text
    study.refresh_from_db()
    assert (study.verified_on, study.verified_by) == (timezone.localdate(), str(leader))
    second = client.post(page("verify", token), {"seen": "0"})
    assert second.status_code == 404
    assert "your answer is with us" in second.text


def test_nobody_confirms_what_they_did_not_read(client, token, study):
    make_version(study, 1)
    before = state()
    stale = client.post(page("verify", token), {"seen": "0"})
    assert stale.status_code == 200
    assert "has been changed since you opened this page" in stale.text
    assert state() == before
    seen = re.search(r'name="seen" value="(\d+)"', stale.text)[1]
    assert client.post(page("verify", token), {"seen": seen}).status_code == 302


@pytest.mark.parametrize(
    "name, said, told",
    [
        ("verify_changed", {"what": "It moved to Dover."}, "It moved to Dover."),
        ("verify_ended", {"reason": "money", "when": "", "advice": ""}, "The money ran out"),
        ("verify_ended", {"reason": "unknown", "when": "2025-05-01"}, "2025-05-01"),
        ("verify_not_mine", {"who": ""}, "not said"),
        ("verify_not_mine", {"who": "Fleet lead, Kent Fire"}, "Fleet lead, Kent Fire"),
    ],
)
def test_anything_else_goes_to_an_editor(client, token, study, name, said, told):
    before = CaseStudy.objects.values("status", "summary", "verified_on").get()
    answered = client.post(page(name, token), said)
    assert "Your answer is with us" in client.get(answered["Location"]).text
    assert told in Correction.objects.waiting().get(study=study).remark
    assert CaseStudy.objects.values("status", "summary", "verified_on").get() == before
    assert client.post(page(name, token), said).status_code == 404


@pytest.mark.parametrize(
    "name, said, problem",
    [
        ("verify_changed", {"what": ""}, "Say what has changed"),
        ("verify_changed", {"what": "It\x00 moved"}, "null characters|control character"),
        ("verify_changed", {"what": "x", "source_url": "javascript:1"}, "Enter a web address"),
        ("verify_ended", {"reason": "", "advice": "Keep it"}, "Choose why it ended"),
        ("verify_ended", {"reason": "boredom", "advice": "Keep it"}, "Select a valid choice"),
        ("verify_ended", {"reason": "money", "when": "last May"}, "Enter a year, a month or a day"),
        ("verify_ended", {"reason": "money", "when": "2999"}, "has not come yet"),
        ("verify_not_mine", {"who": "x" * 201}, "at most 200"),
    ],
)
def test_what_was_typed_wrong_is_kept_and_nothing_is_sent(client, token, name, said, problem):
    before = state()
    response = client.post(page(name, token), said)
    assert response.status_code == 200
    assert re.search(problem, response.text)
    if "advice" in said:
        assert "Keep it</textarea>" in response.text
    assert state() == before


def test_the_page_of_thanks_says_nothing_of_what_it_is_not_asked(client):
    for said in ("", "?said=nonsense"):
        page = client.get(reverse("network:verify_thanks") + said)
        assert page.status_code == 200
        assert "nonsense" not in page.text
