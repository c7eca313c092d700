"""The role leaders of the fixtures: loaded once, never over anybody's change, and sent nothing."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from casestudies.imports.records import Refused
from casestudies.models import CatalogueVersion, ContentRecord
from collab_directory.outbox.models import Letter
from network import fixtures
from network.actions import leaders
from network.models import ProjectLeader
from network.reach import Why, reach
from tests.factories import make_leader, make_organisation, make_study

LEADER = """
[kent-police]
role_title = "Collaboration lead"
email = "lead@kent-police.example.org"
case_studies = ["shared-station"]
"""

pytestmark = pytest.mark.django_db


def mark(kind, thing):
    """As load_content leaves it."""
    ContentRecord.objects.create(
        kind=kind, key=thing.slug, target_id=thing.pk, fixture_digest="x", stored_digest="x"
    )
    return thing


@pytest.fixture
def study():
    mark("organisation", make_organisation("Kent Police"))
    return mark("case-study", make_study("Shared station"))


@pytest.fixture
def load(tmp_path):
    (tmp_path / "network").mkdir()

    def load(text=LEADER, *, dry_run=False):
        (tmp_path / fixtures.FILE).write_text(text, "utf-8")
        [line] = fixtures.load(tmp_path, dry_run=dry_run)
        return line.removeprefix("Project leaders").strip()

    return load


def test_a_leader_is_added_as_a_role_that_nobody_has_confirmed(study, load):
    assert load() == "1 added"
    leader = ProjectLeader.objects.get()
    assert str(leader) == "Collaboration lead, Kent Police"
    assert (leader.consent, leader.told_on, leader.confirmed_on) == ("editor", None, None)
    found = reach(study, timezone.localdate())
    assert (found.leader, found.why) == (None, Why.NOT_CONFIRMED)
    assert leaders.tell_all_due(at=timezone.now() + dt.timedelta(days=40)) == 0
    assert not Letter.objects.exists()


def test_loading_again_changes_nothing(study, load):
    load()
    before = CatalogueVersion.objects.values().first()
    assert load() == "1 unchanged"
    assert CatalogueVersion.objects.values().first() == before


def test_a_dry_run_writes_nothing(study, load):
    assert load(dry_run=True) == "1 added"
    assert not ProjectLeader.objects.exists()


def test_what_the_file_changes_is_followed(study, load):
    load()
    other = mark("case-study", make_study("Joint drones"))
    changed = LEADER.replace("Collaboration lead", "Estates lead").replace(
        '"shared-station"', '"joint-drones"'
    )
    assert load(changed) == "1 changed"
    leader = ProjectLeader.objects.get()
    assert leader.role_title == "Estates lead"
    assert list(leader.studies.all()) == [other]
    assert load(changed) == "1 unchanged"


def test_confirming_is_no_change_and_stays(study, load):
    load()
    leaders.confirm(ProjectLeader.objects.get(), at=timezone.now())
    assert load(LEADER.replace("Collaboration", "Estates")) == "1 changed"
    assert ProjectLeader.objects.get().confirmed_on


@pytest.mark.parametrize(
    "edit",
    [
        lambda leader: setattr(leader, "role_title", "Of an editor"),
        lambda leader: setattr(leader, "email", "real@kent.police.uk"),
        lambda leader: setattr(leader, "is_active", False),
        lambda leader: leader.studies.add(make_study()),
        lambda leader: leader.studies.clear(),
    ],
)
def test_what_an_editor_changed_stays(study, load, edit):
    load()
    leader = ProjectLeader.objects.get()
    edit(leader)
    leader.save()
    before = ProjectLeader.objects.values().get()
    assert (
        load(LEADER.replace("Collaboration", "Estates")) == "1 left, because an editor changed it"
    )
    assert ProjectLeader.objects.values().get() == before


def test_whom_an_editor_removed_stays_removed(study, load):
    load()
    ProjectLeader.objects.all().delete()
    assert load() == "1 left, because an editor removed it"
    assert not ProjectLeader.objects.exists()


def test_an_address_that_is_taken_is_left(study, load):
    make_leader(email="LEAD@kent-police.example.org")
    assert load() == "1 left, because there is one of this name already"


@pytest.mark.parametrize("missing", ["kent-police", "shared-station"])
def test_whose_case_study_or_organisation_is_gone_is_left(study, load, missing):
    ContentRecord.objects.filter(key=missing).delete()
    assert load() == "1 left, because their organisation or case study is not here"


def test_a_second_leader_of_a_study_is_the_deputy(study, load):
    first = make_leader(study)
    load()
    in_line = study.leaderships.order_by("position")
    assert in_line[0].leader == first


@pytest.mark.parametrize(
    "text, said",
    [
        (LEADER.replace("lead@kent-police.example.org", "lead@kent.police.uk"), "Only an address"),
        (
            LEADER.replace("kent-police.example.org", "notexample.org"),
            "Only an address",
        ),
        (LEADER + 'name = "Sam Hill"\n', "no such field"),
        (LEADER.replace("role_title", "role"), "This is missing"),
        (LEADER.replace('["shared-station"]', "[1]"), "by their addresses"),
        (LEADER.replace('["shared-station"]', "[]"), "missing"),
        ('role_title = "Lead"', "outside a record"),
        (LEADER + LEADER.replace("kent-police]", "essex-police]"), "twice"),
        ("[", "not TOML"),
    ],
)
def test_a_mistake_is_said_with_its_place(study, load, text, said):
    with pytest.raises(Refused, match=said):
        load(text)
    assert not ProjectLeader.objects.exists()


def test_a_mistake_here_loads_nothing_at_all(tmp_path):
    source = Path(settings.BASE_DIR, "fixtures")
    (tmp_path / "network").mkdir()
    (tmp_path / "regions.toml").write_text((source / "regions.toml").read_text("utf-8"), "utf-8")
    (tmp_path / fixtures.FILE).write_text(LEADER + 'name = "Sam"', "utf-8")
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_content", "--from", str(tmp_path), stdout=StringIO())
    assert not ContentRecord.objects.exists()


def test_the_files_of_the_project_name_roles_and_nobody_else():
    folder = Path(settings.BASE_DIR, "fixtures")
    given = fixtures._read(folder)
    studies = {path.stem for path in (folder / "case-studies").glob("*.toml")}
    seeds = {
        "margate-task-force",
        "east-cleveland-co-responding",
        "cumbria-shared-police-and-fire-training-facility",
        "greater-manchester-civil-contingencies-and-resilience-co-location",
    }
    named = [study for leader in given for study in leader.case_studies]
    assert seeds < set(named) <= studies
    assert len(given) >= 24
    organisations = (folder / "organisations.toml").read_text("utf-8")
    for leader in given:
        assert f"[{leader.key}]" in organisations
        assert leader.email == f"collaboration-lead@{leader.key}.example.org"
        assert leader.role_title == "Collaboration lead"
        # What a mail server would take: RFC 5321 and 1035
        assert max(map(len, leader.email.replace("@", ".").split("."))) <= 63
