"""Two words for one thing become one: everything that named the first names the second."""

from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _

from casestudies import changes, signals
from casestudies.editorial import NotPossible
from casestudies.imports.marks import following
from casestudies.models import (
    CaseStudy,
    FormerName,
    OldSlug,
    Organisation,
    Partner,
)
from casestudies.models.addresses import Retirable
from casestudies.terms.uses import STUDY_LINES, Naming, namings
from collab_directory import audit

Term = TypeVar("Term", bound=Retirable)

# Of the lines that a term is made of: what two of them say alike
SAID = ("url", "text", "name")


def action(term: models.Model, verb: str) -> str:
    """How the audit trail names it, as the admin does: `collaboration_type.merged`."""
    words = "".join(f"_{c.lower()}" if c.isupper() else c for c in type(term).__name__)
    return f"{words.lstrip('_')}.{verb}"


def require(by: User, term: models.Model, verb: str) -> None:
    meta = term._meta
    if not by.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}"):
        raise PermissionDenied(_("Only a publisher may do this."))


def merge(gone: Term, into: Term, *, by: User, keep_names: bool = True) -> bool:
    """Let one term go into another of its kind. False where somebody has done so already.

    Its address leads to the other from now on, also in the parameters of the directory. With
    `keep_names`, what an organisation was called stays as a former name of the other.
    """
    require(by, gone, "delete")
    require(by, into, "change")
    if gone.pk == into.pk:
        raise NotPossible(_("Choose another one to merge it into."))
    with changes.one_change() as touched:
        here = lock(gone, into)
        if gone.pk not in here:
            return False
        if into.pk not in here:
            raise NotPossible(_("“%s” is gone. Choose another one to merge it into.") % into)
        gone, into = here[gone.pk], here[into.pk]
        if into.is_retired:
            raise NotPossible(_("“%s” is retired. Offer it again first, or choose another.") % into)
        touched |= studies_of(gone)
        if isinstance(gone, Organisation) and isinstance(into, Organisation) and keep_names:
            _keep_names(gone, into)
        with following(gone, studies_of(gone)):
            move(gone, into, with_own=True)
        _lead_on(gone, into)
        audit.record(action(into, "merged"), into, by=by, gone=str(gone), address=gone.slug)
        audit.record(action(gone, "merged"), gone, by=by, into=str(into), address=into.slug)
        was, model = gone.slug, type(gone)
        gone.delete()
        signals.term_moved.send(model, was=was, now=into.slug)
        touched |= studies_of(into)
    return True


def lock(*terms: Term) -> dict[int, Term]:
    """As they are stored now, held until the transaction ends; without those that are gone."""
    rows = type(terms[0])._default_manager.select_for_update()
    return {row.pk: row for row in rows.filter(pk__in=[t.pk for t in terms]).order_by("pk")}


def studies_of(term: Retirable) -> set[int]:
    """The case studies that name it, and so hold its words."""
    found: set[int] = set()
    for naming in namings(type(term)):
        if naming.model is CaseStudy:
            found.update(naming.of(term).values_list(naming.source, flat=True))
        elif naming.model in STUDY_LINES:
            found.update(naming.of(term).values_list("study_id", flat=True))
    return found


def move(gone: Retirable, into: Retirable, *, with_own: bool) -> None:
    """Let all that names the one name the other; what would then be said twice goes.

    `with_own` takes along the lines that it is made of, such as its sources.
    """
    for naming in namings(type(gone)):
        if naming.is_own and not with_own:
            continue
        if naming.model is Partner:
            _join_partners(gone, into)
        mine = naming.of(gone)
        for same in _what_doubles(naming):
            mine.filter(**{f"{same}__in": naming.of(into).values(same)}).delete()
        naming.of(gone).update(**{naming.column: into.pk})
    terms: Any = type(gone)  # the plugin knows no column that leads to an abstract model
    terms._default_manager.filter(replaced_by=gone.pk).update(replaced_by=into.pk)


def _what_doubles(naming: Naming) -> list[str]:
    """The columns in which a row may not say what a row of the other term says already."""
    if naming.through is not None:
        return [naming.source]
    column = naming.column.removesuffix("_id")
    found = []
    for constraint in naming.model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and column in constraint.fields:
            found += [name for name in constraint.fields if name != column]
    if naming.is_own and not found:
        known = {field.name for field in naming.model._meta.fields}
        found = [name for name in SAID if name in known][:1]
    return found


def _join_partners(gone: Retirable, into: Retirable) -> None:
    """Where both take part in a study, the line that stays says the most of the two."""
    theirs = {line.study_id: line for line in Partner.objects.filter(organisation=gone.pk)}
    for line in Partner.objects.filter(organisation=into.pk, study__in=theirs):
        other = theirs[line.study_id]
        line.role = Partner.Role.LEAD if other.is_lead or line.is_lead else line.role
        line.part_played = line.part_played or other.part_played
        Partner.objects.filter(pk=line.pk).update(role=line.role, part_played=line.part_played)


def _keep_names(gone: Organisation, into: Organisation) -> None:
    known = {into.name, into.short_name, *into.former_names.values_list("name", flat=True)}
    for name in (gone.name, gone.short_name):
        if name and name not in known:
            FormerName.objects.create(organisation=into, name=name)
            known.add(name)


def _lead_on(gone: Retirable, into: Retirable) -> None:
    """Every address that led to the one leads to the other."""
    kind: Any = gone._meta.model_name
    OldSlug.objects.filter(kind=kind, target_id=gone.pk).update(target_id=into.pk)
    OldSlug.objects.update_or_create(kind=kind, slug=gone.slug, defaults={"target_id": into.pk})
