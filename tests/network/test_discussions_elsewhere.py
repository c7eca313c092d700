"""What other pages say of discussions: to members, and not a byte to anybody else."""

import pytest

from casestudies.models import CaseStudy
from tests.factories import make_member, make_study, make_topic, make_user

pytestmark = pytest.mark.django_db

NETWORK = "/network/"


@pytest.fixture
def study():
    return make_study("Shared station")


def test_members_are_led_to_the_discussions_about_a_case_study(client, study):
    client.force_login(make_member().user)
    page = client.get(study.get_absolute_url())
    assert "ask the network about it" in page.text
    assert "/network/discussions/?scheme" not in page.text
    for _ in range(2):
        make_topic(study=study)
    make_topic("Hidden", study=study, state="hidden")
    make_topic("Another")
    page = client.get(study.get_absolute_url())
    assert "2 discussions about this scheme" in page.text
    assert f"/network/discussions/?scheme={study.slug}" in page.text
    assert f"/network/discussions/new/?about={study.slug}" in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert "Cookie" in page["Vary"]


@pytest.mark.parametrize("reader", ["visitor", "editor", "signed out"])
def test_nobody_else_gets_a_byte_of_them(client, study, reader):
    before = client.get(study.get_absolute_url()).content
    make_topic(study=study)
    if reader == "editor":
        client.force_login(make_user("Editor"))
    if reader == "signed out":
        client.force_login(make_member().user)
        client.get(study.get_absolute_url())
        client.logout()
    assert client.get(study.get_absolute_url()).content == before


def test_what_a_member_read_is_never_given_to_a_visitor(client, study):
    make_topic(study=study)
    client.force_login(make_member().user)
    assert "For members" in client.get(study.get_absolute_url()).text
    client.logout()
    for _ in range(2):
        page = client.get(study.get_absolute_url())
        assert "For members" not in page.text
        assert "Cookie" not in page.get("Vary", "")


def test_a_form_about_a_case_study_begins_with_it(client, study):
    client.force_login(make_member().user)
    page = client.get(f"/network/discussions/new/?about={study.slug}").text
    assert 'value="Shared station"' in page
    CaseStudy.objects.update(state="archived")
    assert "Shared station" not in client.get(f"/network/discussions/new/?about={study.slug}").text


def test_the_page_of_the_network_shows_members_the_latest(client):
    before = client.get(NETWORK)
    make_topic("Zqtitle")
    make_topic("Zqhidden", state="hidden")
    assert client.get(NETWORK).content == before.content
    assert "Cookie" not in before.get("Vary", "")
    client.force_login(make_user("Editor"))
    assert "Zqtitle" not in client.get(NETWORK).text
    client.logout()
    client.force_login(make_member().user)
    page = client.get(NETWORK)
    assert "Zqtitle" in page.text
    assert "Zqhidden" not in page.text
    assert page["Cache-Control"] == "private, no-store"
