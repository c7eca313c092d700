"""Broken and hostile files: each gets a clear answer, and none of them changes anything."""

import codecs
import datetime as dt
import io
import json
import random
import subprocess
import sys
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casestudies.models import CaseStudy, CatalogueVersion
from casestudies.sheets import admin as pages
from casestudies.sheets import reading
from casestudies.sheets.bounds import MOST_CELLS
from casestudies.sheets.layout import book
from casestudies.sheets.models import SheetImport
from collab_directory.limits import Limit
from tests.casestudies.sheets.books import (
    MAIN,
    NEW,
    RELS,
    WORKBOOK,
    csv_of,
    one_sheet,
    raw_xlsx,
    xlsx_of,
)

GOOD_CSV, GOOD_XLSX = csv_of(NEW), one_sheet(NEW)


def cell(inside, kind="", place="A2"):
    return f'<row r="2"><c r="{place}"{kind and f" t={chr(34)}{kind}{chr(34)}"}>{inside}</c></row>'


def with_formula(made):
    made[MAIN]["B2"] = "=1+1"


def hidden(made):
    made.create_sheet("Shown")["A1"] = "x"
    made[MAIN].sheet_state = "hidden"


# Name, and the file
WHOLE = {
    "nothing": b"",
    "blanks": b" \r\n \t ",
    "only a byte order mark": codecs.BOM_UTF8,
    "only headings": b"title,summary\r\n",
    "utf-32": codecs.BOM_UTF32_LE + "title\r\nx".encode("utf-32-le"),
    "utf-16 without a mark": "title,summary\r\nx,y".encode("utf-16-le"),
    "half of utf-16": codecs.BOM_UTF16_LE + b"t\x00i",
    "NUL": b"title\r\na\x00b",
    "letters of no encoding": b"title\r\n\x81\x8d\x8f\x90\x9d",
    "a quote that never ends": b'title,summary\r\n"x,y\r\n' + b"z" * 200_000,
    "a quote in the middle": b'title\r\n"a"b',
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "a PDF": b"%PDF-1.7\n" + b"x" * 50,
    "a web page": b"<!DOCTYPE html><table><tr><td>title</td></tr></table>",
    "a web page that calls itself Excel": b"<html xmlns:x='urn:x'><table></table></html>",
    "an old XML workbook": b"<?xml version='1.0'?><Workbook/>",
    "rich text": b"{\\rtf1 title}",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "an empty archive": b"PK\x05\x06" + bytes(18),
    "the beginning of an archive": b"PK\x03\x04",
    "commas without end": b"," * (4 * MOST_CELLS + 1),
    "rows without end": b"title\r\n" + b"x\r\n" * 60_000,
    "an address of no kind": csv_of(NEW | {"address": "../../etc/passwd"}),
    "a script for an address": csv_of(NEW | {"address": "<script>"}),
    "an address too long": csv_of(NEW | {"address": "a" * 300}),
    "a title too long": csv_of(NEW | {"title": "a" * 3000}),
    "a title of signs only": csv_of(NEW | {"title": "!!!"}),
    "a column twice": b"title,title\r\na,b",
    "an unknown column": csv_of(NEW | {"titel": "x"}),
    "a cell without heading": b"title\r\na,b",
    "a numbered column of nothing": csv_of(NEW | {"source 1 colour": "blue"}),
    "a line with the number 0": csv_of(NEW | {"sources 0 url": "https://example.org/"}),
    "no title": csv_of({k: v for k, v in NEW.items() if k != "title"}),
    "no region": csv_of({k: v for k, v in NEW.items() if k != "region"}),
    "one entry twice": csv_of(NEW, NEW),
    "one address twice": csv_of(NEW | {"address": "a"}, NEW | {"address": "a", "title": "B"}),
    "it wants to be published": csv_of(NEW | {"publication": "published"}),
    "it says that it was confirmed": csv_of(NEW | {"verified on": "2026-01-01"}),
    "an ended scheme without a reason": csv_of(NEW | {"status": "ended"}),
    "ended before it began": csv_of(
        NEW | {"status": "ended", "ended reason": "money", "started": "2012", "ended": "2010"}
    ),
    "a saving that runs downwards": csv_of(NEW | {"saving 1 low": "5", "saving 1 high": "3"}),
    "a relation to itself": csv_of(
        NEW | {"address": "a", "relation 1 kind": "adapted-from", "relation 1 other": "a"}
    ),
    "a circle of two": csv_of(
        NEW | {"address": "a", "relation 1 kind": "replaced-by", "relation 1 other": "b"},
        NEW
        | {
            "address": "b",
            "title": "B",
            "relation 1 kind": "replaced-by",
            "relation 1 other": "a",
        },
    ),
}
# What a column cannot take, by heading
VALUES = {
    "started": ["31/05/2012", "May 2012", "2012-13", "2012-02-30", "12", "soon", "20120531", "-1"],
    "status": ["alive", "LIVE!", "Ended?", "0"],
    "in 2014 overview": ["maybe", "2", "x", "TRUE!"],
    "region": ["atlantis", "south east ;", "; ;", "south-east; wales"],
    "services": ["polise", "police, fire", "police; polise"],
    "types": ["sharing", "<b>x</b>"],
    "force areas": ["narnia"],
    "outcome 1 evidence": ["proved", "5", "described; reported"],
    "partner 1 organisation": ["Nobody", "'; drop table", "x" * 500],
    "partner 1 role": ["boss"],
    "saving 1 low": ["a lot", "1.5", "-3", "9" * 19, "1e6", "£", "4,00,0", "١٢"],
    "saving 1 price year": ["last"],
    "source 1 url": ["example", "javascript:alert(1)", "ftp:/x", "http://", "https://a b"],
    "source 1 date": ["yesterday", "2012-1-1", "2012/01/01"],
    "funding 1 stream": ["unknown fund"],
    "need 1 kind": ["wish"],
    "caveat 1 kind": ["strange"],
    "lesson 1 kind": ["good"],
    "factor shown 1 factor": ["luck"],
    "relation 1 other": ["nothing-of-this-name"],
    "relation 1 kind": ["cousin"],
    "summary": [
        "=1+1",
        "＝cmd",
        "=HYPERLINK(1)",
        "x" * 400,
        "a\x01b",
        "a\u2028b",
        "a\x85b",
        "\x7f",
    ],
    "title": ['=cmd|" /C calc"!A0', "\x0b", "a\x1cb"],
}
CELLS = {
    "a formula": cell("<f>1+1</f><v>2</v>"),
    "a shared formula": cell('<f t="shared" si="0"/><v>2</v>'),
    "an array formula": cell('<f t="array" ref="A2">SUM(B:B)</f>'),
    "a link to the web": cell('<f>WEBSERVICE("http://example.org")</f><v>x</v>', "str"),
    "an error": cell("<v>#REF!</v>", "e"),
    "a shared text that is not there": cell("<v>7</v>", "s"),
    "a shared text by a word": cell("<v>x</v>", "s"),
    "a shared text below nought": cell("<v>-1</v>", "s"),
    "no number": cell("<v>abc</v>"),
    "two numbers": cell("<v>1 2</v>"),
    "a control character": cell("<is><t>a_x0001_b</t></is>", "inlineStr"),
    "half a character": cell("<is><t>a_xD800_b</t></is>", "inlineStr"),
    "a cell too long": cell(f"<is><t>{'x' * 50_000}</t></is>", "inlineStr"),
    "a column without heading": cell("<v>1</v>", place="XFD2"),
    "a cell of no place": cell("<v>1</v>", place="Ä2"),
    "merged cells": cell("<v>1</v>") + '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>',
}
PARTS = {
    "no workbook": {"xl/workbook.xml": None},
    "no relations": {"xl/_rels/workbook.xml.rels": None},
    "no sheet": {"xl/worksheets/sheet1.xml": None},
    "a sheet that leads out": {
        "xl/_rels/workbook.xml.rels": RELS.replace(
            "worksheets/sheet1.xml", "../../../etc/passwd"
        ).format("")
    },
    "a sheet on another machine": {
        "xl/_rels/workbook.xml.rels": RELS.format(' TargetMode="External"')
    },
    "macros": {"xl/vbaProject.bin": b"x"},
    "macros in capitals": {"xl/VBAPROJECT.BIN": b"x"},
    "macros of long ago": {"xl/macrosheets/sheet1.xml": "<x/>"},
    "an OpenDocument file": {"xl/workbook.xml": None, "content.xml": "<x/>"},
    "a binary workbook": {"xl/workbook.xml": None, "xl/workbook.bin": b"x"},
    "a text document": {"xl/workbook.xml": None, "word/document.xml": "<x/>"},
    "no XML": {"xl/workbook.xml": "hello"},
    "broken XML": {"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"},
    "entities": {
        "xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    },
    "an outside entity": {
        "xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    },
    "an outside document type": {
        "xl/worksheets/sheet1.xml": '<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>'
    },
    "depth without end": {"xl/worksheets/sheet1.xml": "<a>" * 5_000},
    "a tag without end": {"xl/worksheets/sheet1.xml": '<a b="' + "x" * 3_000_000},
    "a comment without end": {"xl/worksheets/sheet1.xml": "<a><!--" + "x" * 3_000_000},
    "names without end": {
        "xl/worksheets/sheet1.xml": "<a>" + "".join(f"<n{n}/>" for n in range(60_000))
    },
    "sheets without end": {
        "xl/workbook.xml": "<workbook>" + '<sheet name="x" id="a"/>' * 500 + "</workbook>"
    },
    "parts without end": {f"x/{n}": "" for n in range(2_100)},
    "an unknown sheet": {
        "xl/workbook.xml": WORKBOOK.format("Sorces", "").replace(
            "</sheets>", '<sheet name="Also" sheetId="2" r:id="a"/></sheets>'
        )
    },
    "a sheet twice": {
        "xl/workbook.xml": WORKBOOK.format(MAIN, "").replace(
            "</sheets>", f'<sheet name="{MAIN}" sheetId="2" r:id="a"/></sheets>'
        )
    },
    "a hidden sheet": {"xl/workbook.xml": WORKBOOK.format(MAIN, ' state="hidden"')},
    "a very hidden sheet": {"xl/workbook.xml": WORKBOOK.format(MAIN, ' state="veryHidden"')},
    "styles that are none": {"xl/styles.xml": "<styleSheet><cellXfs><xf numFmtId="},
    "texts that are none": {"xl/sharedStrings.xml": "<sst><si><t>x"},
    "utf-7": {"xl/workbook.xml": "<?xml version='1.0' encoding='utf-7'?><x/>"},
    "a strange encoding": {"xl/workbook.xml": "<?xml version='1.0' encoding='martian'?><x/>"},
}


def _cut(data, n):
    """A file that was cut short, or in which some bytes were changed."""
    chance = random.Random(n)
    if n % 3 == 0:
        return data[: chance.randrange(20, len(data))]
    spoilt = bytearray(data)
    for _ in range(chance.randrange(1, 60)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def wrong_files():
    """Each file that must be refused, by a name that says what is wrong with it."""
    yield from WHOLE.items()
    for heading, values in VALUES.items():
        for n, value in enumerate(values):
            yield f"{heading} {n}", csv_of(NEW | {heading: value})
            as_cell = "".join(c for c in value if c >= " " or c in "\n\t")
            if as_cell == value and not value.startswith("="):
                yield f"{heading} {n} in a workbook", one_sheet(NEW | {heading: value})
    for name, cells in CELLS.items():
        yield name, raw_xlsx(cells=cells)
    for name, parts in PARTS.items():
        cells = cell("<v>1</v>")
        yield name, raw_xlsx(cells=cells, parts=parts)
    yield "a formula by a program", one_sheet(NEW, change=with_formula)
    yield "the only sheet is hidden", one_sheet(NEW, change=hidden)
    yield (
        "lines of nobody",
        xlsx_of(
            **{
                MAIN: [list(NEW), list(NEW.values())],
                "Sources": [["case study", "title"], ["?", "x"]],
            }
        ),
    )
    yield (
        "lines without whose",
        xlsx_of(**{MAIN: [list(NEW), list(NEW.values())], "Sources": [["title"], ["x"]]}),
    )
    yield (
        "more cells than are read",
        csv_of(*({str(n): "x" for n in range(600)} for _ in range(900))),
    )


FILES = list(wrong_files())
DAMAGED = [_cut(GOOD_XLSX if n % 2 else GOOD_CSV, n) for n in range(120)]
PARTS_OF_ALL = 8


def test_there_are_many_kinds_of_wrong():
    assert len({name for name, _data in FILES}) == len(FILES)
    assert len(FILES) + len(DAMAGED) >= 300


@pytest.fixture
def bring(editor, monkeypatch):
    """Brings a file as an editor does; the page that answers, after it led on."""
    monkeypatch.setattr(pages, "BROUGHT", Limit("test", ((10_000, dt.timedelta(hours=1)),)))

    def sent(data, kind="case-study"):
        file = SimpleUploadedFile("x.csv", data)
        address = reverse("admin:sheets_sheetimport_changelist")
        return editor.post(address, {"kind": kind, "file": file}, follow=True)

    return sent


def test_a_good_file_would_be_taken(bring):
    """Else those below could be refused for another reason than what is wrong with them."""
    for data in (GOOD_CSV, GOOD_XLSX, raw_xlsx(cells=cell("<v>1</v>"))):
        page = bring(data)
        assert page.status_code == 200
        if data != GOOD_CSV and data != GOOD_XLSX:
            continue
        assert "Write 1 entry" in page.text, page.text


def test_the_last_value_of_a_formula_is_not_taken():
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD_XLSX)) as good, zipfile.ZipFile(made, "w") as changed:
        for name in good.namelist():
            part = good.read(name)
            if name == "xl/worksheets/sheet1.xml":
                before, _tag, value = part.rpartition(b"<is>")
                part = before + b"<f>A1</f><is>" + value
            changed.writestr(name, part)
    (problem,) = reading.read(made.getvalue(), book("case-study")).problems
    assert problem.message == "This is a formula. Put its value in its place."


@pytest.mark.parametrize("part", range(PARTS_OF_ALL))
def test_what_is_wrong_is_refused_with_words(part, bring):
    before = list(CatalogueVersion.objects.values())
    for name, data in FILES[part::PARTS_OF_ALL]:
        page = bring(data)
        assert page.status_code == 200, name
        said = "Nothing can be applied" in page.text or 'class="errornote"' in page.text
        assert said, name
        assert 'value="apply"' not in page.text, name
        refuse_to_be_applied(bring, name)
    assert not CaseStudy.objects.exists()
    assert list(CatalogueVersion.objects.values()) == before


def refuse_to_be_applied(bring, name):
    job = SheetImport.objects.order_by("-pk").first()
    if job is not None:
        assert job.state == "checked", name
        assert not SheetImport.objects.filter(state="applied").exists(), name


@pytest.mark.parametrize("part", range(4))
def test_damage_is_no_fault_of_ours_and_changes_nothing(part, bring):
    for data in DAMAGED[part::4]:
        assert bring(data).status_code == 200
    assert not CaseStudy.objects.exists()


def test_much_is_refused_in_little_memory():
    """A million cells in either kind of file, and what unpacks or grows without end."""
    code = "from tests.casestudies.sheets import much; much.tell()"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    refused, megabytes = json.loads(told.stdout)
    assert all(refused.values()), refused
    assert len(refused) == 6
    assert megabytes < 300
