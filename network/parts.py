"""What a reader can correct in a case study: its texts, word by word, and its sections, in words.

A part has a name: a field of the case study (`summary`), one line of a list (`outcome:12`), or a
section (`partners`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models import CaseStudy, Lesson, Need, Outcome
from casestudies.models.evidence import Caveat
from casestudies.reading import Reading

LONGEST = 10_000  # characters, where the model sets no limit; twice the longest story

TEXTS = {
    "summary": gettext_lazy("Summary"),
    "what_happened": gettext_lazy("What happened"),
    "ended_advice": gettext_lazy("What they would tell the next team"),
}


Row = Outcome | Lesson | Need | Caveat


@dataclass(frozen=True)
class Lines:
    """A list whose lines are texts; `section` is the part that stands for the whole of it."""

    model: type[Row]
    manager: str
    section: str


LINES = {
    "outcome": Lines(Outcome, "outcomes", "outcomes"),
    "lesson": Lines(Lesson, "lessons", "lessons"),
    "need": Lines(Need, "needs", "needs"),
    "caveat": Lines(Caveat, "caveats", "confirmation"),
}
LINE = re.compile(rf"({'|'.join(LINES)}):([1-9][0-9]{{0,17}})", re.ASCII)


@dataclass(frozen=True)
class Section:
    label: str | Promise
    says: Callable[[Reading], list[str]]  # what the page says there now


def _partners(reading: Reading) -> list[str]:
    return [f"{part.organisation}: {part.words}" for part in reading.partners]


def _money(reading: Reading) -> list[str]:
    saved = [": ".join(filter(None, (s.amount, s.covers, s.note))) for s in reading.savings]
    return [funding.description for funding in reading.fundings] + saved


def _lessons(reading: Reading) -> list[str]:
    return [lesson.text for lesson in reading.hard + reading.helped]


def _where(reading: Reading) -> list[str]:
    names = [reading.study.place, *map(str, reading.areas), str(reading.study.region)]
    return list(dict.fromkeys(filter(None, names)))


def _kinds(reading: Reading) -> list[str]:
    return [str(term) for term in (*reading.study.services.all(), *reading.study.types.all())]


def _sources(reading: Reading) -> list[str]:
    return [
        ", ".join(filter(None, (c.source.title, c.source.publisher, c.dated)))
        for c in reading.sources
    ]


# In the order of the page
SECTIONS = {
    "confirmation": Section(
        gettext_lazy("Whether it has been confirmed"),
        lambda reading: [reading.confirmed, *(c.title + c.text for c in reading.cautions)],
    ),
    "place": Section(gettext_lazy("Where it is"), _where),
    "status": Section(gettext_lazy("Whether it still runs"), lambda reading: [reading.status]),
    "types": Section(gettext_lazy("Services and types of collaboration"), _kinds),
    "outcomes": Section(
        gettext_lazy("What came of it"), lambda reading: [o.text for o in reading.outcomes]
    ),
    "money": Section(gettext_lazy("What it cost and saved, and who paid"), _money),
    "lessons": Section(gettext_lazy("What was hard, what helped"), _lessons),
    "needs": Section(
        gettext_lazy("What you would need"),
        lambda reading: [f"{kind.label}: {n.text}" for kind in reading.needs for n in kind.needs],
    ),
    "partners": Section(gettext_lazy("Who takes part"), _partners),
    "related": Section(
        gettext_lazy("Where it came from, and who copied it"),
        lambda reading: [f"{related.words} {related.study}" for related in reading.related],
    ),
    "dates": Section(
        gettext_lazy("Dates"),
        lambda reading: [f"{moment.when_shown}: {moment.text}" for moment in reading.timeline],
    ),
    "gaps": Section(
        gettext_lazy("Not recorded yet"), lambda reading: [gap.name for gap in reading.gaps]
    ),
    "sources": Section(gettext_lazy("Sources"), _sources),
    "other": Section(gettext_lazy("Something else, or several things"), lambda reading: []),
}
ANYTHING = "other"

# The part of an entry that an answer to each kind of open question would correct
PART_OF_GAP = {
    "lead": "partners",
    "start": "dates",
    "end": "dates",
    "why-ended": "status",
    "advice": "ended_advice",
    "outcomes": "outcomes",
    "measurement": "outcomes",
    "savings": "money",
    "amount": "money",
    "funding": "money",
    "hard": "lessons",
    "helped": "lessons",
    "needs": "needs",
    **dict.fromkeys(Need.Kind.values, "needs"),
    "copies": "related",
}


@dataclass(frozen=True)
class Part:
    """One part as it is now. `text` is None for a section, of which `says` tells what it says.

    `lines` are the parts that can be corrected word by word in a section that is a list of texts.
    """

    name: str
    label: str
    text: str | None = None
    longest: int = 0
    says: tuple[str, ...] = ()
    lines: tuple["Part", ...] = ()

    @property
    def is_text(self) -> bool:
        return self.text is not None


def is_line(name: str) -> bool:
    return LINE.fullmatch(name) is not None


def label_of(name: str) -> str:
    """Which part it is, in words, even when it is there no more."""
    if name in TEXTS:
        return str(TEXTS[name])
    if found := LINE.fullmatch(name):
        return _("%(section)s: one line") % {"section": SECTIONS[LINES[found[1]].section].label}
    return str(SECTIONS[name if name in SECTIONS else ANYTHING].label)


def find(study: CaseStudy, name: str) -> Part | None:
    """None where the case study has no such part, or no longer. It comes from `for_reading()`."""
    if name in SECTIONS:
        reading = Reading(study, on=timezone.localdate())
        says = tuple(filter(None, SECTIONS[name].says(reading)))
        return Part(name, label_of(name), says=says, lines=tuple(_lines_of(study, name)))
    text = text_of(study, name)
    if text is None:
        return None
    return Part(name, label_of(name), text, _longest(study, name))


def choices(study: CaseStudy) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every part by name and label, in groups, for a list to choose from."""
    texts = [
        (name, str(label)) for name, label in TEXTS.items() if text_of(study, name) is not None
    ]
    lines = [
        (line.name, f"{section.label}: {Truncator(line.text or '').chars(60)}")
        for name, section in SECTIONS.items()
        for line in _lines_of(study, name)
    ]
    sections = [(name, str(section.label)) for name, section in SECTIONS.items()]
    groups = ((_("A text"), texts + lines), (_("A section"), sections))
    return [(label, found) for label, found in groups if found]


