"""Draws what a page repeats, twenty results or a hundred boxes to tick, at the price of one.

The template stays what it is: words and structure. In it, `{% part "name" %}…{% endpart %}` marks
what differs from one thing to the next. All around the parts, the frame, is drawn once; so is each
part for each set of facts that it depends on, as most results share their services and most their
status. A page is then put together from pieces, and a result never shown before costs no more than
any other. What is drawn is kept in the catalogue's `fragments`, which forgets by itself.
"""

import datetime as dt
import re
import secrets
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template import Context, Node, NodeList, Template
from django.template.context import make_context
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from casestudies.keeping import Kept
from casestudies.quick_variables import quicken
from collab_directory.days import today

Facts = tuple[Hashable, ...]
Memory = Kept[tuple[object, ...], Any]

MOST_LETTERS = 8 * 2**20  # kept of one outline, once of whole things and once of what they share

# Set in the context while a frame is drawn, to hear of its parts. No template can name it.
_HEARD = "parts heard of"
# Not to be guessed, so that no text of the catalogue can hold one.
_MARK = f"<{secrets.token_hex(16)} {{}}>"
_MARKS = re.compile(_MARK.format("(.*?)"))
_BLANKS = re.compile(r"\s*\n\s*")


class PartNode(Node):
    """What `{% part "name" %}` becomes: in a frame a mark, else what stands in it."""

    def __init__(self, name: str, nodelist: NodeList):
        self.name = name
        self.nodelist = nodelist
        quicken(nodelist)
        # Most parts are one variable or one tag, which needs no joining
        self.only = nodelist[0] if len(nodelist) == 1 else nodelist

    def draw(self, context: Context) -> str:
        """What stands in it, while an outline is drawn."""
        return self.only.render(context)

    def render(self, context: Context) -> SafeString:
        heard = context.get(_HEARD)
        if heard is None:
            return self.nodelist.render(context)
        heard[self.name] = self
        return mark_safe(_MARK.format(self.name))  # noqa: S308 -- a name from a template


Piece = str | PartNode


class Pieces:
    """What one outline drew on one day. Plain dictionaries: a page looks into them 300 times."""

    def __init__(self, template: str, day: dt.date):
        self.template: Template = get_template(template).template  # type: ignore[attr-defined]
        self.day = day
        self.letters_of_things = self.letters_shared = 0
        self.wholes: dict[Facts | None, SafeString] = {}
        self.filled: dict[Facts, list[Piece]] = {}
        self.frames: dict[Facts, list[Piece]] = {}
        self.parts: dict[tuple[str, Facts], str] = {}

    def keep_whole(self, facts: Facts, drawn: SafeString) -> None:
        self._make_room(len(drawn))
        self.wholes[facts] = drawn

    def keep_filled(self, facts: Facts, filled: list[Piece]) -> None:
        self._make_room(sum(len(piece) for piece in filled if isinstance(piece, str)))
        self.filled[facts] = filled

    def keep_frame(self, facts: Facts, frame: list[Piece]) -> None:
        self._make_room_for_shared(sum(len(piece) for piece in frame if isinstance(piece, str)))
        self.frames[facts] = frame

    def keep_part(self, key: tuple[str, Facts], drawn: str) -> None:
        self._make_room_for_shared(len(drawn))
        self.parts[key] = drawn

    def _make_room(self, letters: int) -> None:
        """Forget all things, now and then, rather than grow without end."""
        self.letters_of_things += letters
        if self.letters_of_things > MOST_LETTERS:
            self.wholes, self.filled = {}, {}
            self.letters_of_things = letters

    def _make_room_for_shared(self, letters: int) -> None:
        """The same for what things share: there is less of it, and all of them are made of it."""
        self.letters_shared += letters
        if self.letters_shared > MOST_LETTERS:
            self.frames, self.parts = {}, {}
            self.letters_shared = letters


def _like_no_other(thing: Any) -> None:
    return None


