"""Reads files that hold too much, in a process of its own whose memory is measured."""

import json
import os
import re
import resource
import tempfile
import zipfile
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from casestudies.sheets import reading  # noqa: E402
from casestudies.sheets.bounds import Unreadable  # noqa: E402
from casestudies.sheets.layout import book  # noqa: E402
from tests.casestudies.sheets.books import MAIN, RELS, WORKBOOK  # noqa: E402

ROW = b"<row>" + b"<c><v>1</v></c>" * 100 + b"</row>"
SHARED = b"<row>" + b'<c t="s"><v>0</v></c>' * 100 + b"</row>"


def _workbook(sheet, shared=b""):
    """Its one sheet comes in pieces, so that making it takes no memory either."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK.format(MAIN, ""))
        archive.writestr("xl/_rels/workbook.xml.rels", RELS.format(""))
        if shared:
            archive.writestr("xl/sharedStrings.xml", shared)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for piece in sheet:
                part.write(piece)
    file.seek(0)
    return file.read()


def _sheet(row, times):
    yield b"<worksheet><sheetData>"
    for _ in range(times):
        yield row
    yield b"</sheetData></worksheet>"


def _files():
    yield "a million cells", _workbook(_sheet(ROW, 10_000))
    text = b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>"
    yield "one text in a million cells", _workbook(_sheet(SHARED, 10_000), text)
    yield "zeros without end", _workbook(_sheet(bytes(1 << 20), 300))
    yield "blanks without end", _workbook(_sheet(b" " * (1 << 20), 300))
    yield "a million cells of text", b"title,summary\r\n" + b"aaaa,bbbb\r\n" * 500_000
    yield "a table too large", b"title\r\n" + b"x" * (26 << 20)


def tell():
    """Prints, as JSON, which files were refused, and how much memory that took at most, in MB."""
    refused = {}
    for name, data in _files():
        try:
            reading.read(data, book("case-study"))
        except Unreadable:
            refused[name] = True
        else:
            refused[name] = False
    print(json.dumps([refused, _most_memory()]))


def _most_memory():
    """What this process held at most, in MB.

    Linux counts as ours in `ru_maxrss` what the process that started us held, a whole test run.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
