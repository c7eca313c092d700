"""A program of its own: sets the document on its standard input, and writes the PDF to its output.

    python setter.py TEMPLATE FONTS SECONDS

It knows nothing of the site. What typst takes of memory ends with it, and so does a crash of typst.
"""

import sys
from pathlib import Path

import typst


def main(template: str, fonts: str, seconds: str) -> None:
    """`seconds` since 1970 stand in the file as the moment when it was made."""
    made = typst.compile(
        template,
        root=str(Path(template).parent),
        font_paths=[fonts],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": sys.stdin.buffer.read().decode()},
        pdf_standards="ua-1",  # it refuses to write a PDF that breaks it
        timestamp=int(seconds),
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
