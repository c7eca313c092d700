"""Publishers change the words of guidance pages, and look at them before readers do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casestudies.models import GuidancePage
from casestudies.reading.guidance_pages import blocks_of
from collab_directory.audit.models import AuditRecord
from tests.factories import make_guidance_page, make_user

pytestmark = pytest.mark.django_db

ADDRESS = "/guidance/funding/"


def form(**fields):
    """What the form sends, with one source."""
    lines = {
        "sources-TOTAL_FORMS": "1",
        "sources-INITIAL_FORMS": "0",
        "sources-0-title": "A report",
        "sources-0-publisher": "An office",
        "sources-0-url": "https://example.org/report",
    }
    text = {"title": "Money", "lead": "Who pays.", "body": "Ask.", "reviewed_on": "2026-11-20"}
    return text | lines | fields


def address(page, name):
    return reverse(f"admin:casestudies_guidancepage_{name}", args=[page.pk])


@pytest.fixture
def page():
    return make_guidance_page("funding")


@pytest.fixture
def publisher(client):
    client.force_login(make_user("Publisher"))
    return client


def test_what_a_publisher_saves_is_read_at_once_with_its_date_and_sources(publisher, page, client):
    assert "Where it comes from." in client.get(ADDRESS).content.decode()
    answer = publisher.post(address(page, "change"), form(body="First.\n\n# Then\n\n- one\n- two"))
    assert answer.status_code == 302
    read = client.get(ADDRESS).content.decode()
    for words in ("Who pays.", "<h2>Then</h2>", "<li>one</li><li>two</li>", "A report"):
        assert words in read
    assert "Last reviewed on 20 November 2026." in read
    assert "Where it comes from." not in read


def test_the_audit_trail_keeps_what_it_said_before(publisher, page):
    publisher.post(address(page, "change"), form(title=page.title))
    (record,) = AuditRecord.objects.about(page)
    assert record.action == "guidance_page.changed"
    before = {"lead": page.lead, "body": "", "reviewed_on": None, "sources": ""}
    assert record.detail["before"] == before
    told = publisher.get(address(page, "history")).content.decode()
    assert "Where it comes from." in told
    assert record.actor_name in told


def test_a_review_on_a_day_to_come_is_refused(publisher, page):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = publisher.post(address(page, "change"), form(reviewed_on=tomorrow.isoformat()))
    assert "This day has not come yet." in answer.content.decode()


def test_a_preview_is_the_public_page_and_saves_nothing(publisher, page):
    shown = publisher.post(address(page, "preview"), form(lead="<b>Tried</b> out."))
    read = shown.content.decode()
    assert shown.status_code == 200
    for words in ("&lt;b&gt;Tried&lt;/b&gt; out.", "A report", "nothing of it is saved"):
        assert words in read
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    page.refresh_from_db()
    assert page.lead == "Where it comes from."
    assert not page.sources.exists()
    public = publisher.get(ADDRESS).content.decode()
    assert "Tried" not in public
    assert "nothing of it is saved" not in public


def test_what_cannot_be_shown_says_why(publisher, page):
    shown = publisher.post(address(page, "preview"), form(lead="", reviewed_on="yesterday"))
    read = shown.content.decode()
    assert "your text is still in the other tab" in read
    assert "<b>Lead:</b> This field is required." in read
    assert "Enter a valid date." in read


@pytest.mark.parametrize("slug", GuidancePage.Page.values)
def test_every_page_can_be_tried_out_before_it_is_saved(publisher, slug):
    page = make_guidance_page(slug)
    assert b"Preview" in publisher.get(address(page, "change")).content
    shown = publisher.post(address(page, "preview"), form(lead="As it would be."))
    assert "As it would be." in shown.content.decode()


def test_plain_text_becomes_blocks():
    found = blocks_of("One\nline.\n\n# Head\n- a\n\n- b\nTail - no item.\n- c")
    assert [(block.kind, block.texts) for block in found] == [
        ("paragraph", ("One line.",)),
        ("heading", ("Head",)),
        ("list", ("a", "b")),
        ("paragraph", ("Tail - no item.",)),
        ("list", ("c",)),
    ]
    assert blocks_of(" \n ") == []
