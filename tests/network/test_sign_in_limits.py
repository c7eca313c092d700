"""Few tries at signing in, for everybody alike: nobody learns who is a member."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.sign_in import tries
from tests.factories import make_member, make_user
from tests.sign_in import CODE, SIGN_IN, ask, code_for, is_signed_in

pytestmark = pytest.mark.django_db

NOBODY = "nobody-here@example.org"


@pytest.fixture
def member():
    return make_member(email="member@example.org")


def test_ten_wrong_codes_begin_a_wait_for_everybody_and_the_owner_is_told(member):
    now = dt.datetime.now(dt.UTC)

    def wrong(address):
        somebody = Client()
        with time_machine.travel(now, tick=False):
            ask(somebody, address)
            return [somebody.post(CODE, {"code": "BBBB-BBBB"}).status_code for _ in range(2)]

    for address in (member.email, NOBODY):
        assert [wrong(address) for _ in range(5)] == [[200, 200]] * 5
    told = Letter.objects.get(template="account/locked")
    assert told.to == member.email
    assert f"{tries.MOST_FAILURES} wrong codes" in told.text

    somebody = Client()
    for minutes, status in ((1, 429), (14, 429), (16, 302)):
        for address in (member.email, NOBODY):
            with time_machine.travel(now + dt.timedelta(minutes=minutes), tick=False):
                answer = ask(somebody, address)
            assert answer.status_code == status, (minutes, address)
            if status == 429:
                assert 0 < int(answer["Retry-After"]) <= 15 * 60
                assert address in answer.text


def test_while_it_waits_the_right_code_is_not_taken(client, member):
    ask(client, member.email)
    for _ in range(tries.MOST_FAILURES):
        tries.failed(member.email, user=member.user, client="192.0.2.1", at=timezone.now())
    answer = client.post(CODE, {"code": code_for(member.email)})
    assert (answer.status_code, is_signed_in(client)) == (429, False)


def test_an_address_gets_few_letters_in_an_hour(member):
    answers = [
        ask(Client(), address, REMOTE_ADDR=f"192.0.2.{n}").status_code
        for address in (member.email, NOBODY)
        for n in range(7)
    ]
    assert answers == [*[302] * 6, 429] * 2
    assert Letter.objects.count() == 6


def test_a_client_asks_fifty_times_an_hour():
    answers = [ask(Client(), f"a{n}@example.org").status_code for n in range(51)]
    assert answers == [302] * 50 + [429]
    assert ask(Client(), NOBODY, REMOTE_ADDR="192.0.2.9").status_code == 302


# Nobody learns who is a member

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def shape(response):
    """All that a stranger sees of an answer but its cookies' values."""
    kept = {name: value for name, value in response.headers.items() if name != "Expires"}
    cookies = {
        name: {k: v for k, v in morsel.items() if k != "expires"}
        for name, morsel in response.cookies.items()
    }
    return response.status_code, kept, cookies


def test_a_known_and_an_unknown_address_get_the_same_answers(member):
    seen = {}
    # Of the same length, so that the page is, too
    for address in (member.email, "memb-r@example.org"):
        somebody = Client()
        answers = [ask(somebody, address), somebody.get(CODE)]
        answers += [somebody.post(CODE, {"code": "BBBB-BBBB"}) for _ in range(3)]
        answers.append(somebody.get(SIGN_IN))
        seen[address] = [
            (*shape(answer), TOKEN.sub("", answer.text).replace(address, "")) for answer in answers
        ]
    known, unknown = seen.values()
    assert known == unknown


def test_a_stranger_gets_no_letter_and_the_same_work_is_done(member, django_assert_max_num_queries):
    counts = []
    for address in (member.email, NOBODY):
        with django_assert_max_num_queries(60) as queries:
            ask(Client(), address)
        counts.append([q["sql"].split()[0] for q in queries if "SAVEPOINT" not in q["sql"]])
    assert counts[0] == counts[1]
    assert [letter.to for letter in Letter.objects.all()] == [member.email]


def test_a_code_is_in_no_subject_and_not_in_the_admin(client, member):
    ask(Client(), member.email)
    code, letter = code_for(member.email), Letter.objects.get()
    assert code not in letter.subject
    client.force_login(make_user("Administrator"))
    page = client.get(f"/admin/outbox/letter/{letter.pk}/change/")
    assert page.status_code == 200
    assert code not in page.text


def test_a_forged_form_is_shown_again(member):
    careful = Client(enforce_csrf_checks=True)
    page = careful.post(SIGN_IN, {"email": member.email})
    assert page.status_code == 403
    assert member.email in page.text
    assert not Letter.objects.exists()
    # Nor does it break where somebody has to sign in first
    forged = careful.post("/network/account/second-step/app/", {"code": "123456"})
    assert forged.status_code in {302, 403}
