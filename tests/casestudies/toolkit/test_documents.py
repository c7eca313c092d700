"""What a document says, how its file is made, and how it is handed out."""

import datetime as dt
import io
import itertools

import docx
import pytest
import time_machine
from docx.oxml.ns import qn

from casestudies.models import FactorShown, Resource, ResourceSource
from casestudies.toolkit.papers import Paper
from casestudies.toolkit.text import Heading, Items, Paragraph, Table, blocks
from casestudies.toolkit.word import as_word
from casestudies.toolkit.workbook import as_workbook
from tests.casestudies.toolkit.office import texts_of_page, texts_of_word
from tests.factories import make_factor, make_resource, make_study

SAID = """
# Before you start
First.

Second \x0bis \x08cut.
- one
- two
[] tick
## Closer
| What | Who |
| A | |
| too | many | cells |
| few |
"""


def test_lines_become_headings_lists_and_tables():
    assert blocks(SAID) == (
        Heading("Before you start"),
        Paragraph("First."),
        Paragraph("Second is cut."),
        Items(("one", "two")),
        Items(("tick",), ticks=True),
        Heading("Closer", 3),
        Table("Closer", ("What", "Who"), (("A", ""), ("too", "many cells"), ("few", ""))),
    )
    assert blocks("") == ()


def paper(**changes):
    said = {"title": "A title", "summary": "A summary.", "blocks": blocks(SAID), "sources": ()}
    said |= {"address": "https://example.org/x", "dated": dt.date(2026, 11, 23)}
    return Paper(**said | changes)


@pytest.mark.parametrize("make", [as_word, as_workbook])
def test_the_same_document_is_the_same_bytes_whenever_it_is_made(make):
    made = []
    for year in (2026, 2031):
        with time_machine.travel(dt.datetime(year, 5, 4, 3, 2, 1, tzinfo=dt.UTC), tick=False):
            made.append(make(paper()))
    assert made[0] == made[1]
    assert make(paper(title="Another")) != made[0]


def test_a_word_document_can_be_read_by_everybody():
    made = docx.Document(io.BytesIO(as_word(paper())))
    assert made.core_properties.title == "A title"
    assert made.core_properties.language == "en-GB"
    languages = {one.get(qn("w:val")) for one in made.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    headings = [p.style.name for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert headings == ["Heading 1", "Heading 2"]
    (table,) = made.tables
    marked = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert marked == [True, False, False, False]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Closer"


# --- Pages ---------------------------------------------------------------------------------


@pytest.fixture
def resource(db):
    made = make_resource("Evaluation plan", text=SAID, dated=dt.date(2026, 11, 23))
    ResourceSource.objects.create(
        resource=made, title="A book", publisher="Somebody", url="https://example.org/", date="2024"
    )
    return made


def test_a_document_is_shown_before_it_is_downloaded(client, resource):
    page = client.get("/guidance/toolkit/evaluation-plan/").content.decode()
    assert "23 November 2026" in page
    assert 'href="/guidance/toolkit/evaluation-plan.docx"' in page
    given = client.get("/guidance/toolkit/evaluation-plan.docx")
    assert texts_of_page(page) == texts_of_word(given.content)
    assert "A book, Somebody, 2024" in texts_of_page(page)


def test_the_file_is_a_download_that_is_sent_once(client, resource):
    given = client.get("/guidance/toolkit/evaluation-plan.docx")
    assert given["Content-Disposition"] == 'attachment; filename="evaluation-plan.docx"'
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Type"].endswith("wordprocessingml.document")
    again = client.get(
        "/guidance/toolkit/evaluation-plan.docx", headers={"if-none-match": given["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_an_address_that_was_ever_given_leads_on(client, resource):
    now = "/guidance/toolkit/evaluation-plan.docx"
    assert client.get("/guidance/toolkit/evaluation-plan.pdf")["Location"] == now
    resource.slug = "plan"
    resource.save()
    moved = client.get("/guidance/toolkit/evaluation-plan/")
    assert (moved.status_code, moved["Location"]) == (301, "/guidance/toolkit/plan/")
    assert client.get(now)["Location"] == "/guidance/toolkit/plan.docx"
    for address in ("plan.html", "plan.exe", "nothing.docx", "nothing/"):
        assert client.get(f"/guidance/toolkit/{address}").status_code == 404


def test_a_change_of_the_text_is_on_the_page_and_in_the_file_at_once(client, resource):
    before = client.get("/guidance/toolkit/evaluation-plan.docx")
    client.get("/guidance/toolkit/evaluation-plan/")
    resource.text = "Only this."
    resource.save()
    page = client.get("/guidance/toolkit/evaluation-plan/").content.decode()
    after = client.get("/guidance/toolkit/evaluation-plan.docx")
    assert before["ETag"] != after["ETag"]
    assert texts_of_page(page) == texts_of_word(after.content)
    assert "Only this." in texts_of_page(page)


def test_a_toolkit_without_documents_says_so(client, db):
    assert "There is no document yet." in client.get("/guidance/toolkit/").content.decode()
    assert "no statement here yet" in client.get("/guidance/self-check/").content.decode()


# --- The self-check ------------------------------------------------------------------------


def shown(factor, title, state="published", **said):
    study = make_study(title, state=state)
    FactorShown.objects.create(study=study, factor=factor, **{"reason": f"{title} did."} | said)


@pytest.fixture
def factors(db):
    trust = make_factor("Trust", position=2, self_check="We trust each other.")
    for title in ("Ash", "Birch", "Cedar", "Dogwood"):
        shown(trust, title)
    shown(trust, "Hidden", state="draft")
    law = make_factor("Law", kind="barrier", position=1, self_check="The law allows it.")
    shown(law, "Elm", reason="No power.", how_met="They asked for one.")
    make_factor("Purpose", position=1, self_check="We have a purpose.")
    make_factor("Silent", position=3)
    make_factor("Gone", self_check="It is gone.", retired_on=dt.date(2026, 1, 1))


def test_the_self_check_asks_in_order_and_shows_who_met_it(
    client, factors, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        page = client.get("/guidance/self-check/").content.decode()
    order = ["We have a purpose.", "We trust each other.", "The law allows it."]
    places = [page.index(f"<legend>{said}</legend>") for said in order]
    assert places == sorted(places)
    assert page.count("<legend>") == 3
    trust = page[places[1] : places[2]]
    titles = ("Ash", "Birch", "Cedar", "Dogwood", "Hidden")
    assert [title for title in titles if f"{title} did." in trust] == ["Ash", "Birch", "Cedar"]
    assert "all 4 schemes" in trust
    assert "No power. They asked for one." in page[places[2] :]
    assert "<form" not in page[page.index("<main") :]


def test_the_printed_self_check_asks_the_same(client, factors):
    make_resource("On paper", made=Resource.Made.SELF_CHECK, text="Tick.")
    given = texts_of_word(client.get("/guidance/toolkit/on-paper.docx").content)
    asked = [text for text in given if text.endswith(("purpose.", "other.", "allows it."))]
    assert asked == ["We have a purpose.", "We trust each other.", "The law allows it."]
    boxes = [len(list(group)) for box, group in itertools.groupby(given) if box == "☐"]
    assert boxes == [4, 4, 4]
