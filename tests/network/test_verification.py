"""Asking whether an entry is still true: whom, when, how often, and what an answer does."""

import datetime as dt
import re
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from casestudies import catalogue, confirming, editorial
from casestudies.models import CaseStudy
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import corrections, leaders, verification
from network.actions.verification import ASKED_BY_HAND_EVERY, Ending
from network.models import (
    Correction,
    Leadership,
    Link,
    ProjectLeader,
    VerificationAsk,
    VerificationRound,
)
from network.verification import asked_in_words, last_round
from tests.factories import make_leader, make_study, make_user

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
TODAY = timezone.localdate(NOON)
DAY = dt.timedelta(days=1)
DUE = dt.date(2025, 11, 2)  # a year before


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def study():
    return make_study("Shared station", verified_on=DUE, verified_by="Lead, Kent Police")


@pytest.fixture
def leader(study):
    return make_leader(study, email="lead@kent.fire.uk", name="Sam Hill", role_title="Estates lead")


@pytest.fixture
def publisher():
    return make_user("Publisher")


def again(thing):
    return type(thing)._default_manager.get(pk=thing.pk)


def ask(days=0):
    return verification.ask_all_due(at=NOON + days * DAY)


def letters(to=None):
    found = Letter.objects.filter(template="network/verification_asked").order_by("pk")
    return list(found.filter(to=to) if to else found)


def tokens(letter):
    return re.findall(r"http://testserver/network/verify/([\w-]+)/", letter.text)


def link(letter=None, at=NOON):
    (token,) = tokens(letter or letters()[-1])
    return verification.find(token, at=at)


def now_of(study):
    return VerificationRound.objects.filter(study=study).latest("pk")


# --- Who is asked --------------------------------------------------------------------------


def test_whoever_is_first_in_line_is_asked_and_nobody_else(study, leader):
    make_leader(study)
    assert (ask(), ask()) == (1, 0)
    (letter,) = letters()
    assert letter.to == leader.email
    for words in ["Shared station", "Last confirmed on 2 November 2025 by Lead, Kent Police"]:
        assert words in letter.text
    record = AuditRecord.objects.about(study).get(action="case_study.asked")
    assert leader.email not in str(record.detail)


@pytest.mark.parametrize(
    "fields",
    [
        {"confirmed_on": None},
        {"paused_until": TODAY},
        {"bounced_at": NOON},
        {"is_active": False},
        {"email": "lead@example.org"},
        {"email": "lead@kent.invalid"},
    ],
)
def test_whoever_must_not_be_written_to_is_not_and_the_worklist_says_so(study, fields):
    make_leader(study, **fields)
    assert ask() == 0
    assert letters() == []
    assert VerificationRound.objects.nobody_to_ask().get().study == study
    deputy = make_leader(study)
    assert ask() == 1
    assert letters()[0].to == deputy.email
    assert not VerificationRound.objects.nobody_to_ask().exists()


def test_what_nobody_was_asked_about_goes_out_of_date_all_the_same(study):
    ask()
    assert again(study).stale_on == TODAY + 42 * DAY


def test_a_leader_who_comes_in_time_is_given_the_time_of_all_letters(study):
    ask()
    make_leader(study)
    assert ask(days=30) == 1
    assert again(study).stale_on is None


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_nobody_is_asked_about_what_is_not_public(state):
    make_leader(make_study(state=state, verified_on=DUE))
    assert ask() == 0


def test_nobody_is_asked_a_day_before(study, leader):
    assert ask(days=-1) == 0
    assert not VerificationRound.objects.exists()


def test_what_nobody_ever_confirmed_is_due_at_once():
    study = make_study(published_at=NOON)
    make_leader(study)
    assert ask() == 1
    assert "Nobody who runs it has confirmed it yet." in letters()[0].text


def test_a_leader_gets_one_letter_with_a_link_for_each_entry(leader):
    for title in ("One", "Two"):
        Leadership.objects.create(leader=leader, study=make_study(title, verified_on=DUE))
    assert ask() == 1
    (letter,) = letters()
    assert letter.subject == "Are these 3 entries still true?"
    found = [verification.find(token, at=NOON).ask.round.study.title for token in tokens(letter)]
    assert sorted(found) == ["One", "Shared station", "Two"]


