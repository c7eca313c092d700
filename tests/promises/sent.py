"""What a browser would send of a page's forms, and what people and machines make of it."""

import random
import string
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

MARKER = "zq7canary"

# Of each class one: ends of lines that cut a mail's header, half characters, what a database or a
# spreadsheet takes for its own, too long, too large, scripts, and letters that are none
HOSTILE = (
    "\x00", "a\x00b", "\x0b", "\x0c", "\x1c\x1d\x1e", "\x85", "\u2028", "\u2029", "\x7f", "\ufffd",
    "Subject\r\nBcc: somebody-else@example.com", "a\nTo: somebody-else@example.com\n\nBoo",
    "someone@example.org\r\nBcc: somebody-else@example.com", "'", '"', "'; DROP TABLE x;--", "%00",
    '"a\r\nb"@example.org', "someone@example.org, somebody-else@example.com", "<a@example.org>",
    "a@b", "@", "ä@exämple.org", f"{'x' * 300}@example.org", "a@" + "b." * 200 + "org",
    "<script>alert(1)</script>", "</textarea><script>", "{{ 7|add:7 }}", "{% now %}", "${7*7}",
    "=1+1", "@SUM(A1)", "-1", "0", "1e9", "NaN", "9" * 30, "9223372036854775808", "\u0661",
    "e" + "\u0301" * 300, "\u202e", "\U0001f692", "\ufb03\u0130\u00df\u0175", "x" * 100_000,
    "\n" * 5000, "", " ", "\t", "null", "true", "[]", "javascript:alert(1)", "//example.com",
    "../../etc/passwd",
)  # fmt: skip


@dataclass
class Control:
    """A field as a browser knows it: its name, its kind, and the values that it offers."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)

    def filled_in(self) -> str:
        """What a hurried person puts there."""
        if self.kind == "email":
            return "someone@example.org"
        if self.kind in {"hidden", "radio", "checkbox", "select", "submit"}:
            return next(filter(None, self.values), "")
        return "Plain words, by somebody." if self.kind != "number" else "2015"


class _Forms(HTMLParser):
    """Collects the controls of each form that is posted, in `found`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Control]]] = []
        self._open: dict[str, Control] | None = None
        self._select: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = {} if given.get("method", "get").lower() == "post" else None
            if self._open is not None:
                self.found.append((given.get("action", ""), self._open))
        elif tag == "option" and self._select is not None:
            self._select.values.append(given.get("value", ""))
        elif self._open is not None and given.get("name"):
            kind = tag if tag in {"select", "textarea"} else given.get("type", "text")
            control = self._open.setdefault(given["name"], Control(given["name"], kind))
            if tag == "select":
                self._select = control
            elif given.get("value"):
                control.values.append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None


def forms_of(html: str) -> list[tuple[str, dict[str, Control]]]:
    """The address ("" for the page's own) and the controls of each form that is posted."""
    reader = _Forms()
    reader.feed(html)
    return reader.found


def mangled(controls: dict[str, Control], number: int, pick: random.Random) -> dict[str, Any]:
    """What is sent of a form, the `number`th time: one of six ways to get it wrong."""
    sent: dict[str, Any] = {c.name: c.filled_in() for c in controls.values()}
    sent["website"] = ""  # what people do not see
    typed = [name for name in controls if name not in {"ticket", "website"}] or list(controls)
    if not typed:
        return {"nothing": "here"}
    way = number % 6
    if way == 0:
        sent[pick.choice(typed)] = pick.choice(HOSTILE)
    elif way == 1:
        sent |= {name: pick.choice(HOSTILE) for name in typed if pick.random() < 0.6}
    elif way == 2:  # another shape: less, more, twice, or a file for a word
        for name in pick.sample(typed, pick.randint(0, len(typed))):
            del sent[name]
        sent |= {pick.choice(("pk", "id", "state", "user", "is_staff", "__proto__")): "1"}
        sent[pick.choice(typed)] = [pick.choice(HOSTILE), "twice"]
        sent[pick.choice(typed)] = SimpleUploadedFile("a.txt", b"\x00\xff<b>")
    elif way == 3:
        noise = "".join(pick.choices(string.printable, k=30))
        sent |= dict.fromkeys(typed, f"<b>{MARKER}</b>{noise}")
    elif way == 4:  # every address, so that the header of a letter is at stake
        sent |= {c.name: pick.choice(HOSTILE) for c in controls.values() if c.kind == "email"}
    else:
        sent["ticket"] = pick.choice(HOSTILE)
    return sent
