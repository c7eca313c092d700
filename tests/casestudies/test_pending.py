"""A change is prepared beside what the public reads, and published over it with nothing lost."""

import pytest

from casestudies import editorial, pending
from casestudies.imports.one import current_document, text_of
from casestudies.models import CaseStudy, OldSlug, Organisation, Partner, Relation, Source
from collab_directory.audit.models import AuditRecord
from tests.factories import (
    make_factor,
    make_funding_stream,
    make_leader,
    make_organisation,
    make_study,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def publisher():
    return make_user("Publisher")


@pytest.fixture
def full():
    """An entry with a line of every kind, which the public reads."""
    study = make_study(
        "Shared station",
        organisations=("Kent Police", "Kent Fire"),
        force_areas=("kent",),
        outcomes=(("Quicker", 3), "Cheaper"),
        lessons=("Talk",),
        savings=({"covers": "Rent", "low": 100},),
        status="ended",
        ended="2020",
        ended_reason="money",
        ended_advice="Plan.",
        verified_on="2026-01-02",
        verified_by="Lead, Kent Police",
        in_2014_overview=True,
    )
    study.needs.create(kind="law", text="An agreement")
    study.caveats.create(kind="weak", text="One page")
    study.fundings.create(description="£1 million", stream=make_funding_stream("A fund"))
    study.factors_shown.create(factor=make_factor("Trust"), reason="They say so")
    study.relations.create(kind="adapted-from", other=make_study("Older station"))
    study.refresh_from_db()
    return study


def keys_of_lines(study):
    names = ("partners", "outcomes", "lessons", "savings", "fundings", "needs", "caveats")
    names += ("factors_shown", "relations", "sources")
    return {name: [line.pk for line in getattr(study, name).all()] for name in names}


def test_a_change_begins_as_a_copy_of_everything(full, editor):
    change = pending.prepare(full, by=editor)
    assert text_of(current_document(change)) == text_of(current_document(full))
    assert all(keys_of_lines(change).values())
    assert (change.state, change.held_by, change.pending_of) == ("draft", editor, full)
    assert change.slug not in ("", full.slug)
    assert change not in CaseStudy.objects.entries()
    assert not pending.has_moved_on(change)


def test_there_is_one_change_of_an_entry(full, editor, publisher):
    first = pending.prepare(full, by=editor)
    assert pending.prepare(full, by=publisher) == first
    assert AuditRecord.objects.filter(action="case_study.change_begun").count() == 1
    with pytest.raises(editorial.NotPossible, match="prepared already"):
        pending.prepare(full, by=editor, document={**current_document(full), "place": "Margate"})


@pytest.mark.parametrize("state", ["draft", "in-review"])
def test_what_nobody_has_read_is_changed_itself(state, editor):
    with pytest.raises(editorial.NotPossible, match="change it itself"):
        pending.prepare(make_study(state=state), by=editor)


def test_a_change_has_no_change_of_its_own(full, editor):
    with pytest.raises(editorial.NotPossible):
        pending.prepare(pending.prepare(full, by=editor), by=editor)


@pytest.mark.parametrize("role", [None, "Network manager", "Data protection"])
def test_who_may_not_edit_may_not_prepare(role, full):
    with pytest.raises(editorial.NotAllowed):
        pending.prepare(full, by=make_user(role))


def test_publishing_writes_it_over_the_entry_and_keeps_what_is_the_entrys(full, editor, publisher):
    leader = make_leader(full)
    copied = make_study("Copied station")
    copied.relations.create(kind="adapted-from", other=full)
    editorial.revise(full, by=publisher)
    before, url = keys_of_lines(full), full.get_absolute_url()
    change = pending.prepare(full, by=editor)
    change.title, change.summary = "Shared stations", "Two of them."
    change.save()
    change.outcomes.first().delete()
    change.sources.create(title="New", url="https://example.org/new", date="2026", position=9)
    change.pending_note = "A second station."
    change.save()

    assert pending.publish(change, by=publisher) == full
    full.refresh_from_db()
    assert (full.title, full.summary, full.state) == (
        "Shared stations",
        "Two of them.",
        "published",
    )
    assert full.get_absolute_url() == url
    assert [o.text for o in full.outcomes.all()] == ["Cheaper"]
    assert [s.title for s in full.sources.all()][-1] == "New"
    assert (str(full.verified_on), full.verified_by) == ("2026-01-02", "Lead, Kent Police")
    assert list(full.leaderships.values_list("leader", flat=True)) == [leader.pk]
    assert list(full.reverse_relations.values_list("study", flat=True)) == [copied.pk]
    after = keys_of_lines(full)
    assert after["outcomes"] == before["outcomes"][1:]
    assert after["sources"][:-1] == before["sources"]
    untouched = set(before) - {"outcomes", "sources"}
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}
    assert list(full.versions.values_list("number", "note")) == [(2, "A second station."), (1, "")]
    assert full.versions.first().document == current_document(full)
    assert not CaseStudy.objects.filter(pk=change.pk).exists()
    assert not OldSlug.objects.exists()