def test_the_last_letter_says_so_and_goes_to_a_deputy_too(study, leader):
    deputy = make_leader(study, role_title="Deputy")
    third = make_leader(study)
    for days in (0, 14, 28):
        ask(days)
    assert len(letters(leader.email)) == 3
    (to_deputy,) = letters(deputy.email)
    assert letters(third.email) == []
    for letter in (letters(leader.email)[2], to_deputy):
        assert "This is the last time that we ask." in letter.text
    assert f"We asked {leader} on 2 November 2026, and have had no answer." in to_deputy.text
    assert "We first asked on 2 November 2026." in letters(leader.email)[1].text
    assert ask(60) == 0


def test_after_days_without_the_daily_work_letters_are_as_far_apart_as_ever(study, leader):
    ask()
    assert [ask(days) for days in (40, 41, 53, 54, 55)] == [1, 0, 0, 1, 0]
    assert again(study).stale_on == TODAY + 68 * DAY


def test_after_one_who_cannot_be_asked_any_more_the_next_one_is_from_the_beginning(study, leader):
    deputy = make_leader(study)
    ask()
    ask(14)
    ProjectLeader.objects.filter(pk=leader.pk).update(bounced_at=NOON)
    assert ask(20) == 1
    assert [letter.to for letter in letters()] == [leader.email, leader.email, deputy.email]
    now = now_of(study)
    assert (now.leader, now.asked_on, now.chased_on) == (deputy, TODAY + 20 * DAY, None)


def test_whoever_was_away_for_a_few_days_is_not_asked_from_the_beginning(study, leader):
    ask()
    leaders.pause(leader, until=TODAY + 5 * DAY, at=NOON)
    assert ask(1) == 0
    assert VerificationRound.objects.nobody_to_ask().exists()
    assert ask(6) == 0
    assert not VerificationRound.objects.nobody_to_ask().exists()
    assert [ask(days) for days in (13, 14)] == [0, 1]
    assert now_of(study).asked_on == TODAY


def test_the_daily_work_asks_and_a_dry_run_says_whom(study, leader):
    make_study("Nobody's", verified_on=DUE)
    out = StringIO()
    call_command("ask_for_verification", dry_run=True, stdout=out)
    assert f"ask {leader} about Shared station (due on 2026-11-02)" in out.getvalue()
    assert "nobody to ask about Nobody's" in out.getvalue()
    assert leader.email not in out.getvalue()
    assert not VerificationRound.objects.exists()
    call_command("ask_for_verification", stdout=out)
    assert "1 letters written" in out.getvalue()
    out = StringIO()
    call_command("run_daily", stdout=out)
    assert "leaders asked whether it is true" in out.getvalue()
    assert len(letters()) == 1


def test_what_is_asked_costs_as_many_questions_for_many_as_for_few(django_assert_num_queries):
    for _n in range(12):
        make_leader(make_study(verified_on=DUE))
    with django_assert_num_queries(3):
        assert len(verification.would_ask(at=NOON)) == 12


# --- Asked by an editor --------------------------------------------------------------------


def test_an_editor_asks_before_it_is_due_and_not_twice_in_a_week(leader, clock):
    study = make_study("Fresh", verified_on=TODAY)
    Leadership.objects.create(leader=leader, study=study)
    editor = make_user("Editor")
    assert verification.ask_now(study, by=editor)
    assert AuditRecord.objects.about(study).get(action="case_study.asked").actor == editor
    with pytest.raises(editorial.NotPossible, match="again from 9 November 2026"):
        verification.ask_now(study, by=editor)
    clock.shift(ASKED_BY_HAND_EVERY)
    assert verification.ask_now(study, by=editor)
    assert len(letters()) == 2


def test_silence_before_it_is_due_proves_nothing(leader):
    study = make_study("Fresh", verified_on=TODAY - 200 * DAY)
    Leadership.objects.create(leader=leader, study=study)
    Leadership.objects.exclude(study=study).delete()
    verification.ask_now(study, by=make_user("Editor"))
    for days in (14, 28, 42):
        ask(days)
    assert (now_of(study).answer, again(study).stale_on) == ("silent", None)
    assert not any("readers are told" in letter.text for letter in letters())
    days = (study.due_on - TODAY).days
    assert [ask(days - 1), ask(days)] == [0, 1]


def test_an_editor_is_told_where_there_is_nobody_to_ask(study):
    with pytest.raises(editorial.NotPossible, match="nobody to ask"):
        verification.ask_now(study, by=make_user("Editor"))
    with pytest.raises(editorial.NotPossible, match="does not see"):
        verification.ask_now(make_study(state="draft"), by=make_user("Editor"))
    with pytest.raises(editorial.NotAllowed):
        verification.ask_now(study, by=make_user("Network manager"))


# --- What an answer does -------------------------------------------------------------------


