"""PDFs as readers get them: what they say, how they are made, and whom they keep out."""

import datetime as dt
import re

import pytest
from django.db import OperationalError
from django.http import QueryDict

from casestudies.booklet import letters, selection, typeset
from casestudies.directory import Directory
from casestudies.models import OldSlug
from casestudies.views import booklets, pictures
from tests.factories import make_factor, make_study
from tests.pdf import fonts_of, opened, text_of

pytestmark = pytest.mark.django_db

HOSTILE = '#read("/etc/passwd") $x^2$ \\ @ref *bold* <label> #panic() [link](x) // `raw`'


def pdf_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/pdf"
    return response.content


def bookmarks(item):
    """The titles of an outline, as they are nested."""
    return [(str(one.title), bookmarks(one.children)) for one in item]


def test_the_booklet_is_tagged_titled_in_british_english_with_bookmarks_and_its_fonts(client):
    make_factor()
    make_study("Shared station", force_areas=("kent",), outcomes=(("It worked", 4),))
    content = pdf_of(client, "/overview.pdf")
    with opened(content) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.Title) == "How emergency services work together"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked
        assert pdf.open_metadata().get("pdfuaid:part") == "1"
        assert fonts_of(pdf)
        assert all("/FontFile2" in font for font in fonts_of(pdf))
        with pdf.open_outline() as outline:
            parts = dict(bookmarks(outline.root))
        annotations = [one for page in pdf.pages for one in page.get("/Annots", [])]
        assert annotations
        assert all(str(one.Contents) for one in annotations)
    assert [
        title
        for title in parts
        if title in {"How to read it", "A to Z of schemes", "Index", "Licence, and how to cite"}
    ] == ["How to read it", "A to Z of schemes", "Index", "Licence, and how to cite"]
    assert dict(parts["A to Z of schemes"])["S"] == [("Shared station", [])]


def test_the_contents_and_the_index_name_pages(client):
    make_study("Shared station", services=("police",), types=("data-sharing",))
    said = text_of(pdf_of(client, "/overview.pdf"))
    page = re.search(r"A to Z of schemes *(?:\. ?)*(\d+)", said)[1]
    # By service, by place and by type
    assert len(re.findall(rf"Shared station {page}\b", said)) == 3


def test_what_is_written_is_shown_and_never_read_as_markup(client):
    make_study(
        "Hostile",
        summary=HOSTILE,
        place="Ŵyn Ŷ, Llanfair 😀 中 \u202e",
        what_happened=f"{'x' * 10_000}\n\n{HOSTILE}",
        outcomes=(HOSTILE,),
    )
    for address in ("/case-studies/hostile.pdf", "/case-studies.pdf", "/overview.pdf"):
        said = text_of(pdf_of(client, address))
        assert "".join(HOSTILE.split()) in "".join(said.split()), address
        assert "Ŵyn Ŷ, Llanfair ? ?" in said
        assert "root:" not in said


def test_a_long_word_stays_on_the_paper(client):
    make_study("Long", what_happened="x" * 5000)
    content = pdf_of(client, "/case-studies/long.pdf")
    assert text_of(content).replace(" ", "").count("x") >= 5000
    lines = letters.printable("x" * 5000).split(letters.MAY_BREAK)
    assert {len(line) for line in lines} == {letters.LONGEST_WORD}


def test_the_pdf_of_a_study_says_what_its_page_says(client):
    make_study(
        "Shared station",
        what_happened="They moved in.\n\nThen they stayed.",
        organisations=("Kent Police",),
        lessons=("Ask early",),
        savings=({"low": 300_000, "per": "yearly", "covers": "Rent"},),
    )
    address = "/case-studies/shared-station"
    page = f'<http://testserver{address}/>; rel="canonical"'
    assert client.get(f"{address}.pdf")["Link"] == page
    said = text_of(pdf_of(client, f"{address}.pdf"))
    for words in (
        "They moved in.",
        "Then they stayed.",
        "Kent Police",
        "Ask early",
        "£300,000 a year",
        "Nobody who runs the scheme has confirmed this entry.",
        "No outcome is recorded in any source we hold.",
        "/case-studies/shared-station/",
    ):
        assert words in said, words
    assert len(opened(pdf_of(client, "/case-studies/shared-station.pdf")).pages) <= 2


