"""No cell of ours begins a formula: what a spreadsheet would take for one stands behind a `'`."""

import re

# A spreadsheet takes a cell that begins so for a formula, also in its full-width form.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
SHIELD = "'"
# What a spreadsheet may pass over before it: blanks of any width, and what cannot be seen
PASSED_OVER = re.compile(r"[\s'\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*")


def shielded(text: str) -> str:
    """The text for a cell. One that would be taken for a shielded text gets a shield too."""
    return SHIELD + text if _needs_shield(text) else text


def unshielded(text: str) -> str:
    """What `shielded` was given; any other text as it is."""
    return text[1:] if text.startswith(SHIELD) and _needs_shield(text[1:]) else text


def _needs_shield(text: str) -> bool:
    if text[:1].isalnum():  # nearly every cell, and a file may have three million
        return False
    begins = PASSED_OVER.match(text)
    return text.lstrip(" \u00a0\n" + SHIELD).startswith(FORMULA) or (
        begins is not None and text.startswith(FORMULA, begins.end())
    )
