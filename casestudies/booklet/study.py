"""One case study as a document of about two pages: what its own page says, for a meeting."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from casestudies.booklet import elements
from casestudies.booklet.document import frame
from casestudies.booklet.elements import Element
from casestudies.booklet.entries import Block
from casestudies.booklet.letters import printable
from casestudies.reading.money import Saved
from casestudies.reading.status import day


def of_study(block: Block) -> dict[str, Any]:
    """The document of a case study that comes from `for_reading()`."""
    as_of = _("As it stood on %(date)s. The newest is at %(address)s") % {
        "date": day(block.on),
        "address": settings.SITE_URL + block.study.get_absolute_url(),
    }
    return frame(
        title=printable(block.title),
        subtitle=printable(as_of),
        running=printable(f"{settings.SITE_NAME}: {block.title}, {day(block.on)}"),
        has_cover=False,
        has_contents=False,
        parts=list(_parts(block)),
    )


def _parts(block: Block) -> Iterator[Element]:
    yield elements.entry(block, level=1)
    rests_on = "" if block.freshness == "never" else block.rests_on  # it is what `due` says then
    yield elements.paragraph(f"{block.due} {rests_on}", bold=f"{block.confirmed}.")
    yield elements.heading(2, _("What happened"), "happened")
    story = block.study.what_happened
    for text in filter(None, map(str.strip, story.split("\n"))):
        yield elements.paragraph(text)
    if not story:
        yield elements.paragraph(_("The story is not recorded yet."), unknown=True)
    yield from _money(block)
    yield from _lessons(block)
    yield from _needs(block)
    yield from _people(block)
    yield elements.heading(2, _("Timeline"), "timeline")
    yield elements.bullets((f"{one.when_shown}:", one.text) for one in block.timeline)
    yield elements.heading(2, _("Licence, and how to cite"), "licence")
    yield elements.paragraph(block.citation.plain)
    yield elements.paragraph(_("Under the Open Government Licence v3.0."))


def _list(title: str, items: Iterable[tuple[str, str]], anchor: str) -> Iterator[Element]:
    """A list under a heading of its own; nothing where there is nothing to list."""
    rows = list(items)
    if rows:
        yield elements.heading(3, title, anchor)
        yield elements.bullets(rows)


def _money(block: Block) -> Iterator[Element]:
    yield elements.heading(2, _("What it cost and saved"), "money")
    paid = (("", funding.description) for funding in block.fundings)
    yield from _list(_("Who paid"), paid, "paid")
    yield from _list(_("Savings"), map(_saving, block.savings), "savings")
    if not block.savings:
        words = (
            _("No saving is recorded.")
            if block.fundings
            else _("Neither its cost nor a saving is recorded in any source we hold.")
        )
        yield elements.paragraph(words, unknown=True)


def _saving(saved: Saved) -> tuple[str, str]:
    proof = "; ".join(f"{name}: {value}" for name, value in saved.proof)
    unproven = _("Not recorded: %(what)s.") % {"what": saved.unproven} if saved.unproven else ""
    words = [saved.covers, saved.note, f"{saved.grade}: {saved.grade_means}", proof, unproven]
    text = " ".join(_sentence(word) for word in words if word)
    return f"{saved.amount or _('Amount not recorded')}.", text


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _lessons(block: Block) -> Iterator[Element]:
    yield elements.heading(2, _("What was hard, what helped"), "lessons")
    yield from _list(_("What was hard"), (("", one.text) for one in block.hard), "hard")
    yield from _list(_("What helped"), (("", one.text) for one in block.helped), "helped")
    if block.lessons_unknown:
        yield elements.paragraph(block.lessons_unknown, unknown=True)
    shown = ((f"{one.factor}:", one.reason) for one in block.factors)
    yield from _list(_("What it shows about working together"), shown, "shown")


def _needs(block: Block) -> Iterator[Element]:
    yield elements.heading(2, _("What you would need"), "needs")
    if block.needs:
        yield elements.bullets(
            (f"{kind.label}:", " ".join(need.text for need in kind.needs)) for kind in block.needs
        )
    if block.needs_unknown:
        yield elements.paragraph(block.needs_unknown, unknown=True)


def _people(block: Block) -> Iterator[Element]:
    yield elements.heading(2, _("Who takes part"), "people")
    if block.partners:
        yield elements.bullets((f"{part.organisation}:", part.words) for part in block.partners)
    else:
        yield elements.paragraph(_("Not recorded"), unknown=True)
    related = ((one.words, str(one.study)) for one in block.related)
    yield from _list(_("Where it came from, and who copied it"), related, "related")