def text_of(study: CaseStudy, name: str) -> str | None:
    """As it is now, each end of a line one character; None for a section or what is gone."""
    if name in TEXTS:
        # Only an ended scheme has advice to give
        if name == "ended_advice" and not study.has_ended:
            return None
        return as_compared(getattr(study, name))
    line = _line(study, name)
    return None if line is None else as_compared(line.text)


def put(study: CaseStudy, name: str, text: str) -> None:
    """Write a text through the model, so that whoever follows its changes hears of it.

    Raises ValidationError where the model refuses it, LookupError where the part is gone.
    """
    if text_of(study, name) is None:
        raise LookupError(name)
    row, field = (study, name) if name in TEXTS else (cast(Row, _line(study, name)), "text")
    setattr(row, field, cast(Any, row._meta.get_field(field)).clean(text, row))
    row.save(update_fields=[field] + (["updated_at"] if row is study else []))


def as_compared(text: str) -> str:
    """Browsers end a line with two characters, our texts with one."""
    return re.sub(r"\r\n?", "\n", text).strip()


def _lines_of(study: CaseStudy, section: str) -> Iterator[Part]:
    for kind, lines in LINES.items():
        if lines.section == section:
            for row in getattr(study, lines.manager).all():
                name = f"{kind}:{row.pk}"
                yield Part(name, label_of(name), as_compared(row.text), LONGEST)


def _line(study: CaseStudy, name: str) -> Row | None:
    found = LINE.fullmatch(name)
    if found is None:
        return None
    rows = getattr(study, LINES[found[1]].manager).all()
    return next((row for row in rows if row.pk == int(found[2])), None)


def _longest(study: CaseStudy, name: str) -> int:
    """Never less than what is there, so that whoever corrects one word need not shorten it."""
    limit: int | None = None
    if name in TEXTS:
        limit = cast(Any, study._meta.get_field(name)).max_length
    return limit or max(LONGEST, 2 * len(text_of(study, name) or ""))
