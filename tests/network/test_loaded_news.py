"""What the fixtures bring is news too, once there is a house to bring it to."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from casestudies import signals
from casestudies.models import CaseStudy
from collab_directory.outbox.models import Letter
from network.actions import alerts
from network.models import Announced, Issue
from tests.factories import make_study, make_subscription, make_version

pytestmark = pytest.mark.django_db

NEW = ("margate-task-force.toml", "east-cleveland-co-responding.toml")


@pytest.fixture
def folder(tmp_path):
    """The fixtures with few of their case studies, and two others that wait beside them.

    Without what names the others: programmes say which case studies belong to them.
    """
    copy = Path(shutil.copytree(settings.BASE_DIR / "fixtures", tmp_path / "fixtures"))
    for path in (copy / "case-studies").iterdir():
        if path.name in NEW:
            path.rename(tmp_path / path.name)
        elif not path.name.startswith("a"):
            path.unlink()
    (copy / "national-programmes.toml").unlink()
    return copy


@pytest.fixture
def load(folder, django_capture_on_commit_callbacks):
    def load():
        with django_capture_on_commit_callbacks(execute=True):
            call_command("load_content", folder=folder, verbosity=0)

    return load


def add(folder, *names):
    for name in names:
        (folder.parent / name).rename(folder / "case-studies" / name)


def test_the_first_load_is_no_news_and_what_comes_later_is_once(folder, load):
    make_subscription(email="ada@council.uk", often="at-once")
    load()
    assert CaseStudy.objects.published().exists()
    assert not Announced.objects.exists()
    load()
    assert not Announced.objects.exists()
    add(folder, *NEW)
    load()
    letter = Letter.objects.get()
    assert letter.to == "ada@council.uk"
    assert letter.subject.endswith(", and 1 more")
    for slug in ("margate-task-force", "east-cleveland-co-responding"):
        assert f"/case-studies/{slug}/" in letter.text
    load()
    assert Letter.objects.count() == 1
    assert Issue.objects.get().announced.count() == 2


def test_what_was_told_before_is_no_news(django_capture_on_commit_callbacks):
    old, edited, new = make_study("Old"), make_study("Edited"), make_study("New")
    alerts.announce(old, at=timezone.now())
    make_version(edited, 2)
    draft = make_study("Draft", state="draft")
    with django_capture_on_commit_callbacks(execute=True):
        studies = [old.pk, edited.pk, new.pk, draft.pk]
        signals.loaded.send(CaseStudy, studies=studies)
    assert set(Announced.objects.values_list("study__title", flat=True)) == {"Old", "New"}


def test_the_week_repeats_only_what_the_letter_did_not_tell(django_capture_on_commit_callbacks):
    """Of two that came together, a person heard of one as it came: the other is in their week."""
    drones, station = make_study("Joint drones"), make_study("Shared station")
    make_subscription("q=drones", email="ada@council.uk", often="at-once")
    make_subscription("", email="ada@council.uk", often="weekly")
    with django_capture_on_commit_callbacks(execute=True):
        signals.loaded.send(CaseStudy, studies=[drones.pk, station.pk])
    first = Letter.objects.get()
    assert "Joint drones" in first.text
    assert "Shared station" not in first.text
    later = timezone.now() + dt.timedelta(days=8)
    alerts.send_due(at=later)
    week = Letter.objects.exclude(pk=first.pk).get()
    assert "Shared station" in week.text
    assert "Joint drones" not in week.text
