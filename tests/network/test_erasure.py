"""Whoever asks to be erased is in no table, letter, session, record or log afterwards."""

import datetime as dt
import json
import logging
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from casestudies.models import CaseStudy
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from collab_directory.outbox.sending import send_due
from network.actions import erasing
from network.models import Enquiry, Erasure, Member, ProjectLeader
from network.models.leaders import leader_of
from network.personal import KINDS, Person
from tests.factories import make_enquiry, make_leader, make_member, make_study, make_user
from tests.network.planting import ADDRESS, dump, plant, traces

pytestmark = pytest.mark.django_db

# Known by codes alone, gone within a day; or only there once somebody was erased
NOT_PLANTED = {"links", "limits", "erasures"}


def erase(address=ADDRESS, **how):
    out = StringIO()
    call_command("erase_person", address, stdout=out, **(how or {"confirm": True}))
    return out.getvalue()


def counted(said):
    return [line for line in said.splitlines() if "what stays" in line]


def test_there_is_something_of_every_kind_to_erase():
    plant(is_staff=True)
    person = Person(ADDRESS)
    found = {kind.name for kind in KINDS if list(kind.find(person))}
    assert found == {kind.name for kind in KINDS} - NOT_PLANTED


@pytest.mark.parametrize("is_staff", [True, False], ids=["editor", "member"])
def test_a_full_dump_does_not_know_them_any_more(is_staff, caplog):
    caplog.set_level(logging.DEBUG)
    plant(is_staff=is_staff)
    tables = {line.split(":")[0] for line in traces(dump())}
    assert len(tables) > 15, tables
    caplog.clear()
    erase(ADDRESS.upper())
    assert traces(dump()) == []
    assert traces(caplog.text) == []


def test_looking_first_says_the_same_and_erases_nothing():
    plant(is_staff=True)
    before = traces(dump())
    would = erase(dry_run=True)
    assert "Nothing was erased" in would
    assert traces(dump()) == before
    assert "A message or complaint of theirs is open. Answer it first." in would
    assert counted(would) == counted(erase())


def test_a_second_time_there_is_nothing_to_do():
    plant(is_staff=True)
    erase()
    rows = Erasure.objects.count()
    assert erase() == "Nothing to do.\n"
    assert erase(dry_run=True) == "Nothing to do.\n"
    assert Erasure.objects.count() == rows == 1


def test_the_ledger_knows_them_by_a_code_alone():
    plant(is_staff=False)
    erase()
    row = Erasure.objects.get()
    assert row.digest == Person(ADDRESS).digest
    assert row.what["members"] == 1
    assert not traces(json.dumps(row.what))
    record = AuditRecord.objects.about(row).get()
    assert (record.action, record.actor) == ("person.erased", None)


@pytest.mark.parametrize("flags", [{}, {"confirm": True, "dry_run": True}])
def test_it_has_to_be_said_whether_this_is_meant(flags):
    words = [f"--{name.replace('_', '-')}" for name in flags]
    with pytest.raises(CommandError):
        call_command("erase_person", ADDRESS, *words)


def test_what_is_no_address_is_refused_without_repeating_it():
    with pytest.raises(CommandError) as refused:
        call_command("erase_person", "zqada", confirm=True)
    assert "zqada" not in str(refused.value)


def test_others_keep_what_is_theirs():
    other = make_member(email="zoe@council.uk", name="Zoe")
    make_enquiry(email="x" + ADDRESS, name="Somebody else")
    make_enquiry(email=ADDRESS.replace("@", "+news@"))
    erase()
    other.refresh_from_db()
    assert (other.name, other.user.is_active) == ("Zoe", True)
    assert Enquiry.objects.exclude(email="").count() == 2


def test_nothing_is_passed_on_to_a_leader_who_is_erased():
    study = make_study()
    make_leader(study, email=ADDRESS, name="Zqname", role_title="Estates lead")
    erase()
    leader = ProjectLeader.objects.get()
    assert leader_of(study, timezone.localdate()) is None
    assert str(leader).startswith("Estates lead, ")
    assert (leader.is_active, leader.email, leader.name) == (False, "", "")


