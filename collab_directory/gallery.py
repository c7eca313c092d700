"""/components/: every component in every state, made of invented things; only while debugging."""

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from collab_directory import gallery_charts

TODAY = dt.date(2026, 3, 10)


class Several(list):
    """A list that answers `.all`, as the related rows of a model do."""

    def all(self) -> "Several":
        return self


@dataclass
class Study:
    """As much of a case study as components look at."""

    title: str = "Harbour town shared station"
    summary: str = "Police and fire crews work from one building by the harbour."
    status: str = "live"
    reported_on: str = "2019"
    ended: str = ""
    verified_on: dt.date | None = None
    verified_by: str = ""
    stale_on: dt.date | None = None
    best_evidence: int | None = 2
    services: Several = field(default_factory=Several)
    types: Several = field(default_factory=Several)
    force_areas: Several = field(default_factory=Several)
    region: Any = None
    title_marked: str = ""
    summary_marked: str = ""
    snippet: str = ""

    @property
    def title_shown(self) -> str:
        return self.title_marked or self.title

    @property
    def summary_shown(self) -> str:
        return self.summary_marked or self.summary

    @property
    def has_ended(self) -> bool:
        return self.status == "ended"

    @property
    def ended_shown(self) -> str:
        return self.ended

    @property
    def reported_shown(self) -> str:
        return self.reported_on

    def freshness(self, on: dt.date) -> str:
        if self.verified_on is None:
            return "never"
        return "ok" if (on - self.verified_on).days < 365 else "due"

    def is_stale(self, on: dt.date) -> bool:
        return self.stale_on is not None and on >= self.stale_on

    def get_absolute_url(self) -> str:
        return "#result"


class Named(SimpleNamespace):
    def __str__(self) -> str:
        return str(self.name)


SERVICES = Several(
    Named(slug=slug, name=name)
    for slug, name in (
        ("police", "Police"),
        ("fire", "Fire and rescue"),
        ("ambulance", "Ambulance"),
        ("local-authority", "Local authority"),
        ("health", "Health"),
        ("coastguard", "Coastguard"),
        ("voluntary", "Voluntary sector"),
        ("other", "Other"),
        ("mountain-rescue", "One without a glyph of its own"),
    )
)
TYPES = Several([Named(slug="shared-premises", name="Shared premises")])
SOUTH, NATIONAL = Named(slug="south", name="South"), Named(slug="national", name="National")
HARBOUR = Named(slug="harbour", name="Harbour", column=6, row=9)
DOWNS = Named(slug="downs", name="Downs", column=5, row=9)

CONFIRMED: dict[str, Any] = {
    "verified_on": dt.date(2026, 3, 3),
    "verified_by": "Collaboration lead, Harbour Police",
}
LONG_AGO: dict[str, Any] = {
    "verified_on": dt.date(2024, 2, 1),
    "verified_by": "Collaboration lead, Harbour Police",
}

STATUSES = [
    Study(),
    Study(reported_on=""),
    Study(**CONFIRMED),
    Study(status="pilot", reported_on="May 2016"),
    Study(status="pilot", **CONFIRMED),
    Study(status="planned"),
    Study(status="planned", **CONFIRMED),
    Study(status="ended", ended="2021", reported_on="2022"),
    Study(status="ended", ended="2021", reported_on="2018"),
    Study(status="ended"),
    Study(status="unknown"),
    Study(status="unknown", reported_on=""),
]
STALE = Study(**LONG_AGO, stale_on=dt.date(2025, 3, 15))
FRESH = [Study(**CONFIRMED), Study(**LONG_AGO), STALE, Study()]
STUDIES = [
    Study(
        services=Several(SERVICES[:2]), types=TYPES, force_areas=Several([HARBOUR]), region=SOUTH
    ),
    Study(
        title="Downs and Harbour joint control room",
        title_marked=mark_safe("Downs and Harbour joint <mark>control</mark> room"),
        summary_marked=mark_safe("One <mark>control</mark> room for two services."),
        snippet=mark_safe("… one <mark>control</mark> room for both services …"),
        status="ended",
        ended="2021",
        reported_on="2022",
        best_evidence=None,
        services=Several(SERVICES[:3]),
        types=TYPES,
        force_areas=Several([HARBOUR, DOWNS]),
        region=SOUTH,
    ),
    Study(
        title="National radio",
        services=SERVICES,
        region=NATIONAL,
        types=TYPES,
        best_evidence=4,
        **CONFIRMED,
    ),
]


def value(label: str, count: int, selected: bool = False) -> SimpleNamespace:
    return SimpleNamespace(
        slug=label.lower(),
        label=label,
        count=count,
        selected=selected,
        url="#pick",
        is_empty=count == 0 and not selected,
    )


