"""The files that machines ask for: what they say, and when it changes."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from casestudies import editorial
from casestudies.machines import sitemap
from casestudies.models import GuidancePage
from tests.factories import make_force_areas, make_organisation, make_study, make_user

pytestmark = pytest.mark.django_db


def last_changes() -> dict[str, str]:
    return {
        page.address: page.changed.isoformat() if page.changed else "" for page in sitemap.pages()
    }


def test_a_page_says_when_it_last_changed(client):
    make_study(
        "Early",
        force_areas=("kent",),
        organisations=("Kent Police",),
        published_at=dt.datetime(2024, 5, 1, 23, 30, tzinfo=dt.UTC),  # in London it is the 2nd
    )
    make_study(
        "Confirmed",
        region="wales",
        published_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        verified_on=dt.date(2025, 3, 4),
    )
    again = make_study("Again", region="wales", types=("data-sharing",), state="draft")
    editorial.publish(again, by=make_user("Publisher"), note="Written.")
    make_force_areas("essex")
    make_organisation("Nobody knows")
    GuidancePage.objects.create(slug="funding", title="Money", reviewed_on=dt.date(2025, 6, 7))
    found = last_changes()
    today = timezone.localdate().isoformat()
    assert found["/case-studies/early/"] == "2024-05-02"
    assert found["/organisations/kent-police/"] == found["/areas/kent/"] == "2024-05-02"
    assert found["/case-studies/confirmed/"] == "2025-03-04"
    assert found["/case-studies/again/"] == found["/types/data-sharing/"] == today
    assert found["/"] == found["/regions/wales/"] == today
    assert found["/guidance/funding/"] == "2025-06-07"
    assert found["/areas/essex/"] == found["/about/"] == ""
    assert "/organisations/nobody-knows/" not in found


def test_it_follows_at_once_when_something_is_unpublished(client):
    study = make_study("Shared station")
    assert "/case-studies/shared-station/" in client.get("/sitemap.xml").text
    editorial.archive(study, by=make_user("Publisher"), note="Gone.")
    assert "/case-studies/shared-station/" not in client.get("/sitemap.xml").text


def test_above_what_one_file_may_hold_it_is_an_index_of_files(client, monkeypatch):
    for n in range(3):
        make_study(f"Scheme {n}")
    every = {page.address for page in sitemap.pages()}
    monkeypatch.setattr(sitemap, "MOST_IN_ONE", 20)
    index = client.get("/sitemap.xml").text
    assert "<sitemapindex" in index
    files = re.findall(r"<loc>http://testserver(/sitemap-\d+\.xml)</loc>", index)
    assert len(files) == -(-len(every) // 20) > 1
    listed = [
        address
        for file in files
        for address in re.findall(r"<loc>http://testserver(/[^<]*)</loc>", client.get(file).text)
    ]
    assert len(listed) == len(every)
    assert set(listed) == every


def test_the_sitemap_asks_as_often_however_much_there_is(client, django_assert_max_num_queries):
    for n in range(5):
        make_study(f"Scheme {n}", force_areas=("kent",), organisations=(f"Force {n}",))
    client.get("/case-studies/")
    with django_assert_max_num_queries(12):
        client.get("/sitemap.xml")


def test_whom_to_tell_of_a_weakness(client, settings, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), tick=False)
    said = client.get("/.well-known/security.txt").text
    assert "Contact: mailto:working-group@example.org\n" in said
    assert "Expires: 2027-05-22T00:00:00Z\n" in said
    assert "Policy:" not in said
    assert "# No policy" in said
    settings.CONTACT_EMAIL = ""
    assert "Contact:" not in client.get("/.well-known/security.txt").text

    settings.SECURE, settings.SITE_URL = True, "https://directory.example.org"
    settings.SECURITY_EMAIL = "security@example.org"
    settings.SECURITY_POLICY = "https://example.org/security"
    lines = client.get("/.well-known/security.txt").text.splitlines()
    assert [line for line in lines if line.startswith("Contact")] == [
        "Contact: mailto:security@example.org",
        "Contact: https://directory.example.org/contact/",
    ]
    assert "Canonical: https://directory.example.org/.well-known/security.txt" in lines
    assert "Policy: https://example.org/security" in lines
