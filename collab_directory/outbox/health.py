"""Whether letters leave: for /readyz."""

import datetime as dt

from django.utils import timezone

from .models import Letter

PATIENCE = dt.timedelta(minutes=15)


def letters_leave() -> bool:
    """False when a single letter should have left a quarter of an hour ago."""
    return not Letter.objects.overdue(timezone.now(), PATIENCE).exists()
