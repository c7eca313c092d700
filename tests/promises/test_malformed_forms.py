"""Nothing that is sent to a form breaks it, comes back as markup, or gets into a letter's head."""

import datetime as dt
import random
import time
from email import message_from_bytes, policy
from email.utils import getaddresses

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from casestudies.models import CaseStudy
from collab_directory.outbox import writing
from collab_directory.outbox.models import Letter
from network.forms import contribution
from tests.factories import make_contribution, make_introduction, make_member, make_topic
from tests.promises.questions import PARTS, POSTS, of_this_database
from tests.promises.sent import MARKER, forms_of, mangled
from tests.promises.site import FORMS, MEMBERS

SLOWEST = 2.0  # seconds of this process, whatever else the machine does
HEADERS = frozenset(
    """
    subject from to reply-to message-id date auto-submitted mime-version content-type
    content-transfer-encoding list-unsubscribe list-unsubscribe-post
    """.split()
)
FORGED = "somebody-else@example.com"  # in what is typed, and never an address of ours


@pytest.fixture
def pages(content, client):
    """Every page with forms, for visitors and for a member: its address, its forms, its reader."""
    member, other = make_member(name="Alex"), make_member()
    topic = make_topic(author=other)
    draft = make_contribution(member=member)
    asked = make_introduction(asker=other, asked=member)
    study = CaseStudy.objects.published().get(slug="margate-task-force")
    mine = [
        *MEMBERS.values(),
        topic.get_absolute_url(),
        reverse("network:introduce", args=[other.handle]),
        reverse("network:introduction_own", args=[asked.reference]),
        reverse("network:discussion_report", args=[topic.opening.pk]),
        reverse("network:contribution", args=[draft.reference]),
        *(
            reverse("network:contribution_step", args=[draft.reference, step])
            for step in contribution.BY_NAME
        ),
        reverse("network:contribution_check", args=[draft.reference]),
    ]
    anybodys = [
        *dict.fromkeys(FORMS.values()),
        f"{reverse('network:correct', args=[study.slug])}?part=outcomes",
        "/contact/?about=margate-task-force",
    ]
    found = {}
    for user, addresses in ((None, anybodys), (member.user, mine)):
        if user:
            client.force_login(user)
        for address in addresses:
            response = client.get(address)
            if forms := forms_of(response.text):
                found[address] = (user, forms)
    client.logout()
    return found


def faults_of(letter: Letter) -> list[str]:
    """What is wrong with the head of a letter."""
    made = message_from_bytes(
        writing.message(
            letter, to=letter.to, reply_to=letter.reply_to, unsubscribe=letter.unsubscribe
        )
        .message()
        .as_bytes(),
        policy=policy.default,
    )
    faults = [f"{name}: a strange header" for name in made if name.lower() not in HEADERS]
    for name in ("To", "Reply-To"):
        addresses = getaddresses(made.get_all(name, []))
        if len(addresses) > 1 or any(FORGED in address for _, address in addresses):
            faults.append(f"{name}: {made[name]}")
    if any(writing.LINE_ENDS.search(line) for line in (letter.to, letter.reply_to, letter.subject)):
        faults.append("a line that does not end where it ends")
    return faults


@pytest.mark.parametrize("seed", range(PARTS))
def test_malformed_posts_never_break_a_form(pages, client, seed):
    client.raise_request_exception = False
    pick = random.Random(of_this_database(seed))
    taken = 0
    problems = []
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), tick=False):
        for number in range(POSTS // PARTS):
            address = pick.choice(sorted(pages))
            user, forms = pages[address]
            action, controls = pick.choice(forms)
            sent = mangled(controls, number, pick)
            began = time.process_time()
            with transaction.atomic():
                if user:
                    client.force_login(user)
                response = client.post(action or address, sent)
                taken += response.status_code == 302
                wrong = wrong_with(response)
                for letter in Letter.objects.all():
                    wrong += faults_of(letter)
                # Each attempt is the first: none runs into a limit, or into what another has left
                transaction.set_rollback(True)
            client.cookies.clear()
            if time.process_time() - began > SLOWEST:
                wrong.append("slow")
            problems += [(fault, action or address, number) for fault in wrong]
    assert not problems
    assert len(pages) > len(FORMS)
    assert taken > POSTS // PARTS // 20, "Hardly anything was good enough to be taken"


def wrong_with(response) -> list[str]:
    wrong = []
    if response.status_code >= 500:
        wrong.append(str(response.status_code))
    if f"<b>{MARKER}".encode() in response.content:
        wrong.append("reflected")
    leads_to = response.headers.get("Location", "/")
    if not leads_to.startswith("/") or leads_to.startswith("//"):
        wrong.append(f"leads to {leads_to}")
    return wrong
