"""Production's settings, with one more address and a clock on every request."""

import os
from pathlib import Path

from collab_directory.settings import *  # noqa: F403
from collab_directory.settings import MIDDLEWARE, STATIC_ROOT

ROOT_URLCONF = "benchmarks.urls"

# Outermost, so that it counts what every other one costs
MIDDLEWARE = ["benchmarks.urls.ClockMiddleware", *MIDDLEWARE]

STATIC_ROOT = Path(os.environ.get("BENCHMARK_STATIC", STATIC_ROOT))