VALUES = [value("Police", 12), value("Fire", 1, selected=True), value("Coastguard", 0)]


def facet(**changes: Any) -> SimpleNamespace:
    kept: dict[str, Any] = {
        "name": "service",
        "label": "Service",
        "help": "Schemes in which all the services you choose work together.",
        "is_open": True,
        "chosen_count": 1,
        "may_match_all": True,
        "values": VALUES,
        "all_values": VALUES,
        "hidden_count": 0,
        "more_url": "",
        **changes,
    }
    values: list[Any] = kept["values"]
    kept |= {
        "told": [(one.slug, one.label, one.count, one.selected) for one in values],
        "value": values.__getitem__,
    }
    return SimpleNamespace(**kept)


def tile(column: int, count: int, name: str = "Harbour") -> SimpleNamespace:
    return SimpleNamespace(
        name=name,
        lines=(name, "shire"),
        code="HAR",
        region="South",
        x=column * 80,
        y=0,
        count=count,
        step=sum(count >= least for least in (1, 2, 4, 7)),
        url="#tilemap" if count else "",
        label=f"{name}: {count}",
    )


def choice(label: str, selected: bool = False) -> SimpleNamespace:
    return SimpleNamespace(label=label, url="#sortbar", selected=selected)


def page(number: int, is_current: bool = False, is_gap: bool = False) -> SimpleNamespace:
    return SimpleNamespace(number=number, url="#pages", is_current=is_current, is_gap=is_gap)


class Example(forms.Form):
    """One field of each kind that our forms use."""

    organisation = forms.CharField(error_messages={"required": "Enter your organisation"})
    email = forms.EmailField(
        label="Work email address",
        help_text="The project leader answers to this address",
        error_messages={"required": "Enter your email address"},
    )
    phone = forms.CharField(label="Phone number", required=False)
    region = forms.ChoiceField(choices=[("", "Choose one"), ("south", "South")], required=False)
    why = forms.ChoiceField(
        label="Why are you getting in touch?",
        choices=[("copy", "We think of doing something similar"), ("other", "Something else")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you are getting in touch"},
    )
    types = forms.MultipleChoiceField(
        label="What are you interested in?",
        choices=[("premises", "Shared premises"), ("training", "Joint training")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    message = forms.CharField(
        label="Your message",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1500,
        help_text="Up to 1,500 characters",
        initial="We would like to hear how costs were shared.",
        error_messages={"required": "Write your message"},
    )
    copy = forms.BooleanField(label="Send me a copy", required=False)


def context() -> dict[str, Any]:
    return {
        "today": TODAY,
        "services": SERVICES,
        "statuses": STATUSES,
        "fresh_states": FRESH,
        "levels": range(5),
        "studies": STUDIES,
        "areas": [HARBOUR],
        "two_areas": [HARBOUR, DOWNS],
        "values": VALUES,
        "facets": [
            facet(),
            facet(
                name="organisation",
                label="Organisation",
                help="",
                is_open=False,
                chosen_count=0,
                may_match_all=False,
                hidden_count=40,
                more_url="#facet",
            ),
        ],
        "years": SimpleNamespace(from_year=2010, to_year=None, first=1999, last=2024),
        "chips": [
            SimpleNamespace(kind="Service", label="Fire and rescue", url="#chips"),
            SimpleNamespace(kind="Search", label="“drones”", url="#chips"),
        ],
        "pages": [page(1), page(2, is_current=True), page(3), page(4, is_gap=True), page(9)],
        "sorts": [choice("A to Z", selected=True), choice("Newest")],
        "layouts": [choice("List", selected=True), choice("Map")],
        "downloads": [choice("Spreadsheet (CSV)"), choice("Data (JSON)"), choice("Booklet (PDF)")],
        "letters": [
            SimpleNamespace(letter=letter, count=count, url="#letters")
            for letter, count in (("A", 1), ("B", 0), ("C", 12))
        ],
        "tiles": [tile(column, count) for column, count in enumerate((0, 1, 3, 6, 7))],
        "figures": [
            SimpleNamespace(number=4, of=43, words="police force areas", url=""),
            SimpleNamespace(number=0, of=38, words="schemes with a figure", url="#figures"),
        ],
        "places": [
            Named(name="Harbour", url="#places", count=3),
            Named(name="Downs", url="#places", count=0),
        ],
        "rows": [("Started", "2012"), ("Led by", "")],
        "nothing": SimpleNamespace(
            text="drones",
            total=121,
            clear_url="#empty",
            facets=[],
            relaxations=[SimpleNamespace(kind="Service", label="Ambulance", count=3, url="#empty")],
        ),
        "form": Example(),
        "wrong_form": Example(data={}, auto_id="wrong_%s"),
        "charts": gallery_charts.context(),
    }


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    return TemplateResponse(request, "pages/components.html", context())
