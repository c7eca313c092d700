"""A preview is the public page, for whoever has the link, and for nobody and nothing else."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from casestudies import catalogue, editorial, pending, previews
from casestudies.models import CaseStudy, Preview
from casestudies.models.previews import PREVIEW_LASTS
from collab_directory.audit.models import AuditRecord
from tests.factories import make_leader, make_member, make_study, make_user

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def publisher():
    return make_user("Publisher")


def draft(**fields):
    fields = {"state": "draft", "force_areas": ("kent",), "outcomes": ("Quicker",)} | fields
    return make_study("Shared station", **fields)


def address_of(study, by, at=None):
    _link, token = previews.make(study, by=by, at=at)
    return f"/preview/{token}/"


def page_in(html):
    """The page without what a preview adds and leaves out: head, and the banner before main.

    Nor the lines to cite it by: the version that they name comes when it is published.
    """
    page = re.search(r"<main.*?</main>", html, re.DOTALL).group()
    return re.sub(r'<div class="cite">.*?</div>', "", page, count=1, flags=re.DOTALL)


def test_it_is_the_page_that_is_published_then(client, editor, publisher):
    make_study("Alike", force_areas=("kent",))
    make_study("Less alike", region="wales")
    study = draft(verified_on="2026-01-02")
    before = page_in(client.get(address_of(study, editor)).text)
    editorial.publish(study, by=publisher)
    after = page_in(client.get(study.get_absolute_url()).text)
    assert "Alike" in after
    assert before == after


def test_the_preview_of_a_change_is_the_page_that_is_published_then(client, editor, publisher):
    study = make_study("Shared station", verified_on="2026-01-02", organisations=("Kent Police",))
    copied = make_study("Copied")
    copied.relations.create(kind="adapted-from", other=study)
    make_study("Alike", types=("joint-training",))
    make_leader(study)
    change = pending.prepare(study, by=editor)
    change.summary = "Two stations."
    change.save()
    change.types.set(CaseStudy.objects.get(title="Alike").types.all())
    before = client.get(address_of(change, editor)).text
    assert "a change that is being prepared" in before
    assert "Two stations." not in client.get(study.get_absolute_url()).text
    pending.publish(change, by=publisher)
    after = client.get(study.get_absolute_url()).text
    assert "Copied" in page_in(after)
    assert page_in(before) == page_in(after)


def test_it_says_what_it_is_and_until_when_and_nobody_keeps_it(client, editor):
    with time_machine.travel(NOW, tick=False):
        response = client.get(address_of(draft(), editor))
    assert "The public does not see this page." in response.text
    assert "can read it until 16 March 2026, 12:00" in response.text
    assert '<meta name="robots" content="noindex, nofollow">' in response.text
    assert "canonical" not in response.text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert not response.cookies


def test_what_shows_nothing_answers_like_what_never_was(client, editor):
    study = draft()
    never = client.get(f"/preview/{'x' * 32}/")
    withdrawn, token = previews.make(study, by=editor)
    assert previews.withdraw(withdrawn, by=editor)
    assert not previews.withdraw(withdrawn, by=editor)
    long_ago = address_of(study, editor, at=timezone.now() - PREVIEW_LASTS)
    change = pending.prepare(make_study("Other"), by=editor)
    of_discarded = address_of(change, editor)
    pending.discard(change, by=editor)
    for address in (f"/preview/{token}/", long_ago, of_discarded):
        for ask in (client.get, client.head, client.post):
            response = ask(address)
            assert response.status_code == 404
            assert dict(response.headers) == dict(ask(f"/preview/{'x' * 32}/").headers)
        assert client.get(address).content == never.content


def test_it_ends_to_the_second(client, editor):
    with time_machine.travel(NOW, tick=False):
        address = address_of(draft(), editor)
    with time_machine.travel(NOW + PREVIEW_LASTS - dt.timedelta(seconds=1), tick=False):
        assert client.get(address).status_code == 200
    with time_machine.travel(NOW + PREVIEW_LASTS, tick=False):
        assert client.get(address).status_code == 404


def test_a_link_to_what_is_public_by_now_leads_there_and_shows_no_archive(
    client, editor, publisher
):
    study = draft()
    address = address_of(study, editor)
    editorial.publish(study, by=publisher)
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, "/case-studies/shared-station/")
    with pytest.raises(editorial.NotPossible):
        previews.make(study, by=editor)
    editorial.archive(study, by=publisher)
    assert client.get(address).status_code == 404


def test_archiving_an_entry_ends_the_links_to_a_change_of_it(client, editor, publisher):
    study = make_study("Names somebody")
    address = address_of(pending.prepare(study, by=editor), editor)
    assert client.get(address).status_code == 200
    editorial.archive(study, by=publisher)
    assert client.get(address).status_code == 404


def test_it_says_the_same_to_whoever_is_signed_in(client, editor):
    address = address_of(draft(), editor)
    alone = client.get(address).content
    client.force_login(make_member().user)
    assert client.get(address).content == alone


def test_looking_changes_nothing(client, editor):
    address = address_of(draft(), editor)
    token = catalogue.current_token()
    client.get(address)
    assert catalogue.current_token() == token
    assert CaseStudy.objects.get().state == "draft"
    assert client.post(address).status_code == 405


def test_only_a_hash_is_kept_and_who_made_it_is_in_the_trail(editor):
    study = draft()
    link, token = previews.make(study, by=editor)
    row = Preview.objects.filter(pk=link.pk).values().get()
    assert token not in map(str, row.values())
    assert len(token) >= 22  # 128 bits, six in a letter
    (record,) = AuditRecord.objects.filter(action="case_study.preview_made")
    assert record.actor == editor
    assert token not in str(record.detail)


def test_there_are_not_more_than_somebody_can_know_of(editor):
    study = draft()
    made = [previews.make(study, by=editor)[0] for _n in range(previews.MOST_OPEN)]
    with pytest.raises(editorial.NotPossible, match="Withdraw one"):
        previews.make(study, by=editor)
    previews.withdraw(made[0], by=editor)
    previews.make(study, by=editor)


@pytest.mark.parametrize("role", [None, "Network manager", "Data protection"])
def test_only_editors_make_links(role):
    with pytest.raises(editorial.NotAllowed):
        previews.make(draft(), by=make_user(role))
