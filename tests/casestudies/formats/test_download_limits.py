"""How many files one client may take, and how many are made at once."""

import pytest
from django.core.signals import request_finished
from django.db import DatabaseError, close_old_connections

from casestudies import downloads
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def whole(answer):
    return b"".join(answer)


def leave(answer):
    """As a server does when nobody reads any more, but for the connection: the test goes on."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def test_a_client_takes_ten_a_minute_and_is_told_when_to_ask_again(client):
    make_study()
    for address in ("/case-studies.csv", "/case-studies.xlsx") * 5:
        answer = client.get(address)
        assert answer.status_code == 200
        whole(answer)
    refused = client.get("/case-studies.csv?q=station")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "You may ask again in" in refused.text
    assert 'href="/case-studies.csv?q=station"' in refused.text
    assert client.get("/case-studies.csv", REMOTE_ADDR="192.0.2.9").status_code == 200


@pytest.mark.parametrize("ends", ["read", "left", "head"])
def test_four_are_made_at_once_and_each_that_ends_makes_room(client, ends):
    make_study()
    under_way = [client.get("/case-studies.csv", REMOTE_ADDR=f"192.0.2.{n}") for n in range(4)]
    busy = client.get("/case-studies.xlsx")
    assert (busy.status_code, busy["Retry-After"]) == (503, "15")
    assert "Others are taking files just now" in busy.text
    if ends == "left":
        leave(under_way[0])  # before the first piece
    else:
        whole(under_way[0])
    ask = client.head if ends == "head" else client.get
    answers = [ask("/case-studies.csv") for _ in range(2)]
    assert answers[0].status_code == 200
    # A HEAD takes no place, so there is room for two of them
    assert answers[1].status_code == (200 if ends == "head" else 503)
    for answer in answers:
        leave(answer)


def test_a_file_that_fails_gives_its_place_back(client, monkeypatch):
    def broken(*_args):
        raise DatabaseError

    monkeypatch.setattr("casestudies.views.files.write_xlsx", broken)
    for _ in range(6):
        assert client.get("/case-studies.xlsx").status_code == 503
    monkeypatch.undo()
    answer = client.get("/case-studies.xlsx")
    assert answer.status_code == 200
    leave(answer)


def test_files_are_given_where_they_cannot_be_counted(client, monkeypatch):
    def unreachable(*_args, **_kwargs):
        raise DatabaseError

    monkeypatch.setattr(downloads.limits, "take", unreachable)
    assert client.get("/case-studies.csv").status_code == 200
