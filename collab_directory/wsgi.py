"""The door for gunicorn: `gunicorn collab_directory.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab_directory.settings")

application = get_wsgi_application()

# Loads every view now, so that the first visitor does not wait for it
get_resolver().url_patterns  # noqa: B018
