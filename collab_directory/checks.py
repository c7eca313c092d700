"""What `check --deploy` asks of a real service beyond Django's own questions."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

NOT_SENT = (".console.EmailBackend", ".filebased.EmailBackend", ".folder.EmailBackend")


@register(Tags.security, deploy=True)
def a_service_can_be_reached(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not settings.CONTACT_EMAIL:
        found.append(
            Warning(
                "CONTACT_EMAIL is not set: the public cannot reach the working group.",
                hint="Set it to the working group's public address.",
                id="collab_directory.W001",
            )
        )
    if settings.EMAIL_BACKEND.endswith(NOT_SENT):
        found.append(
            Warning(
                "EMAIL_URL is not set: letters are printed or put in a folder, not sent.",
                hint="Set it to smtp://user:password@host:587.",
                id="collab_directory.W002",
            )
        )
    return found
