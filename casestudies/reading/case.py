"""The case study's own page as data: one property for each thing that it says."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.models import (
    CaseStudy,
    Evidence,
    FactorShown,
    ForceArea,
    Funding,
    Lesson,
    Need,
    Outcome,
    Source,
)
from casestudies.reading.citing import Citation, of_entry
from casestudies.reading.gaps import Gap, gaps, together
from casestudies.reading.money import Saved, savings_in_brief
from casestudies.reading.people import Lead, Part, Related, host, parts, related
from casestudies.reading.timeline import Moment, timeline
from casestudies.reading.trust import (
    Caution,
    cautions,
    confirmed_in_words,
    due_in_words,
    rests_on,
)
from collab_directory.templatetags import ui


@dataclass(frozen=True)
class Level:
    """A level of evidence and what it means."""

    number: int
    label: str
    means: str


def levels_of_evidence() -> list[Level]:
    """Every level, the lowest first."""
    means = (
        _("A source says that it happened. No figures."),
        _("The partners give figures."),
        _("Figures with a method, before and after."),
        _("Somebody independent has looked at it."),
    )
    return [
        Level(level.value, str(level.label), words)
        for level, words in zip(Evidence, means, strict=True)
    ]


@dataclass(frozen=True)
class NeedsOfKind:
    label: str
    needs: list[Need]


@dataclass(frozen=True)
class Cited:
    """A source as the page lists it. `dated` is empty where it shows no date."""

    source: Source
    host: str
    dated: str


class Reading:
    """What the page of one case study says on a day.

    The study comes from `for_reading()`: nothing here asks the database again.
    """

    def __init__(self, study: CaseStudy, on: dt.date) -> None:
        self.study = study
        self.on = on

    # --- Is it still true? ---------------------------------------------------------------

    @cached_property
    def status(self) -> str:
        return ui.status_words(self.study, self.on)

    @cached_property
    def freshness(self) -> str:
        """`ok`, `due` or `never`."""
        return self.study.freshness(self.on)

    @cached_property
    def confirmed(self) -> str:
        """Who confirmed it and when, or that nobody has."""
        return confirmed_in_words(self.study, self.on)

    @cached_property
    def due(self) -> str:
        return due_in_words(self.study, self.on)

    @cached_property
    def rests_on(self) -> str:
        return rests_on(list(self.study.sources.all()))

    @cached_property
    def cautions(self) -> list[Caution]:
        return list(cautions(self.study))

    # --- Where it ended, and why ---------------------------------------------------------

    @cached_property
    def ended_reason(self) -> str:
        """As it goes on after a colon; empty where it is not recorded."""
        if self.study.ended_reason in ("", CaseStudy.EndedReason.UNKNOWN):
            return ""
        reason = self.study.get_ended_reason_display()
        return reason[:1].lower() + reason[1:]

    # --- Who and where -------------------------------------------------------------------

    @cached_property
    def areas(self) -> list[ForceArea]:
        return list(self.study.force_areas.all())

    @cached_property
    def place(self) -> str:
        """As local people say it; empty where that is only the name of its one area again."""
        only_area = self.areas[0].name if len(self.areas) == 1 else ""
        return "" if self.study.place == only_area else self.study.place

    @cached_property
    def partners(self) -> list[Part]:
        return parts(self.study)

    @cached_property
    def leads(self) -> list[Lead]:
        return [part.as_lead for part in self.partners if part.is_lead]

    @cached_property
    def how_many_partners(self) -> str:
        """“Named”, because a source may count more than it names."""
        count = len(self.partners)
        words = ngettext("%(n)d organisation named", "%(n)d organisations named", count)
        return words % {"n": count} if count else ""

    @cached_property
    def related(self) -> list[Related]:
        return list(related(self.study))

    # --- What came of it -----------------------------------------------------------------

    @cached_property
    def outcomes(self) -> list[Outcome]:
        return list(self.study.outcomes.all())

    @cached_property
    def evidence(self) -> int:
        """The level of the best-supported outcome, 1 to 4; 0 where there is none."""
        return max((outcome.evidence for outcome in self.outcomes), default=0)

    @cached_property
    def evidence_label(self) -> str:
        return str(Evidence(self.evidence).label) if self.evidence else _("Not recorded")

    @cached_property
    def levels(self) -> list[Level]:
        return levels_of_evidence()

    # --- What it cost and saved ----------------------------------------------------------

    @cached_property
    def savings(self) -> list[Saved]:
        return [Saved(saving) for saving in self.study.savings.all()]

    @cached_property
    def savings_brief(self) -> str:
        return savings_in_brief(self.savings)

    @cached_property
    def fundings(self) -> list[Funding]:
        return list(self.study.fundings.all())

    # --- What was learned, and what it takes ---------------------------------------------

    @cached_property
    def hard(self) -> list[Lesson]:
        return self._lessons(Lesson.Kind.HARD)

    @cached_property
    def helped(self) -> list[Lesson]:
        return self._lessons(Lesson.Kind.HELPED)

    def _lessons(self, kind: str) -> list[Lesson]:
        return [lesson for lesson in self.study.lessons.all() if lesson.kind == kind]

    @cached_property
    def factors(self) -> list[FactorShown]:
        return list(self.study.factors_shown.all())

    @cached_property
    def lessons_unknown(self) -> str:
        """Which half of what was learned is not recorded; empty where both are."""
        if not self.hard and not self.helped:
            return _("No source we hold says what was hard or what helped.")
        if not self.hard:
            return _("No source we hold says what was hard.")
        return "" if self.helped else _("No source we hold says what helped.")

    @cached_property
    def needs(self) -> list[NeedsOfKind]:
        found: dict[str, list[Need]] = {kind: [] for kind in Need.Kind}
        for need in self.study.needs.all():
            found[need.kind].append(need)
        return [
            NeedsOfKind(str(Need.Kind(kind).label), rows) for kind, rows in found.items() if rows
        ]

    @cached_property
    def needs_unknown(self) -> str:
        """The kinds of need that nothing is recorded of, in one sentence."""
        recorded = {need.kind for need in self.study.needs.all()}
        missing = [str(kind.label) for kind in Need.Kind if kind not in recorded]
        if not recorded:
            return _(
                "No source we hold says which staff, agreements, systems, space, money or time "
                "it takes."
            )
        if not missing:
            return ""
        return _("Not recorded: %(what)s.") % {"what": ", ".join(missing).lower()}

    @cached_property
    def gaps(self) -> list[Gap]:
        return together(gaps(self.study))

    # --- When, and where it is written ---------------------------------------------------

    @cached_property
    def timeline(self) -> list[Moment]:
        return timeline(self.study, self.on)

    @cached_property
    def sources(self) -> list[Cited]:
        return [
            Cited(source, host(source.url), source.date_shown)
            for source in self.study.sources.all()
        ]

    @cached_property
    def citation(self) -> Citation:
        return of_entry(self.study, self.on)
