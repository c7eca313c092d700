"""Who asks gets everything that is held of them, once, where they alone read it."""

import datetime as dt
import io
import json
import zipfile
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from casestudies.editorial import NotAllowed
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import disclosing, erasing
from network.models import Disclosure
from network.personal import KINDS, Person
from tests.factories import make_enquiry, make_user
from tests.network.planting import ADDRESS, NAME, plant, traces
from tests.network.test_erasure import NOT_PLANTED

pytestmark = pytest.mark.django_db

WHY = Disclosure.Why.ACCESS


@pytest.fixture
def officer():
    return make_user("Data protection")


def mail(officer):
    """The path of the link in the letter."""
    row = disclosing.mail_link(Person(ADDRESS), by=officer, why=WHY, at=timezone.now())
    letter = Letter.objects.about(row).get()
    assert letter.to == ADDRESS.lower()
    return next(line for line in letter.text.splitlines() if "/network/data/" in line).partition(
        "http://testserver"
    )[2]


def files_of(answer):
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def export(*words, **how):
    out = StringIO()
    call_command("export_person", *words, stdout=out, **how)
    return out.getvalue()


def test_the_export_has_something_of_every_kind():
    plant(is_staff=True)
    held = json.loads(export(ADDRESS))["held"]
    assert set(held) == {kind.name for kind in KINDS} - NOT_PLANTED
    assert held["members"][0]["name"] == NAME
    assert {one["state"] for one in held["subscriptions"]} == {
        "active",
        "ended",
        "waiting for the address to be confirmed",
    }


def test_the_export_opens_no_door():
    """No code to sign in with, no link, no secret, and no word of a letter, which has them."""
    account = plant(is_staff=True)
    text = export(ADDRESS)
    for door in ("ABCD", "/network/leader/", account.password, "session_key", "0" * 64):
        assert door not in text


def test_a_page_says_the_same_as_the_file_for_machines(tmp_path):
    plant(is_staff=True)
    out = tmp_path / "out"
    said = export(ADDRESS, out=out)
    page = (out / "my-data.html").read_text()
    data = json.loads((out / "my-data.json").read_text())
    assert said.split() == [str(out / "my-data.html"), str(out / "my-data.json")]
    for kind in KINDS:
        if kind.name in data["held"]:
            assert str(kind.title) in page, kind.name
    assert "erased; that there was a question" in page  # a rule of retention, in its own words
    assert (out / "my-data.json").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError):
        export(ADDRESS, out=out)


def test_what_was_typed_is_text_in_the_page():
    make_enquiry(email=ADDRESS, message="<script>alert(1)</script>")
    files = disclosing.save(Person(ADDRESS), by=None, why=WHY, at=timezone.now())
    assert "<script" not in files["my-data.html"]


def test_of_nobody_nothing_is_held_but_that_it_was_asked_for():
    held = json.loads(export("nobody@council.uk"))["held"]
    assert list(held) == ["disclosures"]
    assert held["disclosures"][0]["why"] == "On the server’s command line"


def test_a_mailed_link_gives_both_files_once(client, officer):
    make_enquiry(email=ADDRESS, name=NAME)
    path = mail(officer)
    for _ in range(2):  # a mail scanner looks
        assert "Fetch my data" in client.get(path).text
    client.head(path)
    answer = client.post(path)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in answer["Content-Disposition"]
    files = files_of(answer)
    assert json.loads(files["my-data.json"])["held"]["enquiries"][0]["name"] == NAME
    assert NAME in files["my-data.html"]
    assert client.post(path).status_code == client.get(path).status_code == 404


def test_a_mailed_link_works_for_seven_days(client, officer):
    path = mail(officer)
    sent = Disclosure.objects.get().at
    with time_machine.travel(sent + dt.timedelta(days=7, seconds=-1), tick=False):
        assert client.get(path).status_code == 200
    with time_machine.travel(sent + dt.timedelta(days=7), tick=False):
        assert client.get(path).status_code == client.post(path).status_code == 404


def test_a_later_link_takes_the_place_of_the_first(client, officer):
    first, second = mail(officer), mail(officer)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_once_fetched_the_register_does_not_know_the_address(client, officer):
    path = mail(officer)
    assert Disclosure.objects.get().email == ADDRESS.lower()
    client.post(path)
    row = Disclosure.objects.get()
    assert (row.email, row.fetched_at is None) == ("", False)


def test_of_whoever_is_erased_an_open_link_shows_nothing(client, officer):
    path = mail(officer)
    erasing.erase_person(Person(ADDRESS), by=None, at=timezone.now())
    assert client.post(path).status_code == 404


def test_the_trail_says_who_saw_and_exported_what_and_names_nobody(client, officer):
    person, now = Person(ADDRESS), timezone.now()
    disclosing.look_up(person, by=officer, why=WHY, at=now)
    disclosing.save(person, by=officer, why=Disclosure.Why.BREACH, at=now)
    client.post(mail(officer))
    records = AuditRecord.objects.filter(action__startswith="person.").order_by("pk")
    assert [record.action for record in records] == [
        "person.looked_up",
        "person.saved",
        "person.link_mailed",
        "person.fetched",
    ]
    assert [record.actor for record in records] == [officer, officer, officer, None]
    assert {row.digest for row in Disclosure.objects.all()} == {person.digest}
    assert not any(traces(f"{record.target_label} {record.detail}") for record in records)


@pytest.mark.parametrize("role", ["Editor", "Publisher", "Network manager", None])
def test_who_may_not_learns_nothing(role):
    person, by, now = Person(ADDRESS), make_user(role), timezone.now()
    for act in (disclosing.look_up, disclosing.save, disclosing.mail_link):
        with pytest.raises(NotAllowed):
            act(person, by=by, why=WHY, at=now)
    assert not Disclosure.objects.exists()
    assert not Letter.objects.exists()
