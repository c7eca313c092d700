"""Loading the content: safe to repeat, whole or not at all, and never over what an editor did."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies import catalogue, search, terms
from casestudies.imports import fixtures
from casestudies.imports.plan import Stored
from casestudies.imports.shapes import SHAPES
from casestudies.models import (
    CaseStudy,
    CollaborationType,
    ContentRecord,
    ForceArea,
    GlossaryTerm,
    Organisation,
    Region,
    Service,
    Synonym,
    Version,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db

REGIONS = """
[london]
name = "London"

[wales]
name = "Wales"
"""
SERVICES = """
[police]
name = "Police"

[fire]
name = "Fire and rescue"
former_slugs = ["fire-and-rescue"]
"""
ORGANISATIONS = """
[kent-police]
name = "Kent Police"
kind = "police"
former_names = ["Kent Constabulary"]
"""
DRONES = """
title = "Drones"
summary = "Police and fire share a drone."
region = "london"
services = ["police", "fire"]
types = ["prevention"]

[[partners]]
organisation = "kent-police"

[[outcomes]]
text = "It flew."
evidence = "reported"

[[sources]]
title = "A page"
url = "https://example.org/drones"
"""
STATION = DRONES.replace("Drones", "Station").replace("a drone", "a station")


@pytest.fixture
def folder(tmp_path):
    """A little content, which a test may change."""
    (tmp_path / "case-studies").mkdir()
    write(tmp_path, "regions.toml", REGIONS)
    write(tmp_path, "services.toml", SERVICES)
    write(tmp_path, "collaboration-types.toml", '[prevention]\nname = "Prevention"')
    write(tmp_path, "organisations.toml", ORGANISATIONS)
    write(tmp_path, "glossary.toml", '[drone]\nsynonyms = ["UAV"]')
    write(tmp_path, "case-studies/drones.toml", DRONES)
    write(tmp_path, "case-studies/station.toml", STATION)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def load(folder, capsys):
    """Load the folder and give the report."""

    def load(*options: str) -> str:
        call_command("load_content", "--from", str(folder), *options)
        return capsys.readouterr().out

    return load


def said(report: str, kind: str) -> str:
    """What the report says of a kind of record."""
    line = next(line for line in report.splitlines() if line.startswith(kind))
    return line.removeprefix(kind).strip()


def drones() -> CaseStudy:
    return CaseStudy.objects.get(slug="drones")


def test_new_content_is_added_and_published_with_a_version(load):
    assert said(load(), "Case studies") == "2 added"
    study = drones()
    assert study.is_published
    assert [s.slug for s in study.services.all()] == ["police", "fire"]
    assert [p.organisation.name for p in study.partners.all()] == ["Kent Police"]
    version = study.versions.get()
    assert (version.number, version.note) == (1, "Part of what the directory began with.")
    assert version.document["title"] == "Drones"


def test_what_was_loaded_can_be_found(load):
    load()
    now = catalogue.current()
    assert {entry.title for entry in now.entries} == {"Drones", "Station"}
    found = search.find("drone", token=now.token, shelf=now.shelf)
    assert [now.entries[n].pk for n in found.found.nonzero()[0]] == [drones().pk]


def test_the_order_of_a_file_is_the_order_of_the_page(load):
    load()
    assert [service.slug for service in Service.objects.all()] == ["police", "fire"]


def test_a_former_address_leads_to_what_it_names(load):
    load()
    assert Service.objects.at("fire-and-rescue").get().slug == "fire"


def test_loading_again_changes_nothing(load):
    load()
    before, token = drones().updated_at, catalogue.current_token()
    report = load()
    assert said(report, "Case studies") == "2 unchanged"
    assert "added" not in report
    assert drones().updated_at == before
    assert catalogue.current_token() == token
    assert Version.objects.count() == 2


def test_comparing_takes_the_same_number_of_queries_for_any_number_of_records(load, folder):
    load()
    with CaptureQueriesContext(connection) as few:
        load()
    for n in range(5):
        text = DRONES.replace("Drones", f"Drones {n}")
        write(folder, f"case-studies/drones-{n}.toml", text)
    load()
    with CaptureQueriesContext(connection) as many:
        load()
    assert len(many) == len(few)


def test_what_changed_in_the_fixtures_is_followed(load, folder):
    load()
    write(folder, "case-studies/drones.toml", DRONES.replace("It flew.", "It flew twice."))
    report = load()
    assert said(report, "Case studies") == "1 changed, 1 unchanged"
    assert [outcome.text for outcome in drones().outcomes.all()] == ["It flew twice."]
    last = drones().versions.order_by("-number").first()
    assert (last.number, last.note) == (
        2,
        "Brought up to date with the content that the directory ships.",
    )


def test_what_the_fixtures_leave_out_becomes_empty(load, folder):
    write(folder, "case-studies/drones.toml", 'place = "Kent"\n' + DRONES)
    load()
    write(folder, "case-studies/drones.toml", DRONES.replace('services = ["police", "fire"]', ""))
    load()
    assert drones().place == ""
    assert not drones().services.exists()


def test_an_editors_change_is_left_and_said(load, folder):
    load()
    study = drones()
    study.summary = "Three services share a drone."
    study.save()
    write(folder, "case-studies/drones.toml", DRONES.replace("share a drone", "own a drone"))
    report = load()
    assert said(report, "Case studies") == "1 unchanged, 1 left, because an editor changed it"
    assert "Drones: left, because an editor changed it" in report
    assert drones().summary == "Three services share a drone."


@pytest.mark.parametrize(
    "edit",
    [
        lambda study: study.outcomes.update(text="It crashed."),
        lambda study: study.sources.create(title="More", url="https://example.org/more"),
        lambda study: study.services.remove(Service.objects.get(slug="fire")),
        lambda study: study.partners.all().delete(),
    ],
)
def test_a_line_that_an_editor_touched_is_a_change_too(load, folder, edit):
    load()
    edit(drones())
    write(folder, "case-studies/drones.toml", DRONES.replace("It flew.", "It flew twice."))
    assert "Drones: left, because an editor changed it" in load()
    assert not drones().outcomes.filter(text="It flew twice.").exists()


def test_when_the_fixtures_say_what_the_editor_said_they_agree_again(load, folder):
    load()
    CaseStudy.objects.filter(slug="drones").update(summary="Police and fire own a drone.")
    write(folder, "case-studies/drones.toml", DRONES.replace("share a drone", "own a drone"))
    load()
    write(folder, "case-studies/drones.toml", DRONES.replace("share a drone", "fly a drone"))
    assert said(load(), "Case studies") == "1 changed, 1 unchanged"
    assert drones().summary == "Police and fire fly a drone."


def test_what_an_editor_removed_stays_away(load, folder):
    load()
    drones().delete()
    report = load()
    assert said(report, "Case studies") == "1 unchanged, 1 left, because an editor removed it"
    write(folder, "case-studies/drones.toml", DRONES.replace("It flew.", "It flew twice."))
    load()
    assert not CaseStudy.objects.filter(slug="drones").exists()


def test_what_an_editor_withdrew_is_not_changed_or_published_again(load, folder):
    load()
    CaseStudy.objects.filter(slug="drones").update(state="archived")
    assert said(load(), "Case studies") == "2 unchanged"
    write(folder, "case-studies/drones.toml", DRONES.replace("It flew.", "It flew twice."))
    assert "Drones: left, because an editor changed it" in load()
    assert drones().state == "archived"
    assert drones().outcomes.get().text == "It flew."


def test_another_address_of_an_organisation_is_no_change_of_what_names_it(load, folder):
    load()
    kent = Organisation.objects.get(slug="kent-police")
    kent.slug = "police-in-kent"
    kent.save()
    write(folder, "case-studies/drones.toml", DRONES.replace("It flew.", "It flew twice."))
    report = load()
    assert said(report, "Organisations") == "1 left, because an editor changed it"
    assert said(report, "Case studies") == "1 changed, 1 unchanged"
    assert drones().partners.get().organisation == kent


@pytest.mark.parametrize("deed", ["merge", "retire"])
def test_a_type_that_goes_into_another_is_no_change_of_what_names_it(load, folder, deed):
    load()
    by, gone = make_user("Publisher"), CollaborationType.objects.get()
    other = CollaborationType.objects.create(name="Safety", slug="safety", position=9)
    if deed == "merge":
        terms.merge(gone, other, by=by)
    else:
        terms.retire(gone, by=by, replacement=other)
    assert said(load(), "Case studies") == "2 unchanged"
    write(folder, "case-studies/drones.toml", DRONES.replace("It flew.", "It flew twice."))
    assert said(load(), "Case studies") == "1 changed, 1 unchanged"
    assert drones().outcomes.get().text == "It flew twice."
    assert list(drones().types.all()) == [other]


def test_organisations_that_become_one_are_one_line_afterwards(load, folder):
    two = ORGANISATIONS + '[kent-constabulary]\nname = "Kent Constabulary"\nkind = "police"\n'
    write(folder, "organisations.toml", two.replace('former_names = ["Kent Constabulary"]\n', ""))
    line = '[[partners]]\norganisation = "kent-police"\n'
    both = DRONES.replace(line, line + line.replace("kent-police", "kent-constabulary"))
    write(folder, "case-studies/drones.toml", both)
    load()
    gone = Organisation.objects.get(slug="kent-constabulary")
    kent = Organisation.objects.get(slug="kent-police")
    terms.merge(gone, kent, by=make_user("Publisher"))
    write(folder, "case-studies/drones.toml", both.replace("It flew.", "It flew twice."))
    assert said(load(), "Case studies") == "1 changed, 1 unchanged"
    assert drones().partners.get().organisation == kent


def test_an_editors_change_before_a_merge_is_still_one(load):
    load()
    CaseStudy.objects.filter(slug="drones").update(place="Kent")
    other = CollaborationType.objects.create(name="Safety", slug="safety", position=9)
    terms.merge(CollaborationType.objects.get(slug="prevention"), other, by=make_user("Publisher"))
    report = load()
    assert said(report, "Case studies") == "1 unchanged, 1 left, because an editor changed it"


def test_a_partner_that_an_editor_removed_is_passed_over(load, folder):
    load()
    for study in CaseStudy.objects.all():
        study.partners.all().delete()
    Organisation.objects.all().delete()
    third = DRONES.replace("Drones", "Third")
    write(folder, "case-studies/third.toml", third)
    load()
    assert not CaseStudy.objects.get(slug="third").partners.exists()
    assert said(load(), "Case studies").startswith("1 unchanged")


def test_a_region_that_an_editor_removed_is_asked_for(load, folder):
    load()
    CaseStudy.objects.all().delete()
    Region.objects.get(slug="london").delete()
    write(folder, "case-studies/third.toml", DRONES.replace("Drones", "Third"))
    with pytest.raises(CommandError, match="third: region: An editor removed “london”"):
        load()


def test_what_an_editor_made_before_is_left_and_may_be_named(load):
    mine = Organisation.objects.create(name="Kent Police", slug="kent", kind="police")
    report = load()
    assert said(report, "Organisations") == "1 left, because there is one of this name already"
    assert drones().partners.get().organisation == mine


def test_what_the_fixtures_no_longer_hold_is_kept_and_said(load, folder):
    load()
    (folder / "case-studies/drones.toml").unlink()
    assert "drones: kept, though the fixtures no longer hold it" in load()
    assert drones().is_published


def test_neighbours_stay_each_others_when_they_change(load, folder):
    area = '[{0}]\nname = "{0}"\ncode = "{1}"\nregion = "london"\ncolumn = {2}\nrow = 0\n{3}\n'
    none = [area.format(*of, "") for of in [("kent", "KEN", 0), ("essex", "ESX", 1)]]
    write(folder, "force-areas.toml", "".join(none))
    load()
    each = none[0] + 'neighbours = ["essex"]\n' + none[1] + 'neighbours = ["kent"]\n'
    write(folder, "force-areas.toml", each)
    assert said(load(), "Force areas") == "2 changed"
    for area in ForceArea.objects.all():
        assert area.neighbours.count() == 1
    assert said(load(), "Force areas") == "2 unchanged"
    write(folder, "force-areas.toml", "".join(none))
    load()
    assert not ForceArea.neighbours.through.objects.exists()


def test_a_dry_run_says_it_all_and_writes_nothing(load):
    report = load("--dry-run")
    assert said(report, "Case studies") == "2 added"
    assert "Nothing was written: this was a dry run." in report
    assert not CaseStudy.objects.exists()
    assert not ContentRecord.objects.exists()


def test_a_malformed_file_refuses_everything_with_exit_1(load, folder):
    write(folder, "case-studies/station.toml", STATION.replace("title =", "titel ="))
    with pytest.raises(CommandError) as error:
        load()
    assert error.value.returncode == 1
    assert "Nothing was loaded. Mend this first:" in str(error.value)
    assert "case-studies/station.toml: station: titel: There is no such field." in str(error.value)
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    "line, answer",
    [
        ('status = "ended"', "drones: ended_reason: Say why the scheme ended"),
        ('started = "2015"\nended = "2014"', "drones: ended: "),
        ('verified_on = "2024-01-01"', "drones: verified_by: Give both"),
    ],
)
def test_what_the_models_do_not_allow_is_refused_in_words(load, folder, line, answer):
    write(folder, "case-studies/drones.toml", line + "\n" + DRONES)
    with pytest.raises(CommandError, match=answer):
        load()


def test_a_range_that_runs_downwards_is_refused(load, folder):
    saving = '\n[[savings]]\ncovers = "Fuel"\nlow = 2\nhigh = 1\n'
    write(folder, "case-studies/drones.toml", DRONES + saving)
    with pytest.raises(CommandError, match="savings 1, high: The upper end cannot be below"):
        load()


def test_what_the_database_refuses_undoes_everything(load):
    term = GlossaryTerm.objects.create(term="aircraft")
    Synonym.objects.create(term=term, word="UAV")
    with pytest.raises(CommandError, match="The database refused it, and nothing was written"):
        load()
    assert not CaseStudy.objects.exists()
    assert not ContentRecord.objects.exists()


def test_all_of_the_content_is_stored_as_the_files_say():
    call_command("load_content", verbosity=0)
    stored = Stored()
    documents = {
        (shape.kind, stored.keys[shape.kind, row.pk]): stored.document(row, shape)
        for shape in SHAPES
        for row in shape.complete()
    }
    for record in fixtures.read(Path(settings.BASE_DIR, "fixtures")):
        assert documents.pop((record.shape.kind, record.key)) == record.document
    assert not documents
    assert CaseStudy.objects.published().count() == 121
