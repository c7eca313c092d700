"""Two entries about one scheme become one, and all that belongs to the one belongs to the other."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from casestudies import editorial, merging, pending, previews, twin_pairs, twins
from casestudies.directory import Directory
from casestudies.editorial import NotPossible
from casestudies.imports.one import current_document
from casestudies.models import CaseStudy, Merge, OldSlug, Relation, TwinPair
from casestudies.uniting import choices, doubles, united
from collab_directory.audit.models import AuditRecord
from network.models import Leadership
from tests import factories
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_user("Publisher")


def published(title, **fields):
    """Published by the house itself, so that it has a version."""
    by = fields.pop("by")
    study = make_study(title, state="draft", **fields)
    editorial.publish(study, by=by)
    return study


def found(text):
    asked = QueryDict(mutable=True)
    asked["q"] = text
    return {study.title for study in Directory(asked).studies}


# What the two say together


def test_lists_are_united_and_nothing_is_said_twice():
    kept = {
        "slug": "kept",
        "services": ["police"],
        "outcomes": [{"text": "Fewer calls.", "evidence": "measured"}],
        "savings": [{"covers": "Fuel", "low": 1000, "per": "yearly"}],
        "sources": [{"title": "Report", "url": "https://www.example.org/report/"}],
        "partners": [{"organisation": "kent-police", "role": "lead"}],
    }
    gone = {
        "slug": "gone",
        "services": ["fire", "police"],
        "outcomes": [{"text": "fewer  calls", "evidence": "described"}, {"text": "Cheaper"}],
        "savings": [
            {"covers": "Fuel for vans", "low": 1000, "per": "yearly"},
            {"covers": "Fuel", "low": 1000, "per": "one-off"},
        ],
        "sources": [{"title": "The report", "url": "http://example.org/report"}],
        "partners": [{"organisation": "kent-police", "role": "partner", "part_played": "Vans"}],
        "relations": [{"kind": "adapted-from", "other": "kept"}],
        "in_2014_overview": True,
    }
    document = united(kept, gone, [])
    assert document == {
        "slug": "kept",
        "services": ["fire", "police"],
        "outcomes": [kept["outcomes"][0], {"text": "Cheaper"}],
        "savings": [kept["savings"][0], gone["savings"][1]],
        "sources": kept["sources"],
        "partners": [{"organisation": "kent-police", "role": "lead", "part_played": "Vans"}],
        "in_2014_overview": True,
    }
    assert doubles(kept, gone) == {"partners": 1, "outcomes": 1, "savings": 1, "sources": 1}


def test_what_only_the_one_that_goes_says_is_taken_unless_somebody_says_otherwise():
    kept = {"slug": "kept", "title": "A", "status": "unknown"}
    gone = {"slug": "gone", "title": "B", "status": "ended", "ended_reason": "money", "place": "X"}
    assert [(c.name, c.is_filled) for c in choices(kept, gone)] == [
        ("title", False),
        ("place", True),
        ("status", True),
    ]
    document = united(kept, gone, ["status"])
    assert (document["status"], document["ended_reason"]) == ("ended", "money")
    assert document["title"] == "A"
    assert "place" not in document


# The merge itself


def test_both_addresses_lead_to_the_one_that_stays(client, publisher):
    gone = published("Zebra station", by=publisher, outcomes=["Quicker"])
    older = CaseStudy.objects.get(pk=gone.pk)
    older.slug = "zebra"
    older.save()
    gone.refresh_from_db()
    into = published("Quagga station", by=publisher, outcomes=["Cheaper"])

    assert merging.merge(gone, into, by=publisher)

    for slug in ("zebra", "zebra-station"):
        page = client.get(reverse("casestudies:case_study", args=[slug]))
        assert (page.status_code, page["Location"]) == (301, into.get_absolute_url())
    into.refresh_from_db()
    assert sorted(outcome.text for outcome in into.outcomes.all()) == ["Cheaper", "Quicker"]
    assert found("quicker") == {"Quagga station"}
    gone.refresh_from_db()
    assert gone.state == "archived"
    assert gone.merge.into == into
    assert gone.versions.count() == 1
    cited = client.get(reverse("casestudies:version", args=["zebra", 1]))
    assert cited.status_code == 200
    assert "What Zebra station is about." in cited.content.decode()
    note = into.versions.first().note
    assert note == "Merged with “Zebra station”, which was about the same scheme."
    done = AuditRecord.objects.filter(action="case_study.merged")
    assert {record.target_id for record in done} == {str(gone.pk), str(into.pk)}


def test_a_second_press_changes_nothing(publisher):
    gone, into = (published(title, by=publisher) for title in ("One", "Two"))
    assert merging.merge(gone, into, by=publisher)
    versions = into.versions.count()
    assert not merging.merge(gone, into, by=publisher)
    assert into.versions.count() == versions


def test_the_title_of_the_one_that_goes_can_stay(publisher):
    gone, into = (published(title, by=publisher) for title in ("Better name", "Worse name"))
    merging.merge(gone, into, by=publisher, taken=["title"])
    into.refresh_from_db()
    gone.refresh_from_db()
    assert into.title == "Better name"
    assert gone.title == "Better name (better-name)"


def test_people_follow_and_nobody_leads_twice(publisher):
    gone, into = (published(title, by=publisher) for title in ("One", "Two"))
    leader = factories.make_leader(gone, into)
    second = factories.make_leader(gone)
    enquiry = factories.make_enquiry(gone)
    topic = factories.make_topic(study=gone)
    both, only = factories.make_programme(), factories.make_programme()
    for programme, study in [(both, gone), (both, into), (only, gone)]:
        programme.cases.create(study=study, reason=f"{study} is part of it.")
    merging.merge(gone, into, by=publisher)
    assert [case.reason for case in into.programme_cases.order_by("programme")] == [
        "Two is part of it.",
        "One is part of it.",
    ]
    assert set(Leadership.objects.values_list("leader", "study")) == {
        (leader.pk, into.pk),
        (second.pk, into.pk),
    }
    for thing in (enquiry, topic):
        thing.refresh_from_db()
        assert thing.study == into


def test_relations_follow_without_loops_and_without_the_two_themselves(publisher):
    gone, into, other, third = (
        published(title, by=publisher) for title in ("Gone", "Stays", "Other", "Third")
    )
    Relation.objects.create(study=gone, kind="adapted-from", other=into)
    Relation.objects.create(study=other, kind="adapted-from", other=gone)
    Relation.objects.create(study=third, kind="replaced-by", other=gone)
    Relation.objects.create(study=into, kind="replaced-by", other=third)
    merging.merge(gone, into, by=publisher)
    said = set(Relation.objects.exclude(study=gone).values_list("study", "kind", "other"))
    assert said == {
        (other.pk, "adapted-from", into.pk),
        (into.pk, "replaced-by", third.pk),
    }


def test_what_the_public_never_read_is_deleted_and_leaves_no_address(client, publisher):
    gone = make_study("A draft", state="draft", outcomes=["New"])
    into = published("Published", by=publisher)
    merging.merge(gone, into, by=publisher)
    assert not CaseStudy.objects.filter(pk=gone.pk).exists()
    assert not OldSlug.objects.filter(slug="a-draft").exists()
    assert client.get(reverse("casestudies:case_study", args=["a-draft"])).status_code == 404
    assert [outcome.text for outcome in into.outcomes.all()] == ["New"]


def test_publishing_it_again_undoes_the_merge(client, publisher):
    gone, into = (published(title, by=publisher) for title in ("One", "Two"))
    merging.merge(gone, into, by=publisher)
    gone.refresh_from_db()
    editorial.publish(gone, by=publisher)
    assert not Merge.objects.exists()
    assert client.get(gone.get_absolute_url()).status_code == 200
    assert client.get(into.get_absolute_url()).status_code == 200


def test_addresses_that_it_had_before_lead_to_it_again(client, publisher):
    gone, into = (published(title, by=publisher) for title in ("One", "Two"))
    for study, slug in ((gone, "one-anew"), (into, "two-anew")):
        study.slug = slug
        study.save()
        editorial.revise(study, by=publisher)
    merging.merge(gone, into, by=publisher)
    gone.refresh_from_db()
    editorial.publish(gone, by=publisher)
    for slug, study in (("one", gone), ("two", into)):
        old = reverse("casestudies:case_study", args=[slug])
        assert client.get(old)["Location"] == study.get_absolute_url()


def test_what_went_into_an_entry_goes_on_with_it(client, publisher):
    first, second, last = (published(title, by=publisher) for title in ("One", "Two", "Three"))
    merging.merge(first, second, by=publisher)
    merging.merge(second, last, by=publisher)
    assert {merge.into for merge in Merge.objects.all()} == {last}
    assert client.get(first.get_absolute_url())["Location"] == last.get_absolute_url()


@pytest.mark.parametrize("state", ["archived", "draft"])
def test_what_was_taken_off_the_public_pages_is_not_read_again(client, publisher, state):
    first, gone, into = (published(title, by=publisher) for title in ("One", "Two", "Three"))
    merging.merge(first, gone, by=publisher)
    editorial.archive(gone, by=publisher)
    if state == "draft":
        editorial.return_to_draft(gone, by=publisher, comment="It names somebody.")
    _link, token = previews.make(gone, by=publisher)
    merging.merge(gone, into, by=publisher)
    for study in (first, gone):
        assert client.get(study.get_absolute_url())["Location"] == into.get_absolute_url()
        old = reverse("casestudies:version", args=[study.slug, 1])
        assert client.get(old).status_code == 404
    assert client.get(reverse("casestudies:preview", args=[token])).status_code == 404


def test_readers_are_told_no_title_that_they_never_read(client, publisher):
    gone = make_study("A working title", state="draft", outcomes=["New"])
    into = published("Published", by=publisher)
    merging.merge(gone, into, by=publisher)
    page = client.get(reverse("casestudies:versions", args=[into.slug])).text
    assert "Merged with another entry" in page
    assert "working title" not in page


def test_what_cannot_be_merged_says_why(publisher):
    one, two = published("One", by=publisher), published("Two", by=publisher)
    draft, archived = make_study(state="draft"), make_study(state="archived")
    proposed = make_study(state="in-review")
    factories.make_contribution(state="sent", study=proposed)
    changing = published("Changing", by=publisher)
    pending.prepare(changing, by=publisher)
    cases = [
        (one, one, "into itself"),
        (one, draft, "must be public too"),
        (one, archived, "is archived"),
        (proposed, two, "Decide on the proposal first"),
        (changing, two, "A change of “Changing” is being prepared"),
        (two, changing, "A change of “Changing” is being prepared"),
    ]
    before = {study.pk: current_document(study) for study in CaseStudy.objects.all()}
    for gone, into, why in cases:
        with pytest.raises(NotPossible, match=why):
            merging.merge(gone, into, by=publisher)
    assert {study.pk: current_document(study) for study in CaseStudy.objects.all()} == before


def test_an_editor_cannot_merge():
    one, two = make_study(), make_study()
    with pytest.raises(editorial.NotAllowed):
        merging.merge(one, two, by=make_user("Editor"))


FOLLOWS = {
    "casestudies.ProgrammeCase",
    "network.Enquiry",
    "network.Correction",
    "network.Leadership",
    "network.Topic",
    "network.Contribution",
}
# With why: whatever is added must be in one of the two
STAYS = {
    "casestudies.CaseStudy": "a change that is being prepared: none may be there",
    "casestudies.Version": "what was cited stays readable at its own address",
    "casestudies.Merge": "what says where it went",
    "casestudies.TwinPair": "found anew",
    "casestudies.IndexedText": "written anew",
    "casestudies.Preview": "shows that one entry, and runs out",
    "network.Announced": "it was news once, as itself",
    "network.VerificationRound": "closed when it is archived",
}


def test_everything_that_names_an_entry_follows_it_or_stays_for_a_reason():
    lines = {"casestudies." + model for model in LINES}
    named = set()
    for relation in CaseStudy._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.is_relation and not relation.concrete:
            model = relation.related_model
            if not model._meta.auto_created:
                named.add(model._meta.label)
    named -= {"network.ProjectLeader"}  # by its leaderships
    assert named == FOLLOWS | set(STAYS) | lines


LINES = (
    "Partner",
    "Outcome",
    "Lesson",
    "Saving",
    "Funding",
    "Need",
    "Caveat",
    "FactorShown",
    "Relation",
    "Source",
)


# Pairs


def test_pairs_are_looked_for_once_a_day_and_go_with_their_cause(publisher):
    one = make_study("Joint station in Margate", place="Margate")
    two = make_study("Margate joint station", state="draft", place="Margate")
    make_study("Fleet workshop in Leeds")
    assert twin_pairs.look_for_all(at=None) == 1
    assert twin_pairs.look_for_all(at=None) == 0
    (pair,) = TwinPair.objects.between_living()
    assert (pair.first, pair.second) == (one, two)
    two.title = "Drones over Exmoor"
    two.save()
    assert twin_pairs.look_for_all(at=None) == 1
    assert not TwinPair.objects.exists()


def test_what_was_said_to_be_two_schemes_is_never_offered_again():
    one, two = make_study("Joint station in Margate"), make_study("Margate joint station")
    editor = make_user("Editor")
    twin_pairs.look_for_all(at=None)
    assert twin_pairs.keep_apart(two, one, by=editor)
    assert not twin_pairs.keep_apart(one, two, by=editor)
    twin_pairs.look_for_all(at=None)
    assert not TwinPair.objects.open().exists()
    assert twin_pairs.twins(one) == []
    assert AuditRecord.objects.filter(action="case_study.kept_apart").count() == 2


def test_both_ways_of_looking_find_the_same(publisher):
    titles = [
        "Joint station in Margate",
        "Margate joint station",
        "Taskforce North",
        "Task force north",
    ]
    studies = [make_study(title, place="The North") for title in titles]
    twin_pairs.look_for_all(at=None)
    every = set(TwinPair.objects.values_list("first_id", "second_id"))
    assert len(every) == 2
    single = {
        twin_pairs.pair_of(s, twin.study)
        for s in studies
        for twin in twin_pairs.twins(s)
        if twin.is_likely
    }
    assert single == every


def test_looking_for_all_does_not_compare_all_with_all(monkeypatch):
    compared = []
    overlap = twins._Words.overlap
    monkeypatch.setattr(
        twins._Words, "overlap", lambda self, a, b: compared.append(1) or overlap(self, a, b)
    )
    for n in range(60):
        make_study(f"Shared station number{n:03}")
    twin_pairs.look_for_all(at=None)
    assert len(compared) < 60


def test_two_counties_that_call_it_alike_are_no_work_for_the_list():
    make_study("Cheshire Blue Light Programme", place="Cheshire", organisations=["One"])
    make_study("Lancashire Blue Light Programme", place="Lancashire", organisations=["Two"])
    twin_pairs.look_for_all(at=None)
    assert not TwinPair.objects.exists()