def test_still_true_confirms_by_the_role_and_ends_the_asking(study, leader):
    ask()
    token = catalogue.current_token()
    assert verification.still_true(link(), at=NOON)
    study = again(study)
    assert (study.verified_on, study.verified_by) == (TODAY, str(leader))
    assert now_of(study).answer == "still-true"
    assert now_of(study).answered_by == leader
    assert catalogue.current_token() != token
    record = AuditRecord.objects.about(study).get(action="case_study.verified")
    assert (record.actor, record.detail["role"]) == (None, str(leader))
    assert leader.email not in str(record.detail)
    assert ask() == 0


def test_an_answer_ends_every_link_of_the_round(study, leader):
    make_leader(study)
    for days in (0, 14, 28):
        ask(days)
    links = [link(letter) for letter in letters()]
    assert len(links) == 4
    assert verification.still_true(links[0], at=NOON)
    assert not any(verification.still_true(one, at=NOON) for one in links)
    assert [link(letter) for letter in letters()] == [None] * 4


def test_changed_is_for_an_editor_and_changes_nothing_else(study, leader, publisher):
    ask()
    before = CaseStudy.objects.values("verified_on", "summary", "status").get(pk=study.pk)
    assert verification.changed(link(), what="It moved.", source_url="", at=NOON)
    assert CaseStudy.objects.values("verified_on", "summary", "status").get(pk=study.pk) == before
    told = Correction.objects.waiting().get()
    assert (told.study, told.remark, told.leader) == (study, "It moved.", leader)
    assert (told.role, told.email) == (str(leader), leader.email)
    assert now_of(study).correction == told
    receipt = Letter.objects.get(template="network/correction_received")
    assert "because we asked you whether the entry is still true" in receipt.text
    # While an editor looks, and for four weeks after the answer, nobody is asked again
    assert ask(60) == 0
    corrections.accept(told, by=publisher, at=NOON)
    assert (ask(27), ask(28)) == (0, 1)


def test_ended_says_why_when_and_what_they_would_tell_the_next_team(study, leader):
    ask()
    ending = Ending(CaseStudy.EndedReason.MONEY, "2026-05", "Begin with the lease.")
    assert verification.ended(link(), ending, at=NOON)
    told = Correction.objects.get()
    assert told.part == "status"
    for words in ["The money ran out", "2026-05", "Begin with the lease."]:
        assert words in told.remark
    assert again(study).status == study.status
    assert now_of(study).answer == "ended"


def test_not_mine_takes_them_off_and_asks_the_next_one(study, leader):
    deputy = make_leader(study)
    ask()
    assert verification.not_theirs(link(), who="Fleet lead, Kent Fire", at=NOON)
    assert list(again(study).project_leaders.all()) == [deputy]
    assert "Fleet lead, Kent Fire" in Correction.objects.get().remark
    assert AuditRecord.objects.about(leader).latest("pk").action == "leader.not_theirs"
    assert VerificationAsk.objects.get().not_theirs_on == TODAY
    assert now_of(study).is_open
    assert ask() == 1
    assert letters()[-1].to == deputy.email


def test_a_link_is_used_once_though_the_question_stays_open(study, leader):
    make_leader(study)
    ask()
    found = link()
    assert verification.not_theirs(found, who="Fleet lead", at=NOON)
    assert not verification.not_theirs(found, who="Fleet lead", at=NOON)
    assert not verification.still_true(found, at=NOON)
    assert Correction.objects.count() == 1
    assert now_of(study).is_open


def test_not_mine_from_the_only_one_leaves_nobody_to_ask(study, leader):
    ask()
    verification.not_theirs(link(), who="", at=NOON)
    assert ask() == 0
    assert VerificationRound.objects.nobody_to_ask().get().study == study


@pytest.mark.parametrize("answer", ["still-true", "changed"])
def test_an_answer_ends_what_readers_are_told(study, leader, answer):
    for days in (0, 14, 28):
        ask(days)
    on = TODAY + 42 * DAY
    assert again(study).is_stale(on)
    late = NOON + 50 * DAY
    if answer == "changed":
        verification.changed(link(at=late), what="It moved.", source_url="", at=late)
    else:
        with time_machine.travel(late, tick=False):
            verification.still_true(link(at=late), at=late)
    assert not again(study).is_stale(on + 30 * DAY)


def test_a_link_holds_for_a_year_and_is_kept_as_a_code(study, leader):
    ask()
    (token,) = tokens(letters()[0])
    assert not Link.objects.filter(digest=token).exists()
    assert len(token) >= 32
    assert verification.find(token, at=NOON + 365 * DAY - dt.timedelta(seconds=1))
    assert verification.find(token, at=NOON + 365 * DAY) is None


