"""Asking to be introduced, and what the other side and time make of it."""

import datetime as dt
import json
import re
import uuid

import pytest

from collab_directory import limits
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import introductions, membership
from network.actions.introductions import Answer, NotNow, NotPossible
from network.models import Introduction, Link, Member, Unwanted
from network.models.introductions import AGAIN_AFTER, ANSWERED_WITHIN
from tests.factories import make_introduction, make_member, make_user

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
WHY = "You run a shared station.\nWe plan one."
PEOPLE = ("ada@zqasker.uk", "bob@zqasked.uk")


@pytest.fixture
def asker():
    return make_member(name="Ada Asker", email=PEOPLE[0])


@pytest.fixture
def asked():
    """Who hides their name, too."""
    return make_member(name="Bob Asked", email=PEOPLE[1])


def ask(asker, asked, *, at=NOW, key=None):
    return introductions.ask(asker, asked, key=key or uuid.uuid4(), why=WHY, at=at)


def sent(introduction=None):
    """Kind and recipient of each letter, in their order."""
    letters = Letter.objects.about(introduction).order_by("pk")
    return [(one.template.removeprefix("network/introduction_"), one.to) for one in letters]


def everything_in(letter):
    return f"{letter.subject} {letter.text} {letter.html} {letter.reply_to} {letter.unsubscribe}"


# --- Asking ------------------------------------------------------------------------------------


def test_asking_writes_to_the_other_and_shows_no_address(asker, asked):
    introduction = ask(asker, asked)
    (letter,) = Letter.objects.all()
    assert (letter.template, letter.to) == ("network/introduction_asked", asked.email)
    said = everything_in(letter)
    assert "Ada Asker" in said
    assert "> You run a shared station.\n> We plan one." in said
    assert not any(address in said for address in PEOPLE)
    assert letter.reply_to == ""
    assert "7 November 2026" in said
    assert introduction.reference in letter.subject


@pytest.mark.parametrize("field", ["role", "organisation", "interests", "about"])
def test_the_letter_shows_of_the_asker_what_the_profile_shows(asked, field):
    said = dict.fromkeys(("role", "about", "other_organisation"), "x") | {
        {"organisation": "other_organisation"}.get(field, field): "Zqword"
    }
    said.pop("interests", None)
    said["interests"] = ["zqword"] if field == "interests" else []
    # What somebody writes about themselves is for the page: the letter has what they write here
    is_told = field != "about"
    ask(make_member(**said), asked)
    assert ("Zqword" in Letter.objects.latest("pk").text) is is_told
    ask(make_member(**said, **{f"shows_{field}": "nobody"}), asked)
    assert "Zqword" not in Letter.objects.latest("pk").text


def test_asking_twice_with_one_form_asks_once(asker, asked):
    key = uuid.uuid4()
    assert ask(asker, asked, key=key) == ask(asker, asked, key=key)
    assert sent() == [("asked", asked.email)]


def test_the_key_of_another_member_is_not_found(asker, asked):
    """Or whoever learned a key would be led to what somebody else wrote."""
    key = uuid.uuid4()
    ask(asker, asked, key=key)
    with pytest.raises(Exception, match="form_key"):
        ask(make_member(), asked, key=key)


CANNOT_BE_ASKED = {
    "themselves": lambda asker, asked: None,
    "not listed": lambda asker, asked: Member.objects.filter(pk=asked.pk).update(is_listed=False),
    "switched off": lambda asker, asked: introductions.change_switch(asked, takes=False),
    "left": lambda asker, asked: membership.leave(asked, at=NOW),
    "no account": lambda asker, asked: type(asked.user).objects.update(is_active=False),
    "unwanted": lambda asker, asked: Unwanted.objects.create(by=asked, asker=asker),
    "asker left": lambda asker, asked: membership.leave(asker, at=NOW),
}


@pytest.mark.parametrize("why", CANNOT_BE_ASKED)
def test_who_cannot_be_asked_is_not_written_to(asker, asked, why):
    CANNOT_BE_ASKED[why](asker, asked)
    with pytest.raises(NotPossible):
        ask(asker, asker if why == "themselves" else asked)
    assert not Introduction.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.parametrize("state", [s for s in Introduction.State.values if s != "open"])
def test_the_same_member_is_asked_again_a_month_after_the_end(asker, asked, state):
    make_introduction(asker=asker, asked=asked, state=state, created_at=NOW, ended_at=NOW)
    with pytest.raises(NotNow) as refused:
        ask(asker, asked, at=NOW + AGAIN_AFTER - SECOND)
    assert refused.value.earlier.again_from == NOW + AGAIN_AFTER
    assert ask(asker, asked, at=NOW + AGAIN_AFTER).is_open
    assert ask(asked, asker).is_open, "the other way round is another question"


def test_one_open_request_for_each_pair(asker, asked):
    ask(asker, asked)
    with pytest.raises(NotNow):
        ask(asker, asked, at=NOW + dt.timedelta(days=300))
    assert len(sent()) == 1


