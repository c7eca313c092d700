"""A document made a PDF by typst, tagged, titled, with its fonts inside; or made a picture.

typst opens one of the two templates beside this module and the fonts of this package, nothing else,
and asks no network: its root is the templates' own folder, and they open no file. It refuses to
write a PDF that breaks PDF/UA-1, so what comes out passes. It runs as a process of its own: a
booklet takes some hundred megabytes while it is set, which a worker would never give back.
"""

import datetime as dt
import hashlib
import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SETTER = HERE / "setter.py"
BOOKLET = HERE / "typst" / "booklet.typ"
CARD = HERE / "typst" / "card.typ"
FONTS = HERE / "fonts"
LONGEST = 60  # seconds


class Failed(Exception):  # noqa: N818 - an answer to expect, not a fault of ours
    """typst could not set a document, and says why."""


def pdf(document: dict[str, Any], *, dated: dt.datetime) -> bytes:
    """The PDF of a document as `document.frame` makes it; raises Failed.

    `dated` stands in the file as the moment it was made: the same document of the same moment is
    the same bytes.
    """
    return _set(BOOKLET, "pdf", document, dated)


def png(document: dict[str, Any], *, dated: dt.datetime) -> bytes:
    """A picture of 1200 by 630 pixels, of a document as `pictures` makes it; raises Failed."""
    return _set(CARD, "png", document, dated)


def _set(template: Path, form: str, document: dict[str, Any], dated: dt.datetime) -> bytes:
    seconds = str(int(dated.timestamp()))
    # Isolated: neither the folder that it runs in nor PYTHONPATH has a say in what it imports
    command = [sys.executable, "-I", str(SETTER), str(template), str(FONTS), seconds, form]
    try:
        done = subprocess.run(  # noqa: S603 -- a program of ours, and nothing typed is among its words
            command,
            input=json.dumps(document).encode(),
            capture_output=True,
            timeout=LONGEST,
            check=True,
            env={"LANG": "C.UTF-8"},  # it needs none of what we are told, secrets least of all
        )
    except subprocess.CalledProcessError as fault:
        raise Failed(fault.stderr.decode(errors="replace")[-2000:]) from fault
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise Failed(str(fault)) from fault
    return done.stdout


@lru_cache(maxsize=1)
def edition_of_the_code() -> str:
    """Changes with whatever a booklet is made by: what an older release made is not served."""
    digest = hashlib.sha256()
    for path in sorted([*HERE.glob("*.py"), *HERE.glob("typst/*.typ"), *FONTS.glob("*.ttf")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
