"""Lines and files to cite an entry by: the same facts in each, and an address that stays."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from casestudies import editorial, withholding
from casestudies.models import Version
from casestudies.reading.citing import Citation, of_version
from tests.factories import make_study, make_user

PUBLISHED = dt.datetime(2026, 5, 2, 23, 30, tzinfo=dt.UTC)  # in London it is the 3rd
READ_ON = dt.date(2026, 11, 23)
WHERE = "https://directory.example.org/case-studies/shared-station/versions/2/"


@pytest.fixture
def site(settings):
    settings.SITE_NAME, settings.SITE_URL = "A to Z", "https://directory.example.org"


@pytest.fixture
def cited(site) -> Citation:
    return of_version("shared-station", "Shared station", 2, PUBLISHED, read_on=READ_ON)


def test_each_style_says_the_same(cited):
    assert cited.plain == f"“Shared station”, A to Z, version 2 of 3 May 2026, {WHERE}"
    assert cited.harvard == (
        "A to Z (2026) ‘Shared station’, version 2."
        f" Available at: {WHERE} (Accessed: 23 November 2026)."
    )
    assert cited.bibtex() == (
        "@online{shared-station-v2,\n"
        "  author = {{A to Z}},\n"
        "  title = {{Shared station}},\n"
        "  year = {2026},\n"
        "  date = {2026-05-03},\n"
        "  version = {2},\n"
        f"  url = {{{WHERE}}},\n"
        "  urldate = {2026-11-23},\n"
        "}\n"
    )
    assert cited.ris().split("\r\n") == [
        "TY  - ELEC",
        "TI  - Shared station",
        "AU  - A to Z",
        "PB  - A to Z",
        "PY  - 2026",
        "DA  - 2026/05/03",
        "ET  - 2",
        f"UR  - {WHERE}",
        "Y2  - 2026/11/23",
        "ER  - ",
        "",
    ]


def test_a_title_ends_no_field_and_begins_no_line(site):
    title = "100% } \\input{x} & $y_1$ #~^\r\nER  - \nTY  - BOOK"
    hostile = of_version("x", title, 1, PUBLISHED, read_on=READ_ON)
    field = re.search(r"  title = \{\{(.*)\}\},\n", hostile.bibtex())[1]
    assert field == (
        r"100\% \} \textbackslash{}input\{x\} \& \$y\_1\$ \#\textasciitilde{}\textasciicircum{}"
        " ER - TY - BOOK"
    )
    assert hostile.bibtex().count("\n") == 9
    assert [line[:2] for line in hostile.ris().splitlines()].count("ER") == 1


@pytest.mark.django_db
def test_an_entry_is_cited_by_its_newest_version(client, settings):
    publisher = make_user("Publisher")
    study = make_study("Shared station", state="draft")
    editorial.publish(study, by=publisher, note="Written.")
    study.summary = "Two crews share it."
    study.save()
    editorial.revise(study, by=publisher, note="Again.")
    page = client.get(study.get_absolute_url()).text
    where = reverse("casestudies:version", args=[study.slug, 2])
    assert page.count(f"{settings.SITE_URL}{where}") == 2
    for kind, ending in (("x-bibtex", "bib"), ("x-research-info-systems", "ris")):
        address = f"/case-studies/shared-station/versions/2.{ending}"
        assert f'href="{address}"' in page
        file = client.get(address)
        assert file["Content-Type"] == f"application/{kind}; charset=utf-8"
        assert f'filename="shared-station-version-2.{ending}"' in file["Content-Disposition"]
        assert f"{settings.SITE_URL}{where}" in file.text


@pytest.mark.django_db
def test_of_a_version_that_is_withheld_nothing_is_cited(client):
    publisher = make_user("Publisher")
    study = make_study("Hub", state="draft")
    editorial.publish(study, by=publisher, note="Written.")
    version = Version.objects.get()
    version.document["title"] = "Hub of Jo Unwanted"
    version.save()
    assert "Unwanted" in client.get("/case-studies/hub/versions/1.bib").text
    editorial.revise(study, by=publisher, note="The name is out.")
    version.refresh_from_db()
    assert withholding.withhold(version, by=publisher, because="It names a person.")
    for ending in ("bib", "ris"):
        assert client.get(f"/case-studies/hub/versions/1.{ending}").status_code == 404


@pytest.mark.django_db
def test_without_a_version_it_is_cited_by_its_own_address(client, site):
    study = make_study("Shared station")
    page = client.get(study.get_absolute_url()).text
    assert "https://directory.example.org/case-studies/shared-station/ (Accessed:" in page
    assert ".bib" not in page
