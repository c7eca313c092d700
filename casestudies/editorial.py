"""The only code that changes publication state: submit, publish, archive, return and the like.

Every action checks the role, may be repeated, and says whether it changed anything. The state
moves by a conditional UPDATE: of two people who press a button at once, one does it and the other
finds it done. That UPDATE also holds the row until the transaction ends, so what follows it sees
one truth.
"""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import changes, letters, signals
from casestudies.imports.documents import Document, to_document
from casestudies.imports.shapes import CASE_STUDY
from casestudies.models import CaseStudy, Preview, Version
from collab_directory import audit

State = CaseStudy.State

CHANGE = "casestudies.change_casestudy"
PUBLISH = "casestudies.publish_casestudy"

# What the public reads is on nobody's desk.
NOBODY: dict[str, object] = {"held_by": None, "held_since": None, "returned_because": ""}


class NotAllowed(PermissionDenied):
    """This person's role may not do this. The message is for them."""


class NotPossible(Exception):  # noqa: N818 - an answer to expect, not a fault
    """Nobody can do this to the case study as it stands. The message says why."""


class NotReady(NotPossible):
    """The case study cannot be published yet; `missing` says in words what it lacks."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(_("Not ready to publish. Missing: %s.") % ", ".join(missing))


def missing_for_publication(study: CaseStudy) -> list[str]:
    """What a case study must have before the public may read it, and this one has not."""
    needed = [
        (bool(study.title.strip()), _("a title")),
        (bool(study.summary.strip()), _("a summary")),
        (bool(study.services.all()), _("at least one service")),
        (bool(study.types.all()), _("at least one collaboration type")),
        (study.region_id is not None, _("a region")),
        (bool(study.sources.all()), _("at least one source")),
    ]
    return [name for present, name in needed if not present]


def may_change(study: CaseStudy, by: User) -> bool:
    """An Editor writes what the public does not see yet; the rest takes a Publisher."""
    if not by.has_perm(CHANGE):
        return False
    return study.state in (State.DRAFT, State.IN_REVIEW) or by.has_perm(PUBLISH)


@transaction.atomic
def submit(study: CaseStudy, *, by: User) -> bool:
    """Ask the publishers to look at a draft."""
    require(by, CHANGE, _("Only an editor can send a case study for review."))
    now = timezone.now()
    waits = {"held_by": None, "held_since": now, "submitted_by": by, "returned_because": ""}
    if not _move(study, State.IN_REVIEW, only_from=[State.DRAFT], **waits):
        return False
    audit.record("case_study.submitted", study, by=by)
    letters.submitted(study, by=by, at=now)
    return True


@transaction.atomic
def publish(study: CaseStudy, *, by: User, note: str = "") -> bool:
    """Let the public read a case study, and keep the version that they now read."""
    require(by, PUBLISH, _("Only a publisher can publish a case study."))
    whole = [State.DRAFT, State.IN_REVIEW, State.ARCHIVED]
    if not _move(study, State.PUBLISHED, only_from=whole, **NOBODY):
        return False
    if missing := missing_for_publication(study):
        raise NotReady(missing)
    version = _keep_version(study, by=by, note=note)
    audit.record("case_study.published", study, by=by, version=version.number, note=note)
    letters.published(study, to=study.submitted_by, by=by, at=timezone.now())
    CaseStudy.objects.filter(pk=study.pk).update(submitted_by=None)
    signals.published.send(CaseStudy, study=study, by=by)
    return True


@transaction.atomic
def revise(study: CaseStudy, *, by: User, note: str = "") -> bool:
    """Keep a version of a published case study that was edited in place, if its text differs."""
    require(by, PUBLISH, _("Only a publisher can change a published case study."))
    # The same lock as a move takes, so that two saves do not choose the same version number.
    found = CaseStudy.objects.select_for_update().filter(pk=study.pk, state=State.PUBLISHED)
    if not found.exists():
        raise NotPossible(_("This case study is not published."))
    last = study.versions.order_by("-number").first()
    if last and last.document == _document_of(study):
        return False
    if missing := missing_for_publication(study):
        raise NotReady(missing)
    version = _keep_version(study, by=by, note=note)
    audit.record("case_study.revised", study, by=by, version=version.number, note=note)
    return True


@transaction.atomic
def archive(study: CaseStudy, *, by: User, note: str = "") -> bool:
    """Take a published case study off the public pages, and keep everything that is known of it."""
    require(by, PUBLISH, _("Only a publisher can archive a case study."))
    if not _move(study, State.ARCHIVED, only_from=[State.PUBLISHED]):
        return False
    # A link from before it was published would show what is taken off the public pages.
    # So would one to a change of it.
    shows = Preview.objects.filter(Q(study=study) | Q(study__pending_of=study), revoked_at=None)
    shows.update(revoked_at=timezone.now())
    audit.record("case_study.archived", study, by=by, note=note)
    signals.archived.send(CaseStudy, study=study, by=by)
    return True


@transaction.atomic
def return_to_draft(study: CaseStudy, *, by: User, comment: str) -> bool:
    """Give a case study back to its editor, and say what should change."""
    require(by, PUBLISH, _("Only a publisher can return a case study to its editor."))
    if not comment.strip():
        raise NotPossible(_("Say what should change, so that the editor knows."))
    if CaseStudy.objects.filter(pending_of=study, pending_of__state=State.ARCHIVED).exists():
        raise NotPossible(_("A change of it is being prepared. Publish or discard that first."))
    now, comment = timezone.now(), comment.strip()
    back = {"held_by": F("submitted_by"), "held_since": now, "returned_because": comment}
    if not _move(study, State.DRAFT, only_from=[State.IN_REVIEW, State.ARCHIVED], **back):
        return False
    audit.record("case_study.returned", study, by=by, comment=comment)
    letters.returned(study, by=by, at=now)
    return True


@transaction.atomic
def receive(study: CaseStudy) -> bool:
    """Bring before the publishers what somebody who is no editor proposes. Nobody sees it yet."""
    if not _move(study, State.IN_REVIEW, only_from=[State.DRAFT], held_since=timezone.now()):
        return False
    audit.record("case_study.proposed", study, by=None)
    return True


@transaction.atomic
def set_aside(study: CaseStudy, *, by: User | None, comment: str) -> bool:
    """Take out of review what is no longer proposed, and keep the work that was put into it.

    `by` is None where whoever proposed it took it back.
    """
    if by is not None:
        require(by, CHANGE, _("Only an editor can set a case study aside."))
    mine = {"held_by": by, "held_since": timezone.now(), "submitted_by": None}
    if not _move(study, State.DRAFT, only_from=[State.IN_REVIEW], **mine):
        return False
    audit.record("case_study.set_aside", study, by=by, comment=comment)
    return True


@transaction.atomic
def discard(study: CaseStudy) -> bool:
    """Delete what was proposed, taken back, and never published."""
    unseen = CaseStudy.objects.filter(pk=study.pk, state=State.IN_REVIEW, published_at=None).first()
    if unseen is None:
        return False
    audit.record("case_study.deleted", unseen, by=None)
    with changes.one_change():
        unseen.delete()
    return True


def require(by: User, permission: str, otherwise: str) -> None:
    """Refuse whoever has not this permission, in words for them."""
    if not by.has_perm(permission):
        raise NotAllowed(otherwise)


def _move(study: CaseStudy, to: str, *, only_from: list[State], **also: object) -> bool:
    """Whether this call moved it: not if it is there already. Refuses where no way leads there.

    `also` are other fields that change with it.
    """
    movable = CaseStudy.objects.filter(pk=study.pk, state__in=only_from)
    values: dict[str, object] = {"state": to, **also}
    if study.is_pending and to in (State.PUBLISHED, State.ARCHIVED):
        raise NotPossible(_("“%s” is a change of an entry: publish it over that.") % study)
    if to == State.PUBLISHED:
        values["published_at"] = Coalesce("published_at", timezone.now())
    if _update(movable, study, **values):
        return True
    study.refresh_from_db(fields=["state"])
    if study.state == to:
        return False
    raise NotPossible(
        _("“%(title)s” is “%(state)s” now, so this cannot be done.")
        % {"title": study.title, "state": study.get_state_display()}
    )


def _update(where: QuerySet[CaseStudy], study: CaseStudy, **values: object) -> bool:
    """Change the row if it is still as `where` says, and let readers and the page in hand know."""
    if not where.update(updated_at=timezone.now(), **values):
        return False
    # An UPDATE sends no signal, so search and catalogue would not notice.
    changes.note({study.pk})
    study.refresh_from_db()
    return True


def _keep_version(study: CaseStudy, *, by: User, note: str) -> Version:
    last = study.versions.aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        study=study,
        number=last + 1,
        published_at=timezone.now(),
        published_by=by,
        note=note.strip(),
        document=_document_of(study),
    )


def _document_of(study: CaseStudy) -> Document:
    """As it is stored now, with a fixed number of queries for any number of lines."""
    (complete,) = CASE_STUDY.complete().filter(pk=study.pk)
    return to_document(complete)
