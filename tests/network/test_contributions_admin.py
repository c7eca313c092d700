"""The editors' pages for what members propose: found, read, taken up, asked about, declined."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy
from collab_directory.outbox.models import Letter
from network.actions import contributions
from network.forms.contribution_whole import Whole
from network.models import Contribution
from tests.factories import make_contribution, make_member, make_study, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:network_contribution_changelist")
EVIL = "<script>alert(1)</script>"


def sent(**fields):
    mine = make_contribution(**fields)
    contributions.send(
        mine,
        Whole(mine.answers).proposal(credit="A council"),
        seen=mine.saved_at,
        confirmed_version="2026-11",
        at=timezone.now(),
    )
    return mine


@pytest.fixture
def editor(client):
    client.user = make_user("Editor")
    client.force_login(client.user)
    return client


def page_of(mine):
    return reverse("admin:network_contribution_change", args=[mine.pk])


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


def state_of(mine):
    mine.refresh_from_db()
    return mine.state


def test_the_page_says_all_that_the_member_wrote(editor):
    mine = sent(said={"partners": [{"name": "Kent Fire"}, {"name": "Friends of the harbour"}]})
    said = text_of(editor.get(page_of(mine)))
    for words in (
        "Harbour rescue hub",
        "Waiting for an editor",
        "A council",
        "Crews arrive sooner.",
        "£250,000",
        "Friends of the harbour",
        "Organisations that are not in the list",
        "Confirmed by the member, in the wording of 2026-11",
    ):
        assert words in said


def test_who_proposed_it_is_for_those_who_look_after_members(client):
    mine = sent(member=make_member(name="Zoe Zephyr", email="zoe@council.uk"))
    for role, is_shown in (("Editor", False), ("Publisher", False), ("Administrator", True)):
        client.logout()
        client.force_login(make_user(role))
        page = client.get(page_of(mine)).text
        assert ("Zoe Zephyr" in page) == is_shown, role
        assert "zoe@council.uk" not in page


def test_a_draft_is_nowhere_in_the_admin(editor):
    draft = make_contribution(said={"title": "Zqdraft"})
    assert editor.get(page_of(draft)).status_code == 302
    page = editor.get(LIST)
    assert draft.reference not in page.text
    assert "Zqdraft" not in editor.get(f"{LIST}?q={draft.reference}").text


def test_the_list_shows_those_that_wait_longest_first(editor):
    now = timezone.now()
    make_contribution(state="declined", sent_at=now)
    newer = sent(said={"title": "Second hub"})
    older = sent(said={"title": "First hub"})
    Contribution.objects.filter(pk=older.pk).update(sent_at=now - timezone.timedelta(days=3))
    page = editor.get(LIST).text
    assert page.index("First hub") < page.index("Second hub")
    assert "Sent 3" in html.unescape(page)
    page = editor.get(f"{LIST}?waits=editors").text
    assert (older.reference in page, newer.reference in page) == (True, True)
    assert editor.get(f"{LIST}?waits=nonsense").status_code == 200


@pytest.mark.parametrize(
    "decision, text, state, letter",
    [
        ("take", "", "taken", ""),
        ("ask", "Who pays?", "asked", "question"),
        ("decline", "It is a product.", "declined", "declined"),
    ],
)
def test_each_button_does_what_it_says_once(editor, decision, text, state, letter):
    mine = sent()
    for _ in range(2):
        answer = editor.post(page_of(mine), {"decision": decision, "text": text}, follow=True)
        assert answer.status_code == 200
    assert state_of(mine) == state
    if letter:
        assert Letter.objects.filter(template=f"network/contribution_{letter}").count() == 1


@pytest.mark.parametrize("decision", ["ask", "decline", "haunt", ""])
def test_a_button_without_its_words_says_so_and_keeps_what_was_typed(editor, decision):
    mine = sent()
    page = editor.post(page_of(mine), {"decision": decision, "text": "  " if decision else "Kept"})
    assert page.status_code == 200
    assert state_of(mine) == "sent"
    if not decision:
        assert "Kept" in page.text


def test_script_in_a_proposal_is_text(editor):
    mine = sent(said={"title": f"{EVIL} hub", "what_happened": EVIL, "lead": f"{EVIL} police"})
    for address in (page_of(mine), LIST, reverse("admin:index")):
        assert "<script>alert" not in editor.get(address).text


def test_perhaps_the_same_scheme_is_shown_published_or_not(editor):
    make_study("The harbour rescue hub", state="draft")
    mine = sent()
    assert "The harbour rescue hub" in editor.get(page_of(mine)).text


def test_the_case_study_leads_to_its_proposal(editor):
    mine, other = sent(), make_study(state="draft")
    address = reverse("admin:casestudies_casestudy_change", args=[mine.study_id])
    assert page_of(mine) in editor.get(address).text
    address = reverse("admin:casestudies_casestudy_change", args=[other.pk])
    assert "network/contribution" not in editor.get(address).text.split("form_top")[-1].split(
        "nav-sidebar"
    )[0].replace(LIST, "")


def test_a_publisher_publishes_it_with_the_button_of_any_entry(client):
    mine = sent()
    client.force_login(make_user("Publisher"))
    address = reverse("admin:casestudies_casestudy_publish", args=[mine.study_id])
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(address).text)[1]
    client.post(address, {"seen": html.unescape(seen)})
    assert state_of(mine) == "published"
    assert mine.study.is_published
    assert "Published" in client.get(page_of(mine)).text


def test_a_study_that_was_deleted_leaves_a_proposal_that_can_be_declined(editor):
    mine = sent()
    CaseStudy.objects.filter(pk=mine.study_id).delete()
    assert editor.get(page_of(mine)).status_code == 200
    editor.post(page_of(mine), {"decision": "decline", "text": "It was there already."})
    assert state_of(mine) == "declined"


def test_of_one_whose_member_left_the_work_goes_on(editor):
    mine = sent()
    contributions.leave(mine.member, at=timezone.now())
    assert "What the member wrote has been erased." in editor.get(page_of(mine)).text
