#!/usr/bin/env python
"""Django's commands: `python manage.py help`."""

import os
import sys

# Jobs may take longer over a query than a page may; see DATABASE_TIMEOUT in settings
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab_directory.settings")
os.environ.setdefault("DATABASE_TIMEOUT", "60")

# With nothing set at all, somebody has just cloned this: a laptop. A service sets at least one of
# these, and is then held to all of them; the web server (wsgi.py) never guesses.
if not {"DEBUG", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL"} & os.environ.keys():
    os.environ["DEBUG"] = "1"


def main() -> None:
    from django.core.management import execute_from_command_line

    from collab_directory.env import SettingsError

    try:
        execute_from_command_line(sys.argv)
    except SettingsError as error:
        sys.exit(f"Settings: {error}")


if __name__ == "__main__":
    main()
