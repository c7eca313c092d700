"""No cell of ours begins a formula: what a spreadsheet would take for one stands behind a `'`."""

# A spreadsheet takes a cell that begins so for a formula, also in its full-width form.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
SHIELD = "'"


def shielded(text: str) -> str:
    """The text for a cell. One that would be taken for a shielded text gets a shield too."""
    return SHIELD + text if _needs_shield(text) else text


def unshielded(text: str) -> str:
    """What `shielded` was given; any other text as it is."""
    return text[1:] if text.startswith(SHIELD) and _needs_shield(text[1:]) else text


def _needs_shield(text: str) -> bool:
    return text.lstrip(" \u00a0\n" + SHIELD).startswith(FORMULA)
