"""Who has an entry open is told to whoever else opens it, and to nobody for longer."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab_directory.presence.models import SHOWN_FOR, OpenForm
from network.sign_in.middleware import SEEN
from tests.casestudies.admin.pages import CHANGE, form_of, save
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return make_study(state="draft")


@pytest.fixture
def jo():
    browser = Client()
    browser.user = make_user("Editor", first_name="Jo", last_name="Field")
    browser.force_login(browser.user)
    return browser


def beat(client, study, **more):
    return client.post(reverse("admin:casestudies_casestudy_open", args=[study.pk]), more)


def test_whoever_comes_second_is_told_who_is_there(editor, jo, study):
    address = reverse(CHANGE, args=[study.pk])
    assert "opened this at" not in jo.get(address).text
    since = timezone.localtime(OpenForm.objects.get().opened_at)
    assert f"Jo Field opened this at {since:%H:%M}" in editor.get(address).text
    # And whoever came first hears of it with the next beat
    assert editor.user.username in beat(jo, study).json()["said"]


def test_after_a_save_it_is_open_no_more(editor, jo, study):
    address, sent = form_of(jo, study)
    assert save(jo, address, sent).status_code == 302
    assert "Jo Field opened" not in editor.get(address).text


def test_who_leaves_is_gone_at_once(editor, jo, study):
    jo.get(reverse(CHANGE, args=[study.pk]))
    beat(jo, study, leave="1")
    assert beat(editor, study).json() == {"said": ""}


def test_without_a_word_more_it_ends_by_itself(editor, jo, study):
    address = reverse(CHANGE, args=[study.pk])
    jo.get(address)
    OpenForm.objects.update(until=timezone.now() - SHOWN_FOR)
    assert "Jo Field" not in editor.get(address).text


def test_a_form_that_was_refused_is_still_open(editor, jo, study):
    address, sent = form_of(jo, study)
    save(jo, address, sent | {"summary": ""})
    assert "Jo Field" in editor.get(address).text


def test_looking_without_the_right_to_edit_is_no_editing(editor, jo):
    study = make_study()
    address = reverse(CHANGE, args=[study.pk])
    assert editor.get(address).status_code == 200
    assert not OpenForm.objects.exists()
    assert beat(editor, study).status_code == 403
    assert beat(Client(), study).status_code == 302
    manager = Client()
    manager.force_login(make_user("Network manager"))
    assert beat(manager, study).status_code == 403
    assert (
        editor.get(reverse("admin:casestudies_casestudy_open", args=[study.pk])).status_code == 405
    )


def test_of_nothing_nobody_has_anything_open(editor):
    address = reverse("admin:casestudies_casestudy_open", args=[987654])
    assert editor.post(address).status_code == 404


def test_an_open_form_keeps_nobody_signed_in(editor, study):
    editor.get(reverse(CHANGE, args=[study.pk]))
    session = editor.session
    was = (timezone.now() - dt.timedelta(minutes=20)).timestamp()
    session[SEEN] = was
    session.save()
    assert beat(editor, study).status_code == 200
    assert editor.session[SEEN] == was
