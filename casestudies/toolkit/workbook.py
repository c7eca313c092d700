"""Writes the benefits tracker as a workbook: typed columns, lists to choose from, and its totals.

The totals are formulas, so that whoever reads them can see what they add. Excel and LibreOffice
work them out when the file is opened.
"""

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as NamedTable
from openpyxl.worksheet.table import TableStyleInfo

from casestudies.toolkit import tracker
from casestudies.toolkit.papers import Paper
from casestudies.toolkit.steady import steady
from casestudies.toolkit.text import BOX, Heading, Items, Paragraph
from casestudies.toolkit.tracker import Column, Takes

ROWS = 300  # to fill in; a row put in between is counted, too
FIRST = 2  # the row under the headings
WIDE, NARROW, TEXT_WIDTH = 34, 14, 120  # in characters
LINE_HEIGHT = 15  # in points
HEAD = PatternFill("solid", fgColor="FFE4E9FB")
MADE_UP = PatternFill("solid", fgColor="FFFFF3D6")
LINE = Side(style="thin", color="FF8A8FA8")
WRAPPED = Alignment(wrap_text=True, vertical="top")
FORMATS = {Takes.POUNDS: "£#,##0", Takes.DATE: "dd/mm/yyyy", Takes.YEAR: "0"}


def as_workbook(paper: Paper) -> bytes:
    """The bytes of an .xlsx, the same for the same paper."""
    made = Workbook()
    made.remove(made.active)
    said = made.properties
    said.title, said.subject, said.creator = paper.title, paper.summary, settings.SITE_NAME
    said.language, said.lastModifiedBy = "en-GB", settings.SITE_NAME
    columns = tracker.columns()
    _explain(made.create_sheet(_("Read me")), paper)
    benefits = made.create_sheet(_("Benefits"))
    lists = _lists(made, columns)
    _prepare(benefits, columns)
    _validate(benefits, columns, lists)
    _totals(made.create_sheet(_("Totals"), 2), columns)
    _examples(made.create_sheet(_("Examples"), 3), columns)
    for page in made.worksheets:
        _on_paper(page)
    file = io.BytesIO()
    made.save(file)
    return steady(file.getvalue(), paper.dated)


def _explain(page: Any, paper: Paper) -> None:
    """The first sheet: what the document's own page says, line by line."""
    for letter, width in zip(
        "ABCDE", (WIDE, WIDE, TEXT_WIDTH - 2 * WIDE, NARROW, NARROW), strict=True
    ):
        page.column_dimensions[letter].width = width
    page.append([paper.title])
    page["A1"].font = Font(bold=True, size=16)
    for words in (paper.summary, paper.facts):
        _line(page, words)
    for block in paper.blocks:
        if isinstance(block, Heading):
            page.append([])
            _line(page, block.words, Font(bold=True, size=13))
        elif isinstance(block, Paragraph):
            _line(page, block.words)
        elif isinstance(block, Items):
            for item in block.items:
                _line(page, f"{BOX} {item}" if block.ticks else item)
        else:
            _rows(page, (block.headings, *block.rows))
    if paper.sources:
        page.append([])
        _line(page, _("Sources"), Font(bold=True, size=13))
    for source in paper.sources:
        _line(page, source.words)
        page.cell(page.max_row, 1).hyperlink = source.url


