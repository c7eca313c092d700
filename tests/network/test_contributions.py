"""What members propose: from draft to case study, and everything that may become of it."""

import datetime as dt
import json
import uuid

import pytest
from django.utils import timezone

from casestudies import editorial
from casestudies.editorial import NotAllowed, NotPossible
from casestudies.models import CaseStudy, OldSlug, Organisation, Source
from casestudies.models.evidence import MEMBER_CONTRIBUTION
from collab_directory import limits
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network import wordings
from network.actions import contributions, membership
from network.forms.contribution_whole import Whole
from network.models import Contribution
from network.models.contributions import DRAFT_KEPT, DRAFT_WARNED
from tests.factories import make_contribution, make_member, make_organisation, make_study, make_user

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def group_mailbox(settings):
    settings.CONTACT_EMAIL = "group@example.org"


@pytest.fixture
def editor():
    return make_user("Editor")


def send(draft, *, at=NOON, seen=None, credit=""):
    return contributions.send(
        draft,
        Whole(draft.answers).proposal(credit=credit),
        seen=seen or draft.saved_at,
        confirmed_version=wordings.CONTRIBUTING_NOW,
        at=at,
    )


def sent(**fields):
    draft = make_contribution(**fields)
    assert send(draft)
    return draft


def letters(kind=""):
    return Letter.objects.filter(template__startswith=f"network/contribution_{kind}")


def state_of(contribution):
    contribution.refresh_from_db()
    return contribution.state


# --- A draft -------------------------------------------------------------------------------


def test_the_same_form_begins_one_draft():
    member, key = make_member(), uuid.uuid4()
    first = contributions.begin(member, key=key, at=NOON)
    assert contributions.begin(member, key=key, at=NOON) == first
    assert (first.state, first.answers) == ("draft", {})


def test_the_structure_of_another_is_taken_over_and_none_of_its_words():
    study = make_study(
        "Harbour hub",
        organisations=("Kent Police", "Kent Fire"),
        force_areas=("kent",),
        what_happened="A long story",
    )
    draft = contributions.begin(make_member(), key=uuid.uuid4(), like=study, at=NOON)
    assert draft.answers == {
        "services": ["fire", "police"],
        "types": ["shared-premises"],
        "region": "south-east",
        "force_areas": ["kent"],
        "lead": "Kent Police",
        "partners": [{"name": "Kent Fire"}],
    }


def test_there_are_ten_drafts_at_most():
    member = make_member()
    for _ in range(contributions.MOST_DRAFTS):
        contributions.begin(member, key=uuid.uuid4(), at=NOON)
    with pytest.raises(NotPossible):
        contributions.begin(member, key=uuid.uuid4(), at=NOON)
    assert contributions.begin(make_member(), key=uuid.uuid4(), at=NOON)


def test_saving_one_step_leaves_the_others_and_nobody_is_told():
    draft = make_contribution()
    later = draft.saved_at + dt.timedelta(hours=1)
    assert contributions.save(draft, {"place": "Ramsgate"}, at=later)
    assert (draft.answers["place"], draft.answers["lead"]) == ("Ramsgate", "Kent Police")
    assert draft.saved_at == later
    assert not Letter.objects.exists()
    assert not AuditRecord.objects.about(draft).exists()


def test_what_was_sent_is_no_draft_to_save_or_delete():
    mine = sent()
    assert not contributions.save(mine, {"place": "Ramsgate"}, at=NOON)
    assert not contributions.discard(mine)


# --- Sent ----------------------------------------------------------------------------------


def test_sending_makes_a_case_study_in_review_with_all_that_was_said():
    mine = sent()
    study = mine.study
    assert (study.state, study.title, study.slug) == (
        "in-review",
        "Harbour rescue hub",
        "harbour-rescue-hub",
    )
    assert (study.place, study.status, study.started) == ("Dover harbour", "live", "2015-05")
    assert study.what_happened == "The old station was too small."
    assert {s.slug for s in study.services.all()} == {"police", "fire"}
    assert [(str(p), p.role) for p in study.partners.all()] == [
        ("Kent Police", "lead"),
        ("Kent Fire", "partner"),
    ]
    assert [(o.text, o.evidence) for o in study.outcomes.all()] == [("Crews arrive sooner.", 2)]
    assert [(lesson.kind, lesson.text) for lesson in study.lessons.all()] == [
        ("helped", "One team"),
        ("helped", "One roof"),
        ("hard", "The lease"),
    ]
    assert [(s.covers, s.low, s.per, s.grade) for s in study.savings.all()] == [
        ("Rent", 250_000, "yearly", "claimed")
    ]
    assert [f.description for f in study.fundings.all()] == ["£1 million from both"]
    assert [s.publisher for s in study.sources.all()] == ["Kent Police", MEMBER_CONTRIBUTION]
    assert not editorial.missing_for_publication(study)


