"""What the network does when something happens elsewhere: each line hands over to an action."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models import signals
from django.utils import timezone

from casestudies import changes
from casestudies import signals as editorial
from casestudies.models import CaseStudy
from collab_directory.outbox import signals as outbox
from network.actions import (
    alerts,
    contributions,
    membership,
    renaming,
    returned,
    uniting,
    verification,
)
from network.models import Leadership, ProjectLeader
from network.sign_in import factors, middleware, sessions


def connect() -> None:
    """Once, when the apps are loaded."""
    for model in (ProjectLeader, Leadership):
        for signal in (signals.post_save, signals.post_delete):
            signal.connect(
                _whom_to_ask_changed, sender=model, dispatch_uid=f"{model.__name__} seen"
            )
    editorial.published.connect(_published, dispatch_uid="network hears of what is published")
    editorial.loaded.connect(_loaded, dispatch_uid="network hears of what is loaded")
    editorial.archived.connect(_archived, dispatch_uid="network hears of what is archived")
    editorial.term_moved.connect(_term_moved, dispatch_uid="network follows a term")
    editorial.term_counted.connect(_term_counted, dispatch_uid="network counts a term")
    editorial.merge_asked.connect(_merge_asked, dispatch_uid="network may hold an entry back")
    editorial.merge_counted.connect(_merge_counted, dispatch_uid="network counts for an entry")
    editorial.merged.connect(_merged, dispatch_uid="network follows an entry")
    editorial.verified.connect(_verified, dispatch_uid="network hears of what is confirmed")
    signals.pre_delete.connect(_archived_for_ever, sender=CaseStudy, dispatch_uid="no alert of it")
    user_logged_in.connect(_signed_in, dispatch_uid="network notes who signs in")
    user_logged_out.connect(_signed_out, dispatch_uid="network notes who signs out")
    factors.connect()
    outbox.failed.connect(_letter_failed, dispatch_uid="network hears of letters that failed")


def _whom_to_ask_changed(sender: Any, **kwargs: Any) -> None:
    """A case study's page says whom a question reaches, and pages are kept until told otherwise."""
    changes.note()


def _published(sender: Any, *, study: Any, by: Any, **kwargs: Any) -> None:
    now = timezone.now()
    if issue := alerts.announce(study, at=now):
        alerts.reopen(issue, at=now)
    contributions.published(study, by=by, at=now)


def _loaded(sender: Any, *, studies: Any, **kwargs: Any) -> None:
    now = timezone.now()
    if issue := alerts.announce_loaded(studies, at=now):
        alerts.reopen(issue, at=now)


def _archived(sender: Any, *, study: Any, **kwargs: Any) -> None:
    now = timezone.now()
    alerts.take_back(study, at=now)
    verification.unpublished(study, at=now)


def _verified(sender: Any, *, study: Any, **kwargs: Any) -> None:
    verification.confirmed(study, at=timezone.now())


def _archived_for_ever(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    alerts.take_back(instance, at=timezone.now())


def _term_moved(sender: Any, *, was: str, now: str, **kwargs: Any) -> None:
    renaming.follow(sender, was=was, now=now, at=timezone.now())


def _term_counted(sender: Any, *, slug: str, **kwargs: Any) -> list[tuple[str, int]]:
    return renaming.counted(sender, slug)


def _merge_asked(sender: Any, *, gone: Any, **kwargs: Any) -> str:
    return uniting.why_not(gone)


def _merge_counted(sender: Any, *, gone: Any, **kwargs: Any) -> list[tuple[str, int]]:
    return uniting.counted(gone)


def _merged(sender: Any, *, gone: Any, into: Any, **kwargs: Any) -> None:
    uniting.follow(gone, into)


def _letter_failed(sender: Any, *, letter: Any, **kwargs: Any) -> None:
    returned.never_left(letter)


def _signed_in(sender: Any, *, request: Any, user: Any, **kwargs: Any) -> None:
    middleware.note_sign_in(request)
    sessions.begin(request, user, at=timezone.now())
    membership.note_sign_in(user, at=timezone.now())


def _signed_out(sender: Any, *, request: Any, **kwargs: Any) -> None:
    sessions.forget(request)