def _line(page: Any, words: str, font: Font | None = None) -> None:
    """A text over the width of the sheet, as high as it needs."""
    page.append([words])
    row = page.max_row
    _as_text(page.cell(row, 1))
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
    cell = page.cell(row, 1)
    cell.alignment = WRAPPED
    if font:
        cell.font = font
    page.row_dimensions[row].height = LINE_HEIGHT * (1 + len(words) // TEXT_WIDTH)


def _rows(page: Any, rows: Iterable[Iterable[str]]) -> None:
    for n, row in enumerate(rows):
        page.append(list(row))
        for cell in page[page.max_row]:
            cell.alignment = WRAPPED
            _as_text(cell)
            _frame(cell, is_heading=not n)
        _grow(page, page.max_row)


def _grow(page: Any, row: int) -> None:
    """Make a row as high as its longest text: not every program does so by itself."""
    lines = [
        1 + len(str(cell.value)) // max(1, int(page.column_dimensions[cell.column_letter].width))
        for cell in page[row]
        if cell.value is not None
    ]
    page.row_dimensions[row].height = LINE_HEIGHT * max(lines, default=1)


def _on_paper(page: Any) -> None:
    """Across one sheet of A4, however long."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _as_text(cell: Any) -> None:
    """A text is never a formula, whatever it begins with."""
    if cell.value is not None:
        cell.data_type = "s"


def _frame(cell: Any, *, is_heading: bool) -> None:
    cell.border = Border(bottom=LINE)
    if is_heading:
        cell.font, cell.fill = Font(bold=True), HEAD


def _lists(made: Workbook, columns: Iterable[Column]) -> dict[str, str]:
    """The words of each list on a sheet of their own; where those of a column stand."""
    page = made.create_sheet(_("Lists"))
    found = {}
    for n, column in enumerate((c for c in columns if c.choices), start=1):
        letter = get_column_letter(n)
        page.column_dimensions[letter].width = WIDE // 2
        for row, words in enumerate((column.heading, *column.choices), start=1):
            _frame(cell := page.cell(row, n, words), is_heading=row == 1)
            cell.alignment = WRAPPED
        last = 1 + len(column.choices)
        found[column.key] = f"'{page.title}'!${letter}$2:${letter}${last}"
    return found


def _prepare(page: Any, columns: tuple[Column, ...]) -> None:
    """Headings that stay in sight, columns of their kind, and a table that screen readers name."""
    for n, column in enumerate(columns, start=1):
        letter = get_column_letter(n)
        page.column_dimensions[letter].width = WIDE if column.takes is Takes.TEXT else NARROW
        _frame(head := page.cell(1, n, column.heading), is_heading=True)
        head.alignment = WRAPPED
        for row in range(FIRST, FIRST + ROWS):
            cell = page.cell(row, n)
            cell.alignment = WRAPPED
            cell.number_format = FORMATS.get(column.takes, "General")
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    last = get_column_letter(len(columns))
    table = NamedTable(displayName="Benefits", ref=f"A1:{last}{FIRST + ROWS - 1}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    page.add_table(table)


def _validate(page: Any, columns: tuple[Column, ...], lists: dict[str, str]) -> None:
    for n, column in enumerate(columns, start=1):
        rule = _rule(column, lists)
        rule.allow_blank = True
        rule.promptTitle, rule.prompt = column.heading, column.says[:255]
        rule.showInputMessage = True
        letter = get_column_letter(n)
        rule.add(f"{letter}{FIRST}:{letter}{FIRST + ROWS - 1}")
        page.add_data_validation(rule)


def _rule(column: Column, lists: dict[str, str]) -> DataValidation:
    """What a column takes. A text takes anything, and only says what belongs there."""
    if column.takes is Takes.TEXT:
        return DataValidation()
    if column.takes is Takes.CHOICE:
        rule = DataValidation(type="list", formula1=f"={lists[column.key]}")
    elif column.takes is Takes.DATE:
        rule = DataValidation(type="date", operator="greaterThan", formula1="DATE(1990,1,1)")
    elif column.takes is Takes.YEAR:
        rule = DataValidation(type="whole", operator="between", formula1="1990", formula2="2100")
    elif column.takes is Takes.POUNDS:
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    else:
        rule = DataValidation(type="decimal", operator="between", formula1="-1E9", formula2="1E9")
    rule.showErrorMessage = True
    rule.errorTitle = column.heading
    rule.error = _("This column takes %s.") % column.takes_words
    return rule


def _totals(page: Any, columns: tuple[Column, ...]) -> None:
    """One table for each kind of money: a row for each grade, never a sum of grades."""
    page.column_dimensions["A"].width = WIDE
    for letter in "BC":
        page.column_dimensions[letter].width = WIDE // 2
    where = _ranges(columns)
    page.append([_("Totals, in pounds, grade by grade")])
    page["A1"].font = Font(bold=True, size=16)
    page.append([_("Grades are never added together: a claim is no measurement.")])
    counted = f'{where["elsewhere"]},"<>{tracker.yes_no()[0]}"'
    for kind in tracker.money_kinds():
        page.append([])
        _rows(page, [(kind, *tracker.pers())])
        for grade in tracker.grades():
            sums = [
                f'=SUMIFS({where["amount"]},{where["kind"]},"{kind}",{where["per"]},"{per}",'
                f'{where["grade"]},"{grade}",{counted})'
                for per in tracker.pers()
            ]
            page.append([grade, *sums])
            for cell in page[page.max_row][1:]:
                cell.number_format = FORMATS[Takes.POUNDS]
    page.append([])
    _rows(page, [(_("Rows with an amount that no total holds"), _("Rows"))])
    for words, formula in _left_out(where).items():
        page.append([words, formula])
        page.cell(page.max_row, 1).alignment = WRAPPED


def _ranges(columns: tuple[Column, ...]) -> dict[str, str]:
    """Where the cells of each column stand, for a formula on another sheet."""
    sheet, last = _("Benefits"), FIRST + ROWS - 1
    letters = {c.key: get_column_letter(n) for n, c in enumerate(columns, start=1)}
    return {key: f"'{sheet}'!${letter}${FIRST}:${letter}${last}" for key, letter in letters.items()}


def _left_out(where: dict[str, str]) -> dict[str, str]:
    """Why a row with an amount is in no total, and how many such rows there are."""
    amount = f'{where["amount"]},">0"'
    other = "+".join(
        f'COUNTIFS({amount},{where["kind"]},"{kind}")' for kind in ("", *tracker.other_kinds())
    )
    return {
        _("It has no grade"): f'=COUNTIFS({amount},{where["grade"]},"")',
        _("It does not say how often"): f'=COUNTIFS({amount},{where["per"]},"")',
        _("Its kind is no kind of money"): f"={other}",
        _("It is counted elsewhere"): (
            f'=COUNTIFS({amount},{where["elsewhere"]},"{tracker.yes_no()[0]}")'
        ),
    }


def _examples(page: Any, columns: tuple[Column, ...]) -> None:
    page.append([tracker.made_up()])
    page["A1"].font = Font(bold=True)
    _rows(page, [[column.heading for column in columns]])
    for one in tracker.examples():
        page.append([_value(one.get(column.key), column) for column in columns])
        for cell, column in zip(page[page.max_row], columns, strict=True):
            cell.alignment, cell.fill = WRAPPED, MADE_UP
            cell.number_format = FORMATS.get(column.takes, "General")
    for n, column in enumerate(columns, start=1):
        width = WIDE if column.takes is Takes.TEXT else NARROW
        page.column_dimensions[get_column_letter(n)].width = width
    for row in range(2, page.max_row + 1):
        _grow(page, row)
    page.freeze_panes = "B3"


def _value(value: str | int | None, column: Column) -> str | int | dt.date | None:
    if column.takes is Takes.DATE and isinstance(value, str):
        return dt.date.fromisoformat(value)
    return value
