"""Who reads a page. On a public one it is asked only of those who hold a session."""

from django.conf import settings
from django.http import HttpRequest

from network.models import Member


def reader_of(request: HttpRequest) -> Member | None:
    """The member who looks, if one does. Without a session nothing is asked, and nothing varies."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return member_of(request)


def member_of(request: HttpRequest) -> Member | None:
    """The member who is signed in, if anybody is and they are one."""
    if not request.user.is_authenticated:
        return None
    mine = Member.objects.active().filter(user=request.user)
    return mine.select_related("organisation", "service", "region").first()