def test_an_editor_is_a_number_from_then_on():
    account = plant(is_staff=True)
    erase()
    account.refresh_from_db()
    assert (account.username, account.email) == (f"account-{account.pk}", "")
    assert not account.is_active
    assert not account.is_staff
    assert not account.groups.exists()
    assert AuditRecord.objects.filter(actor=account).get().actor_name == f"account-{account.pk}"


def test_a_member_is_out_at_once():
    member = make_member(email=ADDRESS)
    browser = Client()
    browser.force_login(member.user)
    assert browser.get("/network/account/").status_code == 200
    erase()
    assert browser.get("/network/account/").status_code == 302
    assert not User.objects.filter(pk=member.user_id).exists()
    assert Member.objects.get().left_at


def test_what_waits_is_not_sent(mailoutbox):
    plant(is_staff=False)
    erase()
    send_due()
    assert not any(traces(f"{mail.to} {mail.body} {mail.reply_to}") for mail in mailoutbox)


def test_a_letter_on_its_way_is_not_torn():
    """The worker has it in hand: it arrives or not, is never tried again, and keeps no word."""
    letter = Letter.objects.create(key="1", template="x", to=ADDRESS, text="Zqname", message_id="1")
    assert letter.claim(timezone.now())
    erase()
    assert letter.mark_sent(timezone.now())
    letter.refresh_from_db()
    assert (letter.state, letter.to, letter.text) == ("sent", "", "")


def test_what_an_entry_says_is_for_an_editor_to_decide():
    study = make_study(summary=f"Ask {ADDRESS}.")
    said = erase(dry_run=True)
    assert f"Named in case study {study.pk}, summary" in said
    erase()
    assert CaseStudy.objects.get().summary == f"Ask {ADDRESS}."


# After a restore


@pytest.fixture
def ledger(settings, tmp_path):
    settings.ERASURE_LEDGER = str(tmp_path / "erasures.jsonl")
    return tmp_path / "erasures.jsonl"


def restored():
    """As if the database of the day before had come back: what was erased is there again."""
    Erasure.objects.all().delete()
    make_enquiry(email=ADDRESS, created_at=timezone.now() - dt.timedelta(days=2))


def apply(**how):
    out = StringIO()
    call_command("apply_erasures", stdout=out, **how)
    return out.getvalue()


def test_after_a_restore_they_are_erased_again(ledger, django_capture_on_commit_callbacks):
    make_enquiry(email=ADDRESS)
    with django_capture_on_commit_callbacks(execute=True):
        erase()
    assert not traces(ledger.read_text())
    restored()
    assert "1 erased again." in apply()
    assert not traces(dump())
    assert apply() == "Nothing to do.\n"
    assert Erasure.objects.count() == 1


def test_whoever_came_back_since_stays():
    make_enquiry(email=ADDRESS)
    erase()
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        make_member(email=ADDRESS)
        assert apply() == "Nothing to do.\n"
    assert Member.objects.at(ADDRESS).exists()


def test_only_erasures_since_a_day_if_one_is_named():
    make_enquiry(email=ADDRESS)
    erase()
    make_enquiry(email=ADDRESS, created_at=timezone.now() - dt.timedelta(days=2))
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert apply(since=tomorrow.isoformat()) == "Nothing to do.\n"
    assert "1 erased again." in apply(since=timezone.localdate().isoformat())
    with pytest.raises(CommandError):
        apply(since="yesterday")


def test_a_ledger_under_the_key_before_still_applies(settings):
    make_enquiry(email=ADDRESS)
    erase()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 9
    make_enquiry(email=ADDRESS, created_at=timezone.now() - dt.timedelta(days=2))
    assert "1 erased again." in apply()


def test_a_ledger_that_cannot_be_written_is_said_and_erases_all_the_same(
    settings, tmp_path, caplog, django_capture_on_commit_callbacks
):
    settings.ERASURE_LEDGER = str(tmp_path / "missing" / "ledger")
    make_enquiry(email=ADDRESS)
    with django_capture_on_commit_callbacks(execute=True):
        erase()
    assert not traces(dump())
    assert "The ledger of erasures was not written" in caplog.text


@pytest.mark.parametrize("by", ["Editor", "Publisher", "Network manager", None])
def test_who_may_not_erase_does_not(by):
    from casestudies.editorial import NotAllowed

    with pytest.raises(NotAllowed):
        erasing.erase_person(Person(ADDRESS), by=make_user(by), at=timezone.now())
