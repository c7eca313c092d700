"""Draws what a page repeats, twenty results or a hundred boxes to tick, at the price of one.

The template stays what it is: words and structure. In it, `{% part "name" %}…{% endpart %}` marks
what differs from one thing to the next. All around the parts, the frame, is drawn once; so is each
part for each set of facts that it depends on, as most results share their services and most their
status. A page is then put together from pieces, and a result never shown before costs no more than
any other. What is drawn is kept in the catalogue's `fragments`, which forgets by itself.

The pieces stay apart until the page is put together, once: it is a hundred kilobytes, and each tag
around another one would copy them again.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.template import Context
from django.template.context import make_context
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from casestudies.keeping import Kept
from casestudies.pieces import HEARD, MARKS, Drawn, Facts, PartNode, Piece, Pieces
from collab_directory.days import today

Memory = Kept[tuple[object, ...], Any]

# Opens what a frame is drawn with, where that is more than its parts know
Around = Callable[[], AbstractContextManager[Context]]

_BLANKS = re.compile(r"\s*\n\s*")


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
    ) -> list[Drawn]:
        """Each thing drawn. `among` are facts of all of them, such as the facet of values."""
        pencil = _Pencil(self, self._pieces(memory, among), context)
        return [pencil.write(thing, Drawn()) for thing in things]

    def write_all(
        self,
        things: Iterable[Any],
        memory: Memory | None,
        among: Facts = (),
        *,
        item: tuple[str, str] = ("", ""),
        **context: Any,
    ) -> Drawn:
        """The same one after the other, each between the two halves of an `item`."""
        pencil = _Pencil(self, self._pieces(memory, among), context)
        page = Drawn()
        before, after = item
        for thing in things:
            page.append(before)
            pencil.write(thing, page)
            page.append(after)
        return page

    def write_told(
        self,
        facts: Sequence[Facts],
        thing: Callable[[int], Any],
        memory: Memory | None,
        among: Facts = (),
        **context: Any,
    ) -> Drawn:
        """Things told apart by the facts of their `whole`, one after the other.

        `thing` makes one by its number, and is asked for those only that were never drawn.
        """
        kept = self._pieces(memory, among)
        found = [kept.wholes.get(whole) for whole in facts]
        if None not in found:
            return Drawn(found)  # type: ignore[arg-type]
        pencil = _Pencil(self, kept, context)
        page = Drawn()
        for number, whole in enumerate(found):
            if whole is None:
                pencil.write(thing(number), page)
            else:
                page.append(whole)
        return page

    def draw_page(self, thing: Any, memory: Memory, around: Around) -> Drawn:
        """A whole page, whose frame is the same for every question, and drawn with all `around`."""
        return _Pencil(self, self._pieces(memory, ()), {}, around).write(thing, Drawn())

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

    def __init__(
        self, outline: Outline, kept: Pieces, values: dict[str, Any], around: Around | None = None
    ):
        self.outline = outline
        self.kept = kept
        self.values = values
        self.around = around

    @cached_property
    def context(self) -> Context:
        """Made when it is read: a link of which nothing but the address is new needs none."""
        here = Context(self.values)
        # It is our own, so it may stay bound: to bind and loose it took half of drawing a short one
        here.template = here.render_context.template = self.kept.template
        return here

    def write(self, thing: Any, page: Drawn) -> Drawn:
        """Draw it at the end of a page, which is given back."""
        whole = self.outline.whole(thing)
        if whole is None:
            self._write(thing, page)
            return page
        kept = self.kept.wholes.get(whole)
        if kept is None:
            alone = Drawn()
            self._write(thing, alone)
            kept = alone.__html__()
            self.kept.keep_whole(whole, kept)
        page.append(kept)
        return page

    def _write(self, thing: Any, page: Drawn) -> None:
        name = self.outline.name
        self.values[name] = thing  # which the context sees
        for piece in self._pieces_of(thing):
            if isinstance(piece, str):
                page.append(piece)
            elif piece.name in self.outline.parts:
                page.append(self._part(piece, thing))
            elif (said := piece.says(name, thing)) is not None:
                page.append(said)
            else:
                piece.write(self.context, page)

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
            drawn = self._drawn_around(heard)
            # Twenty times over, how a template is set out is half a kilobyte
            marked = MARKS.split(_BLANKS.sub("\n", drawn))
            frame = [heard[piece] if n % 2 else piece for n, piece in enumerate(marked)]
            self.kept.keep_frame(facts, frame)
        return frame

    def _drawn_around(self, heard: dict[str, PartNode]) -> str:
        """The template with a mark for each part, which is put down in `heard`."""
        template = self.kept.template
        opened = self.around() if self.around else nullcontext(self.context)
        with opened as context, context.push(**{HEARD: heard}):
            return template.nodelist.render(context)

    def _part(self, part: PartNode, thing: Any) -> str:
        """A part whose facts are known."""
        key = (part.name, self.outline.parts[part.name](thing))
        drawn = self.kept.parts.get(key)
        if drawn is None:
            drawn = part.draw(self.context)
            self.kept.keep_part(key, drawn)
        return drawn


class OutlinedResponse(TemplateResponse):
    """A page about one `directory`, whose frame is drawn once under its catalogue.

    What stands outside the template's parts must be the same for every reader and every question.
    The parts know the directory, and neither the request nor what else a template is told.
    """

    @property
    def rendered_content(self) -> bytes:  # type: ignore[override]  # what Django makes of it anyway
        directory = (self.context_data or {})["directory"]
        outline = Outline(str(self.template_name), "directory")
        page = outline.draw_page(directory, directory.catalogue.fragments, self._around)
        # Piece by piece: most hold nothing but ASCII, which costs a tenth of what other texts do
        return b"".join([piece.encode() for piece in page])

    @contextmanager
    def _around(self) -> Iterator[Context]:
        """What any template of a page knows, bound as Django does for one that it renders."""
        template = get_template(str(self.template_name)).template  # type: ignore[attr-defined]
        context = make_context(self.resolve_context(self.context_data), self._request)
        with context.render_context.push_state(template), context.bind_template(template):
            yield context
        # What Django pushes points back to where it was pushed: such a circle, and with it the
        # whole answer, would wait to be collected
        context.pop()
