"""Plain text that members write: what is quoted in it, where it links to, and its words.

Whatever else it holds is text. Nothing in it is ever fetched.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from casestudies.search.language import stems

DEEPEST = 3  # quotations within quotations; what lies deeper is shown as it was typed
_LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
_LOOKS_LIKE_ONE = re.compile(r"(?:https?://|\bwww\.)\S+", re.IGNORECASE)
_ENDS = tuple(".,:;!?")
_BRACKETS = (("(", ")"), ("[", "]"))


def links_in(text: str) -> set[str]:
    """Each web address in it, or what readers would take for one."""
    return {_trimmed(found.group()) for found in _LOOKS_LIKE_ONE.finditer(text)}


def words_of(*texts: str) -> str:
    """What the search looks through: each stem once with a blank around it; no quoted word."""
    own = " ".join(own_lines(text) for text in texts)
    found = dict.fromkeys(stem for stem in stems(own) if stem)
    return f" {' '.join(found)} " if found else ""


def own_lines(text: str) -> str:
    """Without the lines that quote somebody."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(">"))


def quoted(text: str) -> str:
    """A text as the beginning of an answer to it: what its author wrote, and nothing they quote."""
    lines = re.sub(r"\n{3,}", "\n\n", own_lines(text).strip()).split("\n")
    return "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n"


def as_html(text: str, *, without_quotes: SafeString | str = "", depth: int = 0) -> SafeString:
    """Paragraphs, quotations and links. `without_quotes` stands in for what is quoted, if given."""
    drawn: list[SafeString] = []
    for is_quote, lines in _blocks(text, depth):
        if not is_quote:
            drawn += _paragraphs(lines)
        elif without_quotes:
            drawn.append(format_html("<p>{}</p>", without_quotes))
        else:
            inner = as_html("\n".join(_unquoted(line) for line in lines), depth=depth + 1)
            drawn.append(format_html("<blockquote>{}</blockquote>", inner))
    return mark_safe("\n".join(drawn))  # noqa: S308 - of parts that are escaped above


def _blocks(text: str, depth: int) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines that quote, and of lines that do not."""
    block: list[str] = []
    was_quote = False
    for line in text.split("\n"):
        is_quote = line.startswith(">") and depth < DEEPEST
        if block and is_quote != was_quote:
            yield was_quote, block
            block = []
        was_quote = is_quote
        block.append(line)
    if block:
        yield was_quote, block


def _unquoted(line: str) -> str:
    return line[1:].removeprefix(" ")


def _paragraphs(lines: list[str]) -> Iterator[SafeString]:
    for paragraph in re.split(r"\n\s*\n", "\n".join(lines)):
        if paragraph.strip():
            drawn = ((_with_links(line),) for line in paragraph.strip().split("\n"))
            yield format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", drawn))


def _with_links(line: str) -> SafeString:
    parts: list[SafeString] = []
    end = 0
    for start, address in _links(line):
        parts.append(conditional_escape(line[end:start]))
        parts.append(
            format_html('<a href="{0}" rel="nofollow ugc noopener">{0}</a>', address),
        )
        end = start + len(address)
    parts.append(conditional_escape(line[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped


def _links(text: str) -> Iterator[tuple[int, str]]:
    """Where each begins, and its address: http and https, with a host, and no name before it.

    A name before the host (`https://kent.police.uk@example.org/`) is there to deceive. So are
    letters that look like those of another host, or like the end of one, and marks that turn the
    direction of what is read: an address of other letters than A to Z stays text.
    """
    for found in _LINK.finditer(text):
        address = _trimmed(found.group())
        try:
            parts = urlsplit(address)
            is_whole = bool(parts.hostname) and "@" not in parts.netloc
            is_plain = parts.netloc.isascii() and address.isprintable()
        except ValueError:  # brackets that are no address of IPv6
            continue
        if is_whole and is_plain:
            yield found.start(), address


def _trimmed(address: str) -> str:
    """Without what ends the sentence, or the bracket, around it."""
    while address.endswith(_ENDS) or any(
        address.endswith(shut) and address.count(shut) > address.count(opened)
        for opened, shut in _BRACKETS
    ):
        address = address[:-1]
    return address
