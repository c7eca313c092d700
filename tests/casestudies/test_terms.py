"""Merging and retiring the words that entries are sorted by: everything that names them follows."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import reverse

from casestudies import terms
from casestudies.directory import Directory
from casestudies.editorial import NotPossible
from casestudies.models import (
    CaseStudy,
    CollaborationType,
    NationalProgramme,
    Organisation,
    Partner,
    Service,
)
from casestudies.terms.uses import namings
from collab_directory.audit.models import AuditRecord
from network.models import Member, MembershipRequest, ProjectLeader, Topic
from tests import factories
from tests.factories import make_organisation, make_study, make_types, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_user("Publisher")


def two_types():
    return make_types("joint-training", "shared-premises")


def found(**parameters):
    asked = QueryDict(mutable=True)
    for name, value in parameters.items():
        asked.setlist(name, value if isinstance(value, list) else [value])
    directory = Directory(asked)
    return {study.title for study in directory.studies}


# Merging


def test_case_studies_members_topics_follow_a_type_that_is_merged(publisher):
    gone, into = two_types()
    only, both = make_study(types=[gone.slug]), make_study(types=[gone.slug, into.slug])
    member = factories.make_member(interests=[gone.slug, into.slug])
    topic = factories.make_topic(type=gone)

    assert terms.merge(gone, into, by=publisher)

    for study in (only, both):
        assert list(study.types.all()) == [into]
    assert list(member.interests.all()) == [into]
    topic.refresh_from_db()
    assert topic.type == into
    assert not CollaborationType.objects.filter(pk=gone.pk).exists()
    assert found(type=into.slug) == {only.title, both.title}


def test_old_addresses_and_old_parameters_lead_to_what_a_type_was_merged_into(client, publisher):
    gone, into = two_types()
    study = make_study(types=[gone.slug])
    gone, older = CollaborationType.objects.get(pk=gone.pk), gone.slug
    gone.slug = "training-together"
    gone.save()
    terms.merge(gone, into, by=publisher)

    for slug in (older, "training-together"):
        page = client.get(reverse("casestudies:type", args=[slug]))
        assert (page.status_code, page["Location"]) == (301, into.get_absolute_url())
        assert page["Cache-Control"] == "no-cache"  # an address may be given back
        assert found(type=slug) == {study.title}
    listed = client.get(reverse("casestudies:directory_json"), {"type": older}).json()
    assert listed["count"] == 1
    assert listed["ignored"] == []


def test_search_finds_the_name_that_stays_and_no_longer_the_one_that_went(publisher):
    gone = make_organisation("Zebra Rescue")
    into = make_organisation("Quagga Rescue")
    study = make_study(organisations=["Zebra Rescue"])
    assert found(q="zebra") == {study.title}
    terms.merge(gone, into, by=publisher, keep_names=False)
    assert found(q="quagga") == {study.title}
    assert not found(q="zebra")


def test_what_an_organisation_was_called_stays_as_a_former_name(publisher):
    gone = make_organisation("Zebra Rescue", short_name="ZR")
    gone.former_names.create(name="Zebra Brigade")
    into = make_organisation("Quagga Rescue")
    into.former_names.create(name="Zebra Brigade")
    study = make_study(organisations=["Zebra Rescue"])
    terms.merge(gone, into, by=publisher)
    names = sorted(into.former_names.values_list("name", flat=True))
    assert names == ["ZR", "Zebra Brigade", "Zebra Rescue"]
    assert found(q="zebra") == {study.title}


def test_an_organisation_takes_part_once_and_leads_if_either_led(publisher):
    gone, into = make_organisation("Gone"), make_organisation("Stays")
    study = make_study(organisations=["Gone", "Stays"])
    Partner.objects.filter(organisation=gone).update(part_played="Runs the station")
    leader = factories.make_leader(organisation=gone)
    terms.merge(gone, into, by=publisher)
    (line,) = study.partners.all()
    assert (line.organisation, line.role, line.part_played) == (into, "lead", "Runs the station")
    leader.refresh_from_db()
    assert leader.organisation == into


def test_a_factor_takes_its_questions_and_sources_along(publisher):
    gone, into = factories.make_factor("Trust"), factories.make_factor("Confidence")
    gone.questions.create(text="Do you meet?")
    into.questions.create(text="Do you meet?")
    gone.questions.create(text="Who decides?")
    study = make_study()
    study.factors_shown.create(factor=gone, reason="They met.")
    terms.merge(gone, into, by=publisher)
    assert sorted(q.text for q in into.questions.all()) == ["Do you meet?", "Who decides?"]
    assert [shown.factor for shown in study.factors_shown.all()] == [into]
    assert found(factor=gone.slug) == {study.title}


def test_a_merge_is_on_record_for_both_and_happens_once(publisher):
    gone, into = two_types()
    assert terms.merge(gone, into, by=publisher)
    assert not terms.merge(gone, into, by=publisher)
    said = AuditRecord.objects.filter(action="collaboration_type.merged")
    assert {record.target_label for record in said} == {str(gone), str(into)}


def test_nothing_goes_into_itself_or_into_what_is_retired(publisher):
    gone, into = two_types()
    with pytest.raises(NotPossible):
        terms.merge(gone, gone, by=publisher)
    terms.retire(into, by=publisher)
    with pytest.raises(NotPossible):
        terms.merge(gone, into, by=publisher)
    assert CollaborationType.objects.count() == 2


def test_an_editor_neither_merges_nor_retires():
    gone, into = two_types()
    editor = make_user("Editor")
    with pytest.raises(PermissionDenied):
        terms.merge(gone, into, by=editor)
    with pytest.raises(PermissionDenied):
        terms.retire(gone, by=editor)
    with pytest.raises(PermissionDenied):
        terms.offer_again(gone, by=editor)


# Every column that names a term, so that none can be forgotten

NAMED_BY = {
    Service: {CaseStudy, NationalProgramme, Member, MembershipRequest},
    CollaborationType: {CaseStudy, Member, MembershipRequest, Topic},
    Organisation: {Partner, ProjectLeader, Member, MembershipRequest},
}


@pytest.mark.parametrize("model", NAMED_BY)
def test_every_model_that_names_a_term_is_found(model):
    assert NAMED_BY[model] <= {one.model for one in namings(model) if not one.is_own}


def test_uses_are_counted_once_each(publisher):
    kent = make_organisation("Kent Police")
    make_study(organisations=["Kent Police"])
    make_study(organisations=["Kent Police"])
    factories.make_member(organisation=kent)
    assert [(use.count, use.label) for use in terms.uses(kent)] == [
        (2, "case studies"),
        (1, "member"),
    ]


# Retiring


def test_what_is_retired_stays_on_old_entries_and_says_so_on_its_page(client, publisher):
    (kind,) = make_types("joint-training")
    study = make_study(types=[kind.slug])
    assert terms.retire(kind, by=publisher)
    assert not terms.retire(kind, by=publisher)
    page = client.get(kind.get_absolute_url()).content.decode()
    assert "no longer used for new entries" in page
    assert study.title in page
    assert found(type=kind.slug) == {study.title}


def test_what_is_replaced_leads_to_its_replacement(client, publisher):
    old, new = two_types()
    study = make_study(types=[old.slug])
    terms.retire(old, by=publisher, replacement=new)
    assert list(study.types.all()) == [new]
    page = client.get(reverse("casestudies:type", args=[old.slug]))
    assert (page.status_code, page["Location"]) == (302, new.get_absolute_url())
    assert found(type=old.slug) == found(type=new.slug) == {study.title}
    values = {value.slug for value in Directory.everything().facet("type").values}
    assert old.slug not in values


def test_what_nothing_uses_leaves_the_lists_when_it_is_retired(publisher):
    old, _new = two_types()
    make_study(types=["shared-premises"])
    terms.retire(old, by=publisher)
    values = {value.slug for value in Directory.everything().facet("type").values}
    assert values == {"shared-premises"}
    # What was kept by its address still asks for it, and not for everything
    assert found(type=old.slug) == set()


def test_what_leads_to_a_replacement_goes_on_when_that_is_merged(client, publisher):
    old, new = two_types()
    (last,) = make_types("prevention")
    study = make_study(types=[old.slug])
    terms.retire(old, by=publisher, replacement=new)
    terms.merge(new, last, by=publisher)
    assert client.get(old.get_absolute_url())["Location"] == last.get_absolute_url()
    assert found(type=old.slug) == {study.title}


def test_a_retired_term_can_be_offered_again(client, publisher):
    (kind,) = make_types("joint-training")
    make_study(types=[kind.slug])
    terms.retire(kind, by=publisher)
    assert terms.offer_again(kind, by=publisher)
    assert not terms.offer_again(kind, by=publisher)
    assert kind in CollaborationType.objects.offered()
    assert "no longer used" not in client.get(kind.get_absolute_url()).content.decode()


# Names in documents, and words


def test_documents_find_what_they_name_by_the_slugs_of_their_day(
    publisher, django_assert_num_queries
):
    gone, into = two_types()
    terms.merge(gone, into, by=publisher)
    with django_assert_num_queries(3):
        now = CollaborationType.objects.by_slug([gone.slug, into.slug, "never-was"])
    assert now == {gone.slug: into, into.slug: into}


def test_words_of_a_group_follow_into_another(publisher):
    gone = factories.make_glossary_term("FRS", "brigade", expansion="fire and rescue service")
    into = factories.make_glossary_term("fire service", "fire brigade")
    study = make_study("A brigade moves in")
    assert terms.merge_words(gone, into, by=publisher)
    assert not terms.merge_words(gone, into, by=publisher)
    words = {synonym.word for synonym in into.synonyms.all()}
    assert words == {"FRS", "brigade", "fire brigade", "fire and rescue service"}
    assert found(q="FRS") == {study.title}


def test_everyday_words_follow_into_another(publisher):
    gone = factories.make_search_term("workshop", "garage")
    into = factories.make_search_term("depot", "shed")
    assert terms.merge_words(gone, into, by=publisher)
    assert {word.word for word in into.words.all()} == {"workshop", "garage", "shed"}
