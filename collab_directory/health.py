"""/healthz: this process answers. /readyz: and it can do its work.

What that takes stands in READY_CHECKS: names, and functions that raise or return False when not
well. The answer says which and never why: reasons are for the log.
"""

import logging
import shutil
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)

LEAST_ROOM = 200 * 2**20  # bytes: a day's letters and posts, and the largest file that is made


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    checks = {
        name: "ok" if _is_well(name, function) else "failing"
        for name, function in settings.READY_CHECKS.items()
    }
    well = all(result == "ok" for result in checks.values())
    return JsonResponse(
        {"status": "ok" if well else "failing", "checks": checks}, status=200 if well else 503
    )


def _is_well(name: str, function: str) -> bool:
    try:
        well = import_string(function)() is not False
    except Exception:
        log.exception("Check %s failed", name)
        return False
    if not well:
        log.error("Check %s failed", name)
    return well


def database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def database_is_migrated() -> bool:
    return _newest_migrations() <= set(MigrationRecorder(connection).applied_migrations())


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app. They are files, so a process reads them once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def disk_has_room() -> bool:
    """Wherever this service writes: files on their way, PDFs, backups, and SQLite's database."""
    places = {Path(tempfile.gettempdir()), Path(settings.BOOKLETS)}
    if settings.BACKUPS:
        places.add(Path(settings.BACKUPS))
    if connection.vendor == "sqlite":
        places.add(Path(connection.settings_dict["NAME"]).parent)
    return all(shutil.disk_usage(_nearest(place)).free >= LEAST_ROOM for place in places)


def _nearest(place: Path) -> Path:
    """The folder itself, or where it would be made."""
    return next(
        folder for folder in (place.absolute(), *place.absolute().parents) if folder.exists()
    )
