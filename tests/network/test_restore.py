"""`restore`: tried before it is needed, asked for twice, and who was erased since stays erased."""

import builtins
import io
import tempfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from casestudies import catalogue
from casestudies.models import CaseStudy
from collab_directory.audit.models import AuditRecord
from collab_directory.backup import elsewhere, schema
from collab_directory.backup.restoring import what_is_there
from network.actions import restoring
from network.models import Erasure
from tests import prepared
from tests.factories import make_member, make_study
from tests.kernel import backups
from tests.network.planting import ADDRESS, dump, plant, traces

pytestmark = pytest.mark.django_db


@pytest.fixture
def another(monkeypatch):
    monkeypatch.setenv(prepared.VARIABLE, ":memory:")
    monkeypatch.setattr(schema, "migrate_to", backups.tables_without_migrating)
    return elsewhere.empty_database


@pytest.fixture
def held(tmp_path):
    """Makes a backup of now, and gives its file."""

    def make():
        file = tmp_path / "held"
        file.write_bytes(backups.made())
        connection.check_constraints()
        return str(file)

    return make


def restore(file, **options):
    said = io.StringIO()
    call_command("restore", file, stdout=said, **options)
    return said.getvalue()


def type_in(monkeypatch, word):
    monkeypatch.setattr(builtins, "input", lambda asked: word)


def test_a_trial_looks_at_pages_and_leaves_nothing(another, held, monkeypatch, tmp_path):
    make_study(title="Shared <station>", state="published")
    file, before, token = held(), backups.sums(), catalogue.current_token()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    asked = []
    fault = restoring._fault
    monkeypatch.setattr(
        restoring,
        "_fault",
        lambda reader, path, words, **how: asked.append(path) or fault(reader, path, words, **how),
    )
    said = restore(file, verify=True)
    assert "It can be restored." in said
    assert asked == ["/", "/case-studies/", CaseStudy.objects.get().get_absolute_url()]
    assert [path.name for path in tmp_path.iterdir()] == ["held"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'restore%'")
            assert cursor.fetchone() == (0,)
    assert backups.sums() == before
    assert catalogue.current_token() == token


def test_a_trial_fails_with_its_pages(another, held, monkeypatch):
    monkeypatch.setattr(restoring, "_fault", lambda *args, **how: "/ answers 500")
    with pytest.raises(CommandError, match="/ answers 500"):
        restore(held(), verify=True)


def test_what_is_there_goes_for_a_word_only(held, monkeypatch):
    kept = make_study()
    file = held()
    make_study()
    before = backups.sums()
    with pytest.raises(CommandError, match=r"2 case studies.* add --replace"):
        restore(file)
    type_in(monkeypatch, "yes")
    with pytest.raises(CommandError, match="not the word"):
        restore(file, replace=True)
    with pytest.raises(CommandError, match="standard input"):
        restore("-", replace=True)
    assert backups.sums() == before
    type_in(monkeypatch, "replace")
    token = catalogue.current_token()
    connection.check_constraints()
    assert "Restored." in restore(file, replace=True)
    assert CaseStudy.objects.get() == kept
    assert catalogue.current_token() != token
    written = AuditRecord.objects.get(action="database.restored")
    assert written.detail["note"].startswith("As it was on ")


def test_whoever_was_erased_since_is_erased_again_over_what_runs(held, monkeypatch):
    plant(is_staff=False)
    file = held()
    call_command("erase_person", ADDRESS, confirm=True, stdout=io.StringIO())
    type_in(monkeypatch, "replace")
    connection.check_constraints()
    said = restore(file, replace=True)
    assert "Erasures since then: 1; people erased again: 1." in said
    assert "they are back" not in said
    assert traces(dump()) == []
    assert Erasure.objects.count() == 1
    assert AuditRecord.objects.filter(action="person.erased_again").count() == 1


def test_an_empty_machine_is_told_by_a_file(another, held, tmp_path):
    address = make_member().user.email
    file = held()
    call_command("erase_person", address, confirm=True, stdout=io.StringIO())
    ledger = tmp_path / "ledger"
    with ledger.open("w") as out:
        call_command("export_erasures", stdout=out)
    with another():
        assert "they are back" in restore(file)
        assert address.lower() in dump()
    with another():
        said = restore(file, erasures=ledger)
        assert "people erased again: 1" in said
        assert "they are back" not in said
        assert address.lower() not in dump()


def test_a_ledger_that_cannot_be_read_stops_it_first(held, tmp_path, settings):
    file, before = held(), backups.sums()
    wrong = tmp_path / "wrong"
    wrong.write_text('{"whose": "a", "at": "2026-11-23T03:00:00+00:00", "what": {}}\n{"whose"')
    with pytest.raises(CommandError, match="Line 2"):
        restore(file, erasures=wrong)
    with pytest.raises(CommandError, match="There is no"):
        restore(file, erasures=tmp_path / "missing")
    settings.ERASURE_LEDGER = str(wrong)
    with pytest.raises(CommandError, match="Line 2"):
        restore(file)
    assert backups.sums() == before


def test_one_of_another_key_is_taken_when_that_is_said(held, settings):
    file = held()
    settings.SECRET_KEY = "another-" * 8
    with pytest.raises(CommandError, match="another SECRET_KEY"):
        restore(file)
    connection.check_constraints()
    assert "Restored." in restore(file, another_key=True)


def test_what_cannot_be_opened_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match=r"No such file or directory\. Nothing has changed"):
        restore(str(tmp_path / "missing"))


def test_a_database_that_only_migrations_have_written_to_is_empty():
    assert what_is_there() == {}
    make_study()
    assert what_is_there()["casestudies_casestudy"] == 1
