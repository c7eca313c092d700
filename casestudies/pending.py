"""A change of a published or archived entry, prepared beside it: the pending version.

The public goes on reading the entry until the change is published over it. There is at most one
for an entry. It remembers what the entry said when it was begun, so that what somebody else has
changed in the entry meanwhile is told from what it changes itself.
"""

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import changes, editorial, letters
from casestudies.imports import one
from casestudies.imports.documents import Document, digest, without_empty
from casestudies.imports.one import current_document, text_of
from casestudies.models import CaseStudy
from collab_directory import audit

State = CaseStudy.State


class MovedOn(editorial.NotPossible):
    """The entry has changed since this change of it was begun; `meanwhile` says how."""

    def __init__(self, meanwhile: "Meanwhile") -> None:
        self.meanwhile = meanwhile
        super().__init__(
            _("The entry has been changed since this change was begun. Look at both first.")
        )


@dataclass(frozen=True)
class Meanwhile:
    """Three documents: the entry when a change of it was begun, the entry now, and the change.

    All without address and confirmation, which no change touches.
    """

    base: Document
    now: Document
    mine: Document

    @property
    def has_moved_on(self) -> bool:
        return self.base != self.now

    @property
    def seen(self) -> str:
        """Names what the entry says now: whoever agrees to it has seen this and nothing later."""
        return digest(self.now)

    @property
    def kept(self) -> list[str]:
        """What only the entry has changed since. Publishing leaves it as the entry has it."""
        return [name for name in self._changed(self.now) if name not in self._changed(self.mine)]

    @property
    def replaced(self) -> list[str]:
        """What both have changed, each in its own way. Publishing takes the change's."""
        both = [name for name in self._changed(self.now) if name in self._changed(self.mine)]
        return [name for name in both if self.now.get(name) != self.mine.get(name)]

    def together(self) -> Document:
        """The change over the entry as it is now, field by field and list by list."""
        mine = {name: self.mine.get(name) for name in self._changed(self.mine)}
        return {name: value for name, value in (self.now | mine).items() if value is not None}

    def _changed(self, document: Document) -> list[str]:
        names = dict.fromkeys([*self.base, *document])
        return [name for name in names if self.base.get(name) != document.get(name)]


def meanwhile(pending: CaseStudy) -> Meanwhile:
    """What became of the entry since, and what publishing would make of both."""
    original = original_of(pending)
    return Meanwhile(
        base=text_of(pending.pending_base or {}),
        now=text_of(current_document(original)),
        mine=text_of(current_document(pending)),
    )


def has_moved_on(pending: CaseStudy) -> bool:
    """Whether the text of the entry is another one than when this change of it was begun."""
    return meanwhile(pending).has_moved_on


def original_of(pending: CaseStudy) -> CaseStudy:
    """The entry that it is a change of; `NotPossible` for what is an entry itself."""
    if pending.pending_of is None:
        raise editorial.NotPossible(_("“%s” is an entry, not a change of one.") % pending)
    return pending.pending_of


@transaction.atomic
def prepare(study: CaseStudy, *, by: User, document: Document | None = None) -> CaseStudy:
    """The one pending version of a published or archived entry; it is made if there is none.

    A new one says what the entry says now or, if it is given, what `document` says, which has the
    shape of `Version.document`. What that names and is gone is left out; it stands in
    `left_out` of what comes back, as `organisation kent-police`.

    Raises `NotPossible` for an entry that the public has never read, and where another change is
    being prepared already and `document` would be written over it.
    """
    editorial.require(by, editorial.CHANGE, _("Only an editor can prepare a change."))
    original = CaseStudy.objects.select_for_update().filter(pk=study.pk).first()
    if original is None:
        raise editorial.NotPossible(_("“%s” was deleted a moment ago.") % study)
    if original.is_pending or original.state not in (State.PUBLISHED, State.ARCHIVED):
        raise editorial.NotPossible(
            _("“%s” is not published: change it itself, rather than beside it.") % original
        )
    base = current_document(original)
    wanted = base if document is None else document
    if there := CaseStudy.objects.filter(pending_of=original).first():
        if document is not None and not _says(there, wanted):
            raise editorial.NotPossible(
                _(
                    "A change of “%s” is being prepared already. Publish or discard that one "
                    "first, so that nothing of it is lost."
                )
                % original
            )
        return there
    with changes.one_change():
        pending = _copy(original, base, wanted, by)
    audit.record("case_study.change_begun", original, by=by, pending=pending.pk)
    return pending


