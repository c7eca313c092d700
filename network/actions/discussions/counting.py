"""What a topic says of its replies, worked out from those that everybody may read."""

from collections.abc import Iterable

from django.db.models import Count, Max

from network.models import Topic


def hold_still(topics: Iterable[int]) -> list[Topic]:
    """Topics by their numbers, locked until the transaction ends.

    Whatever changes posts does this first, before it touches any of them: so counts are worked out
    one after the other, and nobody waits for somebody who waits for them.
    """
    wanted = Topic.objects.filter(pk__in=set(topics)).order_by("pk")
    return list(wanted.select_for_update(of=("self",)))


def recount(topic: Topic) -> None:
    """Call it in the transaction of whatever showed, held, hid or deleted a post of the topic."""
    shown = topic.posts.shown().replies()
    found = shown.aggregate(number=Count("pk"), last=Max("created_at"))
    topic.replies, topic.last_at = found["number"], found["last"] or topic.created_at
    topic.save(update_fields=["replies", "last_at"])
