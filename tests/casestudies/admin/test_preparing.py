"""The pages on which a change of a published entry is prepared, and on which it is shown."""

import re

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from casestudies import editorial, pending, previews
from casestudies.models import CaseStudy, Preview
from casestudies.roles import Role
from tests.casestudies.admin.pages import (
    CHANGE,
    LIST,
    form_of,
    messages_of,
    move_address,
    save,
    shown,
)
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db

WRITERS = {"Editor", "Publisher", "Administrator"}
PUBLISHERS = {"Publisher", "Administrator"}


def page_of(client, study):
    return client.get(reverse(CHANGE, args=[study.pk])).text


def begun(study, by):
    return pending.prepare(study, by=by)


@pytest.mark.parametrize("state", ["published", "archived"])
def test_an_editor_changes_what_was_published_beside_it(state, editor):
    study = make_study("Shared station", state=state)
    assert "Prepare a change: a publisher reads it" in page_of(editor, study)
    first = editor.post(move_address(study, "prepare"))
    again = editor.post(move_address(study, "prepare"), follow=True)
    change = CaseStudy.objects.get(pending_of=study)
    assert first["Location"] == reverse(CHANGE, args=[change.pk])
    assert messages_of(again) == ["This change of “Shared station” is being prepared already."]
    assert "A change of this entry is being prepared." in page_of(editor, study)

    address, sent = form_of(editor, change)
    assert "slug" not in sent
    save(editor, address, sent | {"summary": "Two of them.", "change_note": "A second one."})
    change.refresh_from_db()
    assert (change.summary, change.pending_note) == ("Two of them.", "A second one.")
    study.refresh_from_db()
    assert (study.summary, study.state) == ("What Shared station is about.", state)
    page = page_of(editor, change)
    assert re.search(r"Differs from the entry in: Summary\.", page)
    assert "A second one." in page
    assert editor.user.username in page


def test_opening_the_address_of_a_button_does_nothing(editor):
    study = make_study()
    for name in ("prepare", "take", "put_down"):
        assert editor.get(move_address(study, name)).status_code == 302
    assert CaseStudy.objects.count() == 1


def test_a_publisher_reads_the_difference_and_publishes_it(publisher):
    study = make_study("Shared station", summary="One station.")
    change = begun(study, make_user("Editor"))
    CaseStudy.objects.filter(pk=change.pk).update(summary="Two stations.", pending_note="A second.")
    address = move_address(change, "publish_change")
    page = publisher.get(address)
    assert "Publish the change of “Shared station”?" in page.text
    assert "<del>" in page.text
    assert 'value="A second."' in page.text
    sent = {name: page.context["form"][name].value() for name in ("seen", "meanwhile", "note")}
    done = publisher.post(address, sent, follow=True)
    assert messages_of(done) == ["The change of “Shared station” is published."]
    study.refresh_from_db()
    assert study.summary == "Two stations."
    assert study.versions.get().note == "A second."
    again = publisher.post(address, sent, follow=True)
    assert messages_of(again) == ["This change of “Shared station” is published already."]
    assert study.versions.count() == 1


def test_an_entry_that_changed_meanwhile_is_shown_before_it_is_replaced(publisher):
    study = make_study("Shared station", summary="One station.", place="Margate")
    change = begun(study, publisher.user)
    CaseStudy.objects.filter(pk=change.pk).update(summary="Mine.")
    address = move_address(change, "publish_change")
    form = publisher.get(address).context["form"]
    sent = {name: form[name].value() for name in ("seen", "meanwhile", "note")}
    CaseStudy.objects.filter(pk=study.pk).update(summary="Theirs.", place="Deal")
    page = publisher.post(address, sent)
    assert "the entry itself has been changed since you opened this page" in page.text
    ids = re.findall(r' id="(changed-[^"]+)"', page.text)
    assert {"changed-replaced-summary", "changed-kept-place", "changed-summary"} <= {*ids}
    assert len(ids) == len({*ids})
    replaced, kept = page.text.split("This change does not touch them")
    assert "Theirs." in replaced.split("says something else")[1]
    assert "Deal" in kept
    assert CaseStudy.objects.filter(pk=change.pk).exists()
    sent["meanwhile"] = page.context["form"]["meanwhile"].value()
    publisher.post(address, sent)
    study.refresh_from_db()
    assert (study.summary, study.place) == ("Mine.", "Deal")


