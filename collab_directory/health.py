"""/healthz: this process answers. /readyz: and it can do its work.

An app adds what it depends on: `health.check("content")(function)`. A check raises, or returns
False, when not well. The answer names the checks and nothing else: reasons are for the log.
"""

import logging
from collections.abc import Callable
from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)

Check = Callable[[], object]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Make a function one of the checks for readiness."""

    def register(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return register


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    checks = {
        name: "ok" if _is_well(name, function) else "failing" for name, function in CHECKS.items()
    }
    well = all(result == "ok" for result in checks.values())
    return JsonResponse(
        {"status": "ok" if well else "failing", "checks": checks}, status=200 if well else 503
    )


def _is_well(name: str, function: Check) -> bool:
    try:
        well = function() is not False
    except Exception:
        log.exception("Check %s failed", name)
        return False
    if not well:
        log.error("Check %s failed", name)
    return well


@check("database")
def database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@check("migrations")
def database_is_migrated() -> bool:
    return _newest_migrations() <= set(MigrationRecorder(connection).applied_migrations())


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app. They are files, so a process reads them once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())
