"""Draws what a page repeats, twenty results or a hundred boxes to tick, at the price of one.

The template stays what it is: words and structure. In it, `{% part "name" %}…{% endpart %}` marks
what differs from one thing to the next. All around the parts, the frame, is drawn once; so is each
part for each set of facts that it depends on, as most results share their services and most their
status. A page is then put together from pieces, and a result never shown before costs no more than
any other. Both are kept in the catalogue's `fragments`, which forgets by itself.
"""

import re
import secrets
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.template import Context, Node, NodeList, Template
from django.template.context import make_context
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from casestudies.keeping import Kept

Facts = tuple[Hashable, ...]
Memory = Kept[tuple[object, ...], Any]

# Set in the context while a frame is drawn, to hear of its parts. No template can name it.
_HEARD = "parts heard of"
# Not to be guessed, so that no text of the catalogue can hold one.
_MARK = f"<{secrets.token_hex(16)} {{}}>"
_MARKS = re.compile(_MARK.format("(.*?)"))


class PartNode(Node):
    """What `{% part "name" %}` becomes: in a frame a mark, else what stands in it."""

    def __init__(self, name: str, nodelist: NodeList):
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        heard = context.get(_HEARD)
        if heard is None:
            return self.nodelist.render(context)
        heard[self.name] = self
        return mark_safe(_MARK.format(self.name))  # noqa: S308 -- a name from a template


@dataclass(frozen=True)
class Outline:
    """How a template is drawn for many things.

    `name` is what the template calls the thing; `frame` gives the facts on which everything outside
    its parts depends, and `parts` those of each part. A part that is not named there is drawn each
    time. Facts tell things apart; the language and the day are always among them. A part may use
    the thing and the context, but nothing that the template itself sets around it.
    """

    template: str
    name: str
    frame: Callable[[Any], Facts] = lambda thing: ()
    parts: Mapping[str, Callable[[Any], Facts]] = field(default_factory=dict)

    def draw_all(
        self, things: Iterable[Any], memory: Memory | None, among: Facts = (), **context: Any
    ) -> list[SafeString]:
        """Each thing drawn. `among` are facts of all of them, such as the facet of values."""
        if not memory:  # nothing to keep it in: still once for this page
            memory = Kept(1000)
        pencil = _Pencil(self, memory, among, Context(context))
        with pencil.at_work():
            return [pencil.draw(thing) for thing in things]

    def draw_page(self, thing: Any, memory: Memory, context: Context) -> SafeString:
        """A whole page, whose frame is the same for every question."""
        pencil = _Pencil(self, memory, (), context)
        with pencil.at_work():
            return pencil.draw(thing)


class _Pencil:
    """One outline with what it is drawn with."""

    def __init__(self, outline: Outline, memory: Memory, among: Facts, context: Context):
        self.outline = outline
        self.memory = memory
        self.context = context
        self.template: Template = get_template(outline.template).template  # type: ignore[attr-defined]
        self.common = (outline.template, get_language(), timezone.localdate(), *among)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """As Django does around a template that it renders."""
        here = self.context
        with here.render_context.push_state(self.template), here.bind_template(self.template):
            yield

    def draw(self, thing: Any) -> SafeString:
        self.context[self.outline.name] = thing
        drawn = [
            piece if isinstance(piece, str) else self._part(piece, thing)
            for piece in self._frame(thing)
        ]
        return mark_safe("".join(drawn))  # noqa: S308 -- every piece comes from a template

    def _frame(self, thing: Any) -> list[str | PartNode]:
        """What stands around the parts, with each part in its place."""
        key = (*self.common, *self.outline.frame(thing))
        frame: list[str | PartNode] | None = self.memory.peek(key)
        if frame is None:
            heard: dict[str, PartNode] = {}
            with self.context.push(**{_HEARD: heard}):
                marked = _MARKS.split(self.template.nodelist.render(self.context))
            frame = [heard[piece] if n % 2 else piece for n, piece in enumerate(marked)]
            self.memory.put(key, frame)
        return frame

    def _part(self, part: PartNode, thing: Any) -> str:
        facts = self.outline.parts.get(part.name)
        if facts is None:
            return part.nodelist.render(self.context)
        key = (part.name, self.common, facts(thing))
        drawn: str | None = self.memory.peek(key)
        if drawn is None:
            drawn = part.nodelist.render(self.context)
            self.memory.put(key, drawn)
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
        return outline.draw_page(directory, directory.catalogue.fragments, context)
