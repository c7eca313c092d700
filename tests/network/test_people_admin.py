"""The pages for data protection: one person looked up, handed their data, erased."""

import html
import io
import json
import re
import zipfile

import pytest
from django.urls import reverse

from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.models import Complaint, Disclosure, Enquiry, Erasure, GroupMessage
from tests.factories import make_complaint, make_enquiry, make_group_message, make_user
from tests.network.planting import ADDRESS, dump, plant, traces

pytestmark = pytest.mark.django_db

PERSON = reverse("admin:network_disclosure_person")


@pytest.fixture
def officer(client):
    client.user = make_user("Data protection")
    client.force_login(client.user)
    return client


def send(client, do, **more):
    return client.post(PERSON, {"address": ADDRESS, "why": "access", "do": do} | more)


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


def counts_of(page):
    """What the table says, by the name of the kind."""
    rows = re.findall(r'<th scope="row">([^<]+)<.*?<td class="c">(\d+)</td>', page.text, re.DOTALL)
    return {html.unescape(title): int(number) for title, number in rows}


def test_what_is_held_is_counted_and_not_read_out(officer):
    plant(is_staff=False)
    page = send(officer, "look")
    assert counts_of(page)["Questions to project leaders"] == 3
    assert counts_of(page)["Member of the network"] == 1
    assert "zqwords" not in page.text.lower()
    row = Disclosure.objects.get(way="looked-up")
    assert (row.by, row.why) == (officer.user, "access")


def test_the_address_is_in_no_address(officer):
    make_enquiry(email=ADDRESS)
    page = send(officer, "look")
    assert page.status_code == 200
    assert not [link for link in re.findall(r'(?:href|action)="([^"]+)"', page.text) if "@" in link]


@pytest.mark.parametrize("typed", ["", "zqada", "a@b@c"])
def test_what_is_no_address_comes_back_with_what_to_do(officer, typed):
    page = send(officer, "look", address=typed)
    assert "Enter an email address, such as name@example.org" in page.text
    assert f'value="{typed}"' in page.text or not typed
    assert not Disclosure.objects.exists()


def test_a_reason_has_to_be_given_and_is_one_of_ours(officer):
    for why in ("", "command", "curiosity"):
        assert send(officer, "look", why=why).context["form"].errors["why"]
    assert not Disclosure.objects.exists()


def test_of_nobody_it_says_so(officer):
    assert "Nothing is held under this address." in text_of(send(officer, "look"))
    # But from now on that it was looked up
    counts = counts_of(send(officer, "look"))
    assert counts == {"That the working group looked this up, or handed it out": 1}


def test_a_file_is_taken(officer):
    make_enquiry(email=ADDRESS, message="Zqwords")
    answer = send(officer, "save")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        held = json.loads(packed.read("my-data.json"))["held"]
    assert held["enquiries"][0]["message"] == "Zqwords"
    assert Disclosure.objects.get().way == "saved"


def test_a_link_is_mailed(officer):
    answer = officer.get(send(officer, "mail")["Location"])
    assert f"A link is on its way to {ADDRESS.lower()}" in text_of(answer)
    letter = Letter.objects.get(template="network/own_data")
    assert letter.to == ADDRESS.lower()
    assert "/network/data/" in letter.text


def test_erasing_is_shown_first_and_typed(officer):
    plant(is_staff=False)
    before = traces(dump())
    page = send(officer, "erase")
    assert "It was tried and taken back" in page.text
    assert "A message or complaint of theirs is open." in text_of(page)
    assert traces(dump()) == before
    for typed in ("", "other@council.uk", "nonsense"):
        page = send(officer, "confirm", typed=typed)
        assert page.context["form"].errors["typed"]
        assert "It was tried and taken back" in page.text
    assert traces(dump()) == before
    answer = send(officer, "confirm", typed=f" {ADDRESS.upper()} ")
    assert "Erased, and written into the ledger." in officer.get(answer["Location"]).text
    assert traces(dump()) == []
    record = AuditRecord.objects.get(action="person.erased")
    assert record.actor == officer.user


def test_erasing_twice_changes_nothing(officer):
    make_enquiry(email=ADDRESS)
    for _ in range(2):
        answer = send(officer, "confirm", typed=ADDRESS)
    assert "There was nothing to erase." in officer.get(answer["Location"]).text
    assert Erasure.objects.count() == 1


def test_nobody_erases_themselves_nor_an_account_with_more_rights(officer):
    own = officer.user.username
    page = send(officer, "confirm", address=own, typed=own)
    assert "This is your own account." in page.text
    for role in ("superuser", "Editor"):
        other = make_user(role)
        page = send(officer, "confirm", address=other.username, typed=other.username)
        assert page.context["form"].non_field_errors()
        other.refresh_from_db()
        assert other.is_active
    assert not Erasure.objects.exists()


def test_an_administrator_erases_an_editor(client):
    client.force_login(make_user("Administrator"))
    editor = make_user("Editor")
    send(client, "confirm", address=editor.username, typed=editor.username)
    editor.refresh_from_db()
    assert not editor.is_active


@pytest.mark.parametrize("role", ["Editor", "Publisher", "Network manager"])
@pytest.mark.parametrize("do", ["look", "save", "mail", "erase", "confirm"])
def test_other_roles_learn_nothing(client, role, do):
    make_enquiry(email=ADDRESS)
    client.force_login(make_user(role))
    assert send(client, do, typed=ADDRESS).status_code == 403
    assert Enquiry.objects.get().email
    assert not Disclosure.objects.exists()


def test_script_in_an_address_is_text(officer):
    page = send(officer, "look", address='"><script>alert(1)</script>@x.uk')
    assert "<script>alert" not in page.text


# The registers


def test_an_officer_answers_complaints_and_sees_no_other_message(officer):
    complaint, other = make_complaint(), make_group_message(message="Zqwords")
    page = officer.get(reverse("admin:network_complaint_changelist"))
    assert complaint.reference in page.text
    assert other.reference not in page.text
    other_page = reverse("admin:network_complaint_change", args=[other.pk])
    assert officer.get(other_page).status_code == 302
    assert officer.get(reverse("admin:network_groupmessage_changelist")).status_code == 403
    address = reverse("admin:network_complaint_change", args=[complaint.pk])
    assert "Look up what is held of them" in officer.get(address).text
    officer.post(address, {"text": "Dear reader"})
    complaint.refresh_from_db()
    assert (complaint.state, complaint.answer) == ("answered", "Dear reader")
    assert (
        Letter.objects.about(GroupMessage.objects.get(pk=complaint.pk)).get().to == complaint.email
    )
    assert "answered it" in officer.get(address).text


def test_an_officer_cannot_answer_another_message_by_guessing_its_address(officer):
    other = make_group_message()
    for name in ("complaint", "groupmessage"):
        officer.post(reverse(f"admin:network_{name}_change", args=[other.pk]), {"text": "Hello"})
    other.refresh_from_db()
    assert other.state == "open"
    assert not Complaint.objects.exists()


def test_the_registers_say_what_was_done_in_words(officer):
    make_enquiry(email=ADDRESS)
    send(officer, "look")
    send(officer, "confirm", typed=ADDRESS)
    page = text_of(officer.get(reverse("admin:network_disclosure_changelist")))
    assert "looked up They ask what is held" in page
    page = text_of(officer.get(reverse("admin:network_erasure_changelist")))
    assert "Questions to project leaders: 1" in page
    assert not traces(page)
