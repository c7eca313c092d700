"""What editors see of asking, and the button that asks now."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy
from collab_directory.outbox.models import Letter
from network.actions import verification
from network.models import Correction, VerificationAsk, VerificationRound
from tests.factories import make_correction, make_leader, make_round, make_study, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/casestudies/casestudy/"


@pytest.fixture
def study():
    return make_study("Shared station", verified_on=dt.date(2024, 2, 29))


@pytest.fixture
def editor(client):
    client.force_login(make_user("Editor"))
    return client


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def press(client, study, **more):
    address = reverse("admin:casestudies_casestudy_ask", args=[study.pk])
    seen = CaseStudy.objects.get(pk=study.pk).updated_at.isoformat()
    return client.post(address, {"seen": seen} | more)


@pytest.mark.parametrize("role", ["Editor", "Publisher", "Administrator"])
def test_the_button_asks_once_a_week(client, study, role):
    client.force_login(make_user(role))
    leader = make_leader(study)
    assert "Ask whoever leads" in press_page(client, study)
    assert said(press(client, study)) == ["A letter about “Shared station” is on its way."]
    assert Letter.objects.get(template="network/verification_asked").to == leader.email
    refused = press(client, study)
    assert refused.status_code == 200
    assert "They can be asked again from" in refused.text
    assert Letter.objects.filter(template="network/verification_asked").count() == 1


def press_page(client, study):
    return client.get(reverse("admin:casestudies_casestudy_ask", args=[study.pk])).text


@pytest.mark.parametrize("role", ["Network manager", "Data protection"])
def test_the_button_is_not_for_others(client, study, role):
    make_leader(study)
    client.force_login(make_user(role))
    assert press(client, study).status_code == 403
    assert not Letter.objects.exists()


def test_many_at_once_say_what_will_happen_and_leave_out_those_with_nobody(editor, study):
    make_leader(study)
    alone = make_study("Nobody's")
    chosen = {"action": "ask_selected", "_selected_action": [study.pk, alone.pk]}
    asked = editor.post(LIST, chosen)
    assert "Ask whether it is true: 2 case studies" in asked.text
    assert not Letter.objects.exists()
    done = editor.post(LIST, chosen | {"confirmed": "yes"})
    assert any("done for 1 case study" in words for words in said(done))
    assert any("There is nobody to ask" in words for words in said(done))
    assert Letter.objects.count() == 1


def test_the_entry_says_how_it_stands(editor, study):
    address = reverse("admin:casestudies_casestudy_change", args=[study.pk])
    assert "It has been due since 28 February 2025." in editor.get(address).text
    leader = make_leader(study)
    verification.ask_all_due(at=timezone.now())
    text = editor.get(address).text
    assert f"{leader} was asked on" in text
    assert "The second letter goes on" in text
    assert leader.email not in text
    VerificationAsk.objects.update(not_theirs_on=timezone.localdate())
    for page in (address, reverse("admin:network_verificationround_changelist")):
        text = editor.get(page).text
        assert "They say that it is not theirs." in text
        assert "The second letter goes on" not in text


def test_a_round_says_who_was_asked_and_what_they_told_us(editor, study):
    leader = make_leader(study)
    make_round(study, leader=leader, asked_on=dt.date(2025, 3, 1))
    asking = VerificationRound.objects.get()
    address = reverse("admin:network_verificationround_change", args=[asking.pk])
    text = editor.get(address).text
    assert f"{leader}, first on 1 March 2025" in text
    assert leader.email not in text
    told = Correction.objects.create(
        form_key="4b1f0a34-6a57-4d8c-a8fb-0f0f0f0f0f0f", study=study, part="other", remark="Moved."
    )
    now = timezone.now()
    VerificationRound.objects.update(answer="changed", closed_at=now, correction=told)
    assert f"What they told us: {told.reference}" in editor.get(address).text


@pytest.mark.parametrize(
    "part, words",
    [("other", "record their confirmation"), ("confirmation", "off the entry already")],
)
def test_what_a_leader_told_says_what_is_next_and_who_decides(editor, study, part, words):
    told = make_correction(study, part=part, proposed="", before="", leader=make_leader(study))
    page = editor.get(reverse("admin:network_correction_change", args=[told.pk])).text
    assert words in page
    assert "A publisher decides about this" in page
    assert "told by its leader" in editor.get("/admin/").text


@pytest.mark.parametrize("standing", ["nobody", "waiting", "silent", "closed"])
def test_rounds_can_be_narrowed_by_how_they_stand(client, standing):
    client.force_login(make_user("Network manager"))
    today = timezone.localdate()
    long_ago = [today - dt.timedelta(days=days) for days in (60, 46, 32)]
    whom = {"leader": make_leader()}
    silent = dict(zip(("asked_on", "chased_on", "chased_again_on"), long_ago, strict=True))
    rounds = {
        "nobody": make_round(nobody_since=today),
        "waiting": make_round(**whom, asked_on=today),
        "silent": make_round(**whom, **silent),
        "closed": make_round(answer="over", closed_at=timezone.now()),
    }
    page = client.get(f"/admin/network/verificationround/?standing={standing}")
    assert list(page.context["cl"].result_list) == [rounds[standing]]


def test_a_confirmation_by_hand_keeps_how_it_is_known(client, study):
    client.force_login(make_user("Publisher"))
    address = reverse("admin:casestudies_casestudy_verify", args=[study.pk])
    words = {"on": "2026-01-05", "role": "Chief, Kent", "note": "Told me by telephone."}
    seen = CaseStudy.objects.get(pk=study.pk).updated_at.isoformat()
    assert client.post(address, words | {"seen": seen}).status_code == 302
    page = client.get(reverse("admin:casestudies_casestudy_change", args=[study.pk])).text
    assert "Told me by telephone." in page
    assert "Told me by telephone." not in client.get(study.get_absolute_url()).text
