"""Pictures for links: drawn once for what they say, few at a time, and only of what is public."""

import re
import struct

import pytest

from casestudies import editorial
from casestudies.booklet import pictures, places, typeset
from casestudies.models import CaseStudy, OldSlug
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db

HOSTILE = '#read("/etc/passwd") $x^2$ @ref *bold* <label> #panic() 中 ' + "x" * 60


@pytest.fixture
def drawn(monkeypatch, settings, tmp_path):
    """What was drawn, by its title; to draw a real one takes a fifth of a second."""
    settings.BOOKLETS = str(tmp_path / "booklets")
    made = []

    def png(document, *, dated):
        made.append(document["title"])
        return b"\x89PNG" + repr(document).encode()

    monkeypatch.setattr(typeset, "png", png)
    return made


def test_it_is_a_picture_of_the_right_size_whatever_the_text(client):
    make_study(HOSTILE[:160], slug="hostile", place=HOSTILE, force_areas=("kent",))
    for address in ("/case-studies/hostile.png", "/site.png"):
        response = client.get(address)
        assert response["Content-Type"] == "image/png"
        assert response.content.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack_from(">II", response.content, 16) == (1200, 630)


def test_it_says_what_is_published_and_is_drawn_once_for_it(client, drawn):
    study = make_study("Shared station", services=("police",), place="Margate")
    address = "/case-studies/shared-station.png"
    first = client.get(address)
    assert b"Margate" in first.content
    assert b"Police" in first.content
    make_study("Another")  # the directory has changed, and this picture says the same
    assert client.get(address).content == first.content
    assert drawn == ["Shared station"]
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    CaseStudy.objects.get(pk=study.pk).delete()
    assert client.get(address).status_code == 404

    study = make_study("Shared stations", slug="shared-station", place="Ramsgate")
    assert b"Ramsgate" in client.get(address).content


def test_what_is_not_public_has_none_and_an_old_address_leads_on(client, drawn):
    study = make_study("Shared station")
    make_study("Hidden", state="draft")
    OldSlug.objects.create(kind="casestudy", slug="joint-station", target_id=study.pk)
    hidden, never = (client.get(f"/case-studies/{slug}.png") for slug in ("hidden", "never-was"))
    assert hidden.status_code == never.status_code == 404
    assert hidden.content == never.content
    moved = client.get("/case-studies/joint-station.png")
    assert (moved.status_code, moved["Location"]) == (301, "/case-studies/shared-station.png")
    assert client.get("/case-studies/shared-station.png").status_code == 200
    editorial.archive(study, by=make_user("Publisher"))
    assert client.get("/case-studies/shared-station.png").status_code == 404
    assert drawn == ["Shared station"]


def test_a_flood_draws_no_more_than_is_allowed(client, drawn, time_machine):
    time_machine.move_to("2026-11-23T12:00:00Z", tick=False)
    for n in range(14):
        make_study(f"Scheme {n}")
    asked = [client.get(f"/case-studies/scheme-{n}.png") for n in range(14)]
    assert [one.status_code for one in asked] == [200] * 12 + [429] * 2
    assert len(drawn) == 12
    assert int(asked[-1]["Retry-After"]) > 0
    # What has been drawn is there for everybody
    assert client.get("/case-studies/scheme-0.png").status_code == 200

    with places.a_turn(), places.a_turn():
        busy = client.get("/case-studies/scheme-13.png", REMOTE_ADDR="10.0.0.9")
    assert (busy.status_code, busy["Retry-After"]) == (503, "20")
    assert len(drawn) == 12


def test_only_the_newest_files_stay_and_a_full_disk_costs_no_answer(client, drawn, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_KEPT", 2)
    for n in range(4):
        make_study(f"Scheme {n}")
        client.get(f"/case-studies/scheme-{n}.png")
    assert len(list(places.folder().glob("picture-*.png"))) == 2

    def full(name, content):
        raise OSError("The disk is full.")

    monkeypatch.setattr(places, "write", full)
    make_study("Last")
    assert client.get("/case-studies/last.png").status_code == 200


def test_pages_lead_to_their_pictures(client, drawn):
    study = make_study("Shared “station” & co", slug="shared", summary='They say "yes" & <no>')
    for page, picture in (
        (study.get_absolute_url(), "/case-studies/shared.png"),
        ("/", "/site.png"),
    ):
        said = client.get(page).text
        found = dict(re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', said))
        assert found["image"] == f"http://testserver{picture}"
        assert found["url"] == f"http://testserver{page}"
        assert found["title"]
        assert found["description"]
        assert client.get(picture)["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "They say &quot;yes&quot; &amp; &lt;no&gt;" in client.get(study.get_absolute_url()).text
