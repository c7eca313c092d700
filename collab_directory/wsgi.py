"""The door for gunicorn: `gunicorn collab_directory.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab_directory.settings")

application = get_wsgi_application()