def test_sending_tells_the_member_and_the_group_without_a_word_that_was_typed():
    mine = sent(said={"title": "Zqtitle hub", "summary": "Zqsummary"})
    assert {letter.to for letter in letters()} == {mine.member.email, "group@example.org"}
    for letter in letters():
        assert "zq" not in (letter.subject + letter.text).lower()
        assert mine.reference in letter.subject


def test_sending_twice_makes_one_case_study_and_one_letter_to_each():
    mine = sent()
    assert not send(mine)
    assert CaseStudy.objects.count() == 1
    assert letters().count() == 2


def test_what_was_changed_since_it_was_read_is_not_sent():
    draft = make_contribution()
    seen = draft.saved_at
    contributions.save(draft, {"place": "Ramsgate"}, at=seen + dt.timedelta(minutes=1))
    with pytest.raises(NotPossible):
        send(draft, seen=seen)
    assert state_of(draft) == "draft"
    assert not CaseStudy.objects.exists()


def test_five_a_day_are_sent_and_a_sixth_stays_a_draft():
    member = make_member()
    for n in range(5):
        assert sent(member=member, said={"title": f"Hub {n}"})
    draft = make_contribution(member=member)
    with pytest.raises(limits.Refused):
        send(draft)
    assert state_of(draft) == "draft"
    assert CaseStudy.objects.count() == 5


def test_an_organisation_that_is_not_listed_is_a_note_and_no_row():
    mine = sent(said={"partners": [{"name": "Kent Fire"}, {"name": "Dover Lifeboat Friends"}]})
    assert not Organisation.objects.filter(name__contains="Lifeboat").exists()
    assert mine.study.partners.count() == 2
    assert Whole(mine.answers).proposal(credit="").not_listed == ("Dover Lifeboat Friends",)


def test_an_organisation_is_known_by_its_short_name():
    make_organisation("South East Coast Ambulance", short_name="SECAmb")
    mine = sent(said={"partners": [{"name": "secamb"}]})
    assert [str(p) for p in mine.study.partners.all()] == [
        "Kent Police",
        "South East Coast Ambulance",
    ]


@pytest.mark.parametrize("state", ["published", "draft"])
def test_a_title_that_is_taken_is_told_apart_and_never_refused(state):
    make_study("Harbour Rescue Hub", state=state)
    mine = sent()
    assert mine.study.title == f"Harbour rescue hub ({mine.reference})"
    assert mine.study.slug == "harbour-rescue-hub-2"


def test_no_address_is_taken_from_what_is_or_was_there():
    OldSlug.objects.create(kind="casestudy", slug="harbour-rescue-hub", target_id=1)
    assert sent().study.slug == "harbour-rescue-hub-2"
    assert sent(said={"title": "Map"}).study.slug == "map-2"
    assert sent(said={"title": "消防"}).study.slug == "scheme"


def test_an_ended_scheme_keeps_why_and_another_forgets_it():
    why = {"status": "ended", "ended": "2019", "ended_reason": "money", "ended_advice": "Agree."}
    study = sent(said=why).study
    assert (study.ended, study.ended_reason, study.ended_advice) == ("2019", "money", "Agree.")


# --- What its member can still do ----------------------------------------------------------


def test_it_is_taken_back_as_long_as_nobody_has_worked_on_it():
    mine = sent()
    assert contributions.take_back(mine, at=NOON)
    assert (mine.state, mine.study, mine.answers["title"]) == ("draft", None, "Harbour rescue hub")
    assert not CaseStudy.objects.exists()
    assert not letters().waiting().exists()
    assert not contributions.take_back(mine, at=NOON)
    assert send(mine, at=NOON + dt.timedelta(hours=1))
    assert CaseStudy.objects.count() == 1


def test_it_is_not_taken_back_once_an_editor_took_it_up(editor):
    mine = sent()
    assert contributions.take_over(mine, by=editor, at=NOON)
    assert not contributions.take_back(mine, at=NOON)
    assert state_of(mine) == "taken"


