"""Who hears of replies to a topic, until they say that they have heard enough."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from network.models import Following, Member, Topic


@transaction.atomic
def follow(topic: Topic, member: Member, *, at: dt.datetime) -> bool:
    """Whether this call made the difference."""
    mine = Following.objects.filter(topic=topic, member=member)
    if mine.filter(ended_at__isnull=False).update(ended_at=None, since=at):
        return True
    return Following.objects.get_or_create(topic=topic, member=member, defaults={"since": at})[1]


@transaction.atomic
def unfollow(topic: Topic, member: Member, *, at: dt.datetime) -> bool:
    """The row stays, so that the link in an older letter still says how it stands."""
    mine = Following.objects.filter(topic=topic, member=member, ended_at=None)
    return bool(mine.update(ended_at=at))


def has_seen(topic: Topic, member: Member, *, at: dt.datetime) -> None:
    """They read the topic: the next reply is worth a letter. Writes only after a letter."""
    unread = Q(seen_at=None) | Q(seen_at__lt=F("told_at"))
    told = Following.objects.filter(unread, topic=topic, member=member, told_at__isnull=False)
    told.update(seen_at=at)
