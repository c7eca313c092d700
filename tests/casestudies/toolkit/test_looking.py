"""What a Publisher may put in the place of a document, told by its content and not by its name."""

import datetime as dt

import pytest

from casestudies.models import ResourceFile
from casestudies.models.toolkit import MOST_BYTES
from casestudies.toolkit import archives
from casestudies.toolkit.looking import look_into
from casestudies.toolkit.papers import Paper
from casestudies.toolkit.text import blocks
from casestudies.toolkit.unfit import Unfit
from casestudies.toolkit.word import as_word
from casestudies.toolkit.workbook import as_workbook
from tests.casestudies.toolkit.office import archive, open_document, packed, pdf, with_parts

PAPER = Paper(
    "A title", "A summary.", blocks("# Part\nWords"), (), "https://example.org", dt.date(2026, 1, 1)
)
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
CATALOG = b"<< /Type /Catalog >>"
OUTSIDE = (
    '<Relationships><Relationship Id="r" TargetMode="External" Type="x/{}" '
    'Target="https://example.org/x"/></Relationships>'
)


@pytest.fixture(scope="module")
def word():
    return as_word(PAPER)


@pytest.fixture(scope="module")
def workbook():
    return as_workbook(PAPER)


def test_each_kind_is_told_by_its_content(word, workbook):
    given = [word, workbook, open_document(), open_document(SPREADSHEET), pdf(CATALOG)]
    assert [look_into(content) for content in given] == list(ResourceFile.Format)


def test_what_only_looks_as_if_it_acted_is_taken(word):
    assert look_into(with_parts(word, {"word/_rels/x.xml.rels": OUTSIDE.format("hyperlink")}))
    # A picture may hold any bytes, and a page may say any word
    assert look_into(pdf(CATALOG, b"<< /Length 9 >>\nstream\n/JS /XFA \nendstream"))
    assert look_into(pdf(CATALOG, packed(b"<< /Type /JSON /A 1 >>")))


MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
FIELD = '<w:p xmlns:w="w"><w:instrText>{}</w:instrText><w:instrText>{}</w:instrText></w:p>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "changes, says",
    [
        ({"word/vbaProject.bin": b"x"}, "macro"),
        ({"word/embeddings/x.docx": b"x"}, "another file inside"),
        ({"[Content_Types].xml": f'<Types><Override ContentType="{MACRO}"/></Types>'}, "macro"),
        ({"word/_rels/settings.xml.rels": OUTSIDE.format("attachedTemplate")}, "fetches"),
        ({"word/_rels/document.xml.rels": OUTSIDE.format("image")}, "fetches"),
        ({"word/document.xml": FIELD.format(" DDE", "AUTO c:\\x ")}, "macro"),
        ({"word/document.xml": BOMB}, "damaged"),
        ({"word/document.xml": "<x>"}, "damaged"),
        ({"[Content_Types].xml": "<Types/>"}, "no file that we can hand out"),
    ],
)
def test_an_office_file_that_could_act_is_refused(word, changes, says):
    with pytest.raises(Unfit, match=says):
        look_into(with_parts(word, changes))


@pytest.mark.parametrize(
    "content, says",
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "no file that we can hand out"),
        (b"MZ\x90\x00", "no file that we can hand out"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old Office file"),
        (b"%PDF-1.7\n" + b"x" * MOST_BYTES, "larger than 5 MB"),
        (archive({"a.txt": "x"}), "no file that we can hand out"),
        (open_document("application/vnd.oasis.opendocument.presentation"), "no file that we can"),
        (open_document()[:-30], "damaged"),
        (open_document(**{"Basic/Standard/script.xml": "<x/>"}), "macro"),
        (open_document(inside="<script:event-listener/>"), "macro"),
        (open_document(inside='<draw:image href="https://example.org/x.png"/>'), "fetches"),
        (pdf(CATALOG)[:-8], "damaged"),
        (pdf(CATALOG, trailer=b"<< /Root 1 0 R /Encrypt 2 0 R >>"), "password"),
        (pdf(b"<< /Type /Catalog /OpenAction << /S /JavaScript /JS (x) >> >>"), "script"),
        (pdf(b"<< /Type /Catalog /AA << /S /J#61vaScript >> >>"), "script"),
        (pdf(CATALOG, packed(b"1 0", b"<< /S /Launch /F (x) >>")), "script"),
        (
            pdf(CATALOG, b"<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nxx\nendstream"),
            "password",
        ),
    ],
)
def test_what_is_something_else_or_could_act_is_refused(content, says):
    with pytest.raises(Unfit, match=says):
        look_into(content)


def test_what_unpacks_to_too_much_is_refused_while_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(archives, "MOST_INFLATED", 100_000)
    with pytest.raises(Unfit, match="too large once it is unpacked"):
        look_into(open_document(**{"styles.xml": f"<x>{'a' * 200_000}</x>"}))
