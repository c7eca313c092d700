"""What a topic says of its replies, worked out from those that everybody may read."""

from django.db.models import Count, Max

from network.models import Topic


def recount(topic: Topic) -> None:
    """Call it in the transaction of whatever showed, held, hid or deleted a post of the topic."""
    shown = topic.posts.shown().exclude(pk=topic.opening_id)
    found = shown.aggregate(number=Count("pk"), last=Max("created_at"))
    topic.replies, topic.last_at = found["number"], found["last"] or topic.created_at
    topic.save(update_fields=["replies", "last_at"])
