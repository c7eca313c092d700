"""What an outline is put together from: pieces of HTML, and the parts that stand between them."""

import datetime as dt
import re
import secrets
from collections.abc import Hashable

from django.template import Context, Node, NodeList, Template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from casestudies.quick_variables import QuickTag, QuickVariable, quicken

Facts = tuple[Hashable, ...]

MOST_LETTERS = 8 * 2**20  # kept of one outline, once of whole things and once of what they share

# Set in the context while a frame is drawn, to hear of its parts. No template can name it.
HEARD = "parts heard of"
# Not to be guessed, so that no text of the catalogue can hold one.
_MARK = f"<{secrets.token_hex(16)} {{}}>"
MARKS = re.compile(_MARK.format("(.*?)"))


class Drawn(list[str]):
    """Pieces of HTML in their order, each from a template.

    What our tags give. An outline takes the pieces, any other template what they say together.
    """

    def __html__(self) -> SafeString:
        return SafeString("".join(self))

    __str__ = __html__


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

    def write(self, context: Context, page: Drawn) -> None:
        """The same, at the end of a page."""
        if type(self.only) is not QuickTag:
            page.append(self.only.render(context))
        elif type(given := self.only.give(context)) is Drawn:
            page += given
        else:
            page.append(self.only.shown(given, context))

    def says(self, name: str, thing: object) -> str | None:
        """What it says, where it only repeats a text of the thing of this name."""
        if type(self.only) is QuickVariable and self.only.name == name:
            return self.only.of(thing)
        return None

    def render(self, context: Context) -> SafeString:
        heard = context.get(HEARD)
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
