"""What is handed out for a document: our own, made of its page, or a Publisher's file."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from casestudies.keeping import Kept
from casestudies.models import Resource, ResourceFile
from casestudies.toolkit.papers import Paper

Format = ResourceFile.Format

TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Format.PDF: "application/pdf",
}

# By what they say, so that a change elsewhere in the directory makes none of them anew. In bytes.
_made: Kept[Paper, bytes] = Kept(20 * 1024 * 1024, weigh=len)


@dataclass(frozen=True)
class Handed:
    """What a reader gets: our own, or the file of a Publisher (`theirs`)."""

    format: Format
    size: int  # in bytes
    dated: dt.date | None
    digest: str
    content: bytes | None  # of our own; that of a Publisher is fetched by `content_of`
    theirs: ResourceFile | None = None

    @property
    def type(self) -> str:
        return TYPES[self.format]

    @property
    def kind_shown(self) -> str:
        """In words, with the ending that people know: `Word document (DOCX)`, `PDF`."""
        ending = self.format.value.upper()
        name = str(self.format.label)
        return name if name == ending else f"{name} ({ending})"


def handed(resource: Resource, own: Paper) -> Handed:
    """What is handed out for a resource that was loaded `for_handing`. No query."""
    if resource.used:
        file = resource.used[0]
        return Handed(Format(file.format), file.size, file.dated, file.digest, None, file)
    content = _made.get(own, lambda: _as_file(own))
    form = Format.XLSX if own.is_tracker else Format.DOCX
    digest = hashlib.sha256(content).hexdigest()
    return Handed(form, len(content), own.dated, digest, content)


def content_of(one: Handed) -> bytes:
    """The bytes; those of a Publisher's file are read now."""
    if one.content is not None:
        return one.content
    assert one.theirs is not None  # noqa: S101 - for the reader: one or the other
    return bytes(one.theirs.content)


def _as_file(own: Paper) -> bytes:
    # Here, because together they take half a second to load, and most processes never need them
    if own.is_tracker:
        from casestudies.toolkit.workbook import as_workbook

        return as_workbook(own)
    from casestudies.toolkit.word import as_word

    return as_word(own)
