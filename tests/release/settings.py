"""Production's settings; only static files are not collected first."""

from collab_directory.settings import *  # noqa: F403
from collab_directory.settings import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
