"""What pages are drawn with, as files of the ZIP. Fonts stand inside the style sheets.

A browser that reads pages from a disk takes no font from another folder: each file is a stranger
to the others.
"""

import base64
import posixpath
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from casestudies.whole.asking import Failed

# As our style sheets name a file, and as what collects them leaves it
FONT = re.compile(r'url\("([^"]+\.woff2)"\)')
LICENCE_OF_THE_FONT = "fonts/OFL.txt"


def content_of(name: str) -> bytes:
    """A static file as the ZIP holds it. Raises Failed if it is not there."""
    content = _read(name)
    if not name.endswith(".css"):
        return content
    folder = posixpath.dirname(name)

    def inside(found: re.Match[str]) -> str:
        font = _read(posixpath.normpath(posixpath.join(folder, found[1])))
        return f'url("data:font/woff2;base64,{base64.b64encode(font).decode()}")'

    return FONT.sub(inside, content.decode()).encode()


def _read(name: str) -> bytes:
    """Where it is written, or under the name that it has where it was collected."""
    found = finders.find(name)
    try:
        return Path(found or staticfiles_storage.path(name)).read_bytes()
    except OSError as error:
        raise Failed(f"The file {name}, which pages are drawn with, cannot be read.") from error
