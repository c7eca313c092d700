"""Reads the parts of a workbook as XML, so that none can take much memory or time.

Each part is read once, as a stream. Definitions of entities, elements within elements without end,
and names or texts of any length are refused before they are kept.
"""

import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from django.utils.translation import gettext as _

from casestudies.sheets.bounds import MEGABYTE, MOST_INFLATED, MOST_PARTS, Unreadable

BLOCK = 1 << 16
MOST_ELEMENTS = 6_000_000  # of all parts together: some seconds
DEEPEST = 64
LONGEST_TOKEN = MEGABYTE  # one tag with all its attributes, or one comment
MOST_NAMES = 20_000  # of elements and attributes: a real workbook has some hundred

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Texts = Callable[[str], None]


def broken() -> Unreadable:
    return Unreadable(
        _("This workbook is damaged. Open it in your spreadsheet program and save it once more.")
    )


class Parts:
    """The files inside a workbook. Raises Unreadable for what is not a whole, ordinary one."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.lstrip("/").lower(): name for name in archive.namelist()}
        self.inflated = 0
        self.elements = 0
        if len(archive.infolist()) > MOST_PARTS:
            raise Unreadable(_("This workbook has too many parts to be read."))
        if any(info.flag_bits & 1 for info in archive.infolist()):
            raise Unreadable(_("This workbook has a password. Save it without one."))
        if sum(info.file_size for info in archive.infolist()) > 2 * MOST_INFLATED:
            raise self._too_large()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.names

    def hear(self, texts: Texts | None) -> None:
        """From here on call `texts` with each piece of text, or nothing."""
        self.parser.CharacterDataHandler = texts

    def read(self, name: str, start: Start, end: End | None = None) -> None:
        """Go through a part, calling `start(name, attributes)` and `end(name)` for each element.

        Names come without the prefix of their namespace. Text comes to whom `hear` names.
        """
        reading = _Reading(self, start, end)
        self.parser = reading.parser
        try:
            with self.archive.open(self.names[name.lower()]) as part:
                while block := part.read(BLOCK):
                    # Counted as they come: what an archive says of its size may be false
                    self.inflated += len(block)
                    if self.inflated > MOST_INFLATED:
                        raise self._too_large()
                    reading.feed(block)
                reading.feed(b"", final=True)
        except (
            LookupError,  # no such part, or no such encoding
            expat.ExpatError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise broken() from error

    def _too_large(self) -> Unreadable:
        return Unreadable(
            _("This workbook is too large once it is unpacked (more than %d MB). Divide it.")
            % (MOST_INFLATED // MEGABYTE)
        )


class _Reading:
    """One part on its way through the parser."""

    def __init__(self, parts: Parts, start: Start, end: End | None) -> None:
        self.parts = parts
        self.parser = expat.ParserCreate(intern={})
        self.fed = 0
        self.depth = 0
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.on_start, self.on_end = start, end

    def feed(self, block: bytes, *, final: bool = False) -> None:
        self.fed += len(block)
        self.parser.Parse(block, final)
        if self.fed - self.parser.CurrentByteIndex > LONGEST_TOKEN:
            raise broken()
        if len(self.parser.intern) > MOST_NAMES:
            raise broken()

    def refuse(self, *declared: object) -> None:
        raise broken()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.parts.elements += 1
        if self.depth > DEEPEST or self.parts.elements > MOST_ELEMENTS:
            raise broken()
        self.on_start(name.rpartition(":")[2], attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.on_end:
            self.on_end(name.rpartition(":")[2])
