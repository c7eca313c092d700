"""SQLite and PostgreSQL give the same studies in the same order."""

import json
import os
import subprocess
import sys

import pytest

from tests.promises.answers import QUESTIONS, answers

# Of the random ones many hold slips, or words of nobody
LEAST_FOUND = 100


@pytest.mark.postgres
def test_both_databases_answer_alike(content):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    del environment["TEST_DATABASE_URL"]  # SQLite in memory
    other = subprocess.run(
        [sys.executable, "-m", "tests.promises.answers"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    here = answers()
    assert here == json.loads(other.stdout)
    assert len(here) > QUESTIONS
    assert sum(bool(found) for found in here) > LEAST_FOUND
