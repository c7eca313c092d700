"""`make_editor` makes an account for the admin, and may be repeated."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from tests.factories import make_user
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    out, err = StringIO(), StringIO()
    call_command("make_editor", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


def roles_of(email):
    return set(User.objects.get(username=email).groups.values_list("name", flat=True))


def test_it_makes_a_publisher_and_says_where_to_sign_in():
    said = run("Ann@Example.org")
    user = User.objects.get()
    assert (user.username, user.email) == ("ann@example.org", "ann@example.org")
    assert (user.is_staff, user.is_superuser, user.is_active) == (True, False, True)
    assert not user.has_usable_password()
    assert roles_of("ann@example.org") == {"Publisher"}
    assert "http://testserver/admin/" in said
    assert "letters" not in said


def test_on_a_laptop_it_says_where_the_code_comes_to(settings):
    settings.DEBUG = True
    assert "http://testserver/letters/" in run("ann@example.org")


def test_the_account_can_sign_in(client):
    run("ann@example.org")
    sign_in(client, "ann@example.org")
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("given", ["Editor", "editor", " EDITOR "])
def test_the_role_may_be_written_as_people_write(given):
    run("ann@example.org", "--role", given)
    assert roles_of("ann@example.org") == {"Editor"}


def test_again_changes_the_role_and_signs_nobody_out(client):
    run("ann@example.org")
    sign_in(client, "ann@example.org")
    said = run("ANN@example.org", "--role", "Editor")
    assert "was Publisher; now Editor" in said
    assert roles_of("ann@example.org") == {"Editor"}
    assert client.get("/admin/").status_code == 200
    assert "Editor already" in run("ann@example.org", "--role", "Editor")


def test_a_password_of_former_times_is_taken_away():
    make_user("Editor", username="ann@example.org", password="seven tall lighthouses")
    run("ann@example.org")
    assert not User.objects.get().has_usable_password()


def test_other_groups_stay():
    run("ann@example.org")
    User.objects.get().groups.add(Group.objects.create(name="Readers of proofs"))
    run("ann@example.org", "--role", "Editor")
    assert roles_of("ann@example.org") == {"Editor", "Readers of proofs"}


def test_an_account_that_was_switched_off_is_on_again_and_it_says_so():
    run("ann@example.org")
    User.objects.update(is_active=False)
    assert "on again" in run("ann@example.org")
    assert User.objects.get().is_active


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["not-an-address"], "is not an email address"),
        (["ann@example.org", "--role", "Boss"], "Choose one of: Editor, Publisher"),
    ],
)
def test_what_it_cannot_do_it_says(arguments, words):
    with pytest.raises(CommandError, match=words):
        run(*arguments)
    assert not User.objects.exists()


def test_without_the_roles_it_says_what_to_run():
    Group.objects.all().delete()
    with pytest.raises(CommandError, match="migrate"):
        run("ann@example.org")
    assert not User.objects.exists()
