"""Editors prove a second time who they are, wherever this is not a laptop."""

import datetime as dt
import re
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.models import Member
from network.sign_in import factors, tries
from tests.factories import make_study, make_user
from tests.sign_in import (
    ACCOUNT,
    ADD_APP,
    SECOND_STEP,
    add_app,
    app_code,
    secret_on,
    sign_in,
)

pytestmark = pytest.mark.django_db

AGAIN = f"{ACCOUNT}again/"
CODES = f"{ACCOUNT}codes/"
NOON = dt.datetime(2026, 11, 20, 12, 0, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def a_service(settings):
    settings.STAFF_NEED_SECOND_STEP = True


@pytest.fixture(autouse=True)
def clock():
    """Stands still until a test moves it on."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def secret(editor, clock):
    """Of an editor's app, set up a while ago in another browser."""
    browser = Client()
    sign_in(browser, editor.email)
    secret = add_app(browser)
    clock.shift(dt.timedelta(minutes=10))
    return secret


def recovery_codes(client):
    return re.findall(r"<code>(\d{4} \d{4})</code>", client.get(CODES).text)


def is_in_the_admin(client):
    return client.get("/admin/").status_code == 200


# Setting one up


def test_settings_ask_for_it_wherever_this_is_not_a_laptop():
    from collab_directory import settings as ours

    assert ours.STAFF_NEED_SECOND_STEP is (not ours.DEBUG) is True


def test_without_one_an_editor_is_led_to_set_it_up(client, editor):
    sign_in(client, editor.email)
    study = make_study(state="draft")
    addresses = [
        "/admin/",
        reverse("admin:casestudies_casestudy_change", args=[study.pk]),
        reverse("admin:jsi18n"),
        reverse("admin:autocomplete"),
        "/admin/nothing/",
    ]
    for address in addresses:
        for answer in (client.get(address), client.post(address, {})):
            assert answer.status_code == 302
            assert answer["Location"].startswith(f"{ADD_APP}?next=")
    add_app(client)
    assert is_in_the_admin(client)


def test_the_wrong_code_sets_up_nothing(client, editor):
    sign_in(client, editor.email)
    secret = secret_on(client.get(ADD_APP))
    page = client.post(ADD_APP, {"code": "000000"})
    assert "This code is wrong" in page.text
    assert secret_on(page) == secret  # what the app already knows
    assert not Authenticator.objects.exists()
    assert not is_in_the_admin(client)


def test_the_owner_is_told(client, editor, django_capture_on_commit_callbacks):
    sign_in(client, editor.email)
    with django_capture_on_commit_callbacks(execute=True):
        add_app(client)
    assert Letter.objects.get(template="account/app_added").to == editor.email


def test_the_key_is_not_readable_in_the_database(editor, secret):
    app = Authenticator.objects.get(user=editor, type="totp")
    assert secret not in str(app.data)


def test_after_another_secret_key_the_old_one_still_opens(client, editor, secret, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 9
    sign_in(client, editor.email)
    client.post(SECOND_STEP, {"code": app_code(secret)})
    assert is_in_the_admin(client)


def test_without_the_old_secret_key_it_says_what_to_do(client, editor, secret, settings):
    settings.SECRET_KEY = "another" * 9
    sign_in(client, editor.email)
    page = client.post(SECOND_STEP, {"code": app_code(secret)})
    assert page.status_code == 200
    assert "ask an administrator" in page.text


# Being asked for it


def test_with_one_it_is_asked_for_after_the_letter(client, editor, secret):
    wanted = "/admin/casestudies/casestudy/"
    assert sign_in(client, editor.email, next=wanted)["Location"] == SECOND_STEP
    assert "_auth_user_id" not in client.session
    assert client.get(wanted).status_code == 302
    assert "Second step" in client.get(SECOND_STEP).text
    answer = client.post(SECOND_STEP, {"code": app_code(secret)})
    assert answer["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_a_session_from_before_has_to_prove_itself(client, editor, secret):
    client.force_login(editor)
    answer = client.get("/admin/?all=1")
    assert answer["Location"].startswith(f"{AGAIN}?next=")
    answer = client.post(answer["Location"], {"code": app_code(secret)})
    assert answer["Location"] == "/admin/?all=1"
    assert is_in_the_admin(client)


def test_a_code_works_once(client, editor, secret):
    code = app_code(secret)
    sign_in(client, editor.email)
    client.post(SECOND_STEP, {"code": code})
    assert is_in_the_admin(client)
    other = Client()
    sign_in(other, editor.email)
    page = other.post(SECOND_STEP, {"code": code})
    assert "was used before" in page.text
    assert not is_in_the_admin(other)


def test_a_recovery_code_works_once(client, editor):
    sign_in(client, editor.email)
    add_app(client)
    codes = recovery_codes(client)
    assert len(set(codes)) == 10
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, editor.email)
        browser.post(SECOND_STEP, {"code": codes[0]})
    assert is_in_the_admin(first)
    assert not is_in_the_admin(second)
    second.post(SECOND_STEP, {"code": codes[1]})
    assert is_in_the_admin(second)


def test_five_wrong_codes_begin_a_wait(client, editor, secret, clock):
    sign_in(client, editor.email)
    for _ in range(tries.SECOND_STEPS.windows[0][0]):
        assert client.post(SECOND_STEP, {"code": "000000"}).status_code == 200
    # Nobody else may go on guessing, and the right one is not taken either
    answer = client.post(SECOND_STEP, {"code": app_code(secret)})
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    other = Client()
    sign_in(other, editor.email)
    assert other.post(SECOND_STEP, {"code": app_code(secret)}).status_code == 429
    clock.shift(dt.timedelta(minutes=5, seconds=1))
    client.post(SECOND_STEP, {"code": app_code(secret)})
    assert is_in_the_admin(client)


@pytest.mark.parametrize("sent", [{}, {"code": ""}, {"credential": "{}"}, {"code": "\x00"}])
def test_what_is_no_code_is_a_clear_answer(client, editor, secret, sent):
    sign_in(client, editor.email)
    page = client.post(SECOND_STEP, sent)
    assert page.status_code == 200
    assert "error-summary" in page.text
    assert not is_in_the_admin(client)


def test_nobody_comes_to_the_second_step_without_the_first(client, editor, secret):
    for answer in (client.get(SECOND_STEP), client.post(SECOND_STEP, {"code": app_code(secret)})):
        assert answer["Location"].startswith("/network/sign-in/")
    assert not is_in_the_admin(client)


def test_a_member_is_asked_for_none_but_may_have_one(client):
    user = make_user(None)
    Member.objects.create(user=user, email=user.email)
    assert sign_in(client, user.email)["Location"] == "/network/account/"
    add_app(client)
    other = Client()
    assert sign_in(other, user.email)["Location"] == SECOND_STEP


# Changing it


def test_what_guards_the_account_is_asked_for_again_before_it_is_shown(client, editor, secret):
    sign_in(client, editor.email)
    client.post(SECOND_STEP, {"code": app_code(secret)})
    assert client.get(CODES)["Location"].startswith(f"{AGAIN}?next=")
    for page in (f"{CODES}new/", f"{ACCOUNT}app/remove/"):
        for answer in (client.get(page), client.post(page)):
            assert answer["Location"].startswith(f"{AGAIN}?next="), page
    assert client.get(ACCOUNT).status_code == 200


def test_new_recovery_codes_replace_the_old(client, editor):
    sign_in(client, editor.email)
    add_app(client)
    old = recovery_codes(client)
    assert client.post(f"{CODES}new/")["Location"] == CODES
    assert not set(old) & set(recovery_codes(client))


def test_who_removes_the_app_sets_up_another_before_working_on(client, editor):
    sign_in(client, editor.email)
    add_app(client)
    assert is_in_the_admin(client)
    assert client.post(f"{ACCOUNT}app/remove/")["Location"] == ACCOUNT
    assert not Authenticator.objects.exists()
    assert client.get("/admin/")["Location"].startswith(ADD_APP)


def test_a_visitor_is_asked_to_sign_in(client):
    for page in (ACCOUNT, ADD_APP, CODES, f"{CODES}new/", AGAIN, f"{ACCOUNT}app/remove/"):
        for answer in (client.get(page), client.post(page, {"code": "1"})):
            assert answer.status_code == 302, page
            assert answer["Location"].startswith("/network/sign-in/?next="), page


def test_somebody_who_lost_both_is_let_in_by_the_operator(client, editor, secret):
    out = StringIO()
    call_command("remove_second_step", editor.email.upper(), stdout=out)
    assert "sets up a new second step" in out.getvalue()
    assert not factors.has_one(editor)
    assert AuditRecord.objects.filter(action="user.second_step_removed").count() == 1
    sign_in(client, editor.email)
    assert client.get("/admin/")["Location"].startswith(ADD_APP)
    call_command("remove_second_step", editor.email, stdout=out)
    assert "has no second step" in out.getvalue()
    with pytest.raises(CommandError, match="no account"):
        call_command("remove_second_step", "nobody-here@example.org")
