"""Publication state has one way of changing, and whoever may not is told so."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F
from django.utils import timezone

from casestudies import catalogue, confirming, editorial, signals
from casestudies.models import CaseStudy, Source, Version
from casestudies.models.case_study_queries import last_day_out_of_date
from collab_directory.audit.models import AuditRecord
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()

ACTIONS = {
    "submit": lambda study, by: editorial.submit(study, by=by),
    "publish": lambda study, by: editorial.publish(study, by=by, note="First."),
    "revise": lambda study, by: editorial.revise(study, by=by),
    "archive": lambda study, by: editorial.archive(study, by=by, note="Over."),
    "return": lambda study, by: editorial.return_to_draft(study, by=by, comment="Add a source."),
    "verify": lambda study, by: confirming.verify(study, by=by, on=TODAY, role="Lead, Kent Police"),
}


def audited(study):
    return list(AuditRecord.objects.about(study).values_list("action", flat=True))


@pytest.fixture
def publisher():
    return make_user("Publisher")


@pytest.fixture
def heard():
    """The names of the signals that were sent."""
    heard, receivers = [], []
    for name in ("published", "archived", "verified"):

        def receiver(sender, study, by, name=name, **kwargs):
            heard.append(name)

        receivers.append(receiver)
        getattr(signals, name).connect(receiver)
    yield heard
    for name, receiver in zip(("published", "archived", "verified"), receivers, strict=True):
        getattr(signals, name).disconnect(receiver)


@pytest.mark.parametrize(
    "action, state, roles",
    [
        ("submit", "draft", {"Editor", "Publisher", "Administrator"}),
        ("publish", "in-review", {"Publisher", "Administrator"}),
        ("publish", "draft", {"Publisher", "Administrator"}),
        ("revise", "published", {"Publisher", "Administrator"}),
        ("archive", "published", {"Publisher", "Administrator"}),
        ("return", "in-review", {"Publisher", "Administrator"}),
        ("verify", "draft", {"Editor", "Publisher", "Administrator"}),
        ("verify", "published", {"Editor", "Publisher", "Administrator"}),
    ],
)
def test_only_these_roles_may(action, state, roles):
    for role in (None, "Editor", "Publisher", "Network manager", "Administrator"):
        study = make_study(state=state)
        by = make_user(role)
        if role in roles:
            assert ACTIONS[action](study, by) is True
            continue
        with pytest.raises(editorial.NotAllowed) as refused:
            ACTIONS[action](study, by)
        assert isinstance(refused.value, PermissionDenied)
        assert str(refused.value)
        study.refresh_from_db()
        assert (study.state, study.verified_on, audited(study)) == (state, None, [])


NEVER = editorial.NotPossible


@pytest.mark.parametrize(
    "action, outcomes",
    [
        ("submit", {"draft": "in-review", "in-review": None, "published": NEVER}),
        ("submit", {"archived": NEVER}),
        ("publish", {"draft": "published", "in-review": "published", "archived": "published"}),
        ("publish", {"published": None}),
        ("archive", {"published": "archived", "archived": None, "draft": NEVER}),
        ("archive", {"in-review": NEVER}),
        ("return", {"in-review": "draft", "archived": "draft", "draft": None, "published": NEVER}),
        ("revise", {"draft": NEVER, "archived": NEVER}),
    ],
)
def test_each_state_leads_where_the_house_says(action, outcomes, publisher):
    for state, outcome in outcomes.items():
        study = make_study(state=state)
        if outcome is NEVER:
            with pytest.raises(NEVER):
                ACTIONS[action](study, publisher)
        else:
            assert ACTIONS[action](study, publisher) is (outcome is not None)
        study.refresh_from_db()
        assert study.state == (state if outcome in (None, NEVER) else outcome)
        assert len(audited(study)) == (outcome not in (None, NEVER))


@pytest.mark.parametrize(
    "lacking, words",
    [
        ({"services": ()}, ["at least one service"]),
        ({"types": ()}, ["at least one collaboration type"]),
        ({"sources": ()}, ["at least one source"]),
        ({"summary": " "}, ["a summary"]),
        (
            {"services": (), "types": (), "sources": ()},
            ["at least one service", "at least one collaboration type", "at least one source"],
        ),
        ({}, []),
    ],
)
def test_what_is_missing_is_said_in_words_and_nothing_is_published(lacking, words, publisher):
    study = make_study(state="draft", **lacking)
    assert editorial.missing_for_publication(study) == words
    if not words:
        return
    with pytest.raises(editorial.NotReady) as problem:
        editorial.publish(study, by=publisher)
    assert problem.value.missing == words
    assert all(word in str(problem.value) for word in words)
    study.refresh_from_db()
    assert (study.state, study.published_at) == ("draft", None)
    assert not study.versions.exists()
    assert audited(study) == []


def test_publishing_keeps_a_version_a_record_and_tells_the_house(publisher, heard):
    study = make_study("Shared station", state="in-review")
    editorial.publish(study, by=publisher, note=" The first text. ")
    version = study.versions.get()
    assert (version.number, version.note, version.published_by) == (1, "The first text.", publisher)
    assert version.document["title"] == "Shared station"
    assert audited(study) == ["case_study.published"]
    assert heard == ["published"]
    assert study.is_published
    assert study.published_at is not None


def test_of_two_people_who_publish_at_once_one_does(publisher, heard):
    one = make_study(state="draft")
    other = CaseStudy.objects.get(pk=one.pk)
    assert editorial.publish(one, by=publisher)
    assert not editorial.publish(other, by=make_user("Publisher"))
    assert other.is_published
    assert Version.objects.count() == 1
    assert audited(one) == ["case_study.published"]
    assert heard == ["published"]


def test_publishing_again_after_archiving_keeps_the_first_date_and_counts_on(publisher, heard):
    study = make_study(state="draft")
    editorial.publish(study, by=publisher)
    first = study.published_at
    editorial.archive(study, by=publisher)
    editorial.archive(study, by=publisher)
    editorial.publish(study, by=publisher)
    assert study.published_at == first
    assert [version.number for version in study.versions.all()] == [2, 1]
    assert heard == ["published", "archived", "published"]


def test_a_change_to_a_published_text_is_kept_once(publisher):
    study = make_study(state="draft")
    editorial.publish(study, by=publisher)
    assert not editorial.revise(study, by=publisher)
    study.summary = "Better said."
    study.save()
    assert editorial.revise(study, by=publisher, note="Said better.")
    assert not editorial.revise(study, by=publisher)
    assert [version.number for version in study.versions.all()] == [2, 1]
    assert study.versions.first().document["summary"] == "Better said."


def test_a_published_text_cannot_lose_its_last_source(publisher):
    study = make_study(state="draft")
    editorial.publish(study, by=publisher)
    Source.objects.all().delete()
    with pytest.raises(editorial.NotReady):
        editorial.revise(study, by=publisher)


def test_returning_needs_words_for_the_editor(publisher):
    study = make_study(state="in-review")
    with pytest.raises(editorial.NotPossible):
        editorial.return_to_draft(study, by=publisher, comment="  ")
    editorial.return_to_draft(study, by=publisher, comment="Which year?")
    assert AuditRecord.objects.about(study).get().detail == {"comment": "Which year?"}


def test_a_confirmation_is_recorded_once_and_never_goes_back(publisher, heard):
    study = make_study()
    yesterday = TODAY - dt.timedelta(days=1)
    assert confirming.verify(study, by=publisher, on=TODAY, role=" Lead, Kent Police ")
    assert not confirming.verify(study, by=publisher, on=TODAY, role="Lead, Kent Police")
    assert (study.verified_on, study.verified_by) == (TODAY, "Lead, Kent Police")
    with pytest.raises(editorial.NotPossible):
        confirming.verify(study, by=publisher, on=yesterday, role="Somebody else")
    assert audited(study) == ["case_study.verified"]
    assert heard == ["verified"]


@pytest.mark.parametrize("days, role", [(1, "Lead"), (0, " ")])
def test_a_confirmation_has_a_role_and_a_day_that_has_come(days, role, publisher):
    with pytest.raises(editorial.NotPossible):
        confirming.verify(make_study(), by=publisher, on=TODAY + dt.timedelta(days=days), role=role)


@pytest.mark.parametrize("action", ["publish", "archive", "verify"])
def test_readers_learn_of_it_in_the_same_transaction(action, publisher):
    study = make_study(state="draft" if action == "publish" else "published")
    before = catalogue.current_token()
    ACTIONS[action](study, publisher)
    after = catalogue.current_token()
    assert after != before
    ACTIONS[action](study, publisher)
    assert catalogue.current_token() == after


def test_a_receiver_that_fails_undoes_it_all(publisher):
    def fail(**kwargs):
        raise RuntimeError("no letter could be written")

    study = make_study(state="draft")
    signals.published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            editorial.publish(study, by=publisher)
    finally:
        signals.published.disconnect(fail)
    study.refresh_from_db()
    assert study.state == "draft"
    assert not Version.objects.exists()
    assert audited(study) == []


@pytest.mark.parametrize("start", ["2023-12-30", "2024-02-26", "2025-02-26", "2028-02-26"])
def test_what_is_due_in_the_database_is_due_on_the_page(start):
    first = dt.date.fromisoformat(start)
    study = make_study(verified_on=first)
    for n in range(6):
        study.verified_on = first + dt.timedelta(days=n)
        CaseStudy.objects.update(verified_on=study.verified_on)
        for days in range(360, 372):
            on = first + dt.timedelta(days=days)
            found = CaseStudy.objects.due(on).exists()
            assert found == (study.freshness(on) == "due"), (study.verified_on, on)
            assert last_day_out_of_date(on) < on


def test_an_editor_may_write_only_what_the_public_does_not_see():
    editor, publisher = make_user("Editor"), make_user("Publisher")
    for state, may in {"draft": 1, "in-review": 1, "published": 0, "archived": 0}.items():
        study = make_study(state=state)
        assert editorial.may_change(study, editor) == bool(may)
        assert editorial.may_change(study, publisher)
        assert not editorial.may_change(study, make_user("Network manager"))


def test_every_move_is_seen_as_a_change(publisher):
    study = make_study(state="draft")
    CaseStudy.objects.update(updated_at=F("created_at"))
    study.refresh_from_db()
    before = study.updated_at
    editorial.submit(study, by=publisher)
    assert study.updated_at > before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_publish_in_the_same_moment_one_does():
    study = make_study(state="in-review")
    people = [make_user("Publisher") for _ in range(4)]
    ready = threading.Barrier(len(people))

    def press(by):
        mine = CaseStudy.objects.get(pk=study.pk)
        ready.wait()
        try:
            return editorial.publish(mine, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        assert sorted(pool.map(press, people)) == [False, False, False, True]
    assert Version.objects.count() == 1
    assert audited(study) == ["case_study.published"]