def test_it_is_not_taken_back_once_an_editor_changed_it():
    mine = sent()
    mine.study.outcomes.update(text="Rewritten")
    assert not contributions.take_back(mine, at=NOON)
    assert CaseStudy.objects.exists()


def test_a_withdrawn_one_is_gone_and_the_group_hears_of_it():
    mine = sent()
    assert contributions.withdraw(mine, at=NOON)
    assert not contributions.withdraw(mine, at=NOON)
    assert (mine.state, mine.study) == ("withdrawn", None)
    assert not CaseStudy.objects.exists()
    assert letters("for_group").waiting().count() == 1


def test_of_a_withdrawn_one_the_work_of_editors_stays_as_a_draft(editor):
    mine = sent()
    mine.study.outcomes.update(text="Rewritten")
    assert contributions.withdraw(mine, at=NOON)
    mine.study.refresh_from_db()
    assert mine.study.state == "draft"
    record = AuditRecord.objects.about(mine.study).first()
    assert record.action == "case_study.set_aside"


# --- What editors do -----------------------------------------------------------------------


def test_taking_it_up_twice_changes_nothing_and_another_may_take_it_over(editor):
    mine = sent()
    assert contributions.take_over(mine, by=editor, at=NOON)
    assert not contributions.take_over(mine, by=editor, at=NOON)
    other = make_user("Publisher")
    assert contributions.take_over(mine, by=other, at=NOON)
    assert mine.taken_by == other


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_question_is_asked_and_answered(editor, is_taken):
    mine = sent()
    if is_taken:
        contributions.take_over(mine, by=editor, at=NOON)
    assert contributions.ask_question(mine, by=editor, at=NOON, text="Who pays?")
    assert not contributions.ask_question(mine, by=editor, at=NOON, text="And when?")
    letter = letters("question").get()
    assert "Who pays?" in letter.text
    assert f"/network/contribute/{mine.reference}/" in letter.text
    assert state_of(mine) == "asked"
    assert contributions.answer_question(mine, "Both do.", at=NOON)
    assert not contributions.answer_question(mine, "One does.", at=NOON)
    assert mine.questions.get().answer == "Both do."
    assert state_of(mine) == ("taken" if is_taken else "sent")
    assert contributions.ask_question(mine, by=editor, at=NOON, text="And when?")


def test_declining_wants_a_reason_and_tells_it(editor):
    mine = sent()
    with pytest.raises(NotPossible):
        contributions.decline(mine, by=editor, at=NOON, reason=" ")
    assert contributions.decline(mine, by=editor, at=NOON, reason="It is a product.")
    assert not contributions.decline(mine, by=editor, at=NOON, reason="Again.")
    assert "It is a product." in letters("declined").get().text
    assert not CaseStudy.objects.exists()


@pytest.mark.parametrize("role", [None, "Network manager"])
def test_whoever_may_not_edit_decides_nothing(role):
    mine, by = sent(), make_user(role)
    for act, more in (
        (contributions.take_over, {}),
        (contributions.ask_question, {"text": "Why?"}),
        (contributions.decline, {"reason": "No."}),
    ):
        with pytest.raises(NotAllowed):
            act(mine, by=by, at=NOON, **more)
    assert state_of(mine) == "sent"


def test_publishing_tells_the_member_once():
    mine, publisher = sent(), make_user("Publisher")
    assert editorial.publish(mine.study, by=publisher)
    assert state_of(mine) == "published"
    letter = letters("published").get()
    assert "/case-studies/harbour-rescue-hub/" in letter.text
    editorial.archive(mine.study, by=publisher)
    editorial.publish(mine.study, by=publisher)
    assert letters("published").count() == 1


def test_an_editor_does_not_publish_what_they_proposed(editor):
    mine = sent(member=make_member(user=editor, email=editor.email))
    with pytest.raises(NotAllowed):
        editorial.publish(mine.study, by=editor)
    assert state_of(mine) == "sent"


# --- What readers see ----------------------------------------------------------------------


def test_the_published_page_gives_the_credit_that_the_member_chose(client):
    mine = make_contribution()
    send(mine, credit="Estates officer, A council")
    editorial.publish(mine.study, by=make_user("Publisher"))
    page = client.get(mine.study.get_absolute_url()).text
    assert "Member contribution, 2 November 2026" in page
    assert "Written by Estates officer, A council." in page
    assert membership.leave(mine.member, at=NOON)
    page = client.get(mine.study.get_absolute_url()).text
    assert "Member contribution" in page
    assert "Estates officer" not in page


