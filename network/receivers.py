"""What the network does when something happens elsewhere: each line hands over to an action."""

from typing import Any

from django.db.models import signals

from casestudies import changes
from collab_directory.outbox import signals as outbox
from network.actions import returned
from network.models import Leadership, ProjectLeader


def connect() -> None:
    """Once, when the apps are loaded."""
    for model in (ProjectLeader, Leadership):
        for signal in (signals.post_save, signals.post_delete):
            signal.connect(
                _whom_to_ask_changed, sender=model, dispatch_uid=f"{model.__name__} seen"
            )
    outbox.failed.connect(_letter_failed, dispatch_uid="network hears of letters that failed")


def _whom_to_ask_changed(sender: Any, **kwargs: Any) -> None:
    """A case study's page says whom a question reaches, and pages are kept until told otherwise."""
    changes.note()


def _letter_failed(sender: Any, *, letter: Any, **kwargs: Any) -> None:
    returned.never_left(letter)
