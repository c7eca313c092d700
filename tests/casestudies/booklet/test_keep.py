"""The booklet is made once, the last good one stands in, and nothing unpublished is handed out."""

import datetime as dt
import errno
from pathlib import Path

import pytest

from casestudies import editorial
from casestudies.booklet import keep, places
from casestudies.models import CaseStudy
from tests.factories import make_audit_record, make_study, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(keep, "LONGEST_WAIT", 0)
    settings.BOOKLETS = str(tmp_path / "booklets")
    return tmp_path / "booklets"


class Maker:
    """Makes a booklet that says which entries are published, and counts how often."""

    def __init__(self, meanwhile=lambda: None):
        self.times = 0
        self.meanwhile = meanwhile

    def __call__(self, on: dt.date) -> keep.Booklet:
        self.times += 1
        slugs = frozenset(CaseStudy.objects.published().values_list("slug", flat=True))
        self.meanwhile()
        return keep.Booklet(", ".join(sorted(slugs)).encode(), on, slugs)


def fails(on):
    raise OSError(errno.EIO, "The disk is gone")


def unpublish(slug):
    editorial.archive(CaseStudy.objects.get(slug=slug), by=make_user("Publisher"))


def test_it_is_made_once_until_something_changes():
    make_study("One")
    make = Maker()
    assert [keep.overview(make).content for _ in range(3)] == [b"one"] * 3
    assert make.times == 1
    make_study("Two")
    assert keep.overview(make).content == b"one, two"
    assert make.times == 2


def test_only_the_newest_files_stay(folder):
    for n in range(4):
        make_study(f"Scheme {n}")
        keep.overview(Maker())
    assert len(list(folder.glob("*.pdf"))) == len(list(folder.glob("*.json"))) == keep.KEPT


def test_while_it_cannot_be_made_the_last_good_one_is_handed_out_and_it_is_logged(caplog):
    make_study("One")
    keep.overview(Maker())
    make_study("Two")
    assert keep.overview(fails).content == b"one"
    assert "could not be made" in caplog.text


def test_the_last_good_one_is_not_handed_out_with_what_is_no_longer_published():
    make_study("One")
    make_study("Two")
    keep.overview(Maker())
    unpublish("two")
    with pytest.raises(keep.Unavailable):
        keep.overview(fails)
    assert keep.overview(Maker()).content == b"one"


def test_the_last_good_one_is_not_handed_out_with_what_somebody_said_who_was_erased(folder):
    make_study("One")
    keep.overview(Maker())
    make_audit_record("person.erased")
    make_study("Two")
    with pytest.raises(keep.Unavailable):
        keep.overview(fails)
    assert keep.forget() == 1
    assert not [path for path in folder.iterdir() if path.suffix in {".pdf", ".json"}]


def test_what_is_unpublished_while_it_is_made_is_not_in_what_is_handed_out(folder):
    make_study("One")
    make_study("Two")
    make = Maker(meanwhile=lambda: make.times == 1 and unpublish("two"))
    assert keep.overview(make).content == b"one"
    assert make.times == 2
    assert b"one, two" not in [path.read_bytes() for path in folder.glob("*.pdf")]


def test_a_directory_that_does_not_stand_still_gets_the_last_good_one():
    make_study("One")
    keep.overview(Maker())
    make_study("Two")
    make = Maker(meanwhile=lambda: make_study())
    assert keep.overview(make).content == b"one"
    assert make.times == keep.MOST_TRIES


def test_a_full_disk_leaves_the_last_good_one_and_nothing_half_written(folder, monkeypatch, caplog):
    make_study("One")
    keep.overview(Maker())
    before = sorted(folder.iterdir())
    make_study("Two")

    def full(file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(places.os, "fsync", full)
    # Who asked has what was made all the same
    assert keep.overview(Maker()).content == b"one, two"
    assert sorted(folder.iterdir()) == before
    assert "could not be kept" in caplog.text
    assert keep.overview(fails).content == b"one"


def test_a_folder_that_cannot_be_made_costs_nobody_the_booklet(settings):
    settings.BOOKLETS = "/proc/nowhere"
    make_study("One")
    assert keep.overview(Maker()).content == b"one"


def test_a_file_that_is_not_whole_is_made_anew(folder):
    make_study("One")
    keep.overview(Maker())
    for path in folder.glob("*.json"):
        path.write_text("{")
    make = Maker()
    assert keep.overview(make).content == b"one"
    assert make.times == 1


def test_whoever_comes_while_it_is_made_gets_the_last_good_one_or_is_asked_to_wait():
    make_study("One")
    with places.a_turn("overview") as mine:
        assert mine
        with pytest.raises(keep.Unavailable):
            keep.overview(fails)
    keep.overview(Maker())
    make_study("Two")
    with places.a_turn("overview"):
        make = Maker()
        assert keep.overview(make).content == b"one"
        assert make.times == 0


def test_two_are_made_at_once_and_no_more(folder):
    with places.a_turn("a") as first, places.a_turn("b") as second, places.a_turn("c") as third:
        assert (first, second, third) == (True, True, False)
    with places.a_turn("a") as again, places.a_turn("a") as same:
        assert (again, same) == (True, False)
    assert not list(Path(folder).glob("*.part"))
