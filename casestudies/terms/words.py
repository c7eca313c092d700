"""Groups of words that mean the same: two groups become one."""

from typing import Any, TypeVar, cast

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext as _

from casestudies import changes
from casestudies.editorial import NotPossible
from casestudies.models import (
    GlossaryTerm,
    SearchPlace,
    SearchTerm,
    SearchWord,
    Synonym,
    WelshWord,
)
from casestudies.terms.merging import action, require
from collab_directory import audit

Group = TypeVar("Group", GlossaryTerm, SearchTerm)

# The words of each kind of group, and which of them the name of a group becomes
WORDS: dict[type[models.Model], tuple[type[models.Model], ...]] = {
    GlossaryTerm: (Synonym,),
    SearchTerm: (SearchWord, WelshWord, SearchPlace),
}


LONGEST: int = cast(Any, Synonym._meta.get_field("word")).max_length


def merge_words(gone: Group, into: Group, *, by: User) -> bool:
    """Let one group go into another: its words, and what it was called itself as more of them.

    False where somebody has done so already. What a glossary term means is not carried over.
    """
    require(by, gone, "delete")
    require(by, into, "change")
    if gone.pk == into.pk:
        raise NotPossible(_("Choose another one to merge it into."))
    model = type(gone)
    with changes.one_change():
        rows = model._default_manager.select_for_update().filter(pk__in=[gone.pk, into.pk])
        here = {row.pk: row for row in rows.order_by("pk")}
        if gone.pk not in here:
            return False
        if into.pk not in here:
            raise NotPossible(_("“%s” is gone. Choose another one to merge it into.") % into)
        kinds = WORDS[model]
        if model is SearchTerm:  # only a place may stand under both
            named = SearchPlace.objects.filter(term=into.pk).values("word")
            SearchPlace.objects.filter(term=gone.pk, word__in=named).delete()
        for kind in kinds:
            kind._default_manager.filter(term=gone.pk).update(term=into.pk)
        names = kinds[0]._default_manager
        for word in (gone.term, getattr(gone, "expansion", "")):
            if word and len(word) <= LONGEST and not names.filter(word__iexact=word).exists():
                names.create(term_id=into.pk, word=word)
        audit.record(action(into, "merged"), into, by=by, gone=gone.term)
        audit.record(action(gone, "merged"), gone, by=by, into=into.term)
        here[gone.pk].delete()
    return True
