"""What the tests of the kernel share."""

import datetime as dt
from copy import deepcopy

import pytest


class Clock:
    """Says the time that it was told: `clock()`, `clock.on(minutes=5)`."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def on(self, **delta):
        self.now += dt.timedelta(**delta)
        return self.now


@pytest.fixture
def clock():
    """A minute from now: whatever a test has just made is due."""
    return Clock(dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(minutes=1))


@pytest.fixture
def write_template(settings, tmp_path):
    """`write_template("kernel/hello.txt", "Subject\\n\\nText")` makes the template of a letter."""
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].append(tmp_path)

    def write(name, content):
        place = tmp_path / "emails" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content)

    return write
