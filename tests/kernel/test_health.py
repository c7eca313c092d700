"""/healthz and /readyz."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from collab_directory import health
from collab_directory.outbox.health import letters_leave
from tests.factories import make_letter


def test_a_living_process_says_so_without_its_database(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_names_its_checks(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert set(response.json()["checks"]) == {"database", "migrations", "disk", "content", "mail"}
    assert set(response.json()["checks"].values()) == {"ok"}


@pytest.mark.django_db
def test_a_migration_that_was_not_applied_is_not_ready(client):
    MigrationRecorder(connection).record_unapplied(*min(health._newest_migrations()))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "failing"
    assert response.json()["checks"]["database"] == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("less, result", [(0, "ok"), (1, "failing")])
def test_a_disk_that_fills_is_noticed_also_where_a_folder_is_still_to_be_made(
    client, settings, monkeypatch, tmp_path, less, result
):
    settings.BACKUPS = str(tmp_path / "to" / "be" / "made")

    def usage(folder):
        assert folder.is_dir()
        small = health.LEAST_ROOM - less if folder == tmp_path else health.LEAST_ROOM
        return SimpleNamespace(free=small)

    monkeypatch.setattr(health.shutil, "disk_usage", usage)
    assert client.get("/readyz").json()["checks"]["disk"] == result


@pytest.mark.django_db
@pytest.mark.parametrize("minutes, result", [(14, "ok"), (16, "failing")])
def test_letters_that_nobody_sends_are_noticed_within_a_quarter_of_an_hour(
    client, minutes, result, django_assert_num_queries
):
    make_letter(due_at=timezone.now() - timedelta(minutes=minutes))
    assert client.get("/readyz").json()["checks"]["mail"] == result
    with django_assert_num_queries(1):
        letters_leave()


def lost():
    raise OSError("password of db.example.org refused")


def test_a_lost_database_is_not_ready_and_tells_no_detail(client, settings, caplog):
    settings.READY_CHECKS = dict.fromkeys(settings.READY_CHECKS, f"{__name__}.lost")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "failing"
    assert "example.org" not in response.content.decode()
    assert "password of db.example.org refused" in caplog.text


def well():
    return None


def unwell():
    return False


def test_a_check_may_answer_no(client, settings):
    settings.READY_CHECKS = {"mail": f"{__name__}.well", "content": f"{__name__}.unwell"}
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"mail": "ok", "content": "failing"}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_is_never_cached_and_only_read(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_health_is_answered_without_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
