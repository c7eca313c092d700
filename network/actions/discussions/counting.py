"""What a topic says of its replies, worked out from those that everybody may read."""

from collections.abc import Iterable

from django.db.models import Count, Max

from network.models import Post, Topic


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


def let_title_go(topic: Topic) -> None:
    """With its opening, where nobody's reply is left that would need it. Call it after `recount`.

    Moderators still find it beside the opening's text, for as long as they find that.
    """
    taken_back = Topic.objects.filter(pk=topic.pk, opening__state=Post.State.DELETED)
    gone = taken_back.exclude(pk__in=Topic.objects.seen().values("pk"))
    # On PostgreSQL no join may be updated
    Topic.objects.filter(pk__in=gone.values("pk")).update(title="", title_is_public=False)
