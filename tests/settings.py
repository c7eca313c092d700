"""Production's settings with what a test needs to be quick and alone."""

import os

os.environ.update(
    DEBUG="0",
    SECRET_KEY="for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    SITE_URL="http://testserver",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    CONTACT_EMAIL="working-group@example.org",
    CACHE_URL="locmem://",
    EMAIL_URL="console:",
    LOG_LEVEL="WARNING",
    # A test is one transaction, and some wait in it for another process
    DATABASE_TIMEOUT="60",
)
for name in (
    "ADMIN_URL",
    "BACKUPS",
    "ERASURE_LEDGER",
    "MAIL_FROM",
    "SITE_NAME",
    "TRUSTED_PROXIES",
    "BOUNCE_MAILBOX",
    "MAIL_EVENTS_SECRET",
    "SECURITY_EMAIL",
    "SECURITY_POLICY",
):
    os.environ.pop(name, None)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:")

from collab_directory.settings import *  # noqa: E402, F403
from collab_directory.settings import INSTALLED_APPS, MIDDLEWARE, STORAGES  # noqa: E402

# Fails a test whose queries grow with its rows; it must be an app to see them. Which queries there
# are is Python's doing, so SQLite is enough: it makes every query dearer
if os.environ["DATABASE_URL"].startswith("sqlite"):
    INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
    MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
# One thing may send two letters, and each is written on its own
ZEAL_ALLOWLIST = [
    {"model": "outbox.Letter", "field": "get()"},
    # Signing out reads a session that was read before, to delete it
    {"model": "sessions.Session", "field": "get()"},
]

# The right one takes a fifth of a second for each account
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tests sign in without one; those of the second step turn this on
STAFF_NEED_SECOND_STEP = False

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Nothing is collected for a test: files come from where they are written
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