def test_a_member_asks_five_a_day_and_is_asked_by_five(asker, asked):
    for _ in range(5):
        ask(asker, make_member())
        ask(make_member(), asked)
    for one, other in [(asker, make_member()), (make_member(), asked)]:
        with pytest.raises(limits.Refused):
            ask(one, other)
        with pytest.raises(limits.Refused):
            ask(one, other, at=NOW + dt.timedelta(days=1) - SECOND)
        assert ask(one, other, at=NOW + dt.timedelta(days=1))
    assert Introduction.objects.count() == 12


# --- Answering ---------------------------------------------------------------------------------


def test_with_a_yes_each_gets_one_letter_with_the_other_address(asker, asked):
    introduction = ask(asker, asked)
    assert introductions.answer(introduction, Answer.YES, at=NOW)
    assert introduction.state == "accepted"
    made = Letter.objects.filter(template="network/introduction_made")
    assert sorted((one.to, one.reply_to) for one in made) == [PEOPLE, PEOPLE[::-1]]
    to_asker, to_asked = made.get(to=asker.email), made.get(to=asked.email)
    assert "Bob Asked" in to_asker.text
    assert asked.email in to_asker.text
    assert "Ada Asker" in to_asked.text
    assert asker.email in to_asked.text


@pytest.mark.parametrize(
    "said, state, letter",
    [
        (Answer.NO, "declined", "ended"),
        (Answer.NEVER, "declined", "ended"),
        (Answer.LATER, "later", "later"),
    ],
)
def test_any_other_answer_tells_the_asker_and_nothing_of_the_asked(
    asker, asked, said, state, letter
):
    introduction = ask(asker, asked)
    assert introductions.answer(introduction, said, at=NOW)
    assert introduction.state == state
    assert sent(introduction)[1:] == [(letter, asker.email)]
    text = everything_in(Letter.objects.latest("pk"))
    assert not re.search(r"Bob|zqasked|council|Estates officer|Wales|Police", text)
    assert "> We plan one." in text
    assert Unwanted.objects.exists() == (said == Answer.NEVER)


@pytest.mark.parametrize("first", Answer)
@pytest.mark.parametrize("second", Answer)
def test_only_the_first_answer_counts(asker, asked, first, second):
    introduction = ask(asker, asked)
    assert introductions.answer(introduction, first, at=NOW)
    before = sent()
    assert not introductions.answer(introduction, second, at=NOW)
    assert sent() == before


def test_a_no_silence_and_leaving_read_alike():
    texts = set()
    for how in ("no", "silence", "leaving", "report"):
        asker, asked = make_member(), make_member()
        introduction = ask(asker, asked)
        if how == "no":
            introductions.answer(introduction, Answer.NO, at=NOW)
        elif how == "silence":
            introductions.end_silent(at=NOW + ANSWERED_WITHIN)
        elif how == "report":
            introductions.report(introduction, "Rude.", at=NOW)
        else:
            membership.leave(asked, at=NOW)
        letter = Letter.objects.get(to=asker.email)
        said = everything_in(letter).replace(introduction.reference, "")
        # Once somebody left, nothing of the request is kept, not even for this letter
        texts.add(re.sub(r"\nYou wrote:\n\n(> .*\n)+", "", said))
        introduction.refresh_from_db()
        if introduction.asker_id:
            assert str(introduction.as_its_asker_knows) == "nothing came of it"
    assert len(texts) == 1


def test_whoever_is_wanted_no_more_can_be_let_in_again(asker, asked):
    introductions.answer(ask(asker, asked), Answer.NEVER, at=NOW)
    later = NOW + AGAIN_AFTER
    with pytest.raises(NotPossible):
        ask(asker, asked, at=later)
    row = Unwanted.objects.get()
    assert not introductions.want_again(asker, row.pk), "it is not theirs"
    assert introductions.want_again(asked, row.pk)
    assert ask(asker, asked, at=later)


@pytest.mark.parametrize("who", ["asker", "asked"])
@pytest.mark.parametrize("how", ["left", "switched off"])
def test_nobody_is_introduced_to_one_who_belongs_no_more(asker, asked, who, how):
    introduction = ask(asker, asked)
    gone = {"asker": asker, "asked": asked}[who]
    if how == "left":
        membership.leave(gone, at=NOW)
    else:
        type(gone.user).objects.filter(pk=gone.user.pk).update(is_active=False)
    assert not introductions.answer(introduction, Answer.YES, at=NOW)
    assert not Letter.objects.filter(template="network/introduction_made").exists()
    for letter in Letter.objects.exclude(template="network/introduction_asked"):
        assert not any(address in everything_in(letter) for address in PEOPLE)


# --- Silence, taking back, reporting ---------------------------------------------------------


def test_silence_ends_it_after_two_weeks_and_not_a_second_before(asker, asked):
    introduction = ask(asker, asked)
    assert introductions.end_silent(at=NOW + ANSWERED_WITHIN - SECOND) == 0
    assert introductions.end_silent(at=NOW + ANSWERED_WITHIN) == 1
    assert introductions.end_silent(at=NOW + ANSWERED_WITHIN + SECOND) == 0
    assert sent(introduction)[1:] == [("ended", asker.email)]
    assert not introductions.answer(introduction, Answer.YES, at=NOW + ANSWERED_WITHIN + SECOND)


