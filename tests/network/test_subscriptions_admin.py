"""What Network managers see of alerts, and the one thing that they may do."""

import pytest
from django.urls import reverse

from casestudies.roles import Role
from collab_directory.audit.models import AuditRecord
from network.models import Consent
from tests.factories import make_study, make_subscription, make_user

pytestmark = pytest.mark.django_db

LIST = "admin:network_subscription_changelist"
MAY = [Role.NETWORK_MANAGER, Role.ADMINISTRATOR]


def page(name, thing):
    return reverse(f"admin:network_subscription_{name}", args=[thing.pk])


@pytest.fixture
def manager(client):
    made = make_user("Network manager")
    client.force_login(made)
    return made


def test_the_list_says_what_each_is_for_in_words(client, manager):
    make_study(services=("police",))
    make_subscription("service=police", email="ada@council.uk")
    make_subscription(state="asked")
    listed = client.get(reverse(LIST)).text
    assert "Service: Police" in listed
    assert "All case studies" in listed
    assert "unconfirmed" in listed
    assert "ada@council.uk" not in listed
    found = client.get(reverse(LIST), {"q": "ada@council.uk"}).text
    assert "Service: Police" in found
    assert "All case studies" not in found


def test_it_ends_on_request_once_and_the_record_says_so(client, manager):
    mine = make_subscription(email="ada@council.uk")
    asked = client.get(page("end", mine)).text
    assert "because its subscriber asked for it" in asked
    for _ in range(2):
        client.post(page("end", mine))
    mine.refresh_from_db()
    assert mine.state == "ended"
    withdrawn = Consent.objects.get(event="withdrawn")
    assert (withdrawn.method, withdrawn.page) == ("staff", "admin")
    record = AuditRecord.objects.about(mine).get(action="subscription.ended")
    assert record.actor == manager
    assert "ada@" not in str(record.detail)
    shown = client.get(page("change", mine)).text
    assert "withdrawn, weekly (staff, wording 2026-11)" in shown
    assert page("end", mine) not in shown


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY])
def test_nobody_else_may(client, role):
    mine = make_subscription()
    client.force_login(make_user(role.value))
    assert client.post(page("end", mine)).status_code == 403
    mine.refresh_from_db()
    assert mine.state == "active"
