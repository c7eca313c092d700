"""Where a newcomer sees letters arrive: a folder, and a page that exists only while debugging."""

import importlib
from email import message_from_bytes, policy

import pytest
from django.http import Http404
from django.urls import NoReverseMatch, clear_url_caches, reverse

from collab_directory import urls
from collab_directory.outbox import views
from collab_directory.outbox.sending import send_due
from tests.factories import make_letter

pytestmark = pytest.mark.django_db


def test_each_letter_is_a_file_of_its_own(settings, tmp_path, clock):
    settings.EMAIL_BACKEND = "collab_directory.outbox.folder.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "var/mail")
    letters = [make_letter(subject=subject) for subject in ("Siân’s / enquiry", "../..", "../..")]
    assert send_due(clock=clock).sent == 3
    files = sorted((tmp_path / "var/mail").iterdir())
    assert len(files) == 3
    assert all(file.name.endswith(".eml") for file in files)
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert {message["Message-ID"] for message in read} == {x.message_id for x in letters}
    assert "Siân’s / enquiry" in {message["Subject"] for message in read}
    assert read[0].get_content() == letters[0].text


@pytest.fixture
def shown(rf, settings):
    settings.DEBUG = True
    return lambda: views.letters(rf.get("/letters/")).render().content.decode()


def test_the_page_lists_letters_newest_first_with_links_to_press(shown, settings):
    assert "None yet." in shown()
    make_letter(subject="The older")
    make_letter(subject="The <newer>", text="Press\n\nhttp://testserver/x/y/\n", problem="Busy")
    page = shown()
    assert page.index("The &lt;newer&gt;") < page.index("The older")
    assert '<a href="http://testserver/x/y/"' in page
    assert "Busy" in page
    settings.EMAIL_FILE_PATH = "somewhere/mail"
    assert "<code>somewhere/mail</code>" in shown()


def test_the_page_has_an_end(shown):
    for _ in range(views.NEWEST + 1):
        make_letter()
    assert shown().count("<section") == views.NEWEST
    assert f"The newest {views.NEWEST} of {views.NEWEST + 1}." in shown()


def test_without_debugging_there_is_no_such_page(client, rf):
    with pytest.raises(NoReverseMatch):
        reverse("letters")
    assert client.get("/letters/").status_code == 404
    with pytest.raises(Http404):
        views.letters(rf.get("/letters/"))
    assert "/letters/" not in client.get("/about/").content.decode()


def test_with_debugging_every_page_leads_there(client, settings):
    settings.DEBUG = True
    importlib.reload(urls)
    clear_url_caches()
    try:
        assert 'href="/letters/"' in client.get("/about/").content.decode()
        assert client.get("/letters/").status_code == 200
    finally:
        settings.DEBUG = False
        importlib.reload(urls)
        clear_url_caches()
