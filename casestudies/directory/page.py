"""An answer as a page shows it: what was left out, what narrows it, and where each link leads."""

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casestudies.directory.answer import Answer
from casestudies.directory.parts import Chip, Choice, PageLink, Relaxation
from casestudies.facets import FACETS
from casestudies.question import Ignored, Question
from collab_directory.addresses import address_of

SORT_LABELS: dict[str, str | Promise] = {
    "relevance": gettext_lazy("Best match"),
    "title": gettext_lazy("A to Z"),
    "newest": gettext_lazy("Newest"),
    "verified": gettext_lazy("Last confirmed"),
    "saving": gettext_lazy("Largest saving"),
}
SHOWN_AROUND = 2  # page links on each side of the current one


class Directory(Answer):
    """A question and its answer, with everything that a page, a download or a feed says of them.

    Nothing here fails on bad parameters: what was left out is named in `ignored`.
    """

    @cached_property
    def ignored(self) -> list[Ignored]:
        """What was left out of the question or corrected, each with a sentence for the reader."""
        found = list(self.question.ignored)
        if self.found is not None and self.found.was_cut:
            reason = _("Your search was long, so only the beginning was used.")
            found.append(Ignored("q", "", reason))
        if self.text and self.found is None:
            reason = _("Your search has no words to look for, so it was left out.")
            found.append(Ignored("q", self.text, reason))
        if self.found is not None and self.found.missing and self.found.found.any():
            words = ", ".join(f"“{word}”" for word in self.found.missing)
            reason = _("No case study has %(words)s, so it was left out.") % {"words": words}
            found.append(Ignored("q", words, reason))
        if self.question.page > self.pages:
            reason = ngettext(
                "There is only one page, so it is shown.",
                "There are only %(pages)s pages, so the last one is shown.",
                self.pages,
            ) % {"pages": self.pages}
            found.append(Ignored("page", str(self.question.page), reason))
        return found

    # What narrows it now

    @cached_property
    def chips(self) -> list[Chip]:
        """One for everything that narrows the list or changes how choices combine."""
        question = self.question
        chips = []
        if self.text and self.found is not None:
            chips.append(self._chip(_("Search"), f"“{self.text}”", question.but(text="")))
        for facet in FACETS:
            for slug in question.values(facet.name):
                label = self.catalogue.labels[facet.name][slug]
                chips.append(
                    self._chip(str(facet.label), label, question.toggled(facet.name, slug))
                )
        if not question.match_all:
            chips.append(self._chip(_("Service"), _("any of them"), question.but(match_all=True)))
        if question.from_year is not None:
            label = _("from %(year)s") % {"year": question.from_year}
            chips.append(self._chip(_("Started"), label, question.but(from_year=None)))
        if question.to_year is not None:
            label = _("up to %(year)s") % {"year": question.to_year}
            chips.append(self._chip(_("Started"), label, question.but(to_year=None)))
        return chips

    def _chip(self, kind: str, label: str, without: Question) -> Chip:
        return Chip(kind, label, self.url_for(without), without)

    @property
    def chosen_in_words(self) -> str:
        return ", ".join(chip.label for chip in self.chips)

    @cached_property
    def relaxations(self) -> list[Relaxation]:
        """Where nothing was found: each single choice that gives something when dropped."""
        found = [
            Relaxation(chip.kind, chip.label, self.finds(chip.question), chip.url)
            for chip in self.chips
        ]
        if not self.match_all or len(self.question.values("service")) < 2:
            either = []
        else:
            question = self.question.but(match_all=False)
            count = self.finds(question)
            either = [Relaxation(_("Service"), _("all of them"), count, self.url_for(question))]
        return [relaxation for relaxation in found + either if relaxation.count]

    # Words and addresses for the page

    @property
    def title(self) -> str:
        """What a page's title says of the answer, in front of what the page is."""
        return f"{self.chosen_in_words}: {self.heading} – " if self.chips else ""

    @property
    def title_with_page(self) -> str:
        """The same for a page of a list."""
        if not self.pagination:
            return self.title
        words = _("page %(page)s of %(pages)s") % {"page": self.page, "pages": self.pages}
        return f"{self.title}{words} – "

    @property
    def shown_in_words(self) -> str:
        """Which of the studies stand on this page."""
        return _("Showing %(first)s to %(last)s") % {"first": self.first, "last": self.last}

    @property
    def heading(self) -> str:
        if not self.count:
            return _("No schemes")
        return ngettext("%(count)s scheme", "%(count)s schemes", self.count) % {"count": self.count}

    @property
    def subheading(self) -> str:
        if self.count == self.total:
            return ""
        return _("of %(total)s") % {"total": self.total}

    @property
    def searched_for(self) -> str:
        """What was searched for in place of what was typed, where that found nothing."""
        return self.found.corrected if self.found is not None else ""

    @property
    def instead_of(self) -> str:
        return self.text if self.searched_for else ""

    @property
    def strict_url(self) -> str:
        """The search as typed: words in quotes are never mended."""
        return self.url_for(self.question.but(text=f'"{self.text.replace(chr(34), "")}"'))

    @property
    def also(self) -> tuple[str, ...]:
        """Other words for the same that found something too."""
        return self.found.also if self.found is not None else ()

    @property
    def url(self) -> str:
        """The one address of this answer, page included."""
        return self.url_for(self.question.but(page=self.page))

    @property
    def clear_url(self) -> str:
        return self.address

    @cached_property
    def sorts(self) -> list[Choice]:
        now = self.question.order
        names = [name for name in SORT_LABELS if name != "relevance" or self.found is not None]
        natural = "relevance" if self.text else "title"
        return [
            Choice(
                name=name,
                label=str(SORT_LABELS[name]),
                url=self.url_for(self.question.but(sort="" if name == natural else name)),
                selected=name == now,
            )
            for name in names
        ]

    @cached_property
    def layouts(self) -> list[Choice]:
        """The same answer as a list, on the map and in figures."""
        query = self.question.but(page=1).query_string()
        addresses = {
            "list": (_("List"), address_of("casestudies:directory")),
            "map": (_("Map"), address_of("casestudies:map")),
            "figures": (_("Figures"), address_of("casestudies:insights")),
        }
        return [
            Choice(name, label, address + query, selected=address == self.address)
            for name, (label, address) in addresses.items()
        ]

    @cached_property
    def downloads(self) -> list[Choice]:
        """The table that everything opens, and the page of all other files of the same rows."""
        query = self._as_a_reader_would_ask().query_string()
        return [
            Choice("csv", _("Spreadsheet (CSV)"), address_of("casestudies:directory_csv") + query),
            Choice("pdf", _("Booklet (PDF)"), address_of("casestudies:directory_pdf") + query),
            Choice("data", _("Data and feeds"), address_of("casestudies:data") + query),
        ]

    @cached_property
    def files(self) -> dict[str, str]:
        """The address of every file of the same rows, by the name of its format."""
        query = self._as_a_reader_would_ask().query_string()
        pages = {
            "csv": "casestudies:directory_csv",
            "xlsx": "casestudies:directory_xlsx",
            "pdf": "casestudies:directory_pdf",
            "json": "casestudies:directory_json",
            "atom": "casestudies:directory_atom",
        }
        return {name: address_of(page) + query for name, page in pages.items()}

    def _as_a_reader_would_ask(self) -> Question:
        """The question with the page's own subject as a choice, for addresses without a subject."""
        question = self.question.but(page=1)
        if self._within is None:
            return question
        facet, slug = self._within
        if slug in question.values(facet):
            return question
        return question.toggled(facet, slug)

    @property
    def filter_url(self) -> str:
        """Where the same list can be narrowed."""
        asked = self._as_a_reader_would_ask()
        return address_of("casestudies:directory") + asked.query_string()

    @cached_property
    def pagination(self) -> list[PageLink]:
        """First, last, and those around the current page; nothing where one page holds all."""
        if self.pages == 1:
            return []
        around = range(self.page - SHOWN_AROUND, self.page + SHOWN_AROUND + 1)
        numbers = sorted({1, self.pages, *(n for n in around if 1 <= n <= self.pages)})
        links: list[PageLink] = []
        for number in numbers:
            if links and number - links[-1].number > 1:
                links.append(PageLink(number - 1, "", is_gap=True))
            links.append(PageLink(number, self.page_url(number), number == self.page))
        return links

    def page_url(self, number: int) -> str:
        return self.url_for(self.question.but(page=number))

    @property
    def previous_url(self) -> str:
        return self.page_url(self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.page_url(self.page + 1) if self.page < self.pages else ""

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What the search box must carry along: every parameter but the text and the page."""
        carried = self.question.but(text="", sort="").parameters()
        return [pair for pair in carried if pair[0] != "page"]

    @property
    def filter_hidden_fields(self) -> list[tuple[str, str]]:
        """What the filter form must carry along: the parameters that it has no control for."""
        # A value that was chosen is always shown in its facet, however long that is.
        shown = {view.name for view in self.facets} | {"service_match", "from", "to", "page"}
        return [pair for pair in self.question.parameters() if pair[0] not in shown]