def _says(study: CaseStudy, document: Document) -> bool:
    return text_of(current_document(study)) == without_empty(text_of(document))


def _copy(original: CaseStudy, base: Document, wanted: Document, by: User) -> CaseStudy:
    pending = CaseStudy(
        # Nobody is ever led there; the entry keeps its own.
        slug=f"change-{secrets.token_hex(8)}",
        region=original.region,
        pending_of=original,
        pending_base=base,
        verified_on=original.verified_on,
        verified_by=original.verified_by,
        held_by=by,
        held_since=timezone.now(),
    )
    try:
        pending.left_out = tuple(one.write(pending, wanted))
    except ValidationError as problem:
        raise editorial.NotPossible(" ".join(problem.messages)) from problem
    return pending


@transaction.atomic
def publish(pending: CaseStudy, *, by: User, note: str = "", seen: str = "") -> CaseStudy | None:
    """Write a change over its entry, keep the version, and delete the copy; the entry.

    Slug, leaders, enquiries, what others say of the entry, and who confirmed it when stay. An
    archived entry is public again with it. Nothing comes back where somebody else published or
    discarded the change a moment before.

    `pending` is as the publisher saw it: `NotPossible` where it was saved since. `seen` is
    `Meanwhile.seen` of what they were shown. Raises `MovedOn` where the entry has changed since the
    change was begun and `seen` does not say that they have seen how.
    """
    editorial.require(by, editorial.PUBLISH, _("Only a publisher can publish a change."))
    locked = _locked(pending)
    if locked is None:
        return None
    as_it_was, (pending, original) = pending, locked
    _require_unchanged(pending, as_it_was)
    if missing := editorial.missing_for_publication(pending):
        raise editorial.NotReady(missing)
    three = meanwhile(pending)
    if three.has_moved_on and seen != three.seen:
        raise MovedOn(three)
    number, note = pending.pk, note.strip() or pending.pending_note
    with changes.one_change():
        # First, so that the title and what may be named once are free.
        pending.delete()
        _write_over(original, three.together())
        if original.is_published:
            editorial.revise(original, by=by, note=note)
        else:
            editorial.publish(original, by=by, note=note)
    audit.record("case_study.change_published", original, by=by, pending=number, note=note)
    letters.published(original, to=pending.submitted_by, by=by, at=timezone.now())
    return original


def _write_over(original: CaseStudy, document: Document) -> None:
    if CaseStudy.objects.entries().filter(title=document["title"]).exclude(pk=original.pk).exists():
        raise editorial.NotPossible(
            _("Another entry is called “%s” now. Give this one a title of its own.")
            % document["title"]
        )
    try:
        one.write(original, document)
    except ValidationError as problem:
        raise editorial.NotPossible(" ".join(problem.messages)) from problem


@transaction.atomic
def discard(pending: CaseStudy, *, by: User) -> CaseStudy | None:
    """Delete a change that is not wanted; its entry, which stays as it is.

    Nothing comes back where it was published or discarded a moment before. `pending` is as whoever
    discards it saw it: `NotPossible` where it was saved since.
    """
    editorial.require(by, editorial.CHANGE, _("Only an editor can discard a change."))
    locked = _locked(pending)
    if locked is None:
        return None
    as_it_was, (pending, original) = pending, locked
    _require_unchanged(pending, as_it_was)
    audit.record("case_study.change_discarded", original, by=by, pending=pending.pk)
    with changes.one_change():
        pending.delete()
    return original


def _require_unchanged(pending: CaseStudy, as_it_was: CaseStudy) -> None:
    if pending.updated_at != as_it_was.updated_at:
        raise editorial.NotPossible(
            _("Somebody has saved this change a moment ago. Look at it again first.")
        )


def _locked(pending: CaseStudy) -> tuple[CaseStudy, CaseStudy] | None:
    """The change and its entry as they are now, held until the transaction ends.

    The entry first, as everywhere, so that two never wait for each other.
    """
    original = original_of(pending)
    entry = CaseStudy.objects.select_for_update().filter(pk=original.pk).first()
    change = CaseStudy.objects.select_for_update().filter(pk=pending.pk, pending_of=entry).first()
    return None if change is None or entry is None else (change, entry)
