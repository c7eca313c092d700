"""Does what was shown and agreed: drafts, changes beside what is published, organisations.

All of it happens in one transaction, or nothing does.
"""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import changes, editorial, pending
from casestudies.imports import one
from casestudies.imports.documents import Document
from casestudies.imports.plan import fields_of
from casestudies.imports.shapes import BY_KIND
from casestudies.models import CaseStudy, ForceArea, Organisation, Region
from casestudies.sheets.layout import Book
from casestudies.sheets.steps import Step, What
from collab_directory import audit

BROUGHT = "spreadsheet"  # how the audit trail says where it came from


def apply(steps: list[Step], book: Book, *, by: User) -> int:
    """Write every step that writes; how many. Raises NotPossible, and then nothing was written.

    Call it only with steps that are true at this moment, in a transaction that holds their rows.
    """
    writing = [step for step in steps if step.writes]
    write = _write_study if book.shape.model is CaseStudy else _write_organisation
    try:
        with changes.one_change():
            for step in writing:
                write(step, by)
            if book.shape.model is CaseStudy:
                _relate_new(writing)
    except ValidationError as error:
        raise editorial.NotPossible(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise editorial.NotPossible(
            _("Somebody else has just used one of these titles, names or addresses.")
        ) from error
    return len(writing)


def _write_study(step: Step, by: User) -> None:
    if step.what is What.PENDING:
        study = CaseStudy.objects.get(pk=step.row)
        pending.prepare(study, by=by, document=step.after)
        return
    if step.what is What.NEW:
        study = CaseStudy(slug=step.key, held_by=by, held_since=timezone.now())
        action = "case_study.added"
    else:
        study = CaseStudy.objects.get(pk=step.row)
        action = "case_study.changed"
    one.write(study, step.after)
    if step.what is What.NEW:
        step.target = study.pk
    audit.record(action, study, by=by, way=BROUGHT)


def _relate_new(writing: list[Step]) -> None:
    """Once more, now that all are there, those that name another that came with them."""
    new = {step.key for step in writing if step.what is What.NEW}
    for step in writing:
        others = {line["other"] for line in step.after.get("relations", [])}
        if not others & new:
            continue
        study = CaseStudy.objects.get(pk=step.row)
        if step.what is What.PENDING:
            study = CaseStudy.objects.get(pending_of=study)
        one.write(study, step.after)


def _write_organisation(step: Step, by: User) -> None:
    row = Organisation(slug=step.key)
    if step.what is What.CHANGED:
        row = Organisation.objects.get(pk=step.row)
    said: Document = step.after
    for name, value in fields_of(BY_KIND["organisation"], said).items():
        setattr(row, name, value)
    row.region = Region.objects.filter(slug=said.get("region")).first()
    row.save()
    row.force_areas.set(ForceArea.objects.filter(slug__in=said.get("force_areas", [])))
    names = said.get("former_names", [])
    row.former_names.exclude(name__in=names).delete()
    known = set(row.former_names.values_list("name", flat=True))
    for name in names:
        if name not in known:
            row.former_names.create(name=name)
    action = "organisation.added" if step.what is What.NEW else "organisation.changed"
    audit.record(action, row, by=by, way=BROUGHT)
