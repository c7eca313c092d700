"""Files to bring: workbooks and tables of text, whole and broken, made by code."""

import io
import zipfile
from xml.sax.saxutils import escape

from openpyxl import Workbook

from casestudies.sheets import checking, reading, writing
from casestudies.sheets.layout import book
from tests.factories import make_user

STUDIES = book("case-study")
MAIN = STUDIES.main.title

# What a new entry needs
NEW = {
    "title": "Joint drones",
    "summary": "Police and fire share drones.",
    "region": "south-east",
    "services": "police; fire",
    "types": "shared-premises",
}


def csv_of(*rows, delimiter=",", encoding="utf-8", headings=None):
    """A table of text: each row is a dict by heading."""
    headings = headings or list(dict.fromkeys(key for row in rows for key in row))
    lines = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
    quoted = [['"' + str(cell).replace('"', '""') + '"' for cell in line] for line in lines]
    return "".join(delimiter.join(line) + "\r\n" for line in quoted).encode(encoding)


def xlsx_of(change=None, **sheets):
    """A workbook; each sheet is a list of rows of cells. `change(workbook)` may spoil it."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        page = made.create_sheet(title.replace("_", " "))
        for row in rows:
            page.append(row)
    if change:
        change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def one_sheet(*rows, change=None):
    """A workbook with one entry or more, each a dict by heading."""
    headings = list(dict.fromkeys(key for row in rows for key in row))
    lines = [headings, *([row.get(heading) for heading in headings] for row in rows)]
    return xlsx_of(change, **{MAIN: lines})


WORKBOOK = (
    '<workbook xmlns:r="r"><sheets><sheet name="{}" sheetId="1" r:id="a"{}/></sheets></workbook>'
)
RELS = (
    '<Relationships><Relationship Id="a" Type="x/relationships/worksheet"'
    ' Target="worksheets/sheet1.xml"{}/></Relationships>'
)
SHEET = "<worksheet><sheetData>{}</sheetData></worksheet>"


def raw_xlsx(sheet=None, *, cells="", parts=None, compression=zipfile.ZIP_DEFLATED):
    """A workbook written by hand. `cells` are XML; `parts` replaces or adds parts, None removes."""
    heading = '<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>'
    files = {
        "xl/workbook.xml": WORKBOOK.format(escape(MAIN), ""),
        "xl/_rels/workbook.xml.rels": RELS.format(""),
        "xl/worksheets/sheet1.xml": sheet or SHEET.format(heading + cells),
    } | (parts or {})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, said in files.items():
            if said is not None:
                archive.writestr(name, said)
    return file.getvalue()


def steps_of(data, kind):
    """What each entry of a file would change, as an editor brings it."""
    whole = book(kind)
    given = reading.read(data, whole)
    assert not given.problems, given.problems
    return checking.check(given.entries, given.entries, whole, make_user("Editor"))


def taken_out(kind, form):
    """All that is stored of a kind, as a file."""
    whole = book(kind)
    documents = list(writing.as_documents(writing.entries_of(whole), whole))
    if form == "xlsx":
        return writing.as_workbook(documents, whole)
    return "".join(writing.as_text(documents, whole)).encode()
