"""The ZIP of everything stands alone, is whole or not there, and holds only what is published."""

import errno
import io
import json
import posixpath
import zipfile
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import CommandError, call_command
from lxml import html

from casestudies import editorial, whole
from casestudies.booklet import typeset
from casestudies.models import CaseStudy
from casestudies.views import landing
from casestudies.whole import exporting, holding, keeping
from casestudies.whole.asking import ask
from tests.factories import make_factor, make_force_areas, make_study, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def booklet(monkeypatch):
    """To set a real one takes a second; what matters here is with which moment it is set."""
    monkeypatch.setattr(typeset, "pdf", lambda document, *, dated: f"%PDF of {dated}".encode())


@pytest.fixture
def target(tmp_path):
    return tmp_path / "everything.zip"


def unpublish(slug):
    editorial.archive(CaseStudy.objects.get(slug=slug), by=make_user("Publisher"))


def read(target):
    """What is in it, by the name without the folder that holds it all."""
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def broken_links(files):
    """Links to a file or a place on a page that is not there; and whatever would ask the site."""
    pages = {name: html.fromstring(said) for name, said in files.items() if name.endswith(".html")}
    for name, page in pages.items():
        for element in page.xpath("//*[@href or @src or @action or @data or @poster]"):
            address = element.get("href") or element.get("src") or "?"
            parts = urlsplit(address)
            if element.tag == "use" or (parts.scheme and element.tag in {"a", "link"}):
                continue  # a drawing of the page itself; or a link that says where it leads
            way = posixpath.join(posixpath.dirname(name), unquote(parts.path))
            to = posixpath.normpath(way) if parts.path else name
            if (
                parts.scheme
                or to not in files
                or (
                    parts.fragment
                    and to in pages
                    and not pages[to].xpath(f"//*[@id={parts.fragment!r}]")
                )
            ):
                yield name, address


def test_every_link_leads_to_a_file_or_says_that_it_needs_the_website(target, monkeypatch):
    monkeypatch.setattr(holding, "MOST_PER_PAGE", 2)  # so that lists have several parts
    make_force_areas("kent", "surrey")
    for n in range(3):
        make_study(f"Scheme {n}", force_areas=("kent",), organisations=("Kent Police",))
    make_factor("Shared purpose")
    whole.export(target)
    files = read(target)
    assert list(broken_links(files)) == []
    for name in ("case-studies/page-2.html", "areas/kent/page-2.html", "services/fire/index.html"):
        assert name in files
    search = html.fromstring(files["areas/kent/index.html"]).xpath("//a[contains(., 'Search and')]")
    assert search[0].get("href") == "http://testserver/case-studies/?force=kent"
    assert b'href="#filters"' not in files["case-studies/index.html"]
    for name, content in files.items():
        if name.endswith(".html"):
            page = html.fromstring(content)
            assert not page.xpath("//script | //form | //input | //button"), name
            assert page.xpath("//aside[contains(@class, 'copy')]"), name
            site = page.xpath("//body//a[starts-with(@href, 'http://testserver')]")
            assert all(link.text_content().endswith("(online)") for link in site), name


def test_the_data_are_whole(target):
    for n in range(3):
        study = make_study(f"Scheme {n}", state="in-review")
        editorial.publish(study, by=make_user("Publisher"))
    whole.export(target)
    files = read(target)
    records = json.loads(files["case-studies.json"])
    assert records["count"] == len(records["case_studies"]) == 3
    assert {one["versions"][0]["document"]["title"] for one in records["case_studies"]} == {
        f"Scheme {n}" for n in range(3)
    }
    assert files["case-studies.csv"].count(b"\r\n") == 4
    assert {row["slug"] for row in json.loads(files["data/services.json"])["results"]} == {
        "police",
        "fire",
    }
    assert "3 schemes with 3 sources" in files["README.txt"].decode()


def test_its_files_have_names_that_windows_takes_and_are_known_again(target, settings, tmp_path):
    make_study("One", slug="con", organisations=("Aux",))
    settings.BOOKLETS = str(tmp_path)
    whole.export(target)
    files = read(target)
    assert not {"con", "aux"} & {part for name in files for part in name.split("/")}
    assert "case-studies/con~/index.html" in files
    assert list(broken_links(files)) == []
    assert keeping.state().kept.is_public


def test_it_says_of_its_data_what_they_are(target):
    make_study("One")
    whole.export(target)
    said = html.fromstring(read(target)["data/index.html"]).xpath("//main")[0].text_content()
    assert "each version that was published" in said
    assert "per_page" not in said
    assert "If-None-Match" not in said


def test_the_same_directory_on_the_same_day_is_the_same_file(target, tmp_path):
    make_study("One")
    whole.export(target)
    whole.export(tmp_path / "again.zip")
    assert target.read_bytes() == (tmp_path / "again.zip").read_bytes()


def test_what_is_unpublished_meanwhile_is_nowhere_in_it(target):
    make_study("Staying")
    make_study("Going")
    gone = []

    def say(done, total, name):
        if not gone and "staying" in name:  # the other has been written by then
            gone.append(unpublish("going"))

    whole.export(target, say)
    files = read(target)
    assert "case-studies/staying/index.html" in files
    assert not [name for name, said in files.items() if b"Going" in said or "going" in name]


def test_a_directory_that_does_not_stand_still_leaves_what_was_there(target, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_TRIES", 2)
    target.write_text("the last one")
    with pytest.raises(whole.Failed, match="each time"):
        whole.export(target, lambda done, total, name: done == 1 and make_study())
    assert target.read_text() == "the last one"
    assert list(target.parent.iterdir()) == [target]


def test_a_full_disk_leaves_nothing_and_says_so(target, monkeypatch):
    def full(file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(exporting.os, "fsync", full)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("export_directory", target)
    assert not list(target.parent.iterdir())


def test_a_broken_page_leaves_nothing_and_is_named(target, monkeypatch):
    make_study("One")
    monkeypatch.setattr(landing, "_landing", lambda *args: 1 / 0)
    with pytest.raises(CommandError, match=r"/services/\w+/.* could not be drawn.*division"):
        call_command("export_directory", target)
    assert not list(target.parent.iterdir())


def test_each_page_is_asked_for_as_it_is_now():
    make_study("One")
    ask("/case-studies/")
    make_study("Two")
    assert b"Two" in ask("/case-studies/")


def test_what_is_not_there_is_named():
    with pytest.raises(whole.Failed, match="/case-studies/never-was/ is not there"):
        ask("/case-studies/never-was/")


def test_a_folder_gets_a_file_with_the_day_in_its_name(tmp_path):
    said = io.StringIO()
    call_command("export_directory", tmp_path, stdout=said)
    [made] = tmp_path.iterdir()
    assert made.name.startswith("blue-light-a-to-z-20")
    assert str(made) in said.getvalue()
