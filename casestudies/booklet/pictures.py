"""The picture that others show beside a link to a page: of one case study, and of the whole site.

It says nothing but what is published, and nothing that changes from day to day. Each is kept in a
file named by all that it depends on, so that it is drawn once for what it says, and whoever asks
again, in any process, is given that. Only the newest files stay: what was long not drawn anew is
drawn again when somebody asks.
"""

import datetime as dt
import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.booklet import places, typeset
from casestudies.booklet.glyphs import small_map
from casestudies.booklet.letters import printable
from casestudies.models import CaseStudy, CatalogueVersion
from collab_directory.templatetags import ui

logger = logging.getLogger(__name__)

WIDTH, HEIGHT = 1200, 630  # pixels
MOST_KEPT = 400  # files, of about 40 kB
LONGEST_LINE = 120  # letters of a line below the title; the title itself is shorter than its field


class Busy(Exception):  # noqa: N818 - an answer to expect, not a fault
    """There is no room to draw it now, or typst could not."""


def of_study(study: CaseStudy) -> dict[str, Any]:
    """A case study that comes from `for_reading()`."""
    areas = list(study.force_areas.all())
    services = ", ".join(service.name for service in study.services.all())
    place = study.place or ui.areas_in_words(study)
    return _document(
        study.title,
        [services, place],
        tiles=[[area.column, area.row] for area in areas],
        is_everywhere=ui.is_national(study.region),
    )


def of_site(schemes: int) -> dict[str, Any]:
    """The site, with how many schemes are published."""
    counted = ngettext(
        "%(n)d scheme in England and Wales", "%(n)d schemes in England and Wales", schemes
    )
    return _document(
        _("How emergency services work together"), [counted % {"n": schemes}], is_everywhere=True
    )


def kept(document: dict[str, Any]) -> bytes | None:
    """The PNG if it has been drawn."""
    try:
        return (places.folder() / _name(document)).read_bytes()
    except OSError:
        return None


def draw(document: dict[str, Any]) -> bytes:
    """The PNG, drawn now and kept; raises Busy. No more are drawn at once than booklets are set."""
    with places.a_turn() as mine:
        if not mine:
            raise Busy
        try:
            # The moment stands in no picture
            content = typeset.png(document, dated=dt.datetime.fromtimestamp(0, dt.UTC))
        except typeset.Failed as failed:
            logger.exception("A picture could not be drawn.")
            raise Busy from failed
    try:
        places.write(_name(document), content)
        _forget_the_oldest(places.folder())
    except OSError:
        logger.exception("A picture could not be kept.")
    return content


def forget() -> int:
    """Delete those drawn before the directory last changed; how many. They are drawn anew."""
    changed_at = CatalogueVersion.objects.values_list("changed_at", flat=True).first()
    files = list(places.folder().glob("picture-*.png"))
    gone = [path for path in files if changed_at and path.stat().st_mtime < changed_at.timestamp()]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _document(
    title: str, lines: list[str], *, tiles: list[list[int]] | None = None, is_everywhere: bool
) -> dict[str, Any]:
    return {
        "site": printable(settings.SITE_NAME),
        "title": printable(title),
        "lines": [_cut(printable(line)) for line in lines if line],
        "map": small_map(is_dark=not is_everywhere),
        "tiles": tiles or [],
    }


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1].rstrip()}…"


def _name(document: dict[str, Any]) -> str:
    depends_on = json.dumps([document, typeset.edition_of_the_code()], sort_keys=True)
    return f"picture-{hashlib.sha256(depends_on.encode()).hexdigest()[:32]}.png"


def _forget_the_oldest(folder: Path) -> None:
    files = sorted(folder.glob("picture-*.png"), key=lambda path: path.stat().st_mtime_ns)
    for old in files[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
