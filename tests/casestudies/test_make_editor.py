"""`make_editor` makes an account for the admin, and may be repeated."""

import getpass
import sys
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from casestudies.management.commands import make_editor

pytestmark = pytest.mark.django_db

GOOD = "seven tall lighthouses"


def run(*arguments, **options):
    out, err = StringIO(), StringIO()
    call_command("make_editor", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


@pytest.fixture
def at_a_keyboard(monkeypatch):
    """Answers the questions for a password with these, in turn."""

    def answers(*typed):
        left = list(typed)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(getpass, "getpass", lambda prompt: left.pop(0))
        return left

    return answers


def roles_of(email):
    return set(User.objects.get(username=email).groups.values_list("name", flat=True))


def test_it_makes_a_publisher_with_a_password_shown_once():
    said = run("Ann@Example.org", "--no-input")
    password = said.split()[-1]
    user = User.objects.get()
    assert (user.username, user.email) == ("ann@example.org", "ann@example.org")
    assert (user.is_staff, user.is_superuser, user.is_active) == (True, False, True)
    assert roles_of("ann@example.org") == {"Publisher"}
    assert user.check_password(password)
    assert len(password) > 20
    assert password not in run("ann@example.org", "--no-input")


@pytest.mark.parametrize("given", ["Editor", "editor", " EDITOR "])
def test_the_role_may_be_written_as_people_write(given):
    run("ann@example.org", "--role", given, "--no-input")
    assert roles_of("ann@example.org") == {"Editor"}


def test_again_changes_the_role_and_leaves_the_password():
    run("ann@example.org", "--no-input")
    before = User.objects.get().password
    said = run("ANN@example.org", "--role", "Editor", "--no-input")
    assert "was Publisher; now Editor" in said
    assert roles_of("ann@example.org") == {"Editor"}
    assert User.objects.get().password == before
    assert "Editor already" in run("ann@example.org", "--role", "Editor", "--no-input")


def test_other_groups_stay():
    run("ann@example.org", "--no-input")
    User.objects.get().groups.add(Group.objects.create(name="Readers of proofs"))
    run("ann@example.org", "--role", "Editor", "--no-input")
    assert roles_of("ann@example.org") == {"Editor", "Readers of proofs"}


def test_an_account_that_was_switched_off_is_on_again_and_it_says_so():
    run("ann@example.org", "--no-input")
    User.objects.update(is_active=False)
    assert "on again" in run("ann@example.org", "--no-input")
    assert User.objects.get().is_active


def test_a_new_password_is_given_when_asked_for():
    run("ann@example.org", "--no-input")
    password = run("ann@example.org", "--new-password", "--no-input").split()[-1]
    assert User.objects.get().check_password(password)


def test_at_a_keyboard_it_asks_until_the_password_is_good_and_typed_twice(at_a_keyboard):
    left = at_a_keyboard("short", GOOD, "another", GOOD, GOOD)
    said = run("ann@example.org")
    assert left == []
    assert "too short" in said
    assert "not the same" in said
    assert GOOD not in said
    assert User.objects.get().check_password(GOOD)


def test_giving_up_at_the_question_leaves_nothing(monkeypatch, at_a_keyboard):
    at_a_keyboard()

    def give_up(prompt):
        raise KeyboardInterrupt

    monkeypatch.setattr(getpass, "getpass", give_up)
    with pytest.raises(KeyboardInterrupt):
        run("ann@example.org")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["not-an-address"], "is not an e-mail address"),
        (["ann@example.org", "--role", "Boss"], "Choose one of: Editor, Publisher"),
    ],
)
def test_what_it_cannot_do_it_says(arguments, words):
    with pytest.raises(CommandError, match=words):
        run(*arguments, "--no-input")
    assert not User.objects.exists()


def test_without_the_roles_it_says_what_to_run():
    Group.objects.all().delete()
    with pytest.raises(CommandError, match="migrate"):
        run("ann@example.org", "--no-input")
    assert not User.objects.exists()


def test_a_made_up_password_has_no_letters_that_look_alike():
    assert not set("lo01O") & set(make_editor.LETTERS)


def test_the_account_can_sign_in(rf):
    password = run("ann@example.org", "--no-input").split()[-1]
    request = rf.post("/admin/login/")
    assert authenticate(request, username="ann@example.org", password=password)
