"""The project leaders' own page, and how they come by the link to it."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from collab_directory.posting import token_page
from network.models import Link, ProjectLeader


@token_page
def leader(request: HttpRequest, token: str) -> HttpResponse:
    whose = _leader_of(token)
    if whose is None:
        return TemplateResponse(request, "pages/network/leader_gone.html", status=404)
    return TemplateResponse(request, "pages/network/leader.html", {"leader": whose})


def _leader_of(token: str) -> ProjectLeader | None:
    """Whose page it is: nobody's once they left, have another address, or the link has run out."""
    link = Link.find(Link.Purpose.LEADER_PAGE, token, at=timezone.now())
    if link is None or link.leader is None:
        return None
    return (
        link.leader
        if link.leader.is_active and link.is_bound_to(link.leader.email.lower())
        else None
    )
