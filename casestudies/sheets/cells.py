"""What stands in one cell, and what a record says by it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from casestudies.formats.formulas import shielded, unshielded
from casestudies.imports.records import near
from casestudies.sheets.layout import Column, Takes, compared


@dataclass(frozen=True)
class Wrong:
    """A cell that holds no value that can be taken. The message says why."""

    message: str


# A cell as it was read: whatever the file, one of these. A date is a text such as 2012-05.
Raw = str | int | float | bool | Wrong

# All controls but tab and newline, the two line ends that only Unicode knows, and half characters
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})

# An Excel cell holds no more characters. A longer text is cut there, says so, and is not taken back
MOST_IN_A_CELL = 32_767
CUT = " [cut here: a cell holds no more; the CSV file has all of it]"


class CellError(ValueError):
    """What a cell holds cannot be what its column takes. The message says what to write."""


def text_of(raw: Raw) -> str:
    """A cell as text: without our shield, blanks around it, and the line ends of other systems."""
    if isinstance(raw, Wrong):
        raise CellError(raw.message)
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    if isinstance(raw, int):
        return str(raw)
    text = unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", raw))
    if text.lstrip().startswith(("=", "＝")):
        raise CellError(
            _("This is a formula. Put its value in its place, or ' before it if it is a text.")
        )
    text = unshielded(text).strip()
    if found := CONTROL.search(text):
        raise CellError(_("Take out the control character U+%04X.") % ord(found[0]))
    if text.endswith(CUT.strip()):
        raise CellError(_("This text was cut when it was saved. Take it from the CSV file."))
    return text


def given_by(column: Column, raw: Raw) -> Any:
    """The value as `imports.records` reads it; None for an empty cell. Raises CellError.

    Names of things stay as they were written: `words` knows what they mean.
    """
    text = text_of(raw)
    if not text:
        return None
    if column.takes is Takes.NUMBER:
        return _number(text)
    if column.takes is Takes.YES_NO:
        return _yes_or_no(text)
    if column.takes is Takes.CHOICE:
        return _choice(column, text)
    if column.takes is Takes.SEVERAL:
        parts = [part.strip() for part in re.split(r"[;\n]", text)]
        return list(dict.fromkeys(part for part in parts if part))
    return text


def _number(text: str) -> int:
    """`£4,000,000` is what people write for a number."""
    digits = re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", text.removeprefix("£").strip())
    if not re.fullmatch(r"-?[0-9]{1,18}", digits):
        raise CellError(_("“%s” is not a whole number, such as 4000000.") % text[:40])
    return int(digits)


def _yes_or_no(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise CellError(_("Write yes or no, not “%s”.") % text[:40])


def _choice(column: Column, text: str) -> str:
    """By the word that is stored, or by what a page shows for it."""
    for value, label in column.choices:
        if compared(text) in (compared(value), compared(label)):
            return value
    known = [value for value, _label in column.choices]
    message = _("“%(word)s” is not one of %(known)s.")
    words = {"word": text[:80], "known": ", ".join(known)}
    raise CellError(message % words + near(text[:80].casefold(), known))


def written(column: Column, value: Any) -> str | int | None:
    """A value of a document for a cell: shielded text, or a number; None for nothing."""
    if column.takes is Takes.YES_NO:
        return "yes" if value else "no"
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, list):
        return shielded("; ".join(value))
    return value if isinstance(value, int) else shielded(str(value))