def test_a_study_that_nobody_may_see_is_not_there_and_an_old_address_leads_on(client):
    study = make_study("Shared station")
    make_study("Hidden", state="draft")
    OldSlug.objects.create(kind="casestudy", slug="joint-station", target_id=study.pk)
    hidden, never = (client.get(f"/case-studies/{slug}.pdf") for slug in ("hidden", "never-was"))
    assert hidden.status_code == never.status_code == 404
    assert hidden.content == never.content
    moved = client.get("/case-studies/joint-station.pdf")
    assert (moved.status_code, moved["Location"]) == (301, "/case-studies/shared-station.pdf")


def test_a_question_keeps_its_order_stands_on_the_cover_and_says_where_it_is_cut(
    client, monkeypatch
):
    for year in (2012, 2016, 2014):
        make_study(f"Scheme of {year}", started=str(year), types=("data-sharing",))
    make_study("Another", types=("joint-training",), started="2020")
    address = "/case-studies.pdf?type=data-sharing&sort=newest"
    said = text_of(pdf_of(client, address))
    assert "Data sharing" in said.split("Contents")[0]
    titles = re.findall(r"Scheme of \d{4}", said)[:3]
    assert titles == ["Scheme of 2016", "Scheme of 2014", "Scheme of 2012"]
    assert "Another" not in said

    monkeypatch.setattr(selection, "MOST_IN_ONE", 2)
    cut = text_of(pdf_of(client, "/case-studies.pdf?type=data-sharing"))
    assert "The first 2 of 3 schemes, in the order of the list." in cut


def test_a_question_that_nothing_fits_is_answered(client):
    make_study("One")
    said = text_of(pdf_of(client, "/case-studies.pdf?type=data-sharing&q=zzzz"))
    assert "No scheme fits everything that was asked." in said


def test_the_cover_says_once_what_was_asked():
    make_study("Station", services=("police", "fire"))
    asked = Directory(QueryDict("q=station&service=police"))
    said = selection.Selection(asked, dt.date(2026, 11, 23)).question
    assert said == ["Search: “station”", "Service: Police"]


def test_every_process_makes_the_same_bytes_on_one_day(client, monkeypatch):
    make_study("Station")
    monkeypatch.setattr(typeset, "pdf", lambda document, *, dated: f"%PDF of {dated}".encode())
    for address in ("/case-studies.pdf", "/case-studies/station.pdf"):
        assert b" 00:00:00" in pdf_of(client, address)


@pytest.mark.parametrize("address", ["/case-studies/station.pdf", "/case-studies/station.png"])
def test_what_cannot_be_counted_is_made_all_the_same(client, monkeypatch, address):
    """Such as where the disk of the database is full, or SQLite is locked."""

    def full(*_args, **_kwargs):
        raise OperationalError("database or disk is full")

    make_study("Station")
    for door in (booklets, pictures):
        monkeypatch.setattr(door, "take", full)
    monkeypatch.setattr(typeset, "pdf", lambda document, *, dated: b"%PDF")
    monkeypatch.setattr(typeset, "png", lambda document, *, dated: b"PNG")
    assert client.get(address).status_code == 200


def test_six_a_minute(client, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), tick=False)
    make_study("One")
    codes = [client.get("/case-studies/one.pdf").status_code for _ in range(7)]
    assert codes == [200] * 6 + [429]
    refused = client.get("/case-studies/one.pdf")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert 'href="/overview/"' in refused.content.decode()
    time_machine.shift(61)
    assert client.get("/case-studies/one.pdf").status_code == 200


@pytest.mark.parametrize(
    "text, printed",
    [
        ("Ŵyn ŷ", "Ŵyn ŷ"),
        ("a\u0301", "á"),
        ("ș", "s"),
        ("co\u2011op", "co-op"),
        ("a\x00b\u200bc", "abc"),
        ("😀", "?"),
        (" two\n\n lines\t", "two lines"),
    ],
)
def test_letters(text, printed):
    assert letters.printable(text) == printed