def test_no_version_keeps_a_credit():
    mine = make_contribution()
    send(mine, credit="Zqcredit")
    editorial.publish(mine.study, by=make_user("Publisher"))
    assert "Zqcredit" not in json.dumps(mine.study.versions.get().document)


def test_a_source_of_a_member_can_be_saved_by_an_editor(settings):
    """Its address is a real one, or the form of the case study would refuse it."""
    settings.SITE_URL = "https://directory.example.org"
    mine = sent()
    Source.objects.get(publisher=MEMBER_CONTRIBUTION).full_clean()
    assert mine.study.sources.last().url.endswith("/network/#contributions")


# --- The trail, and leaving ----------------------------------------------------------------


def test_the_trail_does_not_name_the_member(editor):
    mine = sent()
    contributions.take_over(mine, by=editor, at=NOON)
    records = list(AuditRecord.objects.about(mine))
    assert [(r.action, r.actor) for r in records] == [
        ("contribution.taken", editor),
        ("contribution.sent", None),
    ]
    assert mine.member.name not in json.dumps([r.detail for r in records])


def test_who_leaves_takes_their_drafts_and_leaves_what_they_sent():
    member = make_member()
    draft = make_contribution(member=member)
    mine = sent(member=member, said={"title": "Another hub"})
    assert membership.leave(member, at=timezone.now())
    assert not Contribution.objects.filter(pk=draft.pk).exists()
    mine.refresh_from_db()
    assert (mine.state, mine.answers, mine.credit) == ("sent", {}, "")
    assert mine.study.title == "Another hub"
    assert not Letter.objects.about(mine).waiting().exclude(to="group@example.org").exists()


def test_what_was_sent_while_its_member_left_keeps_nothing_of_them():
    """Read as a draft, and sent in another browser at the same moment."""
    as_read = make_contribution()
    assert send(Contribution.objects.get(pk=as_read.pk), credit="Ada Lovelace")
    assert contributions.let_go(as_read, at=NOON)
    mine = Contribution.objects.get(pk=as_read.pk)
    assert (mine.state, mine.answers, mine.credit) == ("sent", {}, "")


def test_nobody_writes_to_one_who_has_left(editor):
    mine = sent()
    membership.leave(mine.member, at=timezone.now())
    mine = Contribution.objects.get(pk=mine.pk)
    with pytest.raises(NotPossible):
        contributions.ask_question(mine, by=editor, at=NOON, text="Why?")
    assert editorial.publish(mine.study, by=make_user("Publisher"))
    assert not letters("published").exists()


# --- Drafts that rest ----------------------------------------------------------------------


@pytest.mark.parametrize("seconds, told", [(-1, 0), (0, 1)])
def test_a_month_before_a_draft_goes_its_member_is_told(seconds, told):
    mine = make_contribution(saved_at=NOON)
    at = NOON + DRAFT_KEPT - DRAFT_WARNED + dt.timedelta(seconds=seconds)
    assert contributions.warn_of_idle_drafts(at=at) == told
    assert contributions.warn_of_idle_drafts(at=at) == 0
    assert letters("idle").count() == told
    if told:
        letter = letters("idle").get()
        assert "before 2 November 2027, it is deleted then" in " ".join(letter.text.split())
        assert mine.title not in letter.text + letter.subject


def test_who_saves_again_is_told_again_a_year_later():
    mine = make_contribution(saved_at=NOON)
    at = NOON + DRAFT_KEPT - DRAFT_WARNED
    contributions.warn_of_idle_drafts(at=at)
    contributions.save(mine, {"place": "Deal"}, at=at)
    assert contributions.warn_of_idle_drafts(at=at + DRAFT_KEPT - DRAFT_WARNED) == 1
    assert letters("idle").count() == 2


def test_what_was_sent_is_no_draft_to_be_told_of():
    mine = sent(saved_at=NOON)
    assert contributions.warn_of_idle_drafts(at=NOON + DRAFT_KEPT - DRAFT_WARNED) == 0
    assert contributions.forget_drafts(NOON + 2 * DRAFT_KEPT) == 0
    assert state_of(mine) == "sent"
