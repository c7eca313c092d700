"""Corrections: what a reader proposes, a publisher decides, and a case study then says."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connections

from casestudies.editorial import NotAllowed, NotPossible
from casestudies.models import CaseStudy, Outcome
from collab_directory import limits
from collab_directory.audit.models import AuditRecord
from collab_directory.limits.models import Tally
from collab_directory.outbox.models import Letter
from network import parts
from network.actions import corrections
from network.actions.corrections import Sender, TextChanged
from network.models import Correction, Link
from tests.factories import make_correction, make_study, make_user

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
READER = Sender(name="Ada Reader", email="ada@council.uk", role="Estates officer")


@pytest.fixture
def study():
    return make_study(
        "Shared station",
        summary="Two crews share a station.",
        outcomes=["It saved a drive."],
        lessons=["Talk early."],
    )


@pytest.fixture
def publisher():
    return make_user("Publisher")


def propose(study, *, key=None, sender=READER, at=NOON, client="192.0.2.1", **said):
    said = {
        "part": "summary",
        "before": study.summary,
        "proposed": "Three crews share a station.",
    } | said
    return corrections.propose(
        study, key=key or uuid.uuid4(), sender=sender, client=client, at=at, **said
    )


def accept(correction, by, **more):
    return corrections.accept(correction, by=by, at=NOON, **more)


def letters(kind=""):
    return Letter.objects.filter(template__startswith=f"network/correction_{kind}")


# --- Proposed ------------------------------------------------------------------------------


def test_a_correction_is_stored_with_a_receipt_and_a_page_for_its_sender(study):
    made = propose(study)
    assert (made.state, made.before) == ("new", "Two crews share a station.")
    receipt = letters().get()
    assert (receipt.to, receipt.state) == ("ada@council.uk", "queued")
    token = corrections.status_token(made)
    assert f"http://testserver/network/corrections/{token}/" in receipt.text
    assert made.reference in receipt.subject
    assert Link.find(Link.Purpose.CORRECTION_STATUS, token, at=NOON).correction == made


def test_a_receipt_repeats_nothing_that_was_typed(study):
    propose(
        study,
        proposed="Buy at evil.example",
        remark="evil.example",
        source_url="https://evil.example",
        sender=Sender("Evil Example", "victim@council.uk", "evil.example"),
    )
    text = letters().get().text
    assert "evil" not in text.lower()
    assert "Shared station" in text


def test_whoever_gives_no_address_gets_no_letter(study):
    accept(propose(study, sender=Sender()), make_user("Publisher"))
    assert not letters().exists()


def test_the_same_form_makes_one_correction_and_one_receipt(study):
    key = uuid.uuid4()
    first = propose(study, key=key)
    assert propose(study, key=key, proposed="Other words").pk == first.pk
    assert Correction.objects.get().proposed == "Three crews share a station."
    assert letters().count() == 1


@pytest.mark.parametrize("minutes, last_is_taken", [([0, 1, 2, 3], False), ([0, 1, 2, 10], True)])
def test_three_in_ten_minutes_from_one_client(study, minutes, last_is_taken):
    *before, last = [NOON + dt.timedelta(minutes=m) for m in minutes]
    for at in before:
        propose(study, at=at)
    if last_is_taken:
        assert propose(study, at=last)
    else:
        with pytest.raises(limits.Refused):
            propose(study, at=last)
        assert Correction.objects.count() == 3
    assert propose(study, at=last, client="192.0.2.2")


def test_ten_a_day_from_one_client(study):
    for hour in range(10):
        propose(study, at=NOON + dt.timedelta(hours=hour), sender=Sender())
    with pytest.raises(limits.Refused):
        propose(study, at=NOON + dt.timedelta(hours=12), sender=Sender())


def test_the_second_of_a_double_click_at_the_limit_is_not_refused(study):
    """It found no row at first, waited for the one who made it, and then found the limit."""
    key = uuid.uuid4()
    for _ in range(2):
        propose(study)
    made = propose(study, key=key)
    assert propose(study, key=key) == made


# --- Accepted ------------------------------------------------------------------------------


def test_an_accepted_text_is_public_searchable_and_a_version_at_once(client, study, publisher):
    made = propose(study, proposed="Three zeppelins share a hangar.")
    assert accept(made, publisher, answer="Thank you.")
    study.refresh_from_db()
    assert study.summary == "Three zeppelins share a hangar."
    assert "zeppelins share a hangar" in client.get(study.get_absolute_url()).text
    assert client.get("/case-studies.json?q=zeppelins").json()["count"] == 1
    version = study.versions.get()
    assert version.document["summary"] == "Three zeppelins share a hangar."
    assert version.note == f"Corrected by a reader, {made.reference}"
    assert version.published_by == publisher
    told = letters("accepted").get()
    assert "Thank you." in told.text
    assert "/case-studies/shared-station/" in told.text


@pytest.mark.parametrize("kind", ["outcome", "lesson"])
def test_one_line_of_a_list_is_corrected_alone(study, publisher, kind):
    line = getattr(study, f"{kind}s").get()
    made = propose(study, part=f"{kind}:{line.pk}", before=line.text, proposed="Other words.")
    assert accept(made, publisher)
    line.refresh_from_db()
    assert line.text == "Other words."
    document = study.versions.get().document
    assert [row["text"] for row in document[f"{kind}s"]] == ["Other words."]


def test_accepting_twice_changes_nothing(study, publisher):
    made = propose(study)
    assert accept(made, publisher)
    CaseStudy.objects.filter(pk=study.pk).update(summary="Edited since.")
    assert not accept(made, make_user("Publisher"))
    assert not corrections.decline(made, by=publisher, at=NOON, answer="No.")
    study.refresh_from_db()
    assert study.summary == "Edited since."
    assert letters().count() == 2
    assert made.decided_by == publisher


def test_a_text_that_changed_in_the_meantime_is_not_overwritten(study, publisher):
    made = propose(study)
    study.summary = "Four crews share a station."
    study.save()
    with pytest.raises(TextChanged) as refused:
        accept(made, publisher)
    assert refused.value.now == "Four crews share a station."
    study.refresh_from_db()
    assert study.summary == "Four crews share a station."
    made.refresh_from_db()
    assert made.state == "new"
    assert not letters("accepted").exists()
    assert not AuditRecord.objects.filter(action="correction.accepted").exists()


def test_who_merged_the_text_by_hand_says_so(study, publisher):
    made = propose(study)
    CaseStudy.objects.filter(pk=study.pk).update(summary="Merged.")
    assert accept(made, publisher, by_hand=True)
    study.refresh_from_db()
    assert study.summary == "Merged."
    assert letters("accepted").exists()


def test_what_reads_so_already_is_accepted_without_a_new_version(study, publisher):
    made = propose(study)
    CaseStudy.objects.filter(pk=study.pk).update(summary=made.proposed)
    assert accept(made, publisher)
    assert not study.versions.exists()


def test_a_line_that_was_taken_out_cannot_be_corrected(study, publisher):
    line = study.outcomes.get()
    made = propose(study, part=f"outcome:{line.pk}", before=line.text)
    line.delete()
    with pytest.raises(TextChanged) as refused:
        accept(made, publisher)
    assert refused.value.now is None
    assert "taken out" in str(refused.value)


def test_a_line_of_another_study_is_not_this_ones(study, publisher):
    other = make_study(outcomes=["Theirs."]).outcomes.get()
    made = propose(study, part=f"outcome:{other.pk}", before="Theirs.")
    with pytest.raises(TextChanged):
        accept(made, publisher)
    assert Outcome.objects.get(pk=other.pk).text == "Theirs."


def test_ends_of_lines_are_no_difference(study, publisher):
    CaseStudy.objects.filter(pk=study.pk).update(what_happened="One.\r\n\r\nTwo.\r\n")
    made = propose(study, part="what_happened", before="One.\n\nTwo.", proposed="One.\n\n2.")
    assert accept(made, publisher)
    study.refresh_from_db()
    assert study.what_happened == "One.\n\n2."


def test_a_text_that_the_model_refuses_stays_out(study, publisher):
    made = propose(study, proposed="x" * 321)
    with pytest.raises(NotPossible, match="at most 320"):
        accept(made, publisher)
    study.refresh_from_db()
    assert study.summary == "Two crews share a station."


def test_a_remark_is_marked_as_dealt_with(study, publisher):
    made = propose(study, part="partners", before="", proposed="", remark="Kent left.")
    assert accept(made, publisher)
    assert not study.versions.exists()
    assert "has dealt with what you said" in letters("accepted").get().text


@pytest.mark.parametrize(
    "state, role, allowed",
    [
        ("draft", "Publisher", True),
        ("archived", "Publisher", True),
        ("published", "Administrator", True),
        # A network manager has the right to decide, but not to write in an entry
        ("published", "Network manager", False),
        ("draft", "Editor", False),
        ("published", "Editor", False),
    ],
)
def test_who_may_let_a_text_land(state, role, allowed):
    study = make_study("Shared station", summary="Two crews share a station.", state=state)
    made, somebody = propose(study), make_user(role)
    if allowed:
        assert accept(made, somebody)
    else:
        with pytest.raises(NotAllowed):
            accept(made, somebody)
    made.refresh_from_db()
    study.refresh_from_db()
    assert (made.state == "accepted") == allowed
    assert (study.summary == made.proposed) == allowed
    if allowed and state != "published":
        assert not study.versions.exists()
        record = AuditRecord.objects.about(study).first()
        assert (record.action, record.detail["note"][-11:]) == (
            "case_study.changed",
            made.reference,
        )


# --- Declined, erased ----------------------------------------------------------------------


def test_a_declined_correction_leaves_the_text_and_says_why(study, publisher):
    made = propose(study)
    with pytest.raises(NotPossible, match="Say why"):
        corrections.decline(made, by=publisher, at=NOON, answer=" ")
    assert corrections.decline(made, by=publisher, at=NOON, answer="The source says two.")
    study.refresh_from_db()
    assert study.summary == "Two crews share a station."
    assert "The source says two." in letters("declined").get().text
    assert not accept(made, publisher)


def test_erasing_leaves_no_word_of_the_sender_and_happens_once(study):
    made = propose(study, remark="I am Ada.", source_url="https://council.uk/ada")
    assert corrections.erase(made, by=None, at=NOON)
    assert not corrections.erase(made, by=None, at=NOON)
    row = str(Correction.objects.filter(pk=made.pk).values().get())
    for word in ("Ada", "ada@", "Estates", "Three crews", "council.uk"):
        assert word not in row
    assert made.state == "declined"
    assert not made.links.exists()
    assert letters().get().state == "cancelled"
    assert not Correction.objects.waiting().exists()


def test_an_erased_decision_stays_what_it_was(study, publisher):
    made = propose(study)
    accept(made, publisher)
    assert corrections.erase(made, by=None, at=NOON + dt.timedelta(days=30))
    assert (made.state, made.decided_at, made.decided_by) == ("accepted", NOON, publisher)


def test_erasing_takes_the_right_to_decide(study):
    with pytest.raises(NotAllowed):
        corrections.erase(propose(study), by=make_user("Editor"), at=NOON)


def test_the_audit_trail_knows_nobody_who_wrote(study, publisher):
    accept(propose(study, remark="I am Ada."), publisher, answer="Dear Ada")
    corrections.decline(propose(study), by=publisher, at=NOON, answer="Dear Ada")
    corrections.erase(make_correction(study, name="Ada"), by=None, at=NOON)
    trail = str(list(AuditRecord.objects.values()))
    assert "correction.accepted" in trail
    for word in ("Ada", "ada@", "council.uk", "Estates", "crews"):
        assert word not in trail


# --- Parts ---------------------------------------------------------------------------------


def test_every_part_that_is_offered_can_be_found():
    study = make_study("Full", status="ended", ended_advice="Do it.", outcomes=["a"], lessons=["b"])
    study = CaseStudy.objects.for_reading().get(pk=study.pk)
    names = [name for _, group in parts.choices(study) for name, _ in group]
    assert len(names) == len(set(names)) > len(parts.SECTIONS) + len(parts.TEXTS)
    for name in names:
        assert parts.find(study, name).label


@pytest.mark.parametrize(
    "name",
    [
        "",
        "title",
        "pk",
        "outcome",
        "outcome:",
        "outcome:0",
        "outcome:-1",
        "outcome:٣",
        "outcome:99999999999999999999",
        "outcome:999999999999999999",
        "source:1",
        "ended_advice",
        "summary ",
        "__class__",
    ],
)
def test_what_is_no_part_is_not_found(study, name):
    study = CaseStudy.objects.for_reading().get(pk=study.pk)
    assert parts.find(study, name) is None
    assert parts.label_of(name)
    with pytest.raises(LookupError):
        parts.put(study, name, "text")


# --- At once -------------------------------------------------------------------------------


def at_once(*calls):
    """Each call in a thread and connection of its own; what they returned."""
    barrier, results = threading.Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            results.append(call())
        except Exception as problem:
            results.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_publishers_who_press_at_once_one_decides():
    study = make_study("Shared station", summary="Two crews share a station.")
    # A test with real transactions has emptied the table of roles
    one, other = make_user("superuser"), make_user("superuser")
    for _ in range(5):
        study.refresh_from_db()
        made = propose(study, proposed=f"{study.summary} And more.", sender=Sender())
        Letter.objects.all().delete()
        results = at_once(
            lambda made=made: accept(Correction.objects.get(pk=made.pk), one),
            lambda made=made: corrections.decline(
                Correction.objects.get(pk=made.pk), by=other, at=NOON, answer="No."
            ),
        )
        made.refresh_from_db()
        study.refresh_from_db()
        assert sorted(results) == [False, True]
        assert (study.summary == made.proposed) == (made.state == "accepted")
        limits_forgotten()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_correction_and_both_see_it():
    study = make_study("Shared station")
    for _ in range(5):
        key = uuid.uuid4()
        results = at_once(*[lambda key=key: propose(study, key=key).pk] * 2)
        assert len(set(results)) == 1
        assert Correction.objects.filter(form_key=key).count() == 1
        limits_forgotten()


def limits_forgotten():
    Tally.objects.all().delete()
