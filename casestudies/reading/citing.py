"""How an entry is cited: one set of facts, said in the styles that readers write in.

A version is cited where there is one, because its address keeps leading to the words that were
read. An entry of which no version can be read is cited by its own address and the day of reading.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies.models import CaseStudy
from casestudies.reading.status import day

# What a letter is in BibTeX that would otherwise be a command
IN_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{letter: f"\\{letter}" for letter in "{}$&#_%"},
    }
)


@dataclass(frozen=True)
class Citation:
    """What is cited, and on which day it was read; `number` and `published` are of a version.

    `address` is the whole one. `number` is 0 and `published` None where no version is cited.
    """

    slug: str
    title: str
    address: str
    read_on: dt.date
    number: int = 0
    published: dt.date | None = None

    @property
    def plain(self) -> str:
        """A line to copy into a paper."""
        said = {
            "title": self.title,
            "site": settings.SITE_NAME,
            "number": self.number,
            "date": day(self.published or self.read_on),
            "address": self.address,
        }
        if self.number:
            return _("“%(title)s”, %(site)s, version %(number)d of %(date)s, %(address)s") % said
        return _("“%(title)s”, %(site)s, read on %(date)s, %(address)s") % said

    @property
    def harvard(self) -> str:
        """The same as an entry of a list of references in the Harvard style."""
        said = {
            "title": self.title,
            "site": settings.SITE_NAME,
            "year": self.published.year if self.published else _("no date"),
            "number": self.number,
            "address": self.address,
            "date": day(self.read_on),
        }
        if self.number:
            return (
                _(
                    "%(site)s (%(year)s) ‘%(title)s’, version %(number)d."
                    " Available at: %(address)s (Accessed: %(date)s)."
                )
                % said
            )
        return (
            _("%(site)s (%(year)s) ‘%(title)s’. Available at: %(address)s (Accessed: %(date)s).")
            % said
        )

    @property
    def bib_address(self) -> str:
        """Where the BibTeX file of the version is; "" where no version is cited."""
        return self._file("version_bib")

    @property
    def ris_address(self) -> str:
        return self._file("version_ris")

    def bibtex(self) -> str:
        """An entry for BibTeX and BibLaTeX, in UTF-8; ends with a new line."""
        fields = {
            # Braces within braces: a name that is not to be parted into first and last
            "author": f"{{{_bibtex(settings.SITE_NAME)}}}",
            "title": f"{{{_bibtex(self.title)}}}",
            "year": f"{self.published.year}" if self.published else "",
            "date": self.published.isoformat() if self.published else "",
            "version": f"{self.number}" if self.number else "",
            "url": self.address,
            "urldate": self.read_on.isoformat(),
        }
        key = f"{self.slug}-v{self.number}" if self.number else self.slug
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@online{{{key},", *lines, "}", ""])

    def ris(self) -> str:
        """A record for reference managers; each line ends as RIS asks."""
        return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in self._ris_lines())

    def _ris_lines(self) -> Iterator[tuple[str, str]]:
        yield "TY", "ELEC"
        yield "TI", self.title
        yield "AU", settings.SITE_NAME
        yield "PB", settings.SITE_NAME
        if self.published:
            yield "PY", f"{self.published.year}"
            yield "DA", f"{self.published:%Y/%m/%d}"
        if self.number:
            yield "ET", f"{self.number}"
        yield "UR", self.address
        yield "Y2", f"{self.read_on:%Y/%m/%d}"
        yield "ER", ""

    def _file(self, name: str) -> str:
        if not self.number:
            return ""
        return reverse(f"casestudies:{name}", args=[self.slug, self.number])


def of_version(
    slug: str, title: str, number: int, published_at: dt.datetime, *, read_on: dt.date | None = None
) -> Citation:
    """Of the version `number`; `slug` and `title` are the entry's, as they stand in it."""
    return Citation(
        slug,
        title,
        settings.SITE_URL + reverse("casestudies:version", args=[slug, number]),
        read_on or timezone.localdate(),
        number,
        timezone.localdate(published_at),
    )


def of_entry(study: CaseStudy, on: dt.date) -> Citation:
    """Of an entry as it stands: of its newest version, if readers may read that.

    It comes from `for_reading()`.
    """
    number, published_at = study.version_number, study.version_published_at
    if study.is_published and number and published_at and not study.version_withheld_at:
        return of_version(study.slug, study.title, number, published_at, read_on=on)
    return Citation(study.slug, study.title, settings.SITE_URL + study.get_absolute_url(), on)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bibtex(text: str) -> str:
    return _one_line(text).translate(IN_BIBTEX)