def test_publishing_a_change_of_an_archived_entry_publishes_the_entry(publisher):
    study = make_study(state="archived")
    change = pending.prepare(study, by=publisher)
    CaseStudy.objects.filter(pk=change.pk).update(place="Margate")
    pending.publish(change, by=publisher)
    study.refresh_from_db()
    assert (study.state, study.place, study.versions.count()) == ("published", "Margate", 1)


def test_nobody_but_a_publisher_publishes_a_change(full, editor):
    change = pending.prepare(full, by=editor)
    for role in (None, "Editor", "Network manager", "Data protection"):
        with pytest.raises(editorial.NotAllowed):
            pending.publish(change, by=make_user(role))
    assert CaseStudy.objects.filter(pk=change.pk).exists()


def test_a_change_cannot_become_a_second_entry(full, publisher):
    change = pending.prepare(full, by=publisher)
    with pytest.raises(editorial.NotPossible):
        editorial.publish(change, by=publisher)
    with pytest.raises(editorial.NotPossible):
        editorial.archive(change, by=publisher)


def test_what_lacks_something_is_not_published(full, publisher):
    change = pending.prepare(full, by=publisher)
    change.sources.all().delete()
    with pytest.raises(editorial.NotReady, match="at least one source"):
        pending.publish(change, by=publisher)
    assert full.sources.exists()


def test_a_second_press_finds_it_done(full, publisher):
    change = pending.prepare(full, by=publisher)
    again = CaseStudy.objects.get(pk=change.pk)
    assert pending.publish(change, by=publisher) == full
    assert pending.publish(again, by=publisher) is None
    assert pending.discard(again, by=publisher) is None


def test_what_was_saved_a_moment_ago_is_not_discarded_unseen(full, editor):
    change = pending.prepare(full, by=editor)
    CaseStudy.objects.get(pk=change.pk).save()
    with pytest.raises(editorial.NotPossible, match="saved this change a moment ago"):
        pending.discard(change, by=editor)
    assert CaseStudy.objects.filter(pk=change.pk).exists()


def test_discarding_leaves_the_entry_as_it_is(full, editor):
    before = current_document(full)
    change = pending.prepare(full, by=editor)
    change.title = "Never mind"
    change.save()
    assert pending.discard(change, by=editor) == full
    assert current_document(full) == before
    assert not CaseStudy.objects.filter(pending_of=full).exists()
    actions = AuditRecord.objects.about(full).values_list("action", flat=True)
    assert list(actions)[:2] == ["case_study.change_discarded", "case_study.change_begun"]


# The entry changes while the change waits


def test_what_only_the_entry_has_changed_is_kept_once_it_was_seen(full, editor, publisher):
    change = pending.prepare(full, by=editor)
    change.summary = "Mine."
    change.save()
    full.place = "Margate"
    full.save()
    full.lessons.create(kind="hard", text="Late", position=9)
    assert pending.has_moved_on(change)
    with pytest.raises(pending.MovedOn) as moved:
        pending.publish(change, by=publisher)
    meanwhile = moved.value.meanwhile
    assert set(meanwhile.kept) == {"place", "lessons"}
    assert meanwhile.replaced == []
    pending.publish(change, by=publisher, seen=meanwhile.seen)
    full.refresh_from_db()
    assert (full.summary, full.place) == ("Mine.", "Margate")
    assert [lesson.text for lesson in full.lessons.all()] == ["Talk", "Late"]


def test_what_both_have_changed_is_shown_and_then_the_changes(full, editor, publisher):
    change = pending.prepare(full, by=editor)
    CaseStudy.objects.filter(pk=change.pk).update(summary="Mine.", place="Deal")
    CaseStudy.objects.filter(pk=full.pk).update(summary="Theirs.", place="Deal")
    meanwhile = pending.meanwhile(change)
    assert (meanwhile.kept, meanwhile.replaced) == ([], ["summary"])
    pending.publish(change, by=publisher, seen=meanwhile.seen)
    full.refresh_from_db()
    assert (full.summary, full.place) == ("Mine.", "Deal")


