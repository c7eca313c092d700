"""The weekly letter: on Thursday at seven in London, once, whoever asks and however late."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from casestudies import editorial
from collab_directory import daily
from collab_directory.outbox.models import Letter
from network.actions import alerts
from network.actions.alerts.issues import last_thursday
from network.models import Announced, Issue
from tests.at_once import at_once
from tests.factories import make_study, make_subscription, make_user, make_version, make_week

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)
# Seven in London, which is not always seven in Greenwich
WINTER = dt.datetime(2026, 11, 12, 7, tzinfo=dt.UTC)
SUMMER = dt.datetime(2026, 7, 9, 6, tzinfo=dt.UTC)
ADDRESS = "ada@council.uk"


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    publisher = make_user("Publisher")

    def published(title, at, **fields):
        study = make_study(title, state="in-review", **fields)
        with time_machine.travel(at, tick=False), django_capture_on_commit_callbacks(execute=True):
            editorial.publish(study, by=publisher)
        return study

    return published


def weekly(address=ADDRESS):
    return list(Letter.objects.addressed(address).filter(template="network/alert_weekly"))


# --- When -------------------------------------------------------------------------------------


@pytest.mark.parametrize("thursday", [WINTER, SUMMER], ids=["winter", "summer"])
def test_it_comes_on_thursday_at_seven_in_london_and_once(publish, thursday):
    make_subscription(email=ADDRESS)
    publish("Shared station", thursday - DAY)
    assert alerts.send_due(at=thursday - SECOND) == 0
    assert alerts.send_due(at=thursday) == 1
    for later in (SECOND, DAY, WEEK - SECOND, WEEK, 2 * WEEK):
        assert alerts.send_due(at=thursday + later) == 0
    (letter,) = weekly()
    assert letter.subject == "New this week: Shared station"


@pytest.mark.parametrize(
    "at, day",
    [
        ("2026-10-22T05:59:59Z", "2026-10-15"),  # still summer time
        ("2026-10-22T06:00:00Z", "2026-10-22"),
        ("2026-10-29T06:59:59Z", "2026-10-22"),  # winter time, since the Sunday before
        ("2026-10-29T07:00:00Z", "2026-10-29"),
        ("2027-04-01T05:59:59Z", "2027-03-25"),  # summer time again
        ("2027-04-01T06:00:00Z", "2027-04-01"),
        ("2026-12-31T23:59:59Z", "2026-12-31"),
        ("2027-01-06T12:00:00Z", "2026-12-31"),
    ],
)
def test_which_thursday_has_come(at, day):
    found = last_thursday(dt.datetime.fromisoformat(at))
    assert found.date().isoformat() == day
    assert (found.weekday(), found.hour) == (3, 7)


def test_a_missed_thursday_is_made_up_for(publish):
    make_subscription(email=ADDRESS)
    publish("Shared station", WINTER - DAY)
    publish("After that Thursday", WINTER + DAY)
    assert alerts.send_due(at=WINTER + 5 * DAY) == 1
    (letter,) = weekly()
    assert letter.subject == "New this week: Shared station"
    assert alerts.send_due(at=WINTER + WEEK) == 1
    assert weekly()[0].subject == "New this week: After that Thursday"
    assert [issue.day for issue in alerts.weeks()] == [
        dt.date(2026, 11, 19),
        dt.date(2026, 11, 12),
    ]


def test_two_missed_thursdays_are_one_letter(publish):
    make_subscription(email=ADDRESS)
    publish("Shared station", WINTER - DAY)
    publish("Joint fleet", WINTER + DAY)
    assert alerts.send_due(at=WINTER + WEEK + DAY) == 1
    (letter,) = weekly()
    assert letter.subject == "2 new case studies this week"


def test_a_clock_that_jumps_there_and_back_loses_and_repeats_nothing(publish):
    make_subscription(email=ADDRESS)
    publish("Shared station", WINTER - 2 * DAY)
    assert alerts.send_due(at=WINTER - DAY + dt.timedelta(hours=26)) == 1
    publish("Between", WINTER - DAY)
    for at in (WINTER - DAY, WINTER, WINTER + DAY):
        assert alerts.send_due(at=at) == 0
    assert alerts.send_due(at=WINTER + WEEK) == 1
    assert {one.subject for one in weekly()} == {
        "New this week: Shared station",
        "New this week: Between",
    }


def test_a_week_without_news_has_no_issue(publish):
    make_subscription(email=ADDRESS)
    assert alerts.send_due(at=WINTER) == 0
    assert not Issue.objects.exists()
    publish("Shared station", WINTER + DAY)
    assert alerts.send_due(at=WINTER + 2 * DAY) == 0  # of a Thursday before it was published


def test_the_days_work_makes_it_too(publish, settings):
    make_subscription(email=ADDRESS)
    publish("Shared station", WINTER - DAY)
    assert daily.run(at=WINTER)["alerts"] == 1
    with time_machine.travel(WINTER + SECOND):
        call_command("send_alerts", verbosity=0)
    assert len(weekly()) == 1


# --- What it says -----------------------------------------------------------------------------


def test_one_letter_to_a_person_names_each_study_once_and_its_searches(publish):
    make_subscription("service=police", email=ADDRESS)
    make_subscription("region=wales", email=ADDRESS)
    make_subscription("service=coastguard", email="eve@council.uk")
    both = publish("Welsh station", WINTER - 3 * DAY, services=("police",), region="wales")
    one = publish("Kent station", WINTER - 2 * DAY, services=("police",))
    none = publish("Kent boats", WINTER - DAY, services=("fire",))
    assert alerts.send_due(at=WINTER) == 1
    (letter,) = weekly()
    for said in (letter.text, letter.html):
        assert said.count(f"http://testserver{both.get_absolute_url()}") == 1
        assert said.count(f"http://testserver{one.get_absolute_url()}") == 1
        assert none.get_absolute_url() not in said
    assert "It answers: Service: Police / Region: Wales" in letter.text
    assert "http://testserver/updates/weekly/2026-11-12/" in letter.text
    assert letter.subject == "2 new case studies this week"


def test_what_came_at_once_is_not_said_again(publish):
    make_subscription("service=police", email=ADDRESS, often="at-once")
    make_subscription(email=ADDRESS, often="weekly")
    publish("Told already", WINTER - 3 * DAY, services=("police",))
    publish("Not yet", WINTER - 2 * DAY, services=("fire",))
    alerts.send_due(at=WINTER)
    (letter,) = weekly()
    assert letter.subject == "New this week: Not yet"


def test_what_was_taken_back_before_thursday_is_not_in_it(publish):
    make_subscription(email=ADDRESS)
    hidden = publish("Taken back", WINTER - 2 * DAY)
    editorial.archive(hidden, by=make_user("Publisher"))
    publish("Shared station", WINTER - DAY)
    alerts.send_due(at=WINTER)
    (letter,) = weekly()
    assert "Taken back" not in letter.text + letter.html + letter.subject


def test_what_is_taken_back_before_it_leaves_goes_from_every_letter(
    publish, django_capture_on_commit_callbacks
):
    make_subscription(email=ADDRESS)
    make_subscription("service=fire", email="eve@council.uk")
    hidden = publish("Taken back", WINTER - 2 * DAY, services=("fire",))
    publish("Shared station", WINTER - DAY, services=("police",))
    assert alerts.send_due(at=WINTER) == 2
    with (
        time_machine.travel(WINTER + SECOND, tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        editorial.archive(hidden, by=make_user("Publisher"))
    waiting = Letter.objects.unfinished()
    assert [(one.to, one.subject) for one in waiting] == [
        (ADDRESS, "New this week: Shared station")
    ]


def test_only_what_came_after_the_confirmation_is_in_it(publish):
    make_subscription(email=ADDRESS, confirmed_at=WINTER - 2 * DAY)
    publish("Before", WINTER - 3 * DAY)
    publish("After", WINTER - DAY)
    alerts.send_due(at=WINTER)
    (letter,) = weekly()
    assert letter.subject == "New this week: After"


# --- The same as a page -----------------------------------------------------------------------


def address_of(day):
    return reverse("network:updates_week", args=[day])


def test_the_letter_is_also_a_page(publish, client):
    study = publish("Shared station", WINTER - DAY)
    alerts.send_due(at=WINTER)  # though nobody has subscribed
    page = client.get(address_of("2026-11-12"))
    assert page.status_code == 200
    assert study.get_absolute_url() in page.text
    assert address_of("2026-11-12") in client.get("/updates/").text


@pytest.mark.parametrize(
    "day", ["2026-11-05", "2026-11-11", "thursday", "2026-13-01", "0", "9" * 40]
)
def test_a_week_that_was_none_is_nowhere(client, day):
    make_week(dt.date(2026, 11, 12), make_study())
    assert client.get(address_of(day)).status_code == 404


def test_another_way_to_write_the_day_leads_to_the_one_address(client):
    make_week(dt.date(2026, 11, 12), make_study())
    answer = client.get(address_of("20261112"))
    assert (answer.status_code, answer["Location"]) == (301, address_of("2026-11-12"))


def test_a_week_of_which_nothing_is_left_is_no_week(client):
    study = make_study("Hidden scheme")
    make_week(dt.date(2026, 11, 12), study)
    editorial.archive(study, by=make_user("Publisher"))
    assert client.get(address_of("2026-11-12")).status_code == 404
    assert "2026-11-12" not in client.get("/updates/").text
    assert "Hidden scheme" not in client.get("/updates/").text


@pytest.mark.parametrize("many", [2, 12])
def test_the_page_asks_as_little_for_many(client, many, django_assert_max_num_queries):
    make_week(dt.date(2026, 11, 12), *[make_study() for _ in range(many)])
    client.get(address_of("2026-11-12"))
    with django_assert_max_num_queries(12):
        client.get(address_of("2026-11-12"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_issue_and_one_letter_each():
    for n in range(30):
        make_subscription(email=f"reader{n}@council.uk")
    for turn in range(10):
        study = make_study()
        make_version(study)
        alerts.announce(study, at=WINTER + turn * WEEK - DAY)
        at = WINTER + turn * WEEK
        at_once(*[lambda at=at: alerts.send_due(at=at)] * 2)
        assert Issue.objects.filter(often="weekly").count() == turn + 1
        assert Announced.objects.filter(often="weekly").count() == turn + 1
        assert Letter.objects.count() == 30 * (turn + 1)
