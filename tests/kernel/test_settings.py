"""One settings file: a laptop with DEBUG=1, else production, which refuses what is not safe."""

import os
import subprocess
import sys

import pytest

from collab_directory.settings import BASE_DIR

PRODUCTION = {
    "SECRET_KEY": "for-this-test-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SITE_URL": "https://directory.example.org",
    "ALLOWED_HOSTS": "directory.example.org",
    "CONTACT_EMAIL": "working-group@example.org",
    "EMAIL_URL": "smtp://mail.example.org",
}


def run(*command, **environment):
    """A process with this environment and no other."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


def setting(expression, **environment):
    done = run("-c", f"from collab_directory import settings; print({expression})", **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    "change, said",
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SITE_URL": ""}, "SITE_URL is not set"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "directory.example.org,*"}, "ALLOWED_HOSTS must name"),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe'"),
        ({"DATABASE_URL": "oracle://x"}, "DATABASE_URL"),
    ],
)
def test_production_refuses_to_start_and_names_the_variable(change, said):
    done = run("manage.py", "check", **PRODUCTION | change)
    assert done.returncode == 1
    assert done.stderr.startswith("Settings: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_with_nothing_set_a_command_runs_on_a_laptop_and_the_web_server_does_not():
    assert run("manage.py", "check").returncode == 0
    served = run("-c", "import collab_directory.wsgi")
    assert served.returncode != 0
    assert "is not set" in served.stderr


def test_production_passes_every_check_for_deployment():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "missing, said", [("CONTACT_EMAIL", "W001"), ("EMAIL_URL", "W002"), ("SITE_URL", None)]
)
def test_the_check_for_deployment_asks_for_what_the_public_needs(missing, said):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **environment)
    assert done.returncode == 1
    if said:
        assert f"collab_directory.{said}" in done.stderr


def test_a_laptop_needs_one_variable():
    done = run("manage.py", "check", DEBUG="1")
    assert done.returncode == 0, done.stderr
    shown = setting("settings.SITE_URL, settings.SECURE", DEBUG="1")
    assert shown == "http://127.0.0.1:8000 False"


def test_production_is_secure_by_its_address():
    shown = setting(
        "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_NAME,"
        " settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT",
        **PRODUCTION,
    )
    assert shown == "True __Host-csrf 31536000 True"


def test_the_admin_can_live_elsewhere():
    assert setting("settings.ADMIN_URL", **PRODUCTION, ADMIN_URL="/back-office") == "back-office/"


def test_a_proxy_is_believed_only_when_it_is_declared():
    assert setting("hasattr(settings, 'SECURE_PROXY_SSL_HEADER')", **PRODUCTION) == "False"
    shown = setting("settings.SECURE_PROXY_SSL_HEADER", **PRODUCTION, TRUSTED_PROXIES="1")
    assert shown == "('HTTP_X_FORWARDED_PROTO', 'https')"


def test_a_command_may_take_longer_over_a_query_than_a_page():
    """manage.py raises the limit; gunicorn starts with the settings' own."""
    done = run(
        "-c",
        "import manage, os; print(os.environ['DATABASE_TIMEOUT'])",
    )
    assert done.stdout.strip() == "60"