def test_agreeing_to_one_newer_version_is_not_agreeing_to_the_next(full, editor, publisher):
    change = pending.prepare(full, by=editor)
    CaseStudy.objects.filter(pk=full.pk).update(place="Deal")
    seen = pending.meanwhile(change).seen
    CaseStudy.objects.filter(pk=full.pk).update(place="Dover")
    with pytest.raises(pending.MovedOn):
        pending.publish(change, by=publisher, seen=seen)


def test_a_change_saved_while_it_is_published_is_looked_at_first(full, editor, publisher):
    seen = pending.prepare(full, by=editor)
    saved = CaseStudy.objects.get(pk=seen.pk)
    saved.summary = "Not seen by the publisher."
    saved.save()
    with pytest.raises(editorial.NotPossible, match="a moment ago"):
        pending.publish(seen, by=publisher)
    full.refresh_from_db()
    assert full.summary != saved.summary
    assert pending.publish(saved, by=publisher) == full


def test_a_confirmation_meanwhile_is_no_newer_text(full, editor, publisher):
    change = pending.prepare(full, by=editor)
    CaseStudy.objects.filter(pk=full.pk).update(verified_on="2026-11-01", verified_by="Deputy")
    assert not pending.has_moved_on(change)
    pending.publish(change, by=publisher)
    full.refresh_from_db()
    assert (str(full.verified_on), full.verified_by) == ("2026-11-01", "Deputy")


# Titles and relations


def test_a_change_may_have_the_title_of_its_entry_and_of_no_other(full, editor):
    other = make_study("Other")
    change = pending.prepare(full, by=editor)
    change.full_clean()
    change.title = other.title
    with pytest.raises(Exception, match="already exists"):
        change.full_clean()


def test_a_title_taken_meanwhile_is_said_when_it_is_published(full, editor, publisher):
    change = pending.prepare(full, by=editor)
    CaseStudy.objects.filter(pk=change.pk).update(title="Wanted")
    make_study("Wanted")
    with pytest.raises(editorial.NotPossible, match="Wanted"):
        pending.publish(change, by=publisher)
    assert CaseStudy.objects.filter(pk=change.pk).exists()


def test_a_circle_of_relations_is_refused_before_it_is_published(full, editor):
    change = pending.prepare(full, by=editor)
    copied = make_study("Copied")
    copied.relations.create(kind="adapted-from", other=full)
    with pytest.raises(Exception, match="circle"):
        Relation(study=change, kind="adapted-from", other=copied).save()
    with pytest.raises(Exception, match="circle"):
        Relation(study=change, kind="replaced-by", other=full).save()


# An older text is taken up again


def test_an_older_text_comes_back_as_a_change(full, editor):
    older = {**current_document(full), "summary": "As it was.", "outcomes": []}
    change = pending.prepare(full, by=editor, document=older)
    assert change.summary == "As it was."
    assert not change.outcomes.exists()
    assert change.left_out == ()
    assert pending.prepare(full, by=editor, document=older) == change


def test_what_is_gone_is_left_out_and_named_and_what_has_moved_is_found(full, editor):
    older = current_document(full)
    kent = Organisation.objects.get(slug="kent-police")
    kent.slug = "kent-constabulary"
    kent.save()
    Partner.objects.filter(organisation__slug="kent-fire").delete()
    Organisation.objects.get(slug="kent-fire").delete()
    change = pending.prepare(full, by=editor, document=older)
    assert [p.organisation for p in change.partners.all()] == [kent]
    assert change.left_out == ("organisation kent-fire",)


def test_two_that_have_become_one_stand_once(full, editor):
    older = current_document(full)
    make_organisation("Kent Police").partnerships.all().delete()
    Organisation.objects.get(slug="kent-police").delete()
    kept = Organisation.objects.get(slug="kent-fire")
    OldSlug.objects.create(kind="organisation", slug="kent-police", target_id=kept.pk)
    change = pending.prepare(full, by=editor, document=older)
    assert [p.organisation for p in change.partners.all()] == [kept]


def test_lines_keep_the_documents_order(full, editor):
    older = current_document(full)
    older["outcomes"] = [*older["outcomes"][::-1], {"text": "New", "evidence": "described"}]
    change = pending.prepare(full, by=editor, document=older)
    assert [o.text for o in change.outcomes.all()] == ["Cheaper", "Quicker", "New"]
    assert Source.objects.filter(study=change).count() == full.sources.count()
