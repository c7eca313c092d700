"""What a browser calls itself, in words: enough to tell one's own from a stranger's."""

from typing import NamedTuple

LONGEST = 1_000  # characters that are looked at; anybody may send any number

# The first that is found is meant: many call themselves by the names of others, too
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


class Browser(NamedTuple):
    """Such as `Firefox` and `Windows`; "" for what is not known."""

    name: str
    system: str


def read(user_agent: str) -> Browser:
    said = user_agent[:LONGEST]
    return Browser(_first(BROWSERS, said), _first(SYSTEMS, said))


def _first(known: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for mark, name in known if mark in said), "")
