"""Who reads a page: asked only of those who hold a session, so that visitors stay nobody."""

from django.conf import settings
from django.http import HttpRequest

from network.models import Member


def reader_of(request: HttpRequest) -> Member | None:
    """The member who looks, if one does. Without a session nothing is asked, and nothing varies."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    if not request.user.is_authenticated:
        return None
    return Member.objects.active().filter(user=request.user).first()
