"""The benefits tracker adds what it says, and never one grade of proof to another."""

import datetime as dt
import io
import re

import openpyxl
import pytest

from casestudies.toolkit import tracker
from casestudies.toolkit.papers import Paper
from casestudies.toolkit.text import blocks
from casestudies.toolkit.workbook import FIRST, ROWS, as_workbook

PAPER = Paper("A title", "=1+1", blocks("=2+2"), (), "https://example.org", is_tracker=True)
CALL = re.compile(r"(SUMIFS|COUNTIFS)\(([^()]*)\)")


@pytest.fixture
def book():
    return openpyxl.load_workbook(io.BytesIO(as_workbook(PAPER)))


def value_of(book, formula):
    """What a spreadsheet would say: sums of SUMIFS and COUNTIFS, as the standard defines them."""
    assert CALL.sub("", formula).strip("=+") == "", formula
    return sum(_call(book, *found) for found in CALL.findall(formula))


def _call(book, name, inside):
    given = [part.strip() for part in inside.split(",")]
    amounts = _cells(book, given.pop(0)) if name == "SUMIFS" else None
    tests = [
        [_meets(cell, criterion.strip('"')) for cell in _cells(book, where)]
        for where, criterion in zip(given[::2], given[1::2], strict=True)
    ]
    rows = [all(row) for row in zip(*tests, strict=True)]
    if amounts is None:
        return sum(rows)
    return sum(amount or 0 for amount, counts in zip(amounts, rows, strict=True) if counts)


def _cells(book, where):
    sheet, cells = re.fullmatch(r"'(.+)'!(.+)", where).groups()
    return [row[0].value for row in book[sheet][cells.replace("$", "")]]


def _meets(cell, criterion):
    if criterion.startswith("<>"):
        return cell != criterion[2:]
    if criterion.startswith(">"):
        return isinstance(cell, int) and cell > int(criterion[1:])
    return (cell or "") == criterion


def fill(book, *rows):
    keys = [column.key for column in tracker.columns()]
    for n, row in enumerate(rows, start=FIRST):
        for key, value in row.items():
            book["Benefits"].cell(n, 1 + keys.index(key), value)


def totals(book):
    """Each line of the sheet of totals by its kind of money and its first cell."""
    found, kind = {}, ""
    for row in book["Totals"].iter_rows(min_row=3, values_only=True):
        if row[0] is None:
            continue
        if not str(row[1]).startswith("="):
            kind = row[0]
            continue
        found[kind, row[0]] = [value_of(book, cell) for cell in row[1:] if cell]
    return found


def test_a_total_holds_one_kind_one_grade_and_one_rhythm(book):
    kinds, grades, (yearly, once) = tracker.money_kinds(), tracker.grades(), tracker.pers()
    rows = [
        {"kind": kind, "grade": grade, "per": per, "amount": 10 ** (3 * k + g) * (1 + p)}
        for k, kind in enumerate(kinds)
        for g, grade in enumerate(grades)
        for p, per in enumerate((yearly, once))
    ]
    fill(book, *rows, {**rows[0], "elsewhere": "Yes"}, {**rows[0], "elsewhere": "No"})
    found = totals(book)
    for k, kind in enumerate(kinds):
        for g, grade in enumerate(grades):
            twice = 2 if (k, g) == (0, 0) else 1
            assert found[kind, grade] == [10 ** (3 * k + g) * twice, 10 ** (3 * k + g) * 2]
    # No line adds these up again
    assert len(found) == len(kinds) * len(grades) + 4


def test_what_no_total_holds_is_counted_with_the_reason(book):
    saved, claimed, yearly = tracker.money_kinds()[0], tracker.grades()[0], tracker.pers()[0]
    whole = {"kind": saved, "grade": claimed, "per": yearly, "amount": 5}
    gone = ("grade", "per", "kind")
    rows = [{k: v for k, v in whole.items() if k != name} for name in gone]
    fill(book, whole, *rows, {**whole, "kind": "Time freed"}, {**whole, "elsewhere": "Yes"})
    counted = [n for (kind, _reason), (n, *_) in totals(book).items() if "no total" in kind]
    assert counted == [1, 1, 2, 1]
    assert totals(book)[saved, claimed] == [5, 0]


def test_each_column_takes_only_what_it_says(book):
    page = book["Benefits"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    kinds = {"number": "decimal", "pounds": "whole", "year": "whole", "choice": "list"}
    for n, column in enumerate(tracker.columns(), start=1):
        letter = page.cell(1, n).column_letter
        rule = rules[f"{letter}{FIRST}:{letter}{FIRST + ROWS - 1}"]
        wanted = kinds.get(column.takes.name.lower(), column.takes.name.lower())
        assert (rule.type or "text") == wanted, column.key
        assert rule.prompt == column.says
        if column.choices:
            assert tuple(_cells(book, rule.formula1.removeprefix("="))) == column.choices
    assert page.tables["Benefits"].ref.startswith("A1:")


def test_examples_stand_apart_and_are_marked(book):
    page = book["Examples"]
    assert "made up" in page["A1"].value
    rows = list(page.iter_rows(min_row=3, values_only=True))
    assert rows
    assert all(row[0].startswith("Example: ") for row in rows)
    assert all(cell is None for row in book["Benefits"].iter_rows(min_row=2) for cell in _of(row))
    dates = [cell for row in rows for cell in row if isinstance(cell, dt.datetime)]
    assert dates


def _of(row):
    return [cell.value for cell in row]


def test_a_text_is_never_a_formula(book):
    cells = [cell for row in book["Read me"].iter_rows() for cell in row if cell.value]
    assert {cell.value for cell in cells} >= {"=1+1", "=2+2"}
    assert {cell.data_type for cell in cells} == {"s"}
