"""Two entries about one scheme become one. Both addresses lead to the one that stays.

The one that goes is archived and keeps its versions, so that what was cited stays readable and
publishing it again undoes the merge; one that the public has never read is deleted.
"""

from collections.abc import Collection
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import changes, editorial, signals, twin_pairs
from casestudies.imports import one
from casestudies.imports.documents import Document
from casestudies.imports.one import current_document
from casestudies.models import CaseStudy, Merge, OldSlug, ProgrammeCase, Relation, TwinPair
from casestudies.uniting import united
from collab_directory import audit

State = CaseStudy.State
KIND = "casestudy"
MOST_TITLE: int = cast(Any, CaseStudy._meta.get_field("title")).max_length


def why_not(gone: CaseStudy, into: CaseStudy) -> str:
    """Why nobody can let the one go into the other as they stand; empty if a publisher can."""
    if gone.pk == into.pk:
        return _("An entry cannot go into itself.")
    if gone.is_pending or into.is_pending:
        return _("A change that is being prepared is no entry. Merge the entries themselves.")
    if into.state == State.ARCHIVED:
        return _("“%s” is archived. Publish it first, or let the other one stay.") % into
    if gone.published_at and not into.is_published:
        return _("The public has read “%s”, so the one that stays must be public too.") % gone
    for study in (gone, into):
        if CaseStudy.objects.filter(pending_of=study).exists():
            return _("A change of “%s” is being prepared. Publish or discard that first.") % study
    for _receiver, reason in signals.merge_asked.send(CaseStudy, gone=gone, into=into):
        if reason:
            return str(reason)
    return ""


@transaction.atomic
def merge(
    gone: CaseStudy, into: CaseStudy, *, by: User, taken: Collection[str] = (), note: str = ""
) -> bool:
    """Let one entry go into another. False where somebody has done so already.

    `taken` names what the one that stays shall say in the words of the other: see
    `uniting.CHOICES`. Raises `NotPossible`, with nothing changed.
    """
    editorial.require(by, editorial.PUBLISH, _("Only a publisher can merge entries."))
    with changes.one_change() as touched:
        rows = CaseStudy.objects.select_for_update().filter(pk__in=[gone.pk, into.pk])
        here = {study.pk: study for study in rows.order_by("pk")}
        if gone.pk not in here or Merge.objects.filter(gone=gone.pk, into=into.pk).exists():
            return False
        if into.pk not in here:
            raise editorial.NotPossible(_("“%s” is gone. Choose another entry.") % into)
        gone, into = here[gone.pk], here[into.pk]
        if reason := why_not(gone, into):
            raise editorial.NotPossible(reason)
        before = current_document(gone)
        document = united(current_document(into), before, taken)
        said = note.strip() or _note_of(gone)
        touched.update({gone.pk, into.pk})
        _relate(gone, into)
        signals.merged.send(CaseStudy, gone=gone, into=into, by=by)
        _lead_on(gone, into)
        _put_away(gone, by=by, note=said, free_title=document["title"] == gone.title)
        _say(into, document)
        if into.is_published:
            editorial.revise(into, by=by, note=said[:300])
        audit.record("case_study.merged", into, by=by, gone=before["title"], note=said)
        twin_pairs.look_again(into)
    return True


def published_again(sender: object, *, study: CaseStudy, **kwargs: object) -> None:
    """What was merged is public again: its address, and those that it had before, lead to it."""
    merge = Merge.objects.filter(gone=study).first()
    if merge is None:
        return
    led_on = OldSlug.objects.filter(kind=KIND, target_id=merge.into_id)
    merge.delete()
    led_on.filter(slug=study.slug).delete()
    # What it was published under stands in its versions; all else belongs to the other
    had = {version.document.get("slug") for version in study.versions.all()}
    led_on.filter(slug__in=had - {None}).update(target_id=study.pk)


def _note_of(gone: CaseStudy) -> str:
    """For readers, who are told no title that they cannot read."""
    if gone.is_published:
        return _("Merged with “%s”, which was about the same scheme.") % gone
    return _("Merged with another entry, which was about the same scheme.")


def _relate(gone: CaseStudy, into: CaseStudy) -> None:
    """Let what others say of the one be said of the other; no loops, and nothing twice."""
    mine = ProgrammeCase.objects.filter(study=gone)
    mine.filter(programme__in=into.programme_cases.values("programme")).delete()
    mine.update(study=into)
    for relation in Relation.objects.filter(other=gone).exclude(study=into):
        same = Relation.objects.filter(study=relation.study_id, kind=relation.kind, other=into)
        if same.exists():
            relation.delete()
            continue
        relation.other = into
        try:
            relation.save()
        except ValidationError:
            relation.delete()
    # Between the two there is nothing to say any more; what goes says nothing of others.
    Relation.objects.filter(study=into, other=gone).delete()


def _lead_on(gone: CaseStudy, into: CaseStudy) -> None:
    OldSlug.objects.filter(kind=KIND, target_id=gone.pk).update(target_id=into.pk)
    earlier = Merge.objects.filter(into=gone)
    if not gone.is_published:
        earlier.update(was_public=False)  # it was taken off the public pages together with this
    earlier.update(into=into)
    TwinPair.objects.of(gone).delete()
    if gone.published_at:
        OldSlug.objects.update_or_create(kind=KIND, slug=gone.slug, defaults={"target_id": into.pk})
        now, was_public = timezone.now(), gone.is_published
        Merge.objects.create(gone=gone, into=into, at=now, was_public=was_public)


def _put_away(gone: CaseStudy, *, by: User, note: str, free_title: bool) -> None:
    if not gone.published_at:
        audit.record("case_study.merged", gone, by=by, note=note)
        gone.delete()
        return
    if gone.is_published:
        editorial.archive(gone, by=by, note=note[:300])
    gone.previews.filter(revoked_at=None).update(revoked_at=timezone.now())
    values = {"state": State.ARCHIVED, "updated_at": timezone.now()}
    if free_title:
        mark = f" ({gone.slug})"
        values["title"] = gone.title[: MOST_TITLE - len(mark)] + mark
    CaseStudy.objects.filter(pk=gone.pk).update(**values)
    audit.record("case_study.merged", gone, by=by, note=note)


def _say(into: CaseStudy, document: Document) -> None:
    try:
        one.write(into, document)
        into.full_clean(exclude=["slug"])
    except ValidationError as problem:
        raise editorial.NotPossible(" ".join(problem.messages)) from problem
