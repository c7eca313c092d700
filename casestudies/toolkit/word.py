"""Writes a document as a Word file that everybody can read: real headings, lists and tables.

Its language and title are set, the first row of each table is marked as its headings and comes
again on each page, and the links are links.
"""

import datetime as dt
import io
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from casestudies.toolkit.papers import Cited, Paper
from casestudies.toolkit.steady import steady
from casestudies.toolkit.text import BOX, Block, Heading, Items, Paragraph, Table

LANGUAGE = "en-GB"
FONT = "Arial"
INK = RGBColor(0x0B, 0x0C, 0x2A)
MARGIN, A4 = Cm(2), (Cm(21), Cm(29.7))
NARROW = Cm(1.8)  # of a column that is only ticked
IN_A_TABLE, AROUND = Pt(9.5), Pt(2)


def as_word(paper: Paper) -> bytes:
    """The bytes of a .docx, the same for the same paper."""
    made = Document()
    _set_up(made, paper)
    made.add_paragraph(paper.title, style="Title")
    made.add_paragraph(paper.summary, style="Subtitle")
    made.add_paragraph(paper.facts)
    for block in paper.blocks:
        _write(made, block)
    if paper.sources:
        made.add_heading(_("Sources"), level=1)
        for source in paper.sources:
            _cite(made.add_paragraph(style="List Bullet"), source)
    file = io.BytesIO()
    made.save(file)
    return steady(file.getvalue(), paper.dated)


def _set_up(made: Any, paper: Paper) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = A4
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    said = made.core_properties
    said.title, said.subject, said.author = paper.title, paper.summary, settings.SITE_NAME
    said.comments, said.keywords, said.last_modified_by = "", "", settings.SITE_NAME
    said.language = LANGUAGE
    said.created = said.modified = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - `steady` says when
    _speak(made.styles.element)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2"):
        style = made.styles[name]
        style.font.name, style.font.color.rgb = FONT, INK
        # The theme's own font would be taken instead
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    made.styles["Normal"].font.size = Pt(11)
    made.styles["Subtitle"].font.italic = False


def _speak(styles: Any) -> None:
    """Set the language that a screen reader speaks and a spelling check knows."""
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
        language.set(qn("w:eastAsia"), LANGUAGE)


def _write(made: Any, block: Block) -> None:
    if isinstance(block, Heading):
        made.add_heading(block.words, level=block.level - 1)
    elif isinstance(block, Paragraph):
        made.add_paragraph(block.words)
    elif isinstance(block, Items):
        for item in block.items:
            if block.ticks:
                made.add_paragraph(f"{BOX} {item}")
            else:
                made.add_paragraph(item, style="List Bullet")
    else:
        _table(made, block)


def _table(made: Any, block: Table) -> None:
    table = made.add_table(rows=0, cols=len(block.headings), style="Table Grid")
    _describe(table, block.name)
    for n, cells in enumerate((block.headings, *block.rows)):
        row = table.add_row()
        _keep_whole(row, is_heading=not n)
        for cell, words in zip(row.cells, cells, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = AROUND
            paragraph.paragraph_format.space_after = AROUND
            run = paragraph.add_run(words)
            run.font.size, run.bold = IN_A_TABLE, not n or None
    _fit(table, block)
    made.add_paragraph()


def _describe(table: Any, name: str) -> None:
    for tag in ("w:tblCaption", "w:tblDescription"):
        said = OxmlElement(tag)
        said.set(qn("w:val"), name)
        table._tbl.tblPr.append(said)


def _keep_whole(row: Any, *, is_heading: bool) -> None:
    """No row breaks across pages; the headings come again on each."""
    said = row._tr.get_or_add_trPr()
    said.append(OxmlElement("w:cantSplit"))
    if is_heading:
        said.append(OxmlElement("w:tblHeader"))


def _fit(table: Any, block: Table) -> None:
    """Columns that are only ticked are narrow, and beside them the first has most of what is left.

    Word goes by the cells, LibreOffice by the columns.
    """
    ticked = [
        bool(block.rows) and all(row[n] == BOX for row in block.rows)
        for n in range(len(block.headings))
    ]
    shares = [0 if is_ticked else 1 for is_ticked in ticked]
    if any(ticked):
        shares[0] = 2
    left = A4[0] - 2 * MARGIN - NARROW * sum(ticked)
    widths = [Emu(left * share // sum(shares)) if share else NARROW for share in shares]
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _cite(paragraph: Any, source: Cited) -> None:
    """The title as a link, then publisher and date."""
    to = paragraph.part.relate_to(source.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), to)
    run = paragraph.add_run(source.title)
    run.font.underline = True
    run.font.color.rgb = RGBColor(0x1D, 0x3F, 0xBB)
    link.append(run._r)
    paragraph._p.append(link)
    paragraph.add_run(source.rest)
