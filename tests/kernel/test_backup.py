"""A backup holds everything as it was at one moment, and a restore brings all of it back."""

import datetime as dt
import io
import json

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection, connections

from casestudies.models import CaseStudy, ResourceFile
from collab_directory.audit.models import AuditRecord
from collab_directory.backup import Refused, archive, elsewhere, making, schema, tables
from network.models import Enquiry
from tests import prepared
from tests.factories import make_audit_record, make_resource, make_study, make_user
from tests.kernel import backups
from tests.network.planting import plant

pytestmark = pytest.mark.django_db

ALL_BYTES = bytes(range(256))


@pytest.fixture
def another(monkeypatch):
    """An empty database of the same kind in place of the one in use: `with another():`."""
    monkeypatch.setenv(prepared.VARIABLE, ":memory:")  # or SQLite's would not be empty
    monkeypatch.setattr(schema, "migrate_to", backups.tables_without_migrating)
    return elsewhere.empty_database


def add_a_file():
    made = {"format": "pdf", "size": 256, "digest": "d", "dated": dt.date(2026, 1, 2)}
    return ResourceFile.objects.create(resource=make_resource(), content=ALL_BYTES, **made)


def test_everything_comes_back_into_an_empty_database(another):
    plant(is_staff=True)
    study = make_study(title="Café ŵ “quoted”\n\u2028", state="published")
    add_a_file()
    gone = make_user()
    number = gone.pk  # which may stand for them in the audit trail
    gone.delete()
    record = make_audit_record(target=study)
    detail = {"z": [1, 2.5, None, True, {"ŵ": "\x7f"}], "a": 1e3}
    AuditRecord.objects.filter(pk=record.pk).without_names(detail=detail)
    moment = Enquiry.objects.order_by("pk").first().created_at
    before, held = backups.sums(), backups.made()
    assert sum(one.rows > 0 for one in before.values()) > 50
    with another():
        restored = backups.bring_back(held)
        assert restored.sums == backups.sums() == before
        assert not restored.migrated
        assert CaseStudy.objects.get(pk=study.pk).title == study.title
        assert bytes(ResourceFile.objects.get().content) == ALL_BYTES
        assert AuditRecord.objects.get(pk=record.pk).detail == detail
        # Found by what it is, not only read
        assert Enquiry.objects.filter(created_at=moment).exists()
        assert not Session.objects.exists()
        assert make_study().pk > study.pk
        assert make_user().pk > number
    assert backups.sums() == before
    assert Session.objects.exists()


