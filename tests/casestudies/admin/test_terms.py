"""The pages on which a publisher merges, retires and renames terms."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from casestudies import terms
from casestudies.models import CollaborationType, FormerName, GlossaryTerm, Organisation
from collab_directory.audit.models import AuditRecord
from tests import factories
from tests.casestudies.admin.pages import messages_of, save
from tests.factories import make_organisation, make_study, make_types

pytestmark = pytest.mark.django_db

MODELS = [
    "service",
    "collaborationtype",
    "organisation",
    "successfactor",
    "nationalprogramme",
    "fundingstream",
]
WORDS = ["glossaryterm", "searchterm"]


def make(name):
    made = {
        "service": lambda n: factories.make_services(f"service-{n}")[0],
        "collaborationtype": lambda n: make_types(f"type-{n}")[0],
        "organisation": lambda n: make_organisation(f"Organisation {n}"),
        "successfactor": lambda n: factories.make_factor(f"Factor {n}"),
        "nationalprogramme": lambda n: factories.make_programme(f"Programme {n}"),
        "fundingstream": lambda n: factories.make_funding_stream(f"Fund {n}"),
        "glossaryterm": lambda n: factories.make_glossary_term(f"Term {n}", f"word {n}"),
        "searchterm": lambda n: factories.make_search_term(f"Term {n}", f"word {n}"),
    }[name]
    return made("one"), made("two")


def address(thing, page):
    return reverse(f"admin:casestudies_{thing._meta.model_name}_{page}", args=[thing.pk])


@pytest.mark.parametrize("name", [*MODELS, *WORDS])
def test_each_kind_is_merged_on_two_pages(name, publisher):
    gone, into = make(name)
    assert "Merge into another" in publisher.get(address(gone, "change")).content.decode()
    first = publisher.get(address(gone, "merge"))
    assert "Show what will happen" in first.content.decode()
    second = publisher.get(address(gone, "merge"), {"into": into.pk})
    assert "What will happen" in second.content.decode()
    there = f"{address(gone, 'merge')}?into={into.pk}"
    done = publisher.post(there, {"keep_names": "on"}, follow=True)
    assert done.redirect_chain[0][0] == address(into, "change")
    assert not type(gone).objects.filter(pk=gone.pk).exists()
    # A second press harms nothing
    again = publisher.post(there, {}, follow=True)
    assert again.status_code == 200
    assert messages_of(again)
    assert AuditRecord.objects.filter(action__endswith=".merged").count() == 2


@pytest.mark.parametrize("name", MODELS)
def test_each_kind_is_retired_and_offered_again(name, publisher):
    thing, _other = make(name)
    publisher.post(address(thing, "retire"), {"then": "stays"})
    thing.refresh_from_db()
    assert thing.is_retired
    page = publisher.get(address(thing, "change")).content.decode()
    assert "Nothing new can choose it." in page
    publisher.post(address(thing, "offer"))
    thing.refresh_from_db()
    assert not thing.is_retired


def deadlock(*_args, **_kwargs):
    raise OperationalError("deadlock detected")


@pytest.mark.parametrize("page", ["merge", "retire"])
def test_who_stands_in_the_way_of_a_save_presses_again(page, publisher, monkeypatch):
    thing, other = make("collaborationtype")
    there = f"{address(thing, page)}?into={other.pk}"
    with monkeypatch.context() as patch:
        patch.setattr(terms, page, deadlock)
        answer = publisher.post(there, {"then": "stays"})
    assert answer.status_code == 503
    assert f'action="{there}"' in answer.content.decode()
    assert publisher.post(there, {"then": "stays"}).status_code == 302


@pytest.mark.parametrize("page", ["merge", "retire", "offer"])
def test_an_editor_may_not_even_look(page, editor):
    kind, _other = make("collaborationtype")
    for answer in (editor.get(address(kind, page)), editor.post(address(kind, page))):
        assert answer.status_code == 403
    assert "Merge into another" not in editor.get(address(kind, "change")).content.decode()


def test_the_page_says_how_much_will_follow(publisher):
    gone, into = make("collaborationtype")
    make_study(types=[gone.slug])
    make_study(types=[gone.slug])
    factories.make_member(interests=[gone.slug])
    factories.make_subscription(question=f"type={gone.slug}")
    page = publisher.get(address(gone, "merge"), {"into": into.pk})
    said = {(use.count, use.label) for use in page.context["uses"]}
    assert said == {(2, "case studies"), (1, "member"), (1, "saved search")}


def test_what_cannot_be_chosen_is_refused_in_words(publisher):
    gone, _into = make("collaborationtype")
    for value in ("", str(gone.pk), "nonsense", "999999"):
        page = publisher.get(address(gone, "merge"), {"into": value})
        assert page.context["form"].errors["into"]
    page = publisher.post(address(gone, "retire"), {"then": "replaced"})
    assert page.context["form"].errors["replacement"] == ["Choose the one that it gets instead."]
    assert not CollaborationType.objects.exclude(retired_on=None).exists()


def test_what_is_retired_is_offered_to_no_new_entry_and_kept_on_old_ones(publisher):
    gone, _into = make("collaborationtype")
    study = make_study(types=[gone.slug], state="draft")
    kent = make_organisation("Kent Police")
    publisher.post(address(gone, "retire"), {"then": "stays"})
    publisher.post(address(kent, "retire"), {"then": "stays"})

    def offered(address):
        field = publisher.get(address).context["adminform"].form.fields["types"]
        return {str(label) for _value, label in field.choices}

    assert str(gone) not in offered(reverse("admin:casestudies_casestudy_add"))
    old = reverse("admin:casestudies_casestudy_change", args=[study.pk])
    assert str(gone) in offered(old)
    found = publisher.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "casestudies",
            "model_name": "partner",
            "field_name": "organisation",
            "term": "kent",
        },
    ).json()
    assert found["results"] == []


def test_deleting_what_is_in_use_names_the_way_out(publisher):
    kind, _other = make("collaborationtype")
    make_study(types=[kind.slug])
    answer = publisher.post(address(kind, "delete"), {"post": "yes"}, follow=True)
    (said,) = messages_of(answer)
    assert "it is used: 1 case study. Merge it into another one, or retire it." in said
    assert CollaborationType.objects.filter(pk=kind.pk).exists()
    actions = publisher.get(reverse("admin:casestudies_collaborationtype_changelist"))
    assert "delete_selected" not in actions.content.decode()


@pytest.mark.parametrize("keep", [True, False])
def test_a_tick_keeps_the_old_name_of_an_organisation(keep, publisher):
    kent = make_organisation("Kent Constabulary", kind="police")
    sent = {
        "name": "Kent Police",
        "slug": "kent-police",
        "kind": "police",
        "former_names-TOTAL_FORMS": 0,
        "former_names-INITIAL_FORMS": 0,
        **({"keep_name": "on"} if keep else {}),
    }
    answer = publisher.post(address(kent, "change"), sent)
    assert answer.status_code == 302
    assert Organisation.objects.get().name == "Kent Police"
    names = list(FormerName.objects.values_list("name", flat=True))
    assert names == (["Kent Constabulary"] if keep else [])
    old = publisher.get("/organisations/kent-constabulary/")
    assert (old.status_code, old["Location"]) == (301, "/organisations/kent-police/")


def test_a_glossary_term_is_not_retired(publisher):
    term, _other = make("glossaryterm")
    page = publisher.get(address(term, "change")).content.decode()
    assert "Retire" not in page
    assert GlossaryTerm.objects.count() == 2


def test_a_place_stands_once_under_a_term_and_under_several(publisher):
    kent = factories.make_search_term("Kent", "garden", places=["Margate", "Dover"])
    factories.make_search_term("South East", places=["Margate"])
    there, sent = _places_of(publisher, kent)
    page = save(publisher, there, sent | {"places-1-word": "Margate"})
    assert page.status_code == 200
    assert "duplicate" in page.content.decode()
    assert [place.word for place in kent.places.all()] == ["Margate", "Dover"]
    assert save(publisher, there, sent | {"places-1-word": "Deal"}).status_code == 302
    assert [place.word for place in kent.places.all()] == ["Margate", "Deal"]


def test_a_merged_term_brings_the_places_that_the_other_has_not(publisher):
    gone = factories.make_search_term("Kent", places=["Margate", "Dover"])
    into = factories.make_search_term("Kent and Medway", places=["Margate", "Rochester"])
    publisher.post(f"{address(gone, 'merge')}?into={into.pk}", {"keep_names": "on"})
    assert sorted(place.word for place in into.places.all()) == ["Dover", "Margate", "Rochester"]


def _places_of(client, term):
    """The form of an everyday word, as it was opened."""
    there = address(term, "change")
    context = client.get(there).context
    sent = {"term": term.term}
    for inline in context["inline_admin_formsets"]:
        for form in (inline.formset.management_form, *inline.formset.forms):
            sent |= {f.html_name: f.value() for f in form if f.value() is not None}
    return there, sent


def test_the_list_of_everyday_words_shows_and_finds_all_that_leads_to_a_term(publisher):
    devon = factories.make_search_term("Devon", "the South Hams county", places=("Dartmoor",))
    devon.welsh.create(word="Dyfnaint")
    factories.make_search_term("drones", "flying camera")
    for text in ("south hams", "dartmoor", "dyfnaint"):
        page = publisher.get(reverse("admin:casestudies_searchterm_changelist"), {"q": text})
        shown = page.content.decode()
        for words in ("the South Hams county", "Dyfnaint", "Dartmoor"):
            assert words in shown
        assert "flying camera" not in shown
