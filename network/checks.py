"""What `check` asks of the settings that only this app can judge."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from network.models import GroupMessage


@register()
def routes_lead_from_subjects(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    unknown = sorted(set(settings.CONTACT_ROUTES) - set(GroupMessage.Subject.values))
    return [
        Error(
            f"CONTACT_ROUTES names {subject!r}, which is no subject of the contact page.",
            hint=f"The subjects are {', '.join(GroupMessage.Subject.values)}.",
            id="network.E001",
        )
        for subject in unknown
    ]
