"""What the network does when something happens elsewhere: each line hands over to an action."""

from typing import Any

from django.db.models import signals

from casestudies import changes
from network.models import Leadership, ProjectLeader


def connect() -> None:
    """Once, when the apps are loaded."""
    for model in (ProjectLeader, Leadership):
        for signal in (signals.post_save, signals.post_delete):
            signal.connect(
                _whom_to_ask_changed, sender=model, dispatch_uid=f"{model.__name__} seen"
            )


def _whom_to_ask_changed(sender: Any, **kwargs: Any) -> None:
    """A case study's page says whom a question reaches, and pages are kept until told otherwise."""
    changes.note()