def test_a_change_is_discarded_after_a_question(editor):
    study = make_study("Shared station")
    change = begun(study, editor.user)
    address = move_address(change, "discard_change")
    page = editor.get(address)
    assert "cannot be brought back" in page.text
    assert CaseStudy.objects.filter(pk=change.pk).exists()
    done = editor.post(address, {"seen": page.context["form"]["seen"].value()}, follow=True)
    assert messages_of(done) == ["The change of “Shared station” is discarded."]
    again = editor.post(address, follow=True)
    assert messages_of(again) == ["This change of “Shared station” was discarded."]
    assert editor.get(move_address(make_study(), "discard_change")).status_code == 404


def test_a_change_that_was_returned_says_what_should_change_until_it_is_sent_again(editor):
    change = begun(make_study("Shared station"), editor.user)
    reader = make_user("Publisher")
    editorial.submit(change, by=editor.user)
    assert "It waits for a publisher since" in page_of(editor, change)
    editorial.return_to_draft(change, by=reader, comment="Which year?")
    page = page_of(editor, change)
    assert "Which year?" in page.split(f"{reader.username} asks:")[1]
    editor.post(move_address(change, "submit"), {"seen": change.updated_at.isoformat()})
    assert "asks:" not in page_of(editor, change)


def test_somebody_takes_an_entry_and_puts_it_down(editor):
    study = make_study("Shared station", state="draft")
    done = editor.post(move_address(study, "take"), follow=True)
    assert messages_of(done) == ["You have “Shared station” now."]
    assert "I put this down" in done.text
    assert shown(editor.get(reverse(LIST), {"who": "me"})) == {"Shared station"}
    assert shown(editor.get(reverse(LIST), {"who": "others"})) == set()
    done = editor.post(move_address(study, "put_down"), follow=True)
    assert messages_of(done) == ["Nobody has “Shared station” now."]
    assert shown(editor.get(reverse(LIST), {"who": "nobody"})) == {"Shared station"}
    done = editor.post(move_address(make_study(), "take"), follow=True)
    assert "is not being worked on now" in messages_of(done)[0]


def test_whoever_writes_a_new_entry_has_it(editor):
    address, sent = form_of(editor)
    region = make_study().region
    save(
        editor, address, sent | {"title": "New", "slug": "new", "summary": "X", "region": region.pk}
    )
    assert CaseStudy.objects.get(slug="new").held_by == editor.user


def test_the_list_is_narrowed_to_entries_or_to_changes_of_them(publisher):
    study = make_study("Shared station")
    change = begun(study, publisher.user)
    editorial.submit(change, by=publisher.user)

    def found(**asked):
        return sorted(publisher.get(reverse(LIST), asked).context["cl"].result_list, key=str)

    assert {one.pk for one in found()} == {study.pk, change.pk}
    assert found(change="yes") == found(attention="mine-in-review") == [change]
    assert found(state__exact="in-review") == [change]
    assert found(change="no") == [study]
    offered = publisher.get(
        reverse("admin:autocomplete"),
        {"term": "station", "app_label": "casestudies", "model_name": "relation",
         "field_name": "other"},
    ).json()["results"]  # fmt: skip
    assert [one["id"] for one in offered] == [str(study.pk)]


# Who may do what, by every address that there is


@pytest.mark.parametrize("role", [None, *Role.values])
def test_each_address_of_a_change_answers_each_role(role, as_role):
    client = as_role(role)
    for name, who in (
        ("prepare", WRITERS),
        ("take", WRITERS),
        ("put_down", WRITERS),
        ("submit", WRITERS),
        ("discard_change", WRITERS),
        ("preview", WRITERS),
        ("preview_links", WRITERS),
        ("return", PUBLISHERS),
        ("publish_change", PUBLISHERS),
        ("publish", PUBLISHERS),
        ("archive", PUBLISHERS),
    ):
        study = make_study()
        change = begun(study, make_user("Publisher"))
        before = pending.current_document(study)
        address = move_address(change, name)
        got = client.get(address).status_code
        client.post(address, {"seen": change.updated_at.isoformat(), "comment": "Why?"})
        if role is None:
            assert got == 302, name
        else:
            assert (got == 403) is (role not in who), name
        study.refresh_from_db()
        assert study.state == "published"
        assert pending.current_document(study) == before
        assert CaseStudy.objects.filter(state="published", pk=change.pk).count() == 0


