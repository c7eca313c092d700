"""The same archive for the same content, whenever and wherever it is made.

An office file is a zip archive that says when each part was written, and inside, when it was made.
Of two hosts each would hand out other bytes, and no browser could tell that nothing has changed.
"""

import datetime as dt
import io
import re
import zipfile

CORE = "docProps/core.xml"
MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
EARLIEST = dt.date(1980, 1, 1)  # that an archive can name


def steady(archive: bytes, dated: dt.date | None) -> bytes:
    """The archive with every moment set to the start of a day, the earliest if there is none."""
    day = max(dated or EARLIEST, EARLIEST)
    moment = f"{day.isoformat()}T00:00:00Z".encode()
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            if part.filename == CORE:
                content = MADE.sub(rb"\g<1>" + moment + rb"\g<3>", content)
            named = zipfile.ZipInfo(part.filename, (day.year, day.month, day.day, 0, 0, 0))
            named.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(named, content)
    return made.getvalue()