# --- What else ends a round ----------------------------------------------------------------


def test_a_confirmation_recorded_by_hand_ends_it_with_its_note(study, leader, publisher):
    ask()
    said = {"on": TODAY, "role": "Chief, Kent", "note": "Told me by telephone."}
    assert confirming.verify(study, by=publisher, **said)
    assert now_of(study).answer == "by-hand"
    assert link() is None
    record = AuditRecord.objects.about(study).get(action="case_study.verified")
    assert record.detail["note"] == "Told me by telephone."


def test_a_confirmation_of_long_ago_leaves_it_due(leader, publisher):
    study = make_study("Old", verified_on=dt.date(2020, 1, 1))
    Leadership.objects.create(leader=leader, study=study)
    ask()
    confirming.verify(study, by=publisher, on=dt.date(2024, 1, 1), role="Chief, Kent")
    assert now_of(study).answer == "by-hand"
    assert ask(1) == 1


def test_what_is_archived_is_asked_about_no_more(study, leader, publisher):
    ask()
    editorial.archive(study, by=publisher)
    assert now_of(study).answer == "over"
    assert link() is None
    assert ask(14) == 0


def test_what_an_import_confirmed_is_asked_about_no_more(study, leader):
    ask()
    CaseStudy.objects.filter(pk=study.pk).update(verified_on=TODAY)
    assert ask(14) == 0
    assert now_of(study).answer == "over"


# --- What readers are told -----------------------------------------------------------------


def said_on(study, days):
    return asked_in_words(again(study), TODAY + days * DAY)


def test_readers_are_told_each_step(study, leader, publisher):
    assert said_on(study, 0) == ""
    ask()
    assert said_on(study, 0) == (
        "We asked whoever runs it on 2 November 2026, and wait for the answer."
    )
    ask(14)
    ask(28)
    asked = "We asked whoever runs it on 2 November 2026, 16 November 2026 and 30 November 2026"
    assert said_on(study, 41) == f"{asked}, and wait for the answer."
    assert said_on(study, 42) == f"{asked}, and nobody has answered."
    verification.changed(link(), what="The secret.", source_url="", at=NOON + 50 * DAY)
    assert said_on(study, 50) == (
        "Whoever runs it answered us on 22 December 2026, and an editor looks at what has to be "
        "changed."
    )
    corrections.accept(last_round(study).correction, by=publisher, at=NOON)
    assert said_on(study, 51) == ""


def test_readers_are_told_when_there_is_nobody_to_ask(study):
    ask()
    assert said_on(study, 0) == "There is nobody yet whom we can ask."


def test_the_page_says_it_and_follows_at_once(client, study, leader):
    address = study.get_absolute_url()
    assert "We asked" not in client.get(address).text
    ask()
    assert "and wait for the answer." in client.get(address).text
    assert leader.email not in client.get(address).text
    verification.still_true(link(), at=NOON)
    page = client.get(address).text
    assert "Confirmed on 2 November 2026 by Estates lead" in page
    assert "We asked" not in page


def test_silence_sinks_an_entry_among_its_equals_and_an_answer_lifts_it(client, leader):
    """Two that answer a search alike: the day alone, without any change, turns their order."""
    last = {"verified_on": TODAY - 400 * DAY, "status": "live"}
    silent = make_study("Harbour crews A", stale_on=TODAY - 13 * DAY, **last)
    make_study("Harbour crews B", **last)

    def order():
        page = client.get("/case-studies.json?q=harbour+crews").json()
        return [result["title"][-1] for result in page["results"]]

    assert order() == ["A", "B"]
    with time_machine.travel(NOON + DAY, tick=False):
        assert order() == ["B", "A"]
        confirming.hear(silent, on=TODAY + DAY, role="Lead")
        assert order() == ["A", "B"]


def test_an_ended_scheme_is_never_put_forward_for_archiving():
    long_ago = {"verified_on": TODAY - 900 * DAY, "stale_on": TODAY - 300 * DAY}
    make_study(status="ended", **long_ago)
    running = make_study(status="live", **long_ago)
    assert CaseStudy.objects.unconfirmed_for_long(TODAY).get() == running


# --- What becomes of people ----------------------------------------------------------------


def test_a_leader_who_is_erased_is_a_role_in_what_was_asked(study, leader):
    ask()
    (token,) = tokens(letters()[0])
    leaders.erase(leader, by=None, at=NOON)
    assert verification.find(token, at=NOON) is None
    assert str(now_of(study).leader).startswith("Estates lead")
    assert ask() == 0
