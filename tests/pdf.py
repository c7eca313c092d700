"""What a PDF says, read back from the letters that are drawn on its pages."""

import io
import re

import pikepdf

SHOWING = ("Tj", "TJ", "'", '"')


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """All words of all pages, with one space for any white space."""
    with opened(content) as pdf:
        said = " ".join(_said_on(page) for page in pdf.pages)
    return " ".join(said.replace("\u00ad", "").replace("\u200b", "").split())


def fonts_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The descriptors of all fonts that any page uses."""
    found = {}
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            for each in font.DescendantFonts:
                found[str(each.BaseFont)] = each.FontDescriptor
    return list(found.values())


def _said_on(page: pikepdf.Page) -> str:
    letters = {
        str(name): _letters_of(font) for name, font in page.Resources.get("/Font", {}).items()
    }
    said, reading = [], {}
    for operands, operator in pikepdf.parse_content_stream(page, " ".join(["Tf", "ET", *SHOWING])):
        if str(operator) == "Tf":
            reading = letters[str(operands[0])]
        elif str(operator) in SHOWING:
            said.append("".join(_shown(part, reading) for part in _strings(operands)))
        elif str(operator) == "ET":
            said.append(" ")
    return "".join(said)


def _strings(operands) -> list[bytes]:
    parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
    return [bytes(part) for part in parts if isinstance(part, pikepdf.String)]


def _shown(codes: bytes, letters: dict[int, str]) -> str:
    pairs = (int.from_bytes(codes[n : n + 2]) for n in range(0, len(codes), 2))
    return "".join(letters.get(code, "\ufffd") for code in pairs)


def _letters_of(font: pikepdf.Object) -> dict[int, str]:
    """What each code of two bytes stands for, from the font's map to Unicode."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(code, 16)] = _unicode(text)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = _unicode(text)
            for n in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + n] = start[:-1] + chr(ord(start[-1]) + n)
    return found


def _unicode(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")
