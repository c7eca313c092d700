"""What is new is told once, to those who asked, and to nobody who did not or no longer does."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from casestudies import editorial
from casestudies.imports.documents import to_document
from casestudies.models import CaseStudy
from collab_directory import limits
from collab_directory.outbox.models import Letter
from collab_directory.outbox.sending import send_due as send_mail
from network.actions import alerts
from network.models import Announced, Consent, Issue, Link, Subscription
from tests.at_once import at_once
from tests.factories import make_study, make_subscription, make_types, make_user, make_version

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 10, 12, tzinfo=dt.UTC)  # a Tuesday
DAY = dt.timedelta(days=1)
ADDRESS = "ada@council.uk"


@pytest.fixture
def publisher():
    return make_user("Publisher")


@pytest.fixture
def publish(publisher, django_capture_on_commit_callbacks):
    """Publish a new case study, or one that there is, as a publisher would."""

    def published(title=None, *, study=None, at=NOON, **fields):
        study = study or make_study(title, state="in-review", **fields)
        with time_machine.travel(at, tick=False), django_capture_on_commit_callbacks(execute=True):
            editorial.publish(study, by=publisher)
        return study

    return published


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """`with commit(moment):` what happens then, and what follows when it is committed."""

    class Commit:
        def __init__(self, at=NOON):
            self.travel = time_machine.travel(at, tick=False)
            self.after = django_capture_on_commit_callbacks(execute=True)

        def __enter__(self):
            self.travel.start()
            self.after.__enter__()

        def __exit__(self, *trouble):
            self.after.__exit__(*trouble)
            self.travel.stop()

    return Commit


def sent_to(address=ADDRESS):
    """Of alerts, what was written and not cancelled."""
    alerting = Letter.objects.addressed(address).filter(template__startswith="network/alert_")
    return list(alerting.exclude(state="cancelled").order_by("pk"))


def ask(email=ADDRESS, question="", often="weekly", at=NOON, client="192.0.2.77", key=None):
    key = key or uuid.uuid4()
    return alerts.subscribe(
        key=key, email=email, question=question, often=often, client=client, at=at
    )


# --- What is news -----------------------------------------------------------------------------


def test_a_first_publication_reaches_whoever_asked_for_it(publish):
    make_subscription("service=police", email=ADDRESS, often="at-once")
    make_subscription("service=ambulance", email="eve@council.uk", often="at-once")
    make_subscription("service=police", email="weekly@council.uk", often="weekly")
    study = publish("Shared station", services=("police", "fire"))
    (letter,) = Letter.objects.all()
    assert (letter.to, letter.in_bulk, letter.subject) == (ADDRESS, True, "New: Shared station")
    for said in (letter.text, letter.html):
        assert f"http://testserver{study.get_absolute_url()}" in said
        assert study.summary in said
    assert "Service: Police" in letter.text
    assert "http://testserver/updates/" in letter.text
    assert Issue.objects.get().finished_at


def test_the_letter_can_be_ended_by_one_press_and_follows_nobody(publish):
    make_subscription(email=ADDRESS, often="at-once")
    publish("Shared station")
    send_mail()
    head = mail.outbox[0].message()
    stop = head["List-Unsubscribe"].strip("<>")
    assert stop.startswith("http://testserver/updates/")
    assert stop.endswith("/stop/")
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = Letter.objects.get().html
    assert "<img" not in html
    assert "<script" not in html
    assert "?" not in "".join(line for line in html.splitlines() if "href" in line)


def test_a_later_edit_does_not_alert_twice(publish, publisher, commit):
    make_subscription(email=ADDRESS, often="at-once")
    study = publish("Shared station")
    CaseStudy.objects.filter(pk=study.pk).update(summary="Put in other words.")
    with commit(NOON + DAY):
        editorial.revise(CaseStudy.objects.get(pk=study.pk), by=publisher)
    with commit(NOON + 2 * DAY):
        editorial.archive(study, by=publisher)
    publish(study=study, at=NOON + 3 * DAY)
    publish_again_long_after = NOON + 400 * DAY
    Letter.objects.all().delete()  # as the outbox does after a month
    with commit(publish_again_long_after):
        editorial.archive(study, by=publisher)
    publish(study=study, at=publish_again_long_after + DAY)
    assert sent_to() == []
    assert Announced.objects.count() == 1


def test_what_was_public_before_is_no_news_when_it_comes_back(publish, publisher):
    """As an import published it: with a version, and without a person."""
    make_subscription(email=ADDRESS, often="at-once")
    study = make_study(state="archived")
    make_version(study, document=to_document(study))
    publish(study=study)
    assert not Issue.objects.exists()
    assert sent_to() == []


def test_a_first_load_of_the_content_alerts_nobody(commit, tmp_path):
    make_subscription(email=ADDRESS, often="at-once")
    make_subscription(email=ADDRESS, often="weekly", question="service=police")
    with commit(NOON):
        call_command("load_content", verbosity=0)
    assert CaseStudy.objects.published().exists()
    assert alerts.send_due(at=NOON + 30 * DAY) == 0
    assert sent_to() == []
    assert alerts.would_have_sent(alerts.Search.stored(""), at=NOON + DAY) == []


def test_only_what_came_after_the_confirmation_is_told(publish):
    make_subscription(email=ADDRESS, often="at-once", confirmed_at=NOON)
    publish("Before", at=NOON - dt.timedelta(seconds=1))
    publish("At that moment", at=NOON)
    publish("After", at=NOON + dt.timedelta(seconds=1))
    assert [letter.subject for letter in sent_to()] == ["New: After"]


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_what_is_not_published_is_in_no_letter(publish, state):
    make_subscription(email=ADDRESS, often="at-once")
    hidden = make_study("Unseen", state=state)
    publish("Shared station")
    call_command("send_alerts", verbosity=0)
    assert hidden.title not in "".join(letter.text + letter.html for letter in sent_to())
    assert len(sent_to()) == 1


def test_unpublished_before_its_letter_left_is_never_announced(publish, publisher, commit):
    make_subscription(email=ADDRESS, often="at-once")
    study = publish("Shared station")
    with commit(NOON):
        editorial.archive(study, by=publisher)
    send_mail()
    assert mail.outbox == []
    # By mistake: whoever has had none gets it now, and only once
    publish(study=study, at=NOON + DAY)
    publish(study=study, at=NOON + DAY)
    send_mail()
    assert [letter.subject for letter in mail.outbox] == ["New: Shared station"]


def test_deleted_before_its_letter_left_is_never_announced(publish, commit):
    make_subscription(email=ADDRESS, often="at-once")
    study = publish("Shared station")
    with commit(NOON):
        study.delete()
    assert sent_to() == []


# --- To whom ----------------------------------------------------------------------------------


def test_one_person_gets_one_letter_whatever_they_asked_for(publish):
    for question in ("service=police", "region=south-east", "service=coastguard"):
        make_subscription(question, email=ADDRESS, often="at-once")
    publish("Shared station", services=("police", "fire"))
    (letter,) = sent_to()
    assert letter.text.count("/case-studies/shared-station/") == 1
    assert "It answers: Service: Police / Region: South East" in letter.text


def test_many_who_ask_the_same_are_asked_once(publish):
    for _ in range(40):
        make_subscription("q=station", often="at-once")
    issue = alerts.announce(publish("Shared station"), at=NOON)
    Letter.objects.all().delete()
    Issue.objects.update(finished_at=None)
    with pytest.MonkeyPatch.context() as patch:
        asked = []
        stored = alerts.Search.stored
        patch.setattr(alerts.Search, "stored", lambda query: asked.append(query) or stored(query))
        assert alerts.send_due(at=NOON) == 40
    assert asked == ["q=station"]
    assert issue.pk


def test_a_pause_is_kept_and_ends_by_itself(publish):
    make_subscription(email=ADDRESS, often="at-once", paused_until=NOON.date())
    publish("In the pause")
    publish("After it", at=NOON + DAY)
    assert [letter.subject for letter in sent_to()] == ["New: After it"]


def test_a_search_that_lost_a_part_finds_nothing_rather_than_more(publish):
    make_types("drones")
    make_subscription("type=drones", email=ADDRESS, often="at-once")
    make_types("drones")[0].delete()
    publish("Shared station")
    assert sent_to() == []


def test_a_letter_that_a_dead_process_left_is_written_later(publish, publisher):
    make_subscription(email=ADDRESS, often="at-once")
    study = make_study("Shared station", state="in-review")
    with time_machine.travel(NOON, tick=False):
        editorial.publish(study, by=publisher)  # and what follows the commit never ran
    assert sent_to() == []
    assert alerts.send_due(at=NOON + DAY) == 1
    assert alerts.send_due(at=NOON + DAY) == 0
    assert len(sent_to()) == 1


def test_a_fault_in_a_letter_does_not_undo_the_publication(publish, monkeypatch, caplog):
    make_subscription(email=ADDRESS, often="at-once")
    monkeypatch.setattr("network.actions.alerts.rounds.letters.alert", lambda *a, **k: 1 / 0)
    assert publish("Shared station").is_published
    monkeypatch.undo()
    assert alerts.send_due(at=NOON) == 1


def test_a_page_waits_for_fifty_letters_at_most(publish):
    for n in range(120):
        make_subscription(email=f"reader{n}@council.uk", often="at-once")
    publish("Shared station")
    assert Letter.objects.count() == 50
    assert alerts.send_due(at=NOON) == 70
    assert Letter.objects.values("to").distinct().count() == Letter.objects.count() == 120


def test_would_have_sent_is_what_a_replay_sends(publish):
    searches = ["", "service=police", "q=station", "region=wales", "service=police&region=wales"]
    since = NOON - 90 * DAY
    for n, query in enumerate(searches):
        make_subscription(query, email=f"reader{n}@council.uk", often="at-once", confirmed_at=since)
    before = since - dt.timedelta(hours=1)
    for n, at in enumerate([before, since, since + DAY, NOON - 40 * DAY, NOON - DAY]):
        publish(f"Shared station {n}", at=at, services=("police",) if n % 2 else ("fire",))
        publish(f"Joint fleet {n}", at=at, region="wales" if n % 2 else "london")
    for n, query in enumerate(searches):
        said = alerts.would_have_sent(alerts.Search.stored(query), at=NOON)
        replayed = {letter.subject for letter in sent_to(f"reader{n}@council.uk")}
        assert {f"New: {one.study.title}" for one in said} == replayed
        assert replayed, query


# --- Asking and confirming --------------------------------------------------------------------


def test_nothing_is_sent_before_the_button_is_pressed(publish):
    asked = ask(often="at-once")
    publish("Shared station", at=NOON + dt.timedelta(hours=1))
    assert sent_to() == []
    alerts.confirm(asked, client="2001:db8:1:2::3", at=NOON + DAY)
    publish("Another", at=NOON + 2 * DAY)
    assert [letter.subject for letter in sent_to()] == ["New: Another"]


def test_each_step_of_the_agreement_is_on_record():
    subscription = ask(question="service=police", client="192.0.2.77")
    alerts.confirm(subscription, client="2001:db8:1:2::3", at=NOON + DAY)
    alerts.change(subscription, often="at-once", paused_until=None, at=NOON + 2 * DAY)
    alerts.end(subscription, at=NOON + 3 * DAY)
    rows = Consent.objects.values_list("event", "purpose", "network", "method", "page")
    assert list(rows) == [
        ("asked", "weekly service=police", "192.0.2.0/24", "form", "/updates/"),
        ("confirmed", "weekly service=police", "2001:db8:1::/48", "button", "/updates/confirm/"),
        ("changed", "at-once service=police", "", "form", "/updates/…/"),
        ("withdrawn", "at-once service=police", "", "button", "/updates/…/"),
    ]
    assert {row.wording for row in Consent.objects.all()} == {"2026-11"}
    assert "@" not in str(list(Consent.objects.values()))


def test_asking_again_changes_nothing_and_says_so_by_letter():
    had = make_subscription("service=police", email=ADDRESS)
    ask(email="ADA@council.uk", question="service=police", often="at-once")
    letter = Letter.objects.get()
    assert letter.template == "network/alerts_known"
    assert alerts.page_address(had, at=NOON) in letter.text
    had.refresh_from_db()
    assert had.often == "weekly"
    assert Subscription.objects.active().get() == had
    assert not Link.objects.filter(purpose=Link.Purpose.CONFIRM_SUBSCRIPTION).exists()


def test_two_letters_confirmed_are_one_subscription():
    one = ask(at=NOON)
    other = ask(at=NOON + dt.timedelta(hours=1))
    first = alerts.confirm(one, client="", at=NOON + DAY)
    assert alerts.confirm(other, client="", at=NOON + DAY) == first
    assert alerts.confirm(one, client="", at=NOON + DAY) == first
    assert Subscription.objects.active().get() == first
    assert Consent.objects.filter(event="confirmed").count() == 1
    assert Letter.objects.filter(template="network/alerts_begin").count() == 1


def test_an_ended_one_can_be_asked_for_again():
    subscription = make_subscription(email=ADDRESS)
    alerts.end(subscription, at=NOON)
    again = alerts.confirm(ask(at=NOON + DAY), client="", at=NOON + DAY)
    assert again != subscription
    assert Subscription.objects.active().get() == again


def test_how_often_an_address_may_be_written_to():
    ask(at=NOON)
    with pytest.raises(limits.Refused) as refused:
        ask(at=NOON + dt.timedelta(minutes=14), client="198.51.100.1")
    assert refused.value.after == 60
    for n in range(1, 5):
        ask(at=NOON + n * dt.timedelta(minutes=15), client=f"198.51.100.{n}")
    with pytest.raises(limits.Refused):
        ask(at=NOON + dt.timedelta(hours=20), client="203.0.113.1")
    ask(at=NOON + DAY, client="203.0.113.1")


def test_how_often_a_network_may_ask():
    for n in range(5):
        ask(email=f"reader{n}@council.uk")
    with pytest.raises(limits.Refused):
        ask(email="reader5@council.uk")
    assert not Subscription.objects.at("reader5@council.uk").exists()
    ask(email="reader5@council.uk", at=NOON + dt.timedelta(hours=1))


def test_the_same_form_is_one_request_and_no_refusal():
    key = uuid.uuid4()
    assert ask(key=key) == ask(key=key)
    assert Letter.objects.count() == Consent.objects.count() == 1


# --- Ending -----------------------------------------------------------------------------------


def test_ending_takes_back_what_waits_and_keeps_what_others_asked_for(publish, commit):
    police = make_subscription("service=police", email=ADDRESS, often="at-once")
    make_subscription("region=south-east", email=ADDRESS, often="at-once")
    make_subscription("service=police", email="eve@council.uk", often="at-once")
    publish("Shared station", services=("police", "fire"))
    with commit(NOON):
        assert alerts.end(police, at=NOON)
    (letter,) = sent_to()
    assert "Service: Police" not in letter.text
    assert "Region: South East" in letter.text
    assert len(sent_to("eve@council.uk")) == 1
    assert not alerts.end(police, at=NOON)


def test_ending_all_leaves_nothing_in_the_queue(publish, commit):
    for question in ("service=police", "region=south-east"):
        make_subscription(question, email=ADDRESS, often="at-once")
    publish("Shared station")
    digest = Subscription.objects.first().digest
    with commit(NOON):
        done = alerts.end_all(digest, at=NOON, method=Consent.Method.ONE_CLICK, page="/x/")
    assert done == 2
    assert sent_to() == []
    assert alerts.send_due(at=NOON) == 0
    assert sent_to() == []


def test_what_was_sent_is_not_sent_again_after_an_end(publish, commit):
    police = make_subscription("service=police", email=ADDRESS, often="at-once")
    make_subscription("region=south-east", email=ADDRESS, often="at-once")
    publish("Shared station")
    send_mail()
    with commit(NOON):
        alerts.end(police, at=NOON)
    alerts.send_due(at=NOON)
    assert len(sent_to()) == 1


def test_an_erased_address_is_gone_and_old_links_end_what_is_left():
    old = make_subscription("service=police", email=ADDRESS)
    other = make_subscription(email=ADDRESS)
    token = alerts.page_token(old, at=NOON)
    alerts.erase(old, at=NOON)
    assert Subscription.objects.get(pk=old.pk).email == ""
    link = Link.find(Link.Purpose.SUBSCRIPTION, token, at=NOON + 3000 * DAY)
    assert link.subscription == other
    alerts.erase(other, at=NOON)
    assert Link.find(Link.Purpose.SUBSCRIPTION, token, at=NOON) is None
    assert not Letter.objects.addressed(ADDRESS).exists()
    assert Consent.objects.filter(digest=old.digest, event="withdrawn").count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_write_each_letter_once():
    for n in range(60):
        make_subscription(email=f"reader{n}@council.uk", often="at-once")
    study = make_study("Shared station")
    make_version(study)
    for _ in range(3):
        Announced.objects.all().delete()
        Issue.objects.all().delete()
        Letter.objects.all().delete()
        alerts.announce(study, at=timezone.now())
        at_once(*[lambda: alerts.send_due(at=timezone.now())] * 2)
        assert Letter.objects.count() == 60
        assert Letter.objects.values("to").distinct().count() == 60


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_whoever_ends_it_while_letters_are_written_gets_none():
    for turn in range(20):
        mine = make_subscription(email=f"reader{turn}@council.uk", often="at-once")
        study = make_study()
        make_version(study)
        alerts.announce(study, at=timezone.now())
        at_once(
            lambda: alerts.send_due(at=timezone.now()),
            lambda mine=mine: alerts.end(mine, at=timezone.now()),
        )
        assert not Letter.objects.addressed(mine.email).unfinished().exists()
    assert connection.vendor == "postgresql"
