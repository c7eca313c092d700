"""What is taken out and brought back changes nothing; what was changed in it is all that does."""

import pytest
from django.conf import settings

from casestudies.formats.formulas import shielded, unshielded
from casestudies.imports.documents import document_of
from casestudies.sheets import reading, writing
from casestudies.sheets.bounds import Unreadable
from casestudies.sheets.layout import KINDS, book
from casestudies.sheets.steps import What
from tests.casestudies.sheets.books import steps_of, taken_out
from tests.factories import make_organisation, make_study

pytestmark = pytest.mark.django_db

AWKWARD = [
    "=1+1",
    "'=1+1",
    "''=1",
    "+44 20 7946 0000",
    "-",
    "@home",
    "'",
    "'quoted'",
    "＝full width",
    "two\n\nparagraphs",
    "a;b,c\td\"e'",
    "_x0041_ and _x000D_",
    "é ŵ ’ £ 🚒",
    "2012",
    "1e5",
    "yes",
    "=",
]


@pytest.fixture
def everything():
    """Entries of every state with everything that a spreadsheet says, in awkward words."""
    make_organisation("Kent Police", kind="police", region="south-east").former_names.create(
        name="=Old; name"
    )
    for n, text in enumerate(AWKWARD):
        state = ("draft", "in-review", "published", "archived")[n % 4]
        make_study(
            f"{text} {n}".strip(),
            slug=f"entry-{n}",
            summary=text.replace("\n", " "),
            what_happened=text,
            state=state,
            force_areas=("kent",) if n % 2 else (),
            organisations=("Kent Police",) if n % 3 else (),
            outcomes=[(text, 1 + n % 4)],
            lessons=[text, "Another"],
            savings=[{"low": 0, "high": 10**12 + n, "note": text}, {"covers": text}],
            sources=("2012", "2012-05", "2012-05-31", ""),
            started="2012-05",
            in_2014_overview=bool(n % 2),
        )


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_changed_by_what_was_taken_out(kind, form, everything):
    steps = steps_of(taken_out(kind, form), kind)
    wrong = [(s.key, s.what, s.problems, s.before, s.after) for s in steps if s.what != What.SAME]
    assert not wrong, wrong[0]
    assert len(steps) == (len(AWKWARD) if kind == "case-study" else 1)


@pytest.mark.parametrize("text", AWKWARD)
def test_a_shield_comes_off_as_it_went_on(text):
    assert unshielded(shielded(text)) == text
    assert not shielded(text).startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_every_column_and_no_entry(kind, form):
    whole = book(kind)
    data = (
        writing.as_workbook([], whole)
        if form == "xlsx"
        else "".join(writing.as_text([], whole)).encode()
    )
    with pytest.raises(Unreadable, match="nothing in this file"):
        reading.read(data, whole)
    if form == "csv":
        for sheet in whole.lines:
            assert f"{sheet.one} 2" in data.decode()


def test_a_document_says_what_the_spreadsheet_said(everything):
    """Each field of a document has a column, or it would be lost on the way."""
    for kind in KINDS:
        whole = book(kind)
        columns = {column.field for column in whole.main.columns}
        columns |= {sheet.rows.name for sheet in whole.lines}
        for row in writing.entries_of(whole):
            assert set(document_of(row, whole.shape)) <= columns


def test_every_column_is_in_the_documentation():
    said = (settings.BASE_DIR / "docs" / "spreadsheets.md").read_text()
    for kind in KINDS:
        for sheet in book(kind).sheets:
            assert f"**{sheet.title}.**" in said
            for column in sheet.columns:
                needed = "yes" if column.is_needed else ""
                row = f"| {column.heading} | {needed} | {writing.explained(column)} |"
                assert row in said, f"docs/spreadsheets.md should say: {row}"
