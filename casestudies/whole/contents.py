"""All that is in the ZIP, in the order in which it stands there, made as it is written."""

import datetime as dt
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from casestudies import alphabet, formats
from casestudies.api import answers
from casestudies.directory import Directory
from casestudies.formats.atom import as_atom
from casestudies.formats.json import LICENCE
from casestudies.models import CaseStudy, Source
from casestudies.toolkit.steady import steady
from casestudies.whole import statics
from casestudies.whole.asking import Failed, VisitorRequest, ask
from casestudies.whole.holding import START, Holding, Page, for_any_disk
from casestudies.whole.standalone import standalone
from collab_directory.addresses import whole

Chunks = Iterable[bytes]
Say = Callable[[int, int, str], None]  # how many files are done, of how many, and what is next

# All schemes as tables and data, and what a reader is told of each
TABLES = {
    "case-studies.csv": _lazy("all schemes as a table of text"),
    "case-studies.xlsx": _lazy("the same as an Excel workbook"),
    "case-studies.json": _lazy("all that is recorded of them, and each version that was published"),
    "case-studies.atom": _lazy("what was new, changed and confirmed last"),
}

BETWEEN_LOOKS = 0.5  # seconds, until the booklet may be set


class Contents:
    """What a reader of the ZIP gets, as it is on a day."""

    def __init__(self, holding: Holding, on: dt.date):
        self.holding, self.on = holding, on

    def files(self, say: Say) -> Iterator[tuple[str, Chunks]]:
        """The name of each file, with its content in pieces. Raises Failed."""
        made = self._made()
        pages = self.holding.pages
        total = len(made) + len(self.holding.files) + len(pages)
        done = 0
        for name, make in made.items():
            say(done, total, name)
            yield name, make()
            done += 1
        for address in self.holding.files:
            say(done, total, address)
            yield for_any_disk(address.lstrip("/")), [ask(address)]
            done += 1
        drawn = {statics.LICENCE_OF_THE_FONT}
        for page, content in self._drawn(pages):
            say(done, total, page.path)
            said, names = standalone(content, page, self.holding, self.on)
            drawn |= names
            yield page.file, [said]
            done += 1
        for name in sorted(drawn):
            yield f"static/{name}", [statics.content_of(name)]
        say(total, total, "")

    def _made(self) -> dict[str, Callable[[], Chunks]]:
        """What is no page of the site."""
        lists = {
            f"data/{name}.json": lambda record=record: [_json(record)]
            for name, record in self.holding.lists.items()
        }
        return {
            "README.txt": lambda: [self._text("readme")],
            "LICENCE.txt": lambda: [self._text("licence")],
            "overview.pdf": lambda: [self._booklet()],
            "case-studies.csv": self._csv,
            "case-studies.xlsx": lambda: [self._workbook()],
            "case-studies.json": self._records,
            "case-studies.atom": lambda: [as_atom(Directory.everything(), whole)],
            **lists,
        }

    # Pages

    def _drawn(self, pages: list[Page]) -> Iterator[tuple[Page, bytes]]:
        yield Page(START), self._start()
        for page in pages:
            yield page, ask(page.address)

    def _start(self) -> bytes:
        """The first page: what this is, and where everything is."""
        picks = {name: self._pick(name) for name in ("services", "types", "regions")}
        said = self._about() | picks | {"letters": alphabet.letters()}
        page = render_to_string("pages/casestudies/whole.html", said, request=VisitorRequest(START))
        return page.encode()

    def _pick(self, name: str) -> list[dict[str, Any]]:
        """What `components/pick.html` shows of a list: each value with its number of schemes."""
        return [
            {
                "label": row["name"],
                "slug": row["slug"],
                "count": row["case_studies"],
                "url": urlsplit(row["url"]).path,
            }
            for row in self.holding.lists[name]["results"]
        ]

    def _text(self, name: str) -> bytes:
        said = render_to_string(f"exports/whole/{name}.txt", self._about())
        return said.replace("\n", "\r\n").encode("utf-8-sig")  # as every editor of text opens it

    def _about(self) -> dict[str, Any]:
        day = date_format(self.on, "j F Y")
        said = {"site": settings.SITE_NAME, "date": day, "address": f"{settings.SITE_URL}{START}"}
        published = Source.objects.filter(study__state=CaseStudy.State.PUBLISHED)
        return {
            "on": self.on,
            "count": len(self.holding.catalogue.entries),
            "sources": published.count(),
            "tables": [{"name": n, "address": f"/{n}", "says": says} for n, says in TABLES.items()],
            "data": [
                {"name": f"{name}.json", "address": f"/data/{name}.json"}
                for name in self.holding.lists
            ],
            "cite": _("%(site)s, as it stood on %(date)s, %(address)s") % said,
            "LICENCE": LICENCE,
            "SITE_NAME": settings.SITE_NAME,
            "SITE_URL": settings.SITE_URL,
        }

    # Data

    def _csv(self) -> Iterator[bytes]:
        rows = formats.as_csv(Directory.everything(), whole)
        return (row.encode() for row in rows)

    def _workbook(self) -> bytes:
        # Here, because it takes half a second to load, and most processes never need it
        from casestudies.formats.xlsx import write_xlsx

        file = io.BytesIO()
        write_xlsx(Directory.everything(), whole, file)
        return steady(file.getvalue(), self.on)

    def _records(self) -> Iterator[bytes]:
        """Every case study as the API gives it, with the text of each of its versions."""
        request = VisitorRequest()
        head = {
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
            "taken_on": self.on,
            "licence": LICENCE,
            "count": len(self.holding.catalogue.entries),
        }
        yield _json(head).removesuffix(b"\n}") + b',\n "case_studies": ['
        for n, entry in enumerate(self.holding.catalogue.entries):
            record = answers.case_study(request, entry.slug)
            numbers = [line["number"] for line in record["versions"]]
            record["versions"] = [answers.version(request, entry.slug, n) for n in numbers]
            yield (b",\n" if n else b"\n") + _json(record)
        yield b"\n ]\n}\n"

    # The booklet

    def _booklet(self) -> bytes:
        # Here, because most processes never need it
        from casestudies.booklet import Overview, places, typeset
        from casestudies.booklet.document import of_overview

        morning = timezone.make_aware(dt.datetime.combine(self.on, dt.time()))
        end = time.monotonic() + typeset.LONGEST
        while True:
            with places.a_turn() as mine:
                if mine or time.monotonic() > end:
                    try:
                        return typeset.pdf(of_overview(Overview(self.on)), dated=morning)
                    except typeset.Failed as error:
                        raise Failed(f"overview.pdf could not be set: {error}") from error
            time.sleep(BETWEEN_LOOKS)


def _json(data: Any) -> bytes:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
