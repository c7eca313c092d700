"""Looks into a PDF: its objects, also those that are packed, name nothing that could act.

What is drawn on a page is not looked at, and pictures are not: they may hold any bytes.
"""

import re
import zlib
from collections.abc import Iterator

from casestudies.toolkit.unfit import MOST_INFLATED, acts, damaged, locked, too_large

HEAD = 2_000  # bytes before a stream, in which its own description stands
# Programs, other files, forms of the second kind, and what is sent, played or opened elsewhere
ACTING_NAMES = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|XFA|RichMedia|SubmitForm|ImportData|GoToE|GoToR|"
    rb"Movie|Sound|Rendition)(?![A-Za-z0-9])"
)
ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def look_into_pdf(content: bytes) -> None:
    """Raises Unfit for what is no whole PDF, is locked, or could act."""
    if b"%%EOF" not in content[-2048:] or not re.search(rb"/Root(?![A-Za-z])", content):
        raise damaged()
    outside = _plain(STREAM.sub(b"stream endstream", content))
    if ENCRYPTED.search(outside):
        raise locked()
    if any(map(ACTING_NAMES.search, (outside, *_packed_objects(content)))):
        raise acts()


def _plain(objects: bytes) -> bytes:
    """A name may be written with escapes: /J#53 is /JS."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), objects)


def _packed_objects(content: bytes) -> Iterator[bytes]:
    inflated = 0
    for found in STREAM.finditer(content):
        head = _plain(content[max(0, found.start() - HEAD) : found.start()])
        described = head.rpartition(b" obj")[2]
        if b"/ObjStm" not in described:
            continue
        packed = found[1]
        if b"/Filter" in described:
            try:
                packed = zlib.decompressobj().decompress(packed, MOST_INFLATED - inflated + 1)
            except zlib.error as error:
                raise locked() from error
        inflated += len(packed)
        if inflated > MOST_INFLATED:
            raise too_large()
        yield _plain(packed)
