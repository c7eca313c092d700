"""Every address gives each role its expected answer; the admin's table is in test_roles."""

import pytest

from casestudies.models import CaseStudy
from casestudies.roles import Role
from tests.factories import make_member, make_study, make_user
from tests.promises.site import (
    FORMS,
    MACHINES,
    MEMBERS,
    NUMBERED,
    PUBLIC,
    SIGN_IN,
    TOKENS,
    body_of,
    patterns,
)

READERS = [None, *Role]
SIGNING_IN = {"account_login", "account_request_login_code"}


def test_every_address_is_in_the_table():
    assert patterns() == {*PUBLIC, *FORMS, *SIGN_IN, *MEMBERS, *NUMBERED, *TOKENS, *MACHINES}


@pytest.mark.rights
@pytest.mark.parametrize("reader", READERS, ids=lambda role: role.value if role else "visitor")
def test_everybody_reads_every_public_page(content, client, reader):
    if reader:
        client.force_login(make_user(reader.value))
    for name, address in (PUBLIC | FORMS).items():
        # Whoever is signed in has no need to
        expected = 302 if reader and name in SIGNING_IN else 200
        assert client.get(address).status_code == expected, name
        assert client.head(address).status_code == expected, name


@pytest.mark.rights
@pytest.mark.parametrize("reader", READERS, ids=lambda role: role.value if role else "visitor")
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_secret_that_was_never_given_out_opens_nothing_to_anybody(db, client, reader, method):
    if reader:
        client.force_login(make_user(reader.value))
    for name, address in TOKENS.items():
        assert getattr(client, method)(address).status_code == 404, name


@pytest.mark.parametrize("reader", READERS, ids=lambda role: role.value if role else "visitor")
def test_the_pages_of_members_are_for_members(db, client, reader):
    if reader:
        client.force_login(make_user(reader.value))
    for name, address in MEMBERS.items():
        answer = client.get(address)
        assert answer.status_code == (404 if reader else 302), name
        if not reader:
            assert answer["Location"].startswith("/network/sign-in/"), name


def test_members_read_their_pages_and_nobody_keeps_them(db, client):
    client.force_login(make_member().user)
    for name, address in MEMBERS.items():
        answer = client.get(address)
        assert answer.status_code == 200, name
        assert answer["Cache-Control"] == "private, no-store", name


@pytest.mark.parametrize(
    "reader", [*READERS, "member"], ids=lambda role: getattr(role, "value", role) or "visitor"
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_number_that_nothing_has_leads_nowhere(db, client, reader, method):
    if reader:
        client.force_login(make_member().user if reader == "member" else make_user(reader.value))
    for name, address in NUMBERED.items():
        answer = getattr(client, method)(address)
        assert answer.status_code == (404 if reader else 302), name
        assert answer["Cache-Control"] in {"private, no-store", "no-store"}, name
        if not reader:
            assert answer["Location"].startswith("/network/sign-in/"), name


# What each answers to an editor who has no second step, or whither it leads
FOR_THOSE_SIGNED_IN = {
    "account_confirm_login_code": "/admin/",
    "mfa_authenticate": "/admin/",
    "account_logout": 200,
    "network:sign_ins": 200,
    "mfa_index": 200,
    "mfa_reauthenticate": SIGN_IN["mfa_index"],
    "mfa_activate_totp": 200,
    "mfa_login_webauthn": "/admin/",
    "mfa_add_webauthn": 200,
    "mfa_remove_webauthn": SIGN_IN["mfa_index"],
    "mfa_deactivate_totp": SIGN_IN["mfa_index"],
    "mfa_view_recovery_codes": SIGN_IN["mfa_index"],
    "mfa_generate_recovery_codes": SIGN_IN["mfa_index"],
}


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_the_pages_of_an_account_lead_visitors_to_the_beginning(db, client, method):
    for name, address in SIGN_IN.items():
        answer = getattr(client, method)(address)
        if name == "mfa_view_recovery_codes" and method == "post":
            assert answer.status_code in {302, 405}
            continue
        assert answer.status_code == 302, name
        begins = "/" if name == "account_logout" else "/network/sign-in/"
        assert answer["Location"].startswith(begins), name


@pytest.mark.parametrize("reader", Role, ids=lambda role: role.value)
def test_the_pages_of_an_account_are_for_everybody_who_has_one(db, client, reader):
    client.force_login(make_user(reader.value))
    for name, address in SIGN_IN.items():
        answer = client.get(address)
        expected = FOR_THOSE_SIGNED_IN[name]
        if expected == 200:
            assert answer.status_code == 200, name
        else:
            assert (answer.status_code, answer["Location"]) == (302, expected), name


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_pages_of_an_account_take_nothing_but_what_a_form_sends(db, client, method):
    for name, address in SIGN_IN.items():
        assert getattr(client, method)(address).status_code == 405, name


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete"])
def test_what_is_for_machines_is_nowhere_until_it_is_set_up(db, client, method):
    for name, address in MACHINES.items():
        assert getattr(client, method)(address).status_code == 404, name


def test_nobody_on_the_way_keeps_a_form_or_what_a_secret_opens(content, client):
    for name, address in (FORMS | TOKENS).items():
        response = client.get(address)
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", ")), name
        if name in TOKENS:
            assert "noindex" in response["X-Robots-Tag"], name


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_forms_take_nothing_but_what_a_form_sends(content, client, method):
    for name, address in (FORMS | TOKENS).items():
        assert getattr(client, method)(address).status_code == 405, name


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_public_takes_anything_but_a_question(content, client, method):
    for name, address in PUBLIC.items():
        assert getattr(client, method)(address).status_code == 405, name


@pytest.mark.parametrize("reader", READERS, ids=lambda role: role.value if role else "visitor")
@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_what_is_not_published_is_the_same_404_as_what_never_was(db, client, reader, state):
    make_study(title="Hidden scheme", state=state)
    if reader:
        client.force_login(make_user(reader.value))
    hidden = client.get("/case-studies/hidden-scheme/")
    nothing = client.get("/case-studies/nothing-at-all/")
    assert hidden.status_code == nothing.status_code == 404
    assert body_of(hidden).replace("hidden-scheme", "") == body_of(nothing).replace(
        "nothing-at-all", ""
    )


def test_an_old_address_of_something_unpublished_does_not_betray_it(db, client):
    study = make_study(title="Renamed scheme")
    study.slug = "new-name"
    study.save()
    response = client.get("/case-studies/renamed-scheme/")
    assert (response.status_code, response["Location"]) == (301, "/case-studies/new-name/")
    study.state = CaseStudy.State.ARCHIVED
    study.save()
    assert client.get("/case-studies/renamed-scheme/").status_code == 404


def test_no_public_page_sets_a_cookie_or_varies_by_one(content, client):
    for name, address in PUBLIC.items():
        response = client.get(address)
        assert not response.cookies, name
        assert "Cookie" not in response.get("Vary", ""), name
