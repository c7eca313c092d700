"""Doubles in the admin: offered while typing, on the entry's page, kept apart, merged."""

import pytest
from django.urls import reverse

from casestudies import editorial, pending, twin_pairs
from casestudies.admin.attention import BY_NAME
from casestudies.models import CaseStudy, TwinPair
from tests import factories
from tests.casestudies.admin.pages import CHANGE, LIST, form_of, messages_of, save, shown
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db

JSON = "admin:casestudies_casestudy_twins_json"


@pytest.fixture
def pair():
    """The older and the newer of two that are alike, both public."""
    older = make_study("Joint station in Margate", place="Margate", outcomes=["Cheaper"])
    newer = make_study("Margate joint station", place="Margate", outcomes=["Quicker"])
    return older, newer


def address(name, one, other):
    return reverse(f"admin:casestudies_casestudy_{name}", args=[one.pk, other.pk])


def test_what_is_typed_is_compared_with_all_that_editors_may_see(editor, pair):
    make_study("Archived joint station in Margate", state="archived")
    answer = editor.get(reverse(JSON), {"title": "The joint station, Margate", "place": "Margate"})
    said = answer.json()
    assert {twin["title"] for twin in said["twins"]} == {str(study) for study in pair}
    assert said["heading"] == "There are 2 entries that may be about the same scheme:"
    assert said["twins"][0]["why"].startswith("Published; ")


def test_an_entry_is_no_twin_of_itself_nor_of_what_was_kept_apart(editor, pair):
    older, newer = pair
    twin_pairs.keep_apart(older, newer, by=make_user("Editor"))
    for asked in ({"pk": newer.pk, "title": newer.title}, {"title": ""}, {"title": "…", "pk": "x"}):
        assert editor.get(reverse(JSON), asked).json() == {"heading": "", "twins": []}
    odd = {"title": newer.title, "organisation": ["x", "-1", "9" * 40]}
    assert editor.get(reverse(JSON), odd).status_code == 200


def test_a_double_that_nothing_hints_at_can_be_looked_for(editor):
    study = make_study("Drones")
    change = pending.prepare(make_study("Flying"), by=editor.user)
    where = reverse("admin:casestudies_casestudy_twins", args=[study.pk])
    assert f'href="{where}"' in editor.get(reverse(CHANGE, args=[study.pk])).text
    assert "Look for doubles" not in editor.get(reverse(CHANGE, args=[change.pk])).text


def test_an_entry_is_not_compared_with_itself(editor, pair):
    page = address("twin", pair[0], pair[0])
    assert editor.get(page).status_code == 404
    assert editor.post(page).status_code == 404
    assert not TwinPair.objects.exists()


@pytest.mark.parametrize("role", ["Network manager", "Data protection"])
def test_nobody_else_learns_of_drafts(role, client, pair):
    client.force_login(make_user(role))
    older, newer = pair
    assert client.get(reverse(JSON), {"title": newer.title}).status_code == 403
    one = reverse("admin:casestudies_casestudy_twins", args=[older.pk])
    for page in (one, address("twin", older, newer), address("merge", older, newer)):
        for answer in (client.get(page), client.post(page)):
            assert answer.status_code == 403


def test_a_visitor_is_asked_to_sign_in(client, pair):
    older, newer = pair
    one = reverse("admin:casestudies_casestudy_twins", args=[older.pk])
    for page in (reverse(JSON), one, address("twin", older, newer), address("merge", older, newer)):
        for answer in (client.get(page), client.post(page)):
            assert answer["Location"].startswith(reverse("admin:login"))


def test_saving_a_new_entry_says_what_it_is_like(editor, pair):
    where, sent = form_of(editor)
    sent |= {
        "title": "New joint station in Margate",
        "slug": "new-joint-station",
        "summary": "A station.",
        "place": "Margate",
        "region": pair[0].region_id,
        "sources-TOTAL_FORMS": 0,
    }
    page = save(editor, where, sent)
    assert page.status_code == 302
    new = CaseStudy.objects.get(slug="new-joint-station")
    page = editor.get(reverse(CHANGE, args=[new.pk]))
    assert any("Compare them" in said for said in messages_of(page))
    assert set(page.context["twins"]) == set(pair)


