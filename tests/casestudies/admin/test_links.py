"""Sources that are dead or have moved: found, shown, and put right by a press."""

from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from zeal import zeal_ignore

from casestudies import sources
from casestudies.models import Source
from collab_directory.audit.models import AuditRecord
from collab_directory.linkcheck import checking
from collab_directory.linkcheck.asking import Answer, Trouble
from collab_directory.linkcheck.models import CheckedLink
from tests.factories import make_checked_link, make_study, make_user

pytestmark = pytest.mark.django_db

OLD, NEW = "https://example.org/old", "https://example.org/new"


def cited(address, state="published", **fields):
    study = make_study(state=state, **fields)
    study.sources.update(url=address)
    return study


def page_of(link, press="change"):
    return reverse(f"admin:linkcheck_checkedlink_{press}", args=[link.pk])


def said(page):
    return [str(message) for message in page.context["messages"]]


@pytest.fixture
def answers(settings, monkeypatch):
    settings.CHECK_SOURCES = 10
    given = {}
    monkeypatch.setattr(checking.check, "__kwdefaults__", {"ask": lambda one: given[one]})
    monkeypatch.setattr(
        checking.check_all, "__kwdefaults__", {"ask": lambda one: given[one], "sleep": None}
    )
    return given


def test_only_what_a_published_entry_cites_is_asked():
    cited(OLD)
    cited(OLD)
    cited(NEW, state="draft")
    assert list(sources.addresses()) == [OLD]


def test_the_command_asks_and_says_what_it_found(answers):
    cited(OLD)
    answers[OLD] = Answer(404)
    out = StringIO()
    call_command("check_sources", dry_run=True, stdout=out)
    assert out.getvalue() == f"{OLD}\n"
    assert not CheckedLink.objects.exists()
    call_command("check_sources", stdout=out)
    assert "is gone: its site says that there is no such page: 1" in out.getvalue()
    assert CheckedLink.objects.get().state == "gone"


def test_the_command_says_that_it_is_off():
    cited(OLD)
    out = StringIO()
    call_command("check_sources", stdout=out)
    assert "Set CHECK_SOURCES" in out.getvalue()


def test_the_command_fails_where_there_is_no_network(answers):
    for n in range(3):
        cited(f"https://{n}.example.org/")
        answers[f"https://{n}.example.org/"] = Answer(trouble=Trouble.NO_NETWORK)
    with pytest.raises(CommandError, match="Nobody can be reached"):
        call_command("check_sources")


def test_the_admin_says_that_nothing_is_asked(publisher, settings):
    link = make_checked_link(OLD)
    addresses = [reverse("admin:linkcheck_checkedlink_changelist"), page_of(link)]
    for address in addresses:
        assert "Addresses of sources are not asked from here" in publisher.get(address).text
    assert "nothing was done" in said(publisher.post(page_of(link, "ask"), follow=True))[0]
    settings.CHECK_SOURCES = 1
    for address in addresses:
        assert "not asked from here" not in publisher.get(address).text


def test_a_press_asks_again(publisher, answers):
    link = make_checked_link(OLD)
    answers[OLD] = Answer(200)
    page = publisher.post(page_of(link, "ask"), follow=True)
    assert said(page) == ["Asked. It works."]
    again = publisher.post(page_of(link, "ask"), follow=True)
    assert said(again) == ["It was asked just now, or too many were asked today."]


def test_looking_at_a_press_does_nothing(publisher, answers):
    link = make_checked_link(OLD, "moved", moved_to=NEW)
    study = cited(OLD)
    for press in ("ask", "trust", "take-over"):
        assert publisher.get(page_of(link, press))["Location"] == page_of(link)
    assert study.sources.get().url == OLD
    assert CheckedLink.objects.get().state == "moved"


def test_an_editor_who_can_open_it_takes_it_off_the_list(editor):
    cited(OLD)
    link = make_checked_link(OLD)
    assert list(sources.cited(CheckedLink.objects.dead())) == [link]
    page = editor.post(page_of(link, "trust"), follow=True)
    assert "it opens for you" in said(page)[0]
    assert not CheckedLink.objects.dead().exists()
    assert AuditRecord.objects.about(link).get().action == "source.opened"


def test_a_new_address_is_taken_over_everywhere_with_a_version_each(publisher):
    studies = [cited(OLD), cited(OLD)]
    draft = cited(OLD, state="draft")
    other = cited("https://example.org/other")
    link = make_checked_link(OLD, "moved", moved_to=NEW)
    assert "Take the new address over" in publisher.get(page_of(link)).text
    with zeal_ignore():  # each entry gets a version of its own
        page = publisher.post(page_of(link, "take-over"), follow=True)
    assert said(page) == ["The new address stands in 2 sources now."]
    for study in studies:
        assert study.sources.get().url == NEW
        version = study.versions.get()
        assert version.note == "The address of a source has moved."
        assert version.document["sources"][0]["url"] == NEW
    assert draft.sources.get().url == OLD
    assert Source.objects.get(study=other).url == "https://example.org/other"
    assert "Nothing was done" in said(publisher.post(page_of(link, "take-over"), follow=True))[0]


def test_an_editor_cannot_take_a_new_address_over(editor):
    study = cited(OLD)
    link = make_checked_link(OLD, "moved", moved_to=NEW)
    assert "Take the new address over" not in editor.get(page_of(link)).text
    assert editor.post(page_of(link, "take-over")).status_code == 403
    assert study.sources.get().url == OLD


def test_the_list_leads_to_the_entries_that_cite_it(editor):
    study = cited(OLD)
    link = make_checked_link(OLD)
    row = editor.get(reverse("admin:index")).text.split('id="dead-sources"')[1]
    assert page_of(link) in row
    form = reverse("admin:casestudies_casestudy_change", args=[study.pk])
    assert f'href="{form}#sources-group"' in editor.get(page_of(link)).text


def test_a_network_manager_sees_none_of_it(client):
    client.force_login(make_user("Network manager"))
    assert client.get(page_of(make_checked_link(OLD))).status_code == 403


@pytest.mark.parametrize("press", ["ask", "trust", "take-over"])
@pytest.mark.parametrize("lacks", ["view_checkedlink", "change_casestudy", "publish_casestudy"])
def test_who_lacks_one_of_two_permissions_presses_nothing(client, press, lacks):
    needs = {
        "view_checkedlink",
        "publish_casestudy" if press == "take-over" else "change_casestudy",
    }
    user = make_user(username="jo@example.org", is_staff=True)
    held = {"view_checkedlink", "change_casestudy", "publish_casestudy"} - {lacks}
    user.user_permissions.set(Permission.objects.filter(codename__in=held))
    client.force_login(user)
    link = make_checked_link(OLD, state="dead")
    answer = client.post(page_of(link, press))
    assert answer.status_code == (403 if lacks in needs else 302)
