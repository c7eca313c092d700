"""A page of the site as one that needs no site: relative links, no script, and no form.

What leads to something that the ZIP does not hold leads to the website, and says so.
"""

import datetime as dt
import posixpath
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from lxml import html
from lxml.html import HtmlElement

from casestudies.whole.holding import Holding, Page

PARSER = html.HTMLParser(encoding="utf-8")
STYLES = "css/copy.css"

# Links in the head that are still true, or read from the ZIP; a feed or a search box is neither
KEPT_RELATIONS = frozenset({"stylesheet", "icon", "canonical", "license"})
# Parts of pages that choose, sort, download or write to us. Taken out where nothing in one leads
# to what the ZIP holds; elsewhere its links say that they need the website
OF_THE_SITE = ("amend", "bar", "narrow", "take")


def standalone(content: bytes, page: Page, holding: Holding, on: dt.date) -> tuple[bytes, set[str]]:
    """The page for the ZIP, and the names of the static files that it is drawn with."""
    return Leaf(content, page, holding).finished(on)


class Leaf:
    """One page on its way."""

    def __init__(self, content: bytes, page: Page, holding: Holding):
        self.root: HtmlElement = html.document_fromstring(content, parser=PARSER)
        self.page, self.holding = page, holding
        self.statics: set[str] = set()

    def finished(self, on: dt.date) -> tuple[bytes, set[str]]:
        self._leave_out_what_needs_a_script()
        self._leave_out_parts_of_the_site()
        self._leave_out_forms()
        self._leave_out_ways_to_nothing()
        self._lead_links()
        self._say_what_it_is(on)
        self._draw_from_the_zip()
        return html.tostring(self.root, encoding="utf-8", doctype="<!doctype html>"), self.statics

    # What is left out

    def _leave_out_what_needs_a_script(self) -> None:
        for script in self.root.xpath("//script"):
            script.drop_tree()
        for shown_by_it in self.root.xpath("//*[@hidden][.//button]"):
            shown_by_it.drop_tree()
        for link in self.root.xpath("//head/link"):
            if not KEPT_RELATIONS & {*link.get("rel", "").split()}:
                link.drop_tree()

    def _leave_out_parts_of_the_site(self) -> None:
        for part in self.root.xpath("//body//*[@class]"):
            if part.getparent() is not None and not part.classes.isdisjoint(OF_THE_SITE):
                links = [link.get("href") for link in part.iter("a")]
                if not any(self._relative(href) for href in links if not self._is_here(href)):
                    part.drop_tree()
        # The links above and below each page
        for item in self.root.xpath("//body/header//li | //body/footer//li"):
            if any(self._needs_the_site(link.get("href")) for link in item.iter("a")):
                item.drop_tree()

    def _leave_out_forms(self) -> None:
        """A form around a list leaves the list; of any other one sentence is left."""
        is_said = False
        for form in self.root.xpath("//form"):
            if form.xpath(".//article"):
                for control in form.xpath(".//label[.//input] | .//input | .//button | .//select"):
                    control.drop_tree()
                form.drop_tag()
                continue
            if not is_said:
                form.addprevious(self._piece("form"))
                is_said = True
            form.drop_tree()

    def _leave_out_ways_to_nothing(self) -> None:
        """Such as the button that leads to the form of filters, on a narrow screen."""
        for link in self.root.xpath("//body//a[starts-with(@href, '#')]"):
            to = self.root.get_element_by_id(link.get("href")[1:], None)
            if to is None or (len(to) == 0 and not to.text_content().strip()):
                link.drop_tree()

    # Where links lead

    def _lead_links(self) -> None:
        for link in self.root.xpath("//body//a[@href]"):
            href = link.get("href")
            if relative := self._relative(href):
                link.set("href", relative)
            elif self._needs_the_site(href):
                self._lead_to_the_site(link)

    def _lead_to_the_site(self, link: HtmlElement) -> None:
        """In a table or a drawing there is no room to say so: there it is a link no more."""
        if link.xpath("ancestor::svg"):
            link.tag = "g"
            del link.attrib["href"]
        elif link.xpath("ancestor::table"):
            link.drop_tag()
        else:
            link.set("href", settings.SITE_URL + self._whole(link.get("href")))
            said = html.Element("span", {"class": "online"})
            said.text = " " + _("(online)")
            link.append(said)

    def _relative(self, href: str | None) -> str:
        """The way to the file that an address is in; "" if it is in none."""
        parts = urlsplit(self._whole(href))
        if parts.scheme or parts.netloc:
            return ""
        file = self.holding.file_of(parts._replace(fragment="").geturl())
        if not file or not href:
            return ""
        if file == self.page.file and parts.path != self.page.path:
            return ""  # the same list: who follows it wants to search in it
        way = posixpath.relpath(file, posixpath.dirname(self.page.file) or ".")
        return f"{way}#{parts.fragment}" if parts.fragment else way

    def _needs_the_site(self, href: str | None) -> bool:
        parts = urlsplit(self._whole(href))
        return not (parts.scheme or parts.netloc or self._relative(href))

    def _is_here(self, href: str | None) -> bool:
        """Whether an address is that of the page itself."""
        return self.holding.file_of(self._whole(href).partition("#")[0]) == self.page.file

    def _whole(self, href: str | None) -> str:
        return urljoin(self.page.address, href or "")

    # What is added

    def _say_what_it_is(self, on: dt.date) -> None:
        self.root.find("head").append(
            html.Element("link", {"rel": "stylesheet", "href": static(STYLES)})
        )
        self.root.find(".//main").addprevious(self._piece("note", on=on))

    def _piece(self, name: str, **context: object) -> HtmlElement:
        context |= {"address": settings.SITE_URL + self.page.path, "name": settings.SITE_NAME}
        said = render_to_string(f"partials/casestudies/whole/{name}.html", context)
        return html.fragment_fromstring(said.strip(), parser=PARSER)

    def _draw_from_the_zip(self) -> None:
        way_up = posixpath.relpath(".", posixpath.dirname(self.page.file) or ".")
        base = staticfiles_storage.base_url  # type: ignore[attr-defined]  # every kind of ours has it
        for attribute in ("href", "src"):
            for element in self.root.xpath(f"//link[@{attribute}] | //img[@{attribute}]"):
                address = element.get(attribute)
                if address.startswith(base):
                    name = address.removeprefix(base)
                    self.statics.add(name)
                    element.set(attribute, posixpath.join(way_up, "static", name))