def test_a_pair_waits_on_the_worklist_until_somebody_says_what_it_is(publisher, pair):
    older, newer = pair
    twin_pairs.look_for_all(at=None)
    waiting = publisher.get(reverse(LIST), {"attention": "twins"})
    assert shown(waiting) == {str(newer)}
    words, where = BY_NAME["twins"].action(newer, publisher.user)
    assert str(words) == "Compare"
    assert str(older) in publisher.get(where).content.decode()
    done = publisher.post(address("twin", newer, older), follow=True)
    assert messages_of(done) == ["Remembered: these are two schemes."]
    assert shown(publisher.get(reverse(LIST), {"attention": "twins"})) == set()
    assert TwinPair.objects.count() == 1


def test_another_entry_can_be_looked_for_by_hand(publisher, pair):
    older, _newer = pair
    other = make_study("Drones over Exmoor")
    where = reverse("admin:casestudies_casestudy_twins", args=[older.pk])
    assert str(other) in publisher.get(where, {"q": "exmoor"}).content.decode()
    assert "No entry has" in publisher.get(where, {"q": "nothing such"}).content.decode()


def test_a_publisher_chooses_what_stays_and_merges(publisher, pair):
    older, newer = pair
    factories.make_enquiry(newer)
    side_by_side = publisher.get(address("twin", newer, older)).content.decode()
    assert address("merge", newer, older) in side_by_side
    there = address("merge", newer, older)
    page = publisher.get(there)
    assert (1, "enquiry") in page.context["follows"]
    form = page.context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    assert sent["take_title"] == "stays"
    done = publisher.post(there, sent | {"take_title": "goes"}, follow=True)
    assert done.redirect_chain[0][0] == reverse(CHANGE, args=[older.pk])
    older.refresh_from_db()
    assert older.title == "Margate joint station"
    assert {outcome.text for outcome in older.outcomes.all()} == {"Cheaper", "Quicker"}
    again = publisher.post(there, sent, follow=True)
    assert messages_of(again) == ["They are one entry already: this one."]
    gone = publisher.get(reverse(CHANGE, args=[newer.pk])).content.decode()
    assert "This went into" in gone


@pytest.mark.parametrize("which", [0, 1])
def test_what_changed_meanwhile_is_not_merged_unseen(publisher, pair, which):
    older, newer = pair
    there = address("merge", newer, older)
    sent = {field.html_name: field.value() or "" for field in publisher.get(there).context["form"]}
    pair[which].summary = "Written anew."
    pair[which].save()
    page = publisher.post(there, sent)
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert CaseStudy.objects.published().count() == 2


def test_an_editor_keeps_apart_but_does_not_merge(editor, pair):
    older, newer = pair
    page = editor.get(address("twin", newer, older)).content.decode()
    assert "A publisher can merge them." in page
    assert editor.get(address("merge", newer, older)).status_code == 403
    assert editor.post(address("merge", newer, older)).status_code == 403
    assert editor.post(address("twin", newer, older)).status_code == 302


def test_what_cannot_be_merged_has_no_button(publisher, pair):
    older, newer = pair
    editorial.archive(older, by=publisher.user)
    older.refresh_from_db()
    page = publisher.get(address("merge", newer, older)).content.decode()
    assert "is archived" in page
    assert 'value="Merge"' not in page
    assert publisher.post(address("merge", newer, older), {}).status_code == 200
    newer.refresh_from_db()
    assert newer.is_published


@pytest.mark.parametrize("name", ["twin", "merge"])
def test_two_entries_stand_side_by_side(name, publisher, pair):
    page = publisher.get(address(name, *pair)).text
    assert 'class="sides"' in page
    assert "css/admin-sides" in page  # which gives each its column