def test_it_takes_the_place_of_what_there_was():
    make_study(title="Of then")
    Session.objects.create(session_key="open", expire_date=dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    then, held = backups.sums(), backups.made()
    make_audit_record(target=make_study(), by=make_user())
    backups.bring_back(held)
    assert backups.sums() == then
    assert not Session.objects.exists()


def test_it_is_of_one_moment_and_nobody_waits_for_it(another, monkeypatch):
    held = backups.made()
    table = archive.Writer.table
    written = []

    def then_somebody_writes(self, name, rows):
        if not written:
            written.append(make_user())
        return table(self, name, rows)

    with another():
        backups.bring_back(held)
        monkeypatch.setattr(archive.Writer, "table", then_somebody_writes)
        meanwhile = backups.made()
        assert User.objects.filter(pk=written[0].pk).exists()
    said = archive.Reader(io.BytesIO(meanwhile))
    names = {name: [row for row, _size in rows] for name, rows in said.tables()}
    assert names["auth_user"] == []


def test_one_of_an_older_release_is_brought_up_to_date(another):
    """Of one before rows that the backup has too, which stay as they are."""
    study = make_study()
    newest = max(key for key in schema.known(connection) if key[0] == "network")

    def of_then(header, rows):
        header["migrations"].remove(list(newest))

    older = backups.written_anew(backups.made(), of_then)
    with pytest.raises(Refused, match="of an older release"):
        backups.bring_back(older)
    seen = []
    with another():
        assert backups.bring_back(older, seen.append).migrated
        assert schema.is_newest(connections["default"])
        assert CaseStudy.objects.filter(pk=study.pk).exists()
    assert len(seen) == 1


def test_what_fails_leaves_no_table_where_there_was_none(another):
    def fail(made_at):
        raise Refused("No.")

    held = backups.made()
    with another():
        with pytest.raises(Refused):
            backups.bring_back(held, fail)
        assert schema.has_no_tables(connection)


@pytest.mark.postgres
def test_it_goes_from_one_kind_of_database_to_the_other_and_back(another, tmp_path, monkeypatch):
    plant(is_staff=True)
    make_study(state="published")
    add_a_file()
    before, held = backups.sums(), backups.made()
    monkeypatch.setattr(elsewhere, "_of_postgresql", of_the_other_kind(tmp_path))
    with another():
        backups.bring_back(held)
        assert connection.vendor == "sqlite"
        assert backups.sums() == before
        make_study(title="Added there")
        changed, there = backups.sums(), backups.made()
    assert changed != before
    backups.bring_back(there)
    assert backups.sums() == changed
    make_study(title="Added here")


def of_the_other_kind(folder):
    from contextlib import contextmanager

    from django.db.backends.sqlite3.base import DatabaseWrapper

    @contextmanager
    def made(ordinary):
        there = {**ordinary.settings_dict, "NAME": str(folder / "other"), "OPTIONS": {}}
        yield DatabaseWrapper(there | {"ENGINE": "django.db.backends.sqlite3"}, "default")

    return made


def without_a_row(lines):
    del lines[next(n for n, line in enumerate(lines) if isinstance(line, list))]
    return lines


def with_another_value(lines):
    row = next(line for line in lines if isinstance(line, list) and "Publisher" in line)
    row[1] = "Administrators"
    return lines


def twice_a_table(lines):
    end = next(n for n, line in enumerate(lines) if "rows" in line)
    return [*lines[:-1], *lines[1 : end + 1], lines[-1]]


DAMAGED = {
    "a row less": without_a_row,
    "another value": with_another_value,
    "no end": lambda lines: lines[:-1],
    "no header": lambda lines: lines[1:],
    "a table twice": twice_a_table,
    "something after it": lambda lines: [*lines, ["more"]],
    "no object": lambda lines: ["directory", *lines[1:]],
    "a header of texts": lambda lines: [{"header": "x", "mark": "y"}, *lines[1:]],
}


@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_one_is_refused(how):
    broken = backups.packed(DAMAGED[how](backups.lines_of(backups.made())))
    before = backups.sums()
    with pytest.raises(Refused):
        backups.bring_back(broken)
    assert backups.sums() == before


@pytest.mark.parametrize("part", [0.0, 0.001, 0.5, 0.999])
def test_one_that_was_cut_off_is_refused(part):
    held = backups.made()
    before = backups.sums()
    with pytest.raises(Refused):
        backups.bring_back(held[: int(len(held) * part)])
    assert backups.sums() == before


def test_what_is_no_backup_is_refused():
    for said in (b"", b"PK\x03\x04" * 99, backups.packed([1])[:-8], backups.packed([[[]]])):
        with pytest.raises(Refused):
            archive.Reader(io.BytesIO(said))


def test_little_that_would_become_much_is_refused(monkeypatch):
    """At a hundredth of the size, because the bounds are constants."""
    monkeypatch.setattr(archive, "LONGEST_LINE", 640_000)
    monkeypatch.setattr(archive, "ALWAYS_ALLOWED", 640_000)
    with pytest.raises(Refused, match="a line that is too long"):
        archive.Reader(io.BytesIO(backups.packed(["0" * 700_000])))
    lines = backups.lines_of(backups.made())
    width = len(lines[0]["header"]["tables"][lines[1]["table"]]["columns"])
    bomb = backups.packed([*lines[:2], *[["0" * 1000] * width] * 4000])
    with pytest.raises(Refused, match="far more in it"):
        archive.Reader(io.BytesIO(bomb)).read_through()


def of_tomorrow(header, rows):
    header["migrations"].append(["casestudies", "9999_of_tomorrow"])


def with_words_for_the_database(header, rows):
    header["tables"]["auth_group"]["columns"][1] = 'name") SELECT 1; --'


def with_a_table_of_its_own(header, rows):
    header["tables"]["../../etc/cron.d/x"] = {"columns": ["id"], "last": None}
    rows["../../etc/cron.d/x"] = []


def without_a_table(header, rows):
    del header["tables"]["auth_group"], rows["auth_group"]


def with_a_word_for_a_number(header, rows):
    rows["auth_group"][0][0] = "one"


def with_a_day_that_is_none(header, rows):
    rows["casestudies_catalogueversion"] = [[1, "t", "2026-02-30T00:00:00+00:00"]]


def with_a_number_beyond_all(header, rows):
    rows["auth_group"][0][0] = 2**70


def with_half_a_letter(header, rows):
    rows["auth_group"][0][1] = "\ud800"


def with_a_row_twice(header, rows):
    rows["auth_group"].append(rows["auth_group"][0])


def with_a_stranger(header, rows):
    rows["auth_group_permissions"][0][1] = 999_999


def of_no_moment(header, rows):
    header["made_at"] = "yesterday"


@pytest.mark.parametrize(
    "change",
    [
        of_tomorrow,
        with_words_for_the_database,
        with_a_table_of_its_own,
        without_a_table,
        with_a_word_for_a_number,
        with_a_day_that_is_none,
        with_a_number_beyond_all,
        with_half_a_letter,
        with_a_row_twice,
        with_a_stranger,
        of_no_moment,
    ],
)
def test_what_is_whole_and_does_not_fit_is_refused_and_nothing_changes(change):
    held = backups.written_anew(backups.made(), change)
    before = backups.sums()
    with pytest.raises(Refused):
        backups.bring_back(held)
    assert backups.sums() == before


def test_one_of_another_edition_is_refused():
    def newer(header, rows):
        header["edition"] = archive.EDITION + 1

    held = backups.written_anew(backups.made(), newer)
    with pytest.raises(Refused, match="newer release"):
        backups.bring_back(held)


def test_the_mark_says_whose_it_is(settings):
    held = backups.made()
    key = settings.SECRET_KEY
    settings.SECRET_KEY = "another-" * 8
    assert not archive.Reader(io.BytesIO(held)).is_ours
    settings.SECRET_KEY_FALLBACKS = [key]
    assert archive.Reader(io.BytesIO(held)).is_ours


def test_no_two_have_one_mark():
    first, second = (json.dumps(backups.lines_of(backups.made())[0]) for _n in range(2))
    assert first != second


def test_a_database_that_is_not_migrated_is_not_backed_up(monkeypatch):
    monkeypatch.setattr(schema, "applied", lambda connection: set())
    with pytest.raises(Refused, match="migrate"):
        making.write(io.BytesIO())


def test_every_model_is_carried_or_left_out_by_name():
    from django.apps import apps

    managed = {m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    assert managed == {t.name for t in tables.carried()} | set(tables.left_out())
    assert len(tables.left_out()) == len(tables.LEFT_OUT)
