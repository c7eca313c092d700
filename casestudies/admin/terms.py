"""The short lists by which case studies are sorted, and the words that search goes by."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casestudies.admin.base import AuditedAdmin, PartInline, number_of_studies
from casestudies.admin.term_pages import TermPages
from casestudies.models import (
    CollaborationType,
    GlossaryTerm,
    SearchPlace,
    SearchTerm,
    SearchWord,
    Service,
    Synonym,
    WelshWord,
)


class TermAdmin(TermPages, AuditedAdmin):
    list_display = ("name", "studies_column", "position")
    search_fields = ("name", "description")
    fields = ("name", "slug", "description", "position")
    prepopulated_fields = {"slug": ["name"]}
    path = ""  # from a case study to the term

    def get_queryset(self, request):
        terms = super().get_queryset(request)
        return terms.annotate(number_of_studies=number_of_studies(self.path))

    @admin.display(description=_("case studies"), ordering="number_of_studies")
    def studies_column(self, term):
        return term.number_of_studies

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(Service)
class ServiceAdmin(TermAdmin):
    path = "services"


@admin.register(CollaborationType)
class CollaborationTypeAdmin(TermAdmin):
    path = "types"


class SynonymsInline(PartInline):
    model = Synonym
    fields = ("word",)
    verbose_name_plural = _("other words for it: a search for one finds them all")


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(TermPages, AuditedAdmin):
    may_retire = False  # no entry names it: what is not wanted is deleted
    list_display = ("term", "expansion", "synonyms_column")
    search_fields = ("term", "expansion", "meaning", "synonyms__word")
    inlines = (SynonymsInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("synonyms")

    @admin.display(description=_("other words"))
    def synonyms_column(self, term):
        return ", ".join(synonym.word for synonym in term.synonyms.all())


class SearchWordsInline(PartInline):
    model = SearchWord
    fields = ("word",)
    verbose_name_plural = _("what others say: a search for one finds the term and all the others")


class WelshWordsInline(PartInline):
    model = WelshWord
    fields = ("word",)
    verbose_name_plural = _("in Welsh: whoever asks in Welsh sees schemes in Wales first")


class SearchPlacesInline(PartInline):
    model = SearchPlace
    fields = ("word",)
    verbose_name_plural = _("places in it: a search for one finds the term, but not the other way")


@admin.register(SearchTerm)
class SearchTermAdmin(TermPages, AuditedAdmin):
    may_retire = False
    list_display = ("term", "words_column", "welsh_column", "places_column")
    search_fields = ("term", "words__word", "welsh__word", "places__word")
    inlines = (SearchWordsInline, WelshWordsInline, SearchPlacesInline)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("words", "welsh", "places")

    @admin.display(description=_("what others say"))
    def words_column(self, term):
        return ", ".join(word.word for word in term.words.all())

    @admin.display(description=_("in Welsh"))
    def welsh_column(self, term):
        return ", ".join(word.word for word in term.welsh.all())

    @admin.display(description=_("places in it"))
    def places_column(self, term):
        return ", ".join(place.word for place in term.places.all())
