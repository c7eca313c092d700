"""A program of its own: sets the document on its standard input, and writes what it made.

    python setter.py TEMPLATE FONTS SECONDS FORMAT

FORMAT is `pdf`, or `png` for one page with a pixel for each point.

It knows nothing of the site. What typst takes of memory ends with it, and so does a crash of typst.
"""

import sys
from pathlib import Path
from typing import Literal

import typst


def main(template: str, fonts: str, seconds: str, form: Literal["pdf", "png"]) -> None:
    """`seconds` since 1970 stand in the file as the moment when it was made."""
    made = typst.compile(
        template,
        root=str(Path(template).parent),
        font_paths=[fonts],
        ignore_system_fonts=True,
        format=form,
        ppi=72 if form == "png" else None,
        sys_inputs={"document": sys.stdin.buffer.read().decode()},
        # It refuses to write a PDF that breaks it
        pdf_standards="ua-1" if form == "pdf" else [],
        timestamp=int(seconds),
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]  # whoever starts it says one of the two
