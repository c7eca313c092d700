"""The feed: what happened, when it really did, under names that stay."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from casestudies.models import CaseStudy
from tests.factories import make_study, make_version

pytestmark = pytest.mark.django_db
A = "{http://www.w3.org/2005/Atom}"
MAY = dt.datetime(2026, 5, 3, 9, tzinfo=dt.UTC)


def feed(client, address="/case-studies.atom"):
    answer = client.get(address)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def titles(found):
    return [entry.findtext(f"{A}title") for entry in found.iter(f"{A}entry")]


@pytest.fixture
def station():
    study = make_study("Shared <station> & co", region="wales", verified_on=dt.date(2026, 5, 1))
    make_version(study, 1, published_at=MAY - dt.timedelta(days=30), note="Loaded")
    make_version(study, 2, published_at=MAY, note="The start year")
    return study


def test_it_tells_what_is_new_changed_and_confirmed_latest_first(client, station):
    found = feed(client)
    name = "Shared <station> & co"
    assert titles(found) == [f"Changed: {name}", f"Confirmed: {name}", f"New: {name}"]
    changed, confirmed, new = found.iter(f"{A}entry")
    assert changed.findtext(f"{A}updated") == found.findtext(f"{A}updated") == MAY.isoformat()
    assert confirmed.findtext(f"{A}updated") == "2026-05-01T00:00:00+01:00"
    assert changed.findtext(f"{A}summary").startswith("What changed: The start year. What")
    assert new.findtext(f"{A}summary") == station.summary
    names = [entry.findtext(f"{A}id") for entry in (changed, confirmed, new)]
    assert all(one.startswith("tag:") for one in names)
    assert len(set(names)) == 3


def test_what_rfc_4287_asks_for_is_there(client, station, settings):
    settings.SITE_URL = "https://directory.example.org"  # not the host that is asked
    found = feed(client, "/case-studies.atom?region=wales&page=3&sort=newest")
    for needed in ("id", "title", "updated"):
        assert found.findtext(f"{A}{needed}")
        assert all(entry.findtext(f"{A}{needed}") for entry in found.iter(f"{A}entry"))
    assert found.findtext(f"{A}author/{A}name") == settings.SITE_NAME
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{A}link")}
    assert links["self"] == f"{settings.SITE_URL}/feeds/case-studies.atom?region=wales"
    assert links["alternate"] == f"{settings.SITE_URL}/case-studies/?region=wales"


def test_a_question_has_a_feed_of_its_own(client, station):
    make_version(make_study("Drones", region="london"), 1)
    assert titles(feed(client, "/case-studies.atom?region=london")) == ["New: Drones"]
    assert titles(feed(client, "/case-studies.atom?q=zyxwv")) == []


def test_the_names_stay_when_the_address_and_the_title_change(client, station):
    def names():
        return [entry.findtext(f"{A}id") for entry in feed(client).iter(f"{A}entry")]

    before = names()
    station.title, station.slug = "Joint station", "joint-station"
    station.save()
    assert names() == before


def test_a_withheld_version_is_told_without_its_note(client, station):
    version = station.versions.get(number=2)
    version.withheld_at, version.withheld_because = MAY, "It names somebody"
    version.save()
    page = client.get("/case-studies.atom").text
    assert "Changed: " in page
    assert "The start year" not in page
    assert "It names somebody" not in page


def test_it_holds_the_last_fifty(client):
    study = make_study("Shared station")
    for number in range(1, 61):
        make_version(study, number, published_at=MAY + dt.timedelta(hours=number))
    found = feed(client)
    assert len(titles(found)) == 50
    assert found.findtext(f"{A}updated") == (MAY + dt.timedelta(hours=60)).isoformat()


def test_nothing_is_sent_again_until_something_changes(client, station):
    etag = client.get("/feeds/case-studies.atom")["ETag"]
    again = client.get("/feeds/case-studies.atom", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    CaseStudy.objects.get(pk=station.pk).delete()
    again = client.get("/feeds/case-studies.atom", headers={"if-none-match": etag})
    assert again.status_code == 200
    assert titles(feed(client, "/feeds/case-studies.atom")) == []
