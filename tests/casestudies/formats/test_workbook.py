"""The workbook as a program that knows Excel reads it."""

import datetime as dt
import errno
import io

import openpyxl
import pytest
from openpyxl.worksheet._writer import ALL_TEMP_FILES

from tests.factories import make_study

pytestmark = pytest.mark.django_db


def workbook(client, question=""):
    answer = client.get(f"/case-studies.xlsx{question}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="case-studies.xlsx"'
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer)))


def first_row(sheet):
    names = [cell.value for cell in sheet[1]]
    return dict(zip(names, sheet[2], strict=True))


def test_its_columns_have_types_its_heading_stays_and_its_addresses_are_links(client, settings):
    make_study(
        "Shared station",
        started="2012-05",
        verified_on=dt.date(2026, 5, 3),
        savings=({"low": 5_000, "per": "one-off"}, {"low": 300, "per": "yearly", "high": 400}),
    )
    settings.SITE_URL = "https://directory.example.org"  # not the host that is asked
    book = workbook(client)
    sheet = book.worksheets[0]
    row = first_row(sheet)
    assert row["verified_on"].value.date() == dt.date(2026, 5, 3)
    assert row["verified_on"].number_format == "yyyy-mm-dd"
    assert (row["started"].value, row["started_year"].value) == ("2012-05", 2012)
    assert (row["largest_saving"].value, row["largest_saving_to"].value) == (300, 400)
    assert row["largest_saving_per"].value == "yearly"
    assert row["ended"].value is None
    assert row["url"].hyperlink.target == f"{settings.SITE_URL}/case-studies/shared-station/"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.auto_filter.ref.endswith("2")


def test_it_says_what_it_is(client, settings):
    make_study("Shared station", region="wales")
    about = workbook(client, "?region=wales&sort=newest").worksheets[1]
    said = {row[0].value: row[1].value for row in about.iter_rows() if row[0].value}
    assert said["Directory"] == settings.SITE_NAME
    assert (said["Question"], said["Order"]) == ("Region: Wales", "Newest")
    assert said["Schemes in this file"] == 1
    assert isinstance(said["Taken on"], dt.datetime)
    assert said["Licence"].startswith("Open Government Licence v3.0: https://")
    assert "slug" in said  # the columns
    tall = {row[0].value: about.row_dimensions[row[0].row].height for row in about.iter_rows()}
    assert tall["largest_saving"] > 2 * tall["slug"]  # or its lines lie over the next row's


def test_who_asks_for_the_head_alone_is_told_no_length(client):
    make_study("Station")
    head = client.head("/case-studies.xlsx")
    assert head.headers["Content-Disposition"].endswith('"case-studies.xlsx"')
    assert "Content-Length" not in head.headers


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", " ="])
def test_no_cell_is_a_formula_nor_breaks_the_file(client, start):
    make_study("Odd", summary=f"{start}1+1 _x0041_ end")
    cell = first_row(workbook(client).worksheets[0])["summary"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
    assert cell.value.endswith("_x0041_ end")


def test_a_full_disk_leaves_nothing_behind_and_is_said(client, monkeypatch):
    make_study("Shared station")

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("casestudies.formats.xlsx.Rows.__iter__", full)
    before = list(ALL_TEMP_FILES)
    answer = client.get("/case-studies.xlsx")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "15"
    assert "We could not make this file" in answer.text
    assert before == ALL_TEMP_FILES
