"""What two entries about one scheme say together: documents in, a document out."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casestudies.imports.documents import Document
from casestudies.imports.shapes import CASE_STUDY

# What only one of the two can say: the fields that are taken together, and what they are called
CHOICES: dict[str, tuple[tuple[str, ...], str | Promise]] = {
    "title": (("title",), _("Title")),
    "summary": (("summary",), _("Summary")),
    "what_happened": (("what_happened",), _("What happened")),
    "place": (("place",), _("Place")),
    "region": (("region",), _("Region")),
    "started": (("started",), _("Started")),
    "status": (("status", "ended", "ended_reason", "ended_advice"), _("Is it still running?")),
}
# What both may say at once
UNITED = tuple(link.name for link in CASE_STUDY.links if link.many)
EITHER = ("in_2014_overview", "in_2016_overview")


@dataclass(frozen=True)
class Choice:
    """Something that the two entries say differently. `is_filled` where only the one that goes
    says anything: that is what a publisher will want, unless they choose otherwise."""

    name: str
    label: str | Promise
    is_filled: bool


def choices(kept: Document, gone: Document) -> list[Choice]:
    """What has to be chosen, in the order of the form; nothing of which only the one that stays
    says anything."""
    found = []
    for name, (fields, label) in CHOICES.items():
        said = {field: gone[field] for field in fields if field in gone}
        if said.get("status") == "unknown" or not said:
            continue
        mine = {field: kept[field] for field in fields if field in kept}
        if said != mine:
            found.append(Choice(name, label, not mine or mine.get("status") == "unknown"))
    return found


def united(kept: Document, gone: Document, taken: Collection[str]) -> Document:
    """The one that stays with all that the other says besides. Nothing is said twice.

    `taken` names the choices in which the other's words are wanted.
    """
    document = dict(kept)
    for name in taken:
        fields, _label = CHOICES[name]
        document = {key: value for key, value in document.items() if key not in fields}
        document |= {field: gone[field] for field in fields if field in gone}
    for name in UNITED:
        if both := sorted({*kept.get(name, ()), *gone.get(name, ())}):
            document[name] = both
    for name in EITHER:
        if kept.get(name) or gone.get(name):
            document[name] = True
    ours = {kept["slug"], gone["slug"]}
    for name in SAME:
        lines = _without_doubles(name, [*kept.get(name, ()), *gone.get(name, ())])
        if name == "relations":
            lines = [line for line in lines if line["other"] not in ours]
        document.pop(name, None)
        if lines:
            document[name] = lines
    return document


def doubles(kept: Document, gone: Document) -> dict[str, int]:
    """In which lists the one that goes says what the other says already, and how often."""
    found = {}
    for name, same in SAME.items():
        said = {same(line) for line in kept.get(name, ())}
        if number := sum(same(line) in said for line in gone.get(name, ())):
            found[name] = number
    return found


def _without_doubles(name: str, lines: list[Document]) -> list[Document]:
    first: dict[Any, Document] = {}
    for line in lines:
        about = SAME[name](line)
        if about not in first:
            first[about] = line
        elif name == "partners":
            # A source may say what an organisation does in only one of the two
            first[about] = line | first[about]
    return list(first.values())


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


def _address(line: Document) -> str:
    """Where a source is, whatever the way in which it was copied."""
    parts = urlsplit(line["url"])
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"


def _said(*names: str) -> Callable[[Document], Any]:
    return lambda line: tuple(_folded(str(line.get(name, ""))) for name in names)


def _money(line: Document) -> Any:
    """An amount counts once, however its cover is worded; without one, the words must do."""
    if line.get("low") is None:
        return _said("covers", "note")(line)
    return line["low"], line.get("high"), line.get("per")


# By what two lines of a list are the same
SAME: dict[str, Callable[[Document], Any]] = {
    "partners": _said("organisation"),
    "outcomes": _said("text"),
    "lessons": _said("kind", "text"),
    "savings": _money,
    "fundings": _said("stream", "description"),
    "needs": _said("kind", "text"),
    "caveats": _said("kind", "text"),
    "factors_shown": _said("factor"),
    "relations": _said("kind", "other"),
    "sources": _address,
}