def address_of(name, study):
    """Of the list, of an entry, or of something of an entry that has a number of its own."""
    for args in ([study.pk], [], [study.pk, 1], [study.pk, 1, 1]):
        try:
            return reverse(f"admin:{name}", args=args)
        except NoReverseMatch:
            continue
    raise AssertionError(f"Say how to reach {name}")


def test_an_editor_publishes_nothing_by_any_address(as_role):
    """Every address of the admin of case studies, sent all that could publish something."""
    client = as_role("Editor")
    study = make_study("Shared station", summary="As it is.")
    draft = make_study("Draft", state="draft")
    change = begun(study, make_user("Editor"))
    CaseStudy.objects.filter(pk=change.pk).update(summary="Forged.")
    form = {"seen": "", "meanwhile": pending.meanwhile(change).seen, "note": "x", "comment": "x"}
    form |= {"state": "published", "_save": "Save", "confirmed": "yes", "post": "yes"}
    form |= {"pending_of": "", "title": "Forged", "action": "publish_selected", "index": "0"}
    pages = [url.name for url in admin.site.get_model_admin(CaseStudy).get_urls() if url.name]
    assert {"casestudies_casestudy_publish", "casestudies_casestudy_publish_change"} <= set(pages)
    for name in pages:
        for one in (study, draft, change):
            one = CaseStudy.objects.filter(pk=one.pk).first()
            if one is None:
                continue
            address = address_of(name, one)
            said = form | {"seen": one.updated_at.isoformat(), "_selected_action": [one.pk]}
            client.post(address, said)
    study.refresh_from_db()
    assert (study.state, study.summary, study.versions.count()) == ("published", "As it is.", 0)
    assert list(CaseStudy.objects.published()) == [study]


def test_a_role_lost_while_editing_is_a_clear_answer(editor):
    change = begun(make_study(), editor.user)
    address, sent = form_of(editor, change)
    editor.user.groups.clear()
    assert save(editor, address, sent | {"summary": "Mine"}).status_code == 403
    change.refresh_from_db()
    assert change.summary != "Mine"


def test_a_change_is_not_deleted_but_discarded(publisher):
    change = begun(make_study(), publisher.user)
    assert publisher.get(move_address(change, "delete")).status_code == 403


# Links to a preview


def test_a_link_is_shown_once_and_withdrawn(editor, client):
    study = make_study("Shared station", state="draft")
    address = move_address(study, "preview_links")
    assert "There is none." in editor.get(address).text
    page = editor.post(address)
    link = re.search(r'value="(https?://[^"]+/preview/[^"]+)"', page.text).group(1)
    path = link[link.index("/preview/") :]
    assert client.get(path).status_code == 200
    listed = editor.get(address).text
    assert path not in listed
    assert editor.user.username in listed
    done = editor.post(address, {"withdraw": Preview.objects.get().pk}, follow=True)
    assert messages_of(done) == ["The link is withdrawn: it shows nothing any more."]
    assert client.get(path).status_code == 404
    for number in ("999", "x", "²", ""):
        done = editor.post(address, {"withdraw": number}, follow=True)
        assert messages_of(done) == ["This link shows nothing any more already."]


def test_a_link_of_another_entry_is_not_withdrawn_here(editor):
    study, other = make_study(state="draft"), make_study(state="draft")
    link, _token = previews.make(other, by=editor.user)
    editor.post(move_address(study, "preview_links"), {"withdraw": link.pk})
    link.refresh_from_db()
    assert link.revoked_at is None


def test_an_editor_looks_without_a_link(editor):
    study = make_study("Shared station", state="draft")
    page = editor.get(move_address(study, "preview"))
    assert "The public does not see this page." in page.text
    assert "noindex" in page["X-Robots-Tag"]
    published = make_study("Public")
    assert editor.get(move_address(published, "preview"))["Location"] == "/case-studies/public/"
    assert editor.get(move_address(published, "preview_links")).status_code == 302
    assert not Preview.objects.exists()
