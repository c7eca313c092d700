"""The small pictures of the pages, as the booklet draws them: each is an SVG of its own."""

import re
from functools import lru_cache

from django.template.loader import render_to_string

SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
INK_2, PALE, DEEP = "#3d4763", "#c7d0f4", "#17237a"
# Of those that have one of their own; see theme.css
COLOURS = {
    "s-police": "#0a5bae",
    "s-fire": "#c2281d",
    "s-ambulance": "#1b7a3d",
    "f-ok": "#17693a",
}


@lru_cache(maxsize=1)
def _symbols() -> dict[str, tuple[str, str]]:
    """View box and drawing of each glyph of the pages' own sprite."""
    sprite = render_to_string("components/sprite.html")
    return {name: (box, drawing) for name, box, drawing in SYMBOL.findall(sprite)}


def glyph(name: str) -> str:
    """A glyph of the sprite in its colour."""
    box, drawing = _symbols()[name]
    colour = COLOURS.get(name, INK_2)
    drawn = drawing.replace("currentColor", colour)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="{colour}">{drawn}</svg>'


def small_map(*, is_dark: bool = False) -> str:
    """All tiles of the map, on which those of a scheme are drawn; dark for national work."""
    _box, tiles = _symbols()["tiles"]
    colour = DEEP if is_dark else PALE
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 100" fill="{colour}">'
    return f"{start}{tiles}</svg>"