@dataclass(frozen=True)
class Outline:
    """How a template is drawn for many things.

    `name` is what the template calls the thing; `frame` gives the facts on which everything outside
    its parts depends, and `parts` those of each part. A part that is not named there is drawn each
    time. `filled` may give facts on which the frame and all named parts together depend, and
    `whole` those of everything, or None for a thing like no other: then even less is put together.
    Facts tell things apart; the language and the day are always among them. A part may use the
    thing and the context, but nothing that the template itself sets around it.
    """

    template: str
    name: str
    frame: Callable[[Any], Facts] = lambda thing: ()
    parts: Mapping[str, Callable[[Any], Facts]] = field(default_factory=dict)
    filled: Callable[[Any], Facts | None] = _like_no_other
    whole: Callable[[Any], Facts | None] = _like_no_other

    def draw_all(
        self, things: Iterable[Any], memory: Memory | None, among: Facts = (), **context: Any
    ) -> list[SafeString]:
        """Each thing drawn. `among` are facts of all of them, such as the facet of values."""
        all_things = list(things)
        facts = [self.whole(thing) for thing in all_things]
        return self.draw_told(facts, all_things.__getitem__, memory, among, **context)

    def draw_told(
        self,
        facts: Sequence[Facts | None],
        thing: Callable[[int], Any],
        memory: Memory | None,
        among: Facts = (),
        **context: Any,
    ) -> list[SafeString]:
        """The same of things told apart by the facts of their `whole`.

        `thing` makes one by its number, and is asked for those only that were never drawn.
        """
        kept = self._pieces(memory, among)
        found = [kept.wholes.get(whole) for whole in facts]
        if None not in found:
            return found  # type: ignore[return-value]
        here = Context(context)
        # It is our own, so it may stay bound: to bind and loose it took half of drawing a short one
        here.template = here.render_context.template = kept.template
        pencil = _Pencil(self, kept, here)
        return [
            pencil.draw(thing(number)) if whole is None else whole
            for number, whole in enumerate(found)
        ]

    def draw_page(self, thing: Any, memory: Memory, context: Context) -> SafeString:
        """A whole page, whose frame is the same for every question."""
        kept = self._pieces(memory, ())
        # As Django does around a template that it renders
        with context.render_context.push_state(kept.template), context.bind_template(kept.template):
            return _Pencil(self, kept, context).draw(thing)

    def _pieces(self, memory: Memory | None, among: Facts) -> Pieces:
        day = today()
        if not memory:  # nothing to keep them in: still once for this page
            return Pieces(self.template, day)
        key = (self.template, get_language(), *among)
        pieces: Pieces | None = memory.peek(key)
        if pieces is None or pieces.day != day:
            pieces = Pieces(self.template, day)
            memory.put(key, pieces)
        return pieces


class _Pencil:
    """One outline with what it is drawn with."""

    def __init__(self, outline: Outline, kept: Pieces, context: Context):
        self.outline = outline
        self.kept = kept
        self.context = context

    def draw(self, thing: Any) -> SafeString:
        whole = self.outline.whole(thing)
        if whole is not None and (kept := self.kept.wholes.get(whole)) is not None:
            return kept
        self.context[self.outline.name] = thing
        pieces = [
            piece if isinstance(piece, str) else self._part(piece, thing)
            for piece in self._pieces_of(thing)
        ]
        drawn = SafeString("".join(pieces))  # every piece comes from a template
        if whole is not None:
            self.kept.keep_whole(whole, drawn)
        return drawn

    def _pieces_of(self, thing: Any) -> list[Piece]:
        facts = self.outline.filled(thing)
        if facts is None:
            return self._frame(thing)
        filled = self.kept.filled.get(facts)
        if filled is None:
            filled = self._filled(thing)
            self.kept.keep_filled(facts, filled)
        return filled

    def _filled(self, thing: Any) -> list[Piece]:
        """The frame with every part whose facts are known, and all that meets as one piece."""
        filled: list[Piece] = [""]
        for piece in self._frame(thing):
            if isinstance(piece, PartNode):
                if piece.name not in self.outline.parts:
                    filled += [piece, ""]
                    continue
                piece = self._part(piece, thing)
            filled[-1] = f"{filled[-1]}{piece}"
        return filled

    def _frame(self, thing: Any) -> list[Piece]:
        """What stands around the parts, with each part in its place."""
        facts = self.outline.frame(thing)
        frame = self.kept.frames.get(facts)
        if frame is None:
            heard: dict[str, PartNode] = {}
            with self.context.push(**{_HEARD: heard}):
                drawn = self.kept.template.nodelist.render(self.context)
            # Twenty times over, how a template is set out is half a kilobyte
            marked = _MARKS.split(_BLANKS.sub("\n", drawn))
            frame = [heard[piece] if n % 2 else piece for n, piece in enumerate(marked)]
            self.kept.keep_frame(facts, frame)
        return frame

    def _part(self, part: PartNode, thing: Any) -> str:
        facts_of = self.outline.parts.get(part.name)
        if facts_of is None:
            return part.draw(self.context)
        key = (part.name, facts_of(thing))
        drawn = self.kept.parts.get(key)
        if drawn is None:
            drawn = part.draw(self.context)
            self.kept.keep_part(key, drawn)
        return drawn


class OutlinedResponse(TemplateResponse):
    """A page about one `directory`, whose frame is drawn once under its catalogue.

    What stands outside the template's parts must be the same for every reader and every question.
    """

    @property
    def rendered_content(self) -> str:
        directory = (self.context_data or {})["directory"]
        context = make_context(self.resolve_context(self.context_data), self._request)
        outline = Outline(str(self.template_name), "directory")
        drawn = outline.draw_page(directory, directory.catalogue.fragments, context)
        # What Django pushes points back to where it was pushed: such a circle, and with it the
        # whole answer, would wait to be collected
        context.pop()
        return drawn
