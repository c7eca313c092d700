"""The admin hands out the last ZIP of everything, and has the next one made, one at a time."""

import os
import subprocess
import sys

import pytest
from django.urls import reverse
from django.utils import timezone

from casestudies import editorial, whole
from casestudies.booklet import typeset
from casestudies.models import CaseStudy
from casestudies.whole import holding, keeping
from collab_directory.audit.models import AuditRecord
from tests.factories import make_audit_record, make_study, make_user

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:casestudies_casestudy_everything")
FILE = reverse("admin:casestudies_casestudy_everything_file")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(typeset, "pdf", lambda document, *, dated: b"%PDF")
    settings.BOOKLETS = str(tmp_path / "booklets")
    (tmp_path / "booklets").mkdir()
    return tmp_path / "booklets"


@pytest.fixture
def publisher(as_role):
    return as_role("Publisher")


@pytest.fixture
def maker(monkeypatch):
    """Stands for the process that makes the ZIP: runs until its input ends."""
    made = []

    def start(target, said, lock):
        command = [
            sys.executable,
            "-c",
            "import sys; sys.stdin.read(); sys.exit('The disk is full.')",
        ]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=said, pass_fds=(lock,))
        made.append(process)
        return process

    monkeypatch.setattr(keeping, "_start", start)
    yield made
    for process in made:
        process.stdin.close()
        process.wait()


def test_one_is_made_at_a_time_and_it_is_written_down(publisher, maker):
    assert "There is none yet" in publisher.get(PAGE).text
    first = publisher.post(PAGE, {"act": "make"}, follow=True)
    assert "It has been in the making since" in first.text
    again = publisher.post(PAGE, {"act": "make"}, follow=True)
    assert "It is being made already." in again.text
    assert len(maker) == AuditRecord.objects.filter(action="everything.begun").count() == 1


def test_why_one_failed_is_said(publisher, maker):
    publisher.post(PAGE, {"act": "make"})
    maker[0].stdin.close()
    maker[0].wait()
    page = publisher.get(PAGE).text
    assert "The disk is full." in page
    assert "Make a new one" in page


def test_the_last_one_is_handed_out_with_its_date_until_it_holds_what_is_not_public(
    publisher, folder, monkeypatch
):
    monkeypatch.setattr(holding, "MOST_PER_PAGE", 1)  # the list has a second part, too
    make_study("Staying")
    make_study("Going")
    whole.export(folder / keeping.FILE)
    assert "Nothing that the public reads was changed since." in publisher.get(PAGE).text
    answer = publisher.get(FILE)
    assert b"".join(answer.streaming_content) == (folder / keeping.FILE).read_bytes()
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith('attachment; filename="blue-light-a-to-z-20')
    assert AuditRecord.objects.filter(action="everything.taken").count() == 1

    make_study("Coming")
    assert "was changed since, last on" in publisher.get(PAGE).text
    b"".join(publisher.get(FILE).streaming_content)
    editorial.archive(CaseStudy.objects.get(slug="going"), by=make_user("Publisher"))
    assert publisher.get(FILE).status_code == 404
    assert FILE not in publisher.get(PAGE).text


def test_the_last_one_is_not_handed_out_once_somebody_was_erased(publisher, folder):
    whole.export(folder / keeping.FILE)
    (folder / "picture-0.png").touch()
    os.utime(folder / "picture-0.png", (0, 0))
    make_study("One")
    now = timezone.now()
    assert keeping.forget(at=now) == 1  # the picture
    make_audit_record("person.erased")
    assert publisher.get(FILE).status_code == 404
    assert keeping.forget(at=now) == 1
    assert not (folder / keeping.FILE).exists()


def test_it_asks_for_a_second_step_passed_just_now(publisher, settings):
    settings.STAFF_NEED_SECOND_STEP = True
    for address in (PAGE, FILE):
        assert publisher.get(address).status_code == 302


def test_a_folder_that_cannot_be_written_is_said(publisher, settings):
    settings.BOOKLETS = "/proc/nowhere"
    page = publisher.post(PAGE, {"act": "make"}, follow=True)
    assert "It could not be begun" in page.text


def test_the_process_is_the_command_of_this_installation(monkeypatch, tmp_path):
    """Whatever else it is given, it is told to write there, and holds the lock."""
    started = []
    monkeypatch.setattr(
        keeping.subprocess, "Popen", lambda command, **how: started.append((command, how))
    )
    keeping._start(tmp_path / "everything.zip", 1, 7)
    [(command, how)] = started
    assert command[2:] == ["export_directory", str(tmp_path / "everything.zip"), "--gently"]
    assert how["pass_fds"] == (7,)
