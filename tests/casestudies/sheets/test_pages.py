"""What an editor does with a spreadsheet: brings it, sees what it would change, and agrees."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from zeal import zeal_ignore

from casestudies import editorial, pending
from casestudies.models import CaseStudy, Organisation
from casestudies.sheets import admin as pages
from casestudies.sheets import jobs
from casestudies.sheets.models import SheetImport
from collab_directory.audit.models import AuditRecord
from collab_directory.middleware import LONGEST_UPLOAD
from tests.casestudies.sheets.books import MAIN, NEW, csv_of, one_sheet, taken_out, xlsx_of
from tests.factories import make_organisation, make_study, make_user

pytestmark = pytest.mark.django_db

HOME = "admin:sheets_sheetimport_changelist"


def bring(client, data, kind="case-study", name="schemes.csv"):
    """The page on which the file is shown, after all of it was checked."""
    file = SimpleUploadedFile(name, data)
    page = client.post(reverse(HOME), {"kind": kind, "file": file}, follow=True)
    while "data-goes-on" in page.text:
        page = press(client, page, "go-on")
    return page


def press(client, page, act):
    shown = re.search(r'name="shown" value="([0-9a-f]+)"', page.text)
    answers = {"act": act} | ({"shown": shown[1]} if shown else {})
    with zeal_ignore():  # entries are written one by one, as by hand
        return client.post(page.request["PATH_INFO"], answers, follow=True)


def test_a_new_entry_becomes_a_draft_once_it_is_agreed(editor):
    page = bring(
        editor, csv_of(NEW | {"source 1 title": "Report", "source 1 url": "https://x.uk/"})
    )
    assert "Joint drones" in page.text
    assert "row 2" in page.text
    assert "Police and fire share drones." in page.text
    assert not CaseStudy.objects.exists()
    page = press(editor, page, "apply")
    assert "1 entry was written." in page.text
    study = CaseStudy.objects.get()
    assert (study.slug, study.state, study.region.slug) == ("joint-drones", "draft", "south-east")
    assert {service.slug for service in study.services.all()} == {"police", "fire"}
    assert study.sources.get().title == "Report"
    assert study.held_by == editor.user
    done = AuditRecord.objects.values_list("action", flat=True)
    assert {"case_study.added", "spreadsheet.brought", "spreadsheet.applied"} <= set(done)


def test_pressing_twice_and_bringing_it_again_change_nothing_more(editor):
    data = csv_of(NEW)
    page = bring(editor, data)
    press(editor, page, "apply")
    assert "applied already" in press(editor, page, "apply").text
    assert "Nothing to change: the 1 entry" in bring(editor, data).text
    assert CaseStudy.objects.count() == 1


def test_what_is_published_gets_a_change_beside_it(editor):
    study = make_study("Joint drones", summary="Old words.", sources=("2015",))
    page = bring(editor, csv_of({"title": "Joint drones", "summary": "New words."}))
    assert "Changes beside what the public reads" in page.text
    assert "<del>" in page.text
    press(editor, page, "apply")
    study.refresh_from_db()
    assert (study.summary, study.state) == ("Old words.", "published")
    change = CaseStudy.objects.get(pending_of=study)
    assert (change.summary, change.state, change.sources.count()) == ("New words.", "draft", 1)
    # The same file once more, and then another over somebody's work
    again = bring(editor, csv_of({"title": "Joint drones", "summary": "New words."}))
    assert "Nothing to change" in again.text
    other = bring(editor, csv_of({"title": "Joint drones", "summary": "Other words."}))
    assert "Another change of this entry is being prepared" in other.text
    assert "apply" not in re.findall(r'name="act" value="([a-z-]+)"', other.text)


def test_a_draft_is_written_over_and_keeps_what_the_file_says_nothing_of(editor):
    study = make_study(
        "Drones", state="draft", place="Kent", outcomes=["Good"], sources=("2015", "2016")
    )
    data = xlsx_of(
        **{
            MAIN: [["address", "place"], ["drones", None]],
            "Sources": [["case study", "title", "url"], ["drones", "New", "https://x.uk/"]],
        }
    )
    press(editor, bring(editor, data), "apply")
    study.refresh_from_db()
    assert study.place == ""
    assert [source.title for source in study.sources.all()] == ["New"]
    assert study.outcomes.get().text == "Good"
    data = xlsx_of(
        **{MAIN: [["address"], ["drones"]], "Outcomes": [["case study", "text"], ["drones"]]}
    )
    press(editor, bring(editor, data), "apply")
    assert not study.outcomes.exists()


def test_what_somebody_changes_meanwhile_is_not_written_over(editor):
    study = make_study("Drones", state="draft", summary="Old words.")
    page = bring(editor, csv_of({"title": "Drones", "summary": "New words."}))
    CaseStudy.objects.filter(pk=study.pk).update(summary="Their words.")
    page = press(editor, page, "apply")
    assert "something has been changed since" in page.text
    assert "Their" in page.text
    assert CaseStudy.objects.get().summary == "Their words."
    press(editor, page, "apply")
    assert CaseStudy.objects.get().summary == "New words."


def test_two_that_name_each_other_come_together(editor):
    first = NEW | {"address": "one", "title": "One", "relation 1 kind": "adapted-from"}
    first["relation 1 other"] = "Two"
    page = bring(editor, csv_of(first, NEW | {"address": "two", "title": "Two"}))
    press(editor, page, "apply")
    assert CaseStudy.objects.get(slug="one").relations.get().other.slug == "two"


def test_all_or_nothing(editor, monkeypatch):
    page = bring(editor, csv_of(NEW | {"title": "One"}, NEW | {"title": "Two"}))
    write, calls = jobs.applying.one.write, []

    def fail_at_the_second(study, document):
        calls.append(study)
        if len(calls) == 2:
            raise editorial.NotPossible("The second cannot be written.")
        return write(study, document)

    monkeypatch.setattr(jobs.applying.one, "write", fail_at_the_second)
    page = press(editor, page, "apply")
    assert "The second cannot be written." in page.text
    assert not CaseStudy.objects.exists()
    assert "Write all 2 entries" in page.text


def test_a_long_file_is_checked_part_by_part(editor, monkeypatch):
    monkeypatch.setattr(jobs, "CHECKED_AT_ONCE", 2)
    rows = [NEW | {"title": f"Scheme {n}"} for n in range(5)]
    file = SimpleUploadedFile("long.csv", csv_of(*rows))
    page = editor.post(reverse(HOME), {"kind": "case-study", "file": file}, follow=True)
    assert '<progress max="5" value="2"' in page.text
    page = press(editor, page, "go-on")
    assert '<progress max="5" value="4"' in page.text
    assert "Write all 5 entries" in press(editor, page, "go-on").text


def test_only_so_many_are_written_at_once(editor, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_WRITTEN", 1)
    page = bring(editor, csv_of(NEW | {"title": "One"}, NEW | {"title": "Two"}))
    assert "at most 1 can be written at once" in page.text


def test_every_problem_says_where_it_is_and_what_was_perhaps_meant(editor):
    rows = [list(NEW), list(NEW.values())]
    rows[1][rows[0].index("services")] = "polise; fire"
    sources = [["case study", "title", "url"], ["Joint drones", "Report", "nowhere"]]
    page = bring(editor, xlsx_of(**{MAIN: rows, "Sources": sources}))
    assert f"{MAIN}, row 2" in page.text
    assert "There is no service “polise”. Did you mean “police”?" in page.text
    assert "Sources, row 2" in page.text
    assert "Nothing can be applied: 2 things are wrong" in page.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_every_common_kind_are_read(encoding, delimiter, editor):
    data = csv_of(NEW | {"place": "Café £"}, delimiter=delimiter, encoding=encoding)
    page = bring(editor, data)
    assert "Café £" in page.text
    assert ("Windows-1252" in page.text) == (encoding == "cp1252")


def test_a_date_is_no_more_exact_than_its_cell_shows(editor):
    import datetime as dt

    def shown(made):
        made[MAIN]["F2"].number_format = "mmm yyyy"

    page = bring(editor, one_sheet(NEW | {"started": dt.date(2012, 5, 1)}, change=shown))
    press(editor, page, "apply")
    assert CaseStudy.objects.get().started == "2012-05"


def test_organisations_are_for_publishers(publisher):
    make_organisation("Kent Police", kind="police").former_names.create(name="Old")
    data = csv_of(
        {"name": "Kent Police", "kind": "police", "short name": "KP", "former name 1": "Older"},
        {"name": "Sussex Police", "kind": "Police", "region": "South East"},
    )
    page = bring(publisher, data, kind="organisation")
    assert "for every reader at once" in page.text
    press(publisher, page, "apply")
    kent = Organisation.objects.get(slug="kent-police")
    assert (kent.short_name, kent.former_names.get().name) == ("KP", "Older")
    sussex = Organisation.objects.get(slug="sussex-police")
    assert (sussex.kind, sussex.region.slug) == ("police", "south-east")


def test_an_editor_brings_no_organisations(editor):
    page = bring(editor, csv_of({"name": "X"}), kind="organisation")
    assert "Select a valid choice" in page.text
    assert not SheetImport.objects.exists()


def test_a_file_is_shown_to_whoever_brought_it_and_to_nobody_else(editor, client):
    page = bring(editor, csv_of(NEW))
    address = page.request["PATH_INFO"]
    client.force_login(make_user("Publisher"))
    assert client.get(address).status_code == 404
    assert client.post(address, {"act": "apply"}).status_code == 404
    assert not CaseStudy.objects.exists()


def test_a_role_that_is_lost_meanwhile_writes_nothing(editor):
    page = bring(editor, csv_of(NEW))
    editor.user.groups.clear()
    assert press(editor, page, "apply").status_code == 403
    assert not CaseStudy.objects.exists()


def test_it_is_given_up_with_one_press(editor):
    page = press(editor, bring(editor, csv_of(NEW)), "give-up")
    assert "The file is forgotten" in page.text
    assert not SheetImport.objects.exists()


def test_too_many_files_are_refused_until_later(editor, monkeypatch):
    monkeypatch.setattr(pages, "BROUGHT", pages.Limit("test", ((1, pages.dt.timedelta(hours=1)),)))
    bring(editor, csv_of(NEW))
    page = bring(editor, csv_of(NEW))
    assert page.status_code == 429
    assert "Bring the next in" in page.text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(editor):
    address = reverse(HOME)
    assert editor.post(address, {}, CONTENT_LENGTH=str(LONGEST_UPLOAD + 1)).status_code == 413
    assert editor.post(address, {"kind": "case-study"}).status_code == 200


ROLES = {None: 302, "Editor": 200, "Publisher": 200, "Network manager": 403, "Administrator": 200}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_take_out(role, client):
    make_study("Drones", state="draft")
    if role:
        client.force_login(make_user(role))
    for name, args in (
        (HOME, []),
        ("admin:sheets_sheetimport_export", ["case-study", "csv"]),
        ("admin:sheets_sheetimport_export", ["organisation", "xlsx"]),
        ("admin:sheets_sheetimport_template", ["case-study", "xlsx"]),
    ):
        assert client.get(reverse(name, args=args)).status_code == ROLES[role], name


def test_taking_out_is_written_down_and_holds_every_state(editor):
    for state in ("draft", "in-review", "published", "archived"):
        make_study(state.capitalize(), state=state)
    pending.prepare(CaseStudy.objects.get(slug="published"), by=editor.user)
    answer = editor.get(reverse("admin:sheets_sheetimport_export", args=["case-study", "csv"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [
        "archived",
        "draft",
        "in-review",
        "published",
    ]
    record = AuditRecord.objects.get(action="spreadsheet.exported")
    assert (record.actor, record.detail["entries"]) == (editor.user, 4)


def test_unknown_formats_are_not_found(editor):
    for args in (["case-study", "pdf"], ["region", "csv"]):
        address = reverse("admin:sheets_sheetimport_export", args=args)
        assert editor.get(address).status_code == 404
    address = reverse("admin:sheets_sheetimport_export", args=["case-study", "csv"])
    assert editor.post(address).status_code == 404


@pytest.mark.parametrize("entries", [2, 12])
def test_checking_asks_the_same_for_any_number(entries, words, django_assert_max_num_queries):
    for n in range(entries):
        make_study(f"Scheme {n}", organisations=("Kent Police",), sources=("2015",))
    data, by = taken_out("case-study", "csv"), make_user("Editor")
    job = jobs.bring(data, "x.csv", "case-study", by=by)
    with django_assert_max_num_queries(45):
        jobs.go_on(job)
