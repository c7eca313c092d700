"""What makes a collaboration succeed, national work, and funding."""

from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from casestudies.admin.base import ADDRESSES, AuditedAdmin, PartInline, number_of_studies
from casestudies.admin.term_pages import TermPages
from casestudies.models import (
    FactorSource,
    FundingSource,
    FundingStream,
    NationalProgramme,
    ProgrammeCase,
    ProgrammeSource,
    Question,
    SuccessFactor,
)

SOURCE_FIELDS = ("title", "publisher", "url", "date", "position")


class GuidanceAdmin(AuditedAdmin):
    formfield_overrides = ADDRESSES | {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}

    def get_prepopulated_fields(self, request, obj=None):
        named = "name" if any(f.name == "name" for f in self.opts.fields) else "title"
        return {} if obj else {"slug": [named]}


class QuestionsInline(PartInline):
    model = Question
    fields = ("text", "position")
    verbose_name_plural = _("questions that a team should ask itself")


class FactorSourcesInline(PartInline):
    model = FactorSource
    fields = SOURCE_FIELDS
    verbose_name_plural = _("sources")


@admin.register(SuccessFactor)
class SuccessFactorAdmin(TermPages, GuidanceAdmin):
    list_display = ("title", "kind", "studies_column", "position")
    list_filter = ("kind",)
    search_fields = ("title", "summary")
    fields = (
        "kind",
        "title",
        "slug",
        "summary",
        "guidance",
        "self_check",
        "reviewed_on",
        "position",
    )
    inlines = (QuestionsInline, FactorSourcesInline)

    def get_queryset(self, request):
        counted = number_of_studies("factors_shown__factor")
        return super().get_queryset(request).annotate(number_of_studies=counted)

    @admin.display(description=_("shown by case studies"), ordering="number_of_studies")
    def studies_column(self, factor):
        return factor.number_of_studies


class ProgrammeCasesInline(PartInline):
    model = ProgrammeCase
    linked = ("study",)
    fields = ("study", "reason", "position")
    verbose_name = _("case study")
    verbose_name_plural = _("case studies that are part of it, grew out of it or work under it")


class ProgrammeSourcesInline(PartInline):
    model = ProgrammeSource
    fields = SOURCE_FIELDS
    verbose_name_plural = _("sources")


@admin.register(NationalProgramme)
class NationalProgrammeAdmin(TermPages, GuidanceAdmin):
    list_display = ("name", "status", "start_year")
    list_filter = ("status", "services")
    search_fields = ("name", "summary", "lead_bodies")
    inlines = (ProgrammeCasesInline, ProgrammeSourcesInline)


class FundingSourcesInline(PartInline):
    model = FundingSource
    fields = SOURCE_FIELDS
    verbose_name_plural = _("sources")


@admin.register(FundingStream)
class FundingStreamAdmin(TermPages, GuidanceAdmin):
    list_display = ("name", "funder", "years", "status")
    list_filter = ("status",)
    search_fields = ("name", "funder", "summary")
    inlines = (FundingSourcesInline,)
