"""The letters about discussions. None holds a word of what was written: that can be taken back."""

import datetime as dt

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse

from collab_directory import outbox
from collab_directory.outbox.models import Letter
from network import status
from network.models import Following, Link, Member, Post, Report, Topic

REPLY = "network/discussion_reply"
BURST = dt.timedelta(days=1)  # however many reply, one letter in this time to who does not look


def tell_followers(post: Post, *, at: dt.datetime) -> None:
    """Of a reply that everybody may read, once: each who follows and belongs, but not its author.

    Whoever was told and has not looked since hears no more for a day.
    """
    unread = Q(told_at__isnull=False) & (Q(seen_at=None) | Q(seen_at__lt=F("told_at")))
    following = Following.objects.filter(
        topic_id=post.topic_id, ended_at=None, member__in=Member.objects.active()
    )
    due = following.exclude(member=post.author_id).exclude(unread, told_at__gt=at - BURST)
    for one in due.select_related("member").order_by("pk"):
        outbox.post(
            REPLY,
            to=one.member.email,
            key=f"discussion:{post.pk}:{one.pk}",
            about=post,
            in_bulk=True,
            unsubscribe=stop_address(one, at=at),
            topic=post.topic,
            post_address=_full(post.get_absolute_url()),
        )
        Following.objects.filter(pk=one.pk).update(told_at=at)


def stop_address(following: Following, *, at: dt.datetime) -> str:
    """Where one press ends the letters about one topic, in full. It never runs out."""
    token = status.token_for(Link.Purpose.FOLLOWING, following.key)
    Link.make(Link.Purpose.FOLLOWING, following, at=at, token=token)
    return status.in_a_letter("network:discussion_stop", token)


def tell_author(post: Post, what: str, *, at: dt.datetime) -> None:
    """`what`: hidden, or shown. Not those who have left."""
    author = post.author
    if author is not None and Member.objects.active().filter(pk=author.pk).exists():
        outbox.post(
            f"network/discussion_{what}",
            to=author.email,
            key=f"discussion:{post.pk}:{what}:{at.isoformat()}",
            about=post,
            post=post,
            topic=post.topic,
            post_address=_full(post.get_absolute_url()),
            contact_address=_full(reverse("contact")),
        )


def tell_group(report: Report, *, at: dt.datetime) -> None:
    """That something waits, and where; nothing of what it says leaves the admin."""
    if settings.CONTACT_EMAIL:
        outbox.post(
            "network/discussion_for_group",
            to=settings.CONTACT_EMAIL,
            key=f"discussion:report:{report.pk}",
            about=report,
            report=report,
            admin_address=_full(reverse("admin:network_report_change", args=[report.pk])),
        )


def cancel(post: Post) -> None:
    """Letters that say a post is there and have not left; of an opening, about its whole topic."""
    gone = Post.objects.filter(topic=post.topic_id) if post.is_opening else [post]
    numbers = [str(one.pk) for one in gone]
    about = Letter.objects.filter(target_type=Post._meta.label_lower, target_id__in=numbers)
    about.filter(template=REPLY).cancel()


def forget_title(topic: Topic) -> None:
    """Letters to others that name a topic whose title goes: none leaves, and none keeps it."""
    numbers = [str(pk) for pk in topic.posts.values_list("pk", flat=True)]
    about = Letter.objects.filter(target_type=Post._meta.label_lower, target_id__in=numbers)
    naming = about.filter(template=REPLY)
    naming.cancel()
    naming.update(subject="", text="", html="")


def _full(address: str) -> str:
    return settings.SITE_URL + address
