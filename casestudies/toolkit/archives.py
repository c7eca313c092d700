"""Looks into office files of both families: archives of XML, read part by part within bounds."""

import io
import posixpath
import re
import zipfile
import zlib
from xml.parsers import expat

from casestudies.models import ResourceFile
from casestudies.toolkit.unfit import (
    MOST_INFLATED,
    acts,
    damaged,
    fetches,
    locked,
    too_large,
    wanted,
)

Format = ResourceFile.Format

MOST_PARTS = 2_000
BLOCK = 1 << 16
CONTENT_TYPES = "[Content_Types].xml"

MAIN = "application/vnd.openxmlformats-officedocument."
OFFICE = {
    f"{MAIN}wordprocessingml.document.main+xml": Format.DOCX,
    f"{MAIN}spreadsheetml.sheet.main+xml": Format.XLSX,
}
OPEN = {
    b"application/vnd.oasis.opendocument.text": Format.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Format.ODS,
}
SAID_TYPE = re.compile(r"ContentType\s*=\s*[\"']([^\"']+)")
# Parts that act, or hold what acts: macros of both families, controls, programs, other files
ACTING_PARTS = re.compile(
    r"vbaproject|vbadata|macrosheets/|dialogsheets/|activex/|ctrlprops/|customui|embeddings/|"
    r"externallinks/|connections\.xml$|(^|/)(basic|scripts|dialogs)/|(^|/)object [0-9]+$"
)
ACTING_TYPES = re.compile(r"macroenabled|vbaproject|oleobject|activex", re.IGNORECASE)
ACTING_ELEMENTS = {"event-listener", "script", "object-ole", "plugin", "applet", "dde-connection"}
# Fields of Word that run or fetch something
ACTING_FIELDS = re.compile(
    r"\b(DDE|DDEAUTO|LINK|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON|DATABASE)\b", re.IGNORECASE
)
# A link is followed only when somebody presses it
FOLLOWED_BY_PRESSING = "/hyperlink"


def look_into_archive(content: bytes) -> Format:
    """Which kind of office file it is. Raises Unfit."""
    # Before the archive's list of contents is read, which would take memory for each line of it
    if content.count(b"PK\x01\x02") > 2 * MOST_PARTS:
        raise damaged()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _Archive(archive).format()
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise damaged() from error


class _Archive:
    """An office file. What it unpacks to is counted as it comes: it may say something else."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = archive.namelist()
        self.inflated = 0
        if len(self.names) > MOST_PARTS or len(set(self.names)) < len(self.names):
            raise damaged()
        if any(info.flag_bits & 1 for info in archive.infolist()):
            raise locked()

    def format(self) -> Format:
        if any(ACTING_PARTS.search(name.lower()) for name in self.names):
            raise acts()
        found = self._office() if CONTENT_TYPES in self.names else self._open()
        for name in self.names:
            # Each is read whole, so that a damaged one is found here and not by a reader
            content = self._read(name)
            if posixpath.splitext(name)[1].lower() in (".xml", ".rels"):
                _Part().check(content)
        return found

    def _office(self) -> Format:
        said = SAID_TYPE.findall(self._read(CONTENT_TYPES).decode())
        if any(map(ACTING_TYPES.search, said)):
            raise acts()
        found = [form for kind, form in OFFICE.items() if kind in said]
        if len(found) != 1:
            raise wanted()
        return found[0]

    def _open(self) -> Format:
        if self.names[:1] != ["mimetype"] or "content.xml" not in self.names:
            raise wanted()
        if (kind := self._read("mimetype")) not in OPEN:
            raise wanted()
        if b"encryption-data" in self._read("META-INF/manifest.xml"):
            raise locked()
        return OPEN[kind]

    def _read(self, name: str) -> bytes:
        pieces = []
        with self.archive.open(name) as part:
            while block := part.read(BLOCK):
                self.inflated += len(block)
                if self.inflated > MOST_INFLATED:
                    raise too_large()
                pieces.append(block)
        return b"".join(pieces)


class _Part:
    """One part on its way through the parser, which takes no definitions of entities."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._hear
        self.in_field = False
        self.fields: list[str] = []

    def check(self, content: bytes) -> None:
        self.parser.Parse(content, True)
        # A field may be spread over several pieces
        if ACTING_FIELDS.search("".join(self.fields)):
            raise acts()

    def _refuse(self, *declared: object) -> None:
        raise damaged()

    def _start(self, name: str, said: dict[str, str]) -> None:
        element = name.rpartition(":")[2]
        said = {key.rpartition(":")[2]: value for key, value in said.items()}
        if element in ACTING_ELEMENTS:
            raise acts()
        if element == "Relationship" and said.get("TargetMode") == "External":
            if not said.get("Type", "").endswith(FOLLOWED_BY_PRESSING):
                raise fetches()
        elif element in ("image", "section-source") and "://" in said.get("href", ""):
            raise fetches()
        elif element == "fldSimple":
            self.fields.append(f" {said.get('instr', '')} ")
        self.in_field = element == "instrText"

    def _end(self, name: str) -> None:
        self.in_field = False

    def _hear(self, text: str) -> None:
        if self.in_field:
            self.fields.append(text)
