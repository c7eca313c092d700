"""`backup`: one file that is whole or not there, in a folder that does not fill up."""

import datetime as dt
import io
import os
import sys

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from collab_directory.backup import archive, folder

NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)


def backup(*words, **options):
    said = io.StringIO()
    call_command("backup", *words, stderr=said, **options)
    return said.getvalue()


def named(days, ending=""):
    return folder.name_for(NOW - dt.timedelta(days=days)) + ending


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_it_names_itself_is_for_nobody_else_and_can_be_read(settings, tmp_path):
    settings.BACKUPS = str(tmp_path)
    said = backup()
    (made,) = tmp_path.iterdir()
    assert made.name == "directory-20261123T030000Z.jsonl.gz"
    assert made.stat().st_mode & 0o777 == 0o600
    with made.open("rb") as source:
        archive.Reader(source).read_through()
    assert f"{made.stat().st_size:,} bytes" in said
    assert "23 November 2026 at 03:00:00" in said


@pytest.mark.django_db
def test_it_writes_over_nothing(tmp_path):
    there = tmp_path / "there"
    there.write_text("of somebody")
    with pytest.raises(CommandError, match="is there already"):
        backup(str(there))
    # Somebody was quicker, after we looked
    with pytest.raises(folder.Refused, match="is there already"):
        folder.write_whole(there, lambda out: None)
    assert there.read_text() == "of somebody"
    assert list(tmp_path.iterdir()) == [there]


@pytest.mark.django_db
def test_a_full_disk_leaves_nothing_half(tmp_path, monkeypatch):
    def is_full(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", is_full)
    with pytest.raises(CommandError, match="No space left"):
        backup(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_it_can_be_sent_on(monkeypatch):
    class Pipe:
        buffer = io.BytesIO()
        isatty = staticmethod(lambda: False)

    monkeypatch.setattr(sys, "stdout", Pipe)
    backup("-")
    archive.Reader(io.BytesIO(Pipe.buffer.getvalue())).read_through()
    Pipe.isatty = staticmethod(lambda: True)
    with pytest.raises(CommandError, match="terminal"):
        backup("-")


def test_it_asks_where_to():
    with pytest.raises(CommandError, match="Say where to"):
        backup()
    with pytest.raises(CommandError, match="from 1 up"):
        backup("-", keep=0)


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_it_deletes_its_own_that_are_too_old_and_no_other_file(tmp_path):
    stay = [named(35), named(34, ".age"), "directory.jsonl.gz", "notes.txt", named(400) + ".a.b"]
    go = [named(36), named(36, ".age"), named(400, ".gpg"), ".directory-killed.part"]
    for name in (*stay, *go):
        (tmp_path / name).write_text("x")
    before = (NOW - dt.timedelta(days=2)).timestamp()
    os.utime(tmp_path / ".directory-killed.part", (before, before))
    (tmp_path / named(500)).symlink_to(tmp_path / "notes.txt")
    said = backup(str(tmp_path), keep=35)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*stay, named(500), named(0)}
    assert all(name in said for name in go)


def test_the_last_one_stays_however_old(tmp_path):
    (tmp_path / named(400)).write_text("x")
    (tmp_path / named(0)).touch()  # empty, so it is none
    assert folder.forget_older(tmp_path, days=35, at=NOW) == []


@pytest.mark.parametrize(
    "hours, ending, recent", [(26, "", True), (26.01, "", False), (1, ".age", True)]
)
@time_machine.travel(NOW, tick=False)
def test_the_age_of_the_last_one_is_known(settings, tmp_path, hours, ending, recent):
    settings.BACKUPS = str(tmp_path)
    settings.BACKUP_HOURS = 26
    assert not folder.last_is_recent()
    (tmp_path / named(hours / 24, ending)).write_text("x")
    assert folder.last_is_recent() is recent


def test_names_sort_as_their_moments():
    assert named(1) < named(0)
    assert folder.NAME.fullmatch(folder.name_for(timezone.now()))
