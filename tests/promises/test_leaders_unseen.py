"""Who leads a scheme, and at which address, stands in no answer, log or foreign letter."""

import datetime as dt
import logging
import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies import changes
from casestudies.models import CaseStudy
from collab_directory import logs
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import enquiries
from network.models import Enquiry
from tests.factories import make_leader, make_organisation
from tests.forms import fill_in
from tests.promises.site import FORMS, PUBLIC, TOKENS, body_of

# Of three leaders: one who is asked, one who has not confirmed, one whose letters come back
PLANTED = {
    "zqplanted-one@zqfire.uk": {"name": "Zqone Planted"},
    "zqplanted-two@zqpolice.uk": {"name": "Zqtwo Planted", "confirmed_on": None},
    "zqplanted-three@zqambulance.uk": {"name": "Zqthree Planted", "consent_note": "zqnote"},
}
SECRET = re.compile(r"zq(?:planted|fire|police|ambulance|one|two|three|note)", re.IGNORECASE)

FILES = ("/case-studies.csv", "/case-studies.json", "/case-studies/suggest?q=zqpl")
QUESTION = {
    "name": "Ada Reader",
    "role": "Estates officer",
    "organisation": "A council",
    "email": "ada@council.uk",
    "message": "What did it cost?",
    "wants_copy": "on",
}


@pytest.fixture
def studies(content):
    """Three of the content, each with a planted leader; the last one's letters come back."""
    studies = list(CaseStudy.objects.published().order_by("slug")[:3])
    for study, (email, fields) in zip(studies, PLANTED.items(), strict=True):
        make_leader(study, email=email, organisation=make_organisation("Kent Police"), **fields)
    return studies


def ask_and_let_it_come_back(client, studies):
    """Every step in which a leader's address is used, and the pages that it leads to."""
    third = studies[2].leaderships.get().leader
    seen = []
    for study in studies:
        page = f"/case-studies/{study.slug}/contact/"
        status = fill_in(client, page, QUESTION).url
        letter = Letter.objects.filter(template="network/confirm_address").last()
        if letter and Enquiry.objects.latest("pk").confirmed_at is None:
            link = re.search(r"/network/confirm/\S+", letter.text)[0]
            seen += [client.get(link), client.post(link)]
        seen += [client.get(page), client.get(status)]
    third.bounced_at = timezone.now()
    third.save()
    enquiries.reroute(third, at=timezone.now())
    with time_machine.travel(timezone.now() + dt.timedelta(days=15), tick=False):
        enquiries.ask_whether_answered(at=timezone.now())
    return seen


def crawl(client):
    """Every page that links lead to from the front page, forms and files too."""
    waiting = deque([*PUBLIC.values(), *FORMS.values(), *TOKENS.values(), *FILES])
    seen = set(waiting)
    while waiting:
        address = waiting.popleft()
        response = client.get(address)
        assert response.status_code != 429, address
        body = body_of(response)
        yield address, response, body
        if "html" not in response["Content-Type"]:
            continue
        for link in re.findall(r'(?:href|action)="([^"#]+)', body):
            parts = urlsplit(urljoin(address, link.replace("&amp;", "&")))
            # A question's answer is one of the pages already seen, narrowed
            if parts.netloc or parts.query or parts.path in seen:
                continue
            if parts.path.startswith(("/static/", "/admin/")):
                continue
            if parts.path.endswith(".pdf"):  # few are made a minute: the next test asks for them
                continue
            seen.add(parts.path)
            waiting.append(parts.path)


def test_a_planted_address_is_found_where_it_may_be(studies, settings):
    """Or the next tests could not fail."""
    ask_and_let_it_come_back(Client(), studies)
    to = set(Letter.objects.values_list("to", flat=True))
    assert to == {"ada@council.uk", settings.CONTACT_EMAIL, *list(PLANTED)[::2]}
    letter = Letter.objects.filter(to="zqplanted-one@zqfire.uk").first()
    assert SECRET.search(letter.text)  # "To Zqone Planted"


def leave(number):
    """Take all but so many entries from the public: each brings the same kinds of pages again."""
    kept = CaseStudy.objects.published().order_by("slug").values_list("pk", flat=True)[:number]
    with changes.one_change() as touched:
        others = CaseStudy.objects.published().exclude(pk__in=list(kept))
        touched.update(others.values_list("pk", flat=True))
        others.update(state="archived")


def test_no_page_and_no_file_betrays_a_leader(studies):
    leave(20)
    client = Client()
    for response in ask_and_let_it_come_back(client, studies):
        assert not SECRET.search(body_of(response) + str(response.headers))
    pages = 0
    for address, response, body in crawl(client):
        pages += 1
        assert not SECRET.search(body), address
        assert not SECRET.search(str(response.headers) + str(response.cookies)), address
    assert pages > CaseStudy.objects.published().count()


def test_no_booklet_betrays_a_leader(studies, client):
    for study in studies:
        response = client.get(reverse("casestudies:case_study_pdf", args=[study.slug]))
        said = body_of(response)
        assert study.title in said
        assert not SECRET.search(said)


def test_no_letter_to_anybody_else_betrays_a_leader(studies):
    ask_and_let_it_come_back(Client(), studies)
    others = Letter.objects.exclude(to__in=PLANTED)
    assert others.count() >= 5
    for letter in others:
        said = f"{letter.subject} {letter.text} {letter.html} {letter.reply_to} {letter.key}"
        assert not SECRET.search(said), letter.template


def test_no_log_and_no_audit_record_betrays_a_leader(studies, caplog):
    caplog.set_level(logging.INFO)
    client = Client()
    ask_and_let_it_come_back(client, studies)
    client.get("/network/enquiries/never-was/")
    shown = [logs.JsonLines().format(record) for record in caplog.records]
    assert any("never-was" in line for line in shown)  # it is heard at all
    assert not [line for line in shown if SECRET.search(line)]
    records = AuditRecord.objects.filter(target_type="network.enquiry")
    assert records.count() >= 9
    assert not SECRET.search(str(list(records.values())))
