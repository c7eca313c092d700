"""Reads the files of the toolkit again, with the libraries that others use, and makes bad ones."""

import io
import re
import zipfile
import zlib
from html.parser import HTMLParser

import docx
import openpyxl
from docx.table import Table

BLOCKS = {"h1", "h2", "h3", "p", "li", "th", "td"}


def texts_of_word(content: bytes) -> list[str]:
    """Every text of a Word document, in its order."""
    found = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return [text for text in found if text]


def texts_of_sheet(content: bytes) -> list[str]:
    """Every text of the first sheet of a workbook, row by row."""
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [cell for row in page.iter_rows(values_only=True) for cell in row if cell]


class _Page(HTMLParser):
    """The title, the lead and the article of a page, one text for each of their blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside = False
        self.open = False

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.inside |= tag == "article"
        if tag == "h1" or said.get("class") == "lead" or (self.inside and tag in BLOCKS):
            self.texts.append("")
            self.open = True

    def handle_endtag(self, tag):
        self.inside &= tag != "article"
        self.open &= tag not in BLOCKS

    def handle_data(self, data):
        if self.open:
            self.texts[-1] += data


def texts_of_page(html: str) -> list[str]:
    page = _Page()
    page.feed(html)
    texts = (re.sub(r"\s+", " ", text).strip() for text in page.texts)
    return [text for text in texts if text]


def archive(parts: dict[str, bytes | str], compression=zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def with_parts(content: bytes, changes: dict[str, bytes | str]) -> bytes:
    """An office file with other or more parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return archive(parts | changes)


TEXT = "application/vnd.oasis.opendocument.text"
NAMES = 'xmlns:office="o" xmlns:script="s" xmlns:draw="d"'


def open_document(kind: str = TEXT, inside: str = "", **more: str) -> bytes:
    parts = {
        "mimetype": kind,
        "content.xml": f"<office:document-content {NAMES}>{inside}</office:document-content>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return archive(parts | more)


def pdf(*objects: bytes, trailer: bytes = b"<< /Root 1 0 R >>") -> bytes:
    bodies = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + bodies + b"trailer\n" + trailer + b"\nstartxref\n0\n%%EOF\n"


def packed(*objects: bytes) -> bytes:
    """Objects inside a compressed stream, as most programs write them."""
    body = zlib.compress(b" ".join(objects))
    head = b"<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n" % len(body)
    return head + body + b"\nendstream"
