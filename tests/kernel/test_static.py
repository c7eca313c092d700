"""Static files: what production collects."""

import pytest
from django.core.management import call_command


@pytest.fixture
def collected(settings, tmp_path):
    """As in production, but for the compression, which takes a quarter of a minute."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_no_file_names_one_that_is_missing(collected):
    """Collecting fails when a stylesheet or a script points to nothing."""
    assert (collected / "staticfiles.json").exists()


@pytest.mark.django_db
def test_a_file_is_open_to_our_own_pages_only(client):
    response = client.get("/static/admin/css/base.css")
    response.close()
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