def test_what_is_taken_back_is_not_sent(asker, asked):
    introduction = ask(asker, asked)
    assert introductions.withdraw(introduction, at=NOW)
    assert not introductions.withdraw(introduction, at=NOW)
    assert Letter.objects.get().state == "cancelled"
    assert not introductions.answer(introduction, Answer.YES, at=NOW)


@pytest.mark.parametrize("before", ["", Answer.YES, Answer.NO])
def test_a_report_comes_before_the_group_and_ends_what_is_open(asker, asked, before, settings):
    settings.CONTACT_EMAIL = "group@example.org"
    introduction = ask(asker, asked)
    if before:
        introductions.answer(introduction, before, at=NOW)
    assert not introductions.report(introduction, "  ", at=NOW)
    assert introductions.report(introduction, "Advertising.", at=NOW)
    assert not introductions.report(introduction, "Again.", at=NOW)
    assert introduction.state == ("accepted" if before == Answer.YES else "declined")
    assert Introduction.objects.for_the_group().get().report == "Advertising."
    assert Unwanted.objects.filter(by=asked, asker=asker).exists()
    (letter,) = Letter.objects.filter(to="group@example.org")
    assert not re.search(r"Ada|Bob|zqask|Advertising|station", everything_in(letter))
    assert sum(kind == "ended" for kind, _to in sent(introduction)) == (before != Answer.YES)


def test_a_report_is_closed_once(asker, asked):
    manager = make_user("Network manager")
    introduction = ask(asker, asked)
    assert not introductions.close_report(introduction, by=manager, at=NOW)
    introductions.report(introduction, "Advertising.", at=NOW)
    assert introductions.close_report(introduction, by=manager, at=NOW)
    assert not introductions.close_report(introduction, by=manager, at=NOW)
    assert not Introduction.objects.for_the_group().exists()


# --- What stays --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", Introduction.State.values)
def test_what_is_erased_is_a_count(asker, asked, state):
    said = {"why": "Zqwhy", "report": "" if state == "open" else "Zqreport"}
    introduction = make_introduction(asker=asker, asked=asked, state=state, **said)
    Link.make(Link.Purpose.ANSWER_INTRODUCTION, introduction, at=NOW)
    assert introductions.erase(introduction, at=NOW)
    assert not introductions.erase(introduction, at=NOW)
    row = Introduction.objects.values().get()
    assert "Zq" not in repr(row)
    assert (row["asker_id"], row["asked_id"]) == (None, None)
    assert row["state"] == ("over" if state == "open" else state)
    assert not Link.objects.exists()


@pytest.mark.parametrize("who", ["asker", "asked"])
def test_who_leaves_is_in_no_request_and_no_letter(asker, asked, who):
    open_one = ask(asker, asked)
    made = ask(asked, asker)
    introductions.answer(made, Answer.YES, at=NOW)
    Letter.objects.filter(template="network/introduction_made").update(
        state="sent", finished_at=NOW
    )
    Unwanted.objects.create(by=asker, asker=asked)
    gone, other = (asker, asked) if who == "asker" else (asked, asker)
    name, address = gone.name, gone.email
    membership.leave(gone, at=NOW)
    assert not Introduction.objects.with_words().exists()
    assert Introduction.objects.count() == 2
    assert not Unwanted.objects.exists()
    for letter in Letter.objects.all():
        assert name not in everything_in(letter)
        assert address not in everything_in(letter)
    told = [letter.template for letter in Letter.objects.waiting().addressed(other.email)]
    assert told == (["network/introduction_ended"] if who == "asked" else [])
    open_one.refresh_from_db()
    assert open_one.state == "over"


def test_the_trail_names_nobody(asker, asked):
    introductions.answer(ask(asker, asked), Answer.YES, at=NOW)
    introductions.report(Introduction.objects.get(), "Rude.", at=NOW)
    trail = json.dumps(list(AuditRecord.objects.values("actor_name", "target_label", "detail")))
    assert AuditRecord.objects.count() == 3
    assert not re.search(r"Ada|Bob|zqask|station|Rude", trail)


def test_who_changes_what_others_see_is_called_differently(asker):
    """Or whoever kept the address of their row would know it again."""
    handle = asker.handle

    def say(**changes):
        profile = membership.Profile(
            **{
                "name": asker.name,
                "role": asker.role,
                "organisation": None,
                "other_organisation": "A council",
                "service": asker.service,
                "region": asker.region,
                "interests": [],
                "about": asker.about,
                "is_listed": True,
                "shown": frozenset(["organisation", "role", "interests", "about"]),
            }
            | changes
        )
        membership.change_profile(asker, profile, at=NOW)
        asker.refresh_from_db()

    say(role="Chief")
    assert asker.handle == handle
    say(shown=frozenset(["name"]))
    assert asker.handle not in (handle, None)
    handle = asker.handle
    say(shown=frozenset(["name"]), is_listed=False)
    assert asker.handle != handle
