"""The editors' list of case studies: its columns and what it can be narrowed by."""

import datetime as dt

from django.contrib import admin
from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from casestudies.admin.study_rows import source_count
from casestudies.models import CaseStudy, Evidence
from casestudies.models.case_study_queries import last_day_out_of_date


def name_of(user):
    return user.get_full_name() or user.get_username()


def state_badge(study):
    return format_html(
        '<span class="badge badge--{}">{}</span>', study.state, study.get_state_display()
    )


class StudyColumns:
    """The columns. Each reads what the list's one query brought, and asks nothing more."""

    @admin.display(description=_("case study"), ordering="title")
    def entry_column(self, study):
        services = ", ".join(service.name for service in study.services.all())
        return format_html(
            '<span class="entry">{}</span><span class="under">{}{} · {}</span>',
            study.title,
            _("A change of the entry · ") if study.is_pending else "",
            study.region.name,
            services or _("no service"),
        )

    @admin.display(description=_("who has it"), ordering="held_since")
    def held_column(self, study):
        if study.held_since is None:
            return ""
        who = name_of(study.held_by) if study.held_by else ""
        if not who:
            in_review = study.state == CaseStudy.State.IN_REVIEW
            who = _("Waits for a publisher") if in_review else _("Nobody")
        since = date_format(timezone.localtime(study.held_since), "j M Y")
        return format_html('{}<span class="under">{}</span>', who, _("since %s") % since)

    @admin.display(description=_("publication"), ordering="state")
    def state_column(self, study):
        return state_badge(study)

    @admin.display(description=_("scheme"), ordering="newest_source")
    def status_column(self, study):
        if study.status == CaseStudy.Status.UNKNOWN:
            return format_html('<span class="unknown">{}</span>', study.get_status_display())
        reported = study.reported_year or _("no date")
        return format_html(
            '{} <span class="quiet">({})</span>', study.get_status_display(), reported
        )

    @admin.display(description=_("evidence"), ordering="best_evidence")
    def evidence_column(self, study):
        level = study.best_evidence or 0
        word = Evidence(level).label if level else _("No outcome")
        blocks = format_html_join(
            "", '<i class="{}"></i>', (("on",) if n < level else ("",) for n in range(4))
        )
        return format_html(
            '<span class="blocks" aria-hidden="true">{}</span> <span class="{}">{}</span>',
            blocks,
            "" if level else "unknown",
            word,
        )

    @admin.display(description=_("confirmed"), ordering="verified_on")
    def freshness_column(self, study):
        if study.verified_on is None:
            return format_html('<span class="fresh fresh--never">{}</span>', _("Never"))
        freshness = study.freshness(timezone.localdate())
        day = date_format(study.verified_on, "j M Y")
        again = format_html('<span class="under">{}</span>', _("due again"))
        return format_html(
            '<span class="fresh fresh--{}">{}</span>{}',
            freshness,
            day,
            again if freshness == "due" else "",
        )

    @admin.display(description=_("sources"), ordering="source_count")
    def sources_column(self, study):
        return study.source_count


class OnceAskedFilter(RelatedFieldListFilter):
    """Django makes all filters anew to count for each of them; their choices are read once."""

    def field_choices(self, field, request, model_admin):
        asked = request.__dict__.setdefault("_choices_of_filters", {})
        if field.name not in asked:
            asked[field.name] = super().field_choices(field, request, model_admin)
        return asked[field.name]


class ChosenFilter(SimpleListFilter):
    """A filter that refuses what it does not know, as Django's own do."""

    choices_offered: tuple = ()

    def lookups(self, request, model_admin):
        return self.choices_offered

    def queryset(self, request, queryset):
        value = self.value()
        if value is None:
            return queryset
        if value not in dict(self.choices_offered):
            raise IncorrectLookupParameters
        return self.narrow(queryset, value)


UNFINISHED = (CaseStudy.State.DRAFT, CaseStudy.State.IN_REVIEW)


class ChangesFilter(ChosenFilter):
    """A change stands beside its entry, so that every count is the length of the list behind it."""

    title = _("entries and changes of them")
    parameter_name = "change"
    choices_offered = (("no", _("entries only")), ("yes", _("changes being prepared")))

    def narrow(self, studies, value):
        return studies.entries() if value == "no" else studies.exclude(pending_of=None)


class HolderFilter(ChosenFilter):
    title = _("who has it")
    parameter_name = "who"
    choices_offered = (
        ("me", _("I have it")),
        ("others", _("somebody else")),
        ("nobody", _("nobody")),
    )

    def queryset(self, request, queryset):
        self.user = request.user
        return super().queryset(request, queryset)

    def narrow(self, studies, value):
        unfinished = studies.filter(state__in=UNFINISHED)
        if value == "nobody":
            return unfinished.filter(held_by=None)
        held = unfinished.exclude(held_by=None)
        return held.filter(held_by=self.user) if value == "me" else held.exclude(held_by=self.user)


class FreshnessFilter(ChosenFilter):
    title = _("when it was confirmed")
    parameter_name = "confirmed"
    choices_offered = (
        ("ok", _("in the last 12 months")),
        ("due", _("longer ago, due again")),
        ("never", _("never")),
    )

    def narrow(self, studies, value):
        today: dt.date = timezone.localdate()
        if value == "never":
            return studies.never_confirmed()
        if value == "due":
            return studies.due(today)
        return studies.filter(verified_on__gt=last_day_out_of_date(today))


class SourcesFilter(ChosenFilter):
    title = _("number of sources")
    parameter_name = "sources"
    choices_offered = (("0", _("none")), ("1", _("one only")), ("2", _("two or more")))

    def narrow(self, studies, value):
        counted = studies.alias(number_of_sources=source_count())
        if value == "2":
            return counted.filter(number_of_sources__gte=2)
        return counted.filter(number_of_sources=int(value))
