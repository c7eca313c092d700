"""How often somebody did something, under codes from which nobody is known."""

from django.utils.translation import gettext_lazy as _

from collab_directory.limits.models import Tally
from network.personal.kind import Held, Kind, keep

KINDS = (
    Kind(
        name="limits",
        title=_("How often they sent something, under a code"),
        held=(Held(Tally, "whose", "limit moments"),),
        # For each limit another code, and none of them tells a name: gone within a day
        find=lambda person: (),
        shown=(),
        since="forget_at",
        erase=keep,
        left=_("the code, for a day at most"),
        rules=("limits",),
    ),
)
