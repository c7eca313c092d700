"""Somebody who goes through the site by the links and buttons that its pages show."""

import csv
import io
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

from django.test import Client

from tests.promises.site import body_of

UNSEEN = {"script", "style", "template", "title"}


def tidy(text: str) -> str:
    return " ".join(text.split())


class Form:
    def __init__(self, method: str, action: str) -> None:
        self.method, self.action = method.lower(), action
        self.fields: dict[str, list[str]] = {}
        self.names: set[str] = set()  # also of boxes that are not ticked
        # Words on it: its own name, and what it then says
        self.buttons: dict[str, tuple[str | None, str]] = {}


class Page(HTMLParser):
    """What can be read, followed and filled in on a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []  # words, address
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.headings: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._heard: dict[str, list[str]] = {}
        self._select: tuple[str, list[str], bool] | None = None
        self.feed(html)

    @property
    def text(self) -> str:
        return tidy("".join(self.words))

    # Links, headings, buttons and text areas are known when they end

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("method", "get"), given.get("action", "")))
        elif tag == "input":
            self._input(given)
        elif tag == "select" and "disabled" not in given:
            self._select = (given.get("name", ""), [], "multiple" in given)
        elif tag == "option" and self._select:
            name, chosen, many = self._select
            if "selected" in given or not (chosen or many or self.forms[-1].fields.get(name)):
                self._select = (name, [*chosen, given.get("value", "")], many)
            if "selected" in given and not many:
                self._select = (name, [given.get("value", "")], many)
        if tag in {"a", "h1", "h2", "button", "textarea"} | UNSEEN:
            self._open.append((tag, given))
            self._heard[tag] = []

    def handle_endtag(self, tag):
        if tag == "select" and self._select and self.forms:
            name, chosen, _ = self._select
            self._fill(name, *chosen)
            self._select = None
        if not self._open or self._open[-1][0] != tag:
            return
        _, given = self._open.pop()
        heard = "".join(self._heard.pop(tag))
        if tag == "a" and "href" in given:
            self.links.append((tidy(heard), given["href"]))
        elif tag in {"h1", "h2"}:
            self.headings.append(tidy(heard))
        elif tag == "textarea" and self.forms:
            # A line break right after the tag is not part of what it holds
            self._fill(given.get("name", ""), heard.removeprefix("\r\n").removeprefix("\n"))
        elif tag == "button" and given.get("type", "submit") == "submit" and self.forms:
            words = tidy(heard)
            self.forms[-1].buttons[words] = (given.get("name"), given.get("value", ""))

    def handle_data(self, data):
        for tag, _ in self._open:
            self._heard[tag].append(data)
        if not any(tag in UNSEEN for tag, _ in self._open):
            self.words.append(data)

    def _input(self, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        if not self.forms or "disabled" in given:
            return
        if kind == "submit":
            self.forms[-1].buttons[given.get("value", "")] = (name or None, given.get("value", ""))
        elif kind in {"checkbox", "radio"}:
            self.forms[-1].names.add(name)
            if "checked" in given:
                self._fill(name, given.get("value", "on"))
        elif name and kind not in {"file", "image", "button", "reset"}:
            self._fill(name, given.get("value", ""))

    def _fill(self, name: str, *values: str) -> None:
        self.forms[-1].names.add(name)
        self.forms[-1].fields.setdefault(name, []).extend(values)


class Person:
    """`reader.open("/")`, `reader.click("Kent")`, `reader.press("Search", q="drones")`."""

    def __init__(self) -> None:
        self.client = Client()

    def open(self, address: str) -> "Person":
        return self._at(self.client.get(address, follow=True))

    def click(self, words: str) -> "Person":
        """Follow the first link with these words; exactly these, if there is one."""
        links = [link for link in self.page.links if link[0] == words] or [
            link for link in self.page.links if words in link[0]
        ]
        assert links, f"No link “{words}” among {[words for words, _ in self.page.links]}"
        return self.open(urljoin(self.address, links[0][1]).split("#")[0])

    def press(self, button: str, **changes: str | list[str]) -> "Person":
        """Fill in the form that has this button, and press it. Fields keep what they hold."""
        form = next((form for form in self.page.forms if button in form.buttons), None)
        assert form, f"No button “{button}” among {[list(f.buttons) for f in self.page.forms]}"
        given = {name: [v] if isinstance(v, str) else v for name, v in changes.items()}
        assert given.keys() <= form.names, f"No fields {given.keys() - form.names}"
        fields = form.fields | given
        name, value = form.buttons[button]
        if name:
            fields[name] = [value]
        target = urljoin(self.address, form.action)
        if form.method == "post":
            return self._at(self.client.post(target, fields, follow=True))
        return self.open(target.split("?")[0] + "?" + urlencode(fields, doseq=True))

    def _at(self, response) -> "Person":
        self.status = response.status_code
        self.address = response.wsgi_request.get_full_path()
        self.came_by = [(code, address) for address, code in response.redirect_chain]
        self.body = body_of(response)
        self.page = Page(self.body if "html" in response["Content-Type"] else "")
        return self

    # What the person sees

    @property
    def text(self) -> str:
        return self.page.text

    @property
    def headings(self) -> list[str]:
        return self.page.headings

    def reads(self, words: str) -> bool:
        """On a page or in a file."""
        return words in (self.text or self.body)

    def sees_link(self, words: str) -> bool:
        return any(words == link for link, _ in self.page.links)

    @property
    def rows(self) -> list[dict[str, str]]:
        """Of a spreadsheet that was opened."""
        return list(csv.DictReader(io.StringIO(self.body.removeprefix("\ufeff"))))
