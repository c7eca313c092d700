"""Who has a form open is known while it is, and not for longer."""

import datetime as dt

import pytest
from django.utils import timezone

from collab_directory import presence
from collab_directory.presence.models import SHOWN_FOR, SILENT_FOR, OpenForm
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db

AT = timezone.now()
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def study():
    return make_study(state="draft")


@pytest.fixture
def jo():
    return make_user("Editor", first_name="Jo", last_name="Field")


@pytest.fixture
def me():
    return make_user("Editor")


def seen(study, me, at):
    return [form.who for form in presence.others(study, by=me, at=at)]


def test_others_are_named_and_oneself_is_not(study, jo, me):
    presence.opened(study, by=jo, at=AT)
    presence.opened(study, by=me, at=AT)
    assert seen(study, me, AT) == ["Jo Field"]
    assert seen(make_study(), me, AT) == []


@pytest.mark.parametrize(
    "says, lasts", [(presence.opened, SHOWN_FOR), (presence.still_open, SILENT_FOR)]
)
def test_it_is_believed_for_a_while(says, lasts, study, jo, me):
    says(study, by=jo, at=AT)
    assert seen(study, me, AT + lasts - SECOND) == ["Jo Field"]
    assert seen(study, me, AT + lasts) == []


def test_whoever_stays_opened_it_when_they_did(study, jo, me):
    presence.opened(study, by=jo, at=AT)
    for minutes in range(1, 30):
        presence.still_open(study, by=jo, at=AT + dt.timedelta(minutes=minutes))
    (form,) = presence.others(study, by=me, at=AT + dt.timedelta(minutes=30))
    assert form.opened_at == AT


def test_whoever_comes_back_opened_it_anew(study, jo, me):
    presence.opened(study, by=jo, at=AT)
    later = AT + dt.timedelta(hours=2)
    presence.still_open(study, by=jo, at=later)
    (form,) = presence.others(study, by=me, at=later)
    assert form.opened_at == later


def test_whoever_leaves_is_gone(study, jo, me):
    presence.opened(study, by=jo, at=AT)
    presence.left(study, by=me)
    assert seen(study, me, AT) == ["Jo Field"]
    presence.left(study, by=jo)
    presence.left(study, by=jo)
    assert seen(study, me, AT) == []


def test_one_row_however_often_they_look(study, jo):
    for _ in range(3):
        presence.opened(study, by=jo, at=AT)
    assert OpenForm.objects.count() == 1
