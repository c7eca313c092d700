"""What can be done with one post or topic: find, change, take back, report and follow it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from casestudies.editorial import NotPossible
from collab_directory.posting import answer, token_page
from network import topic_pages
from network.actions import discussions as actions
from network.discussions import shown_study
from network.forms.discussion import ChangeForm, ReportForm, TextForm, TopicTextForm
from network.forms.enquiry import ButtonForm
from network.models import Link, Member, Post, Topic
from network.models.discussions import EDIT_WITHIN
from network.models.moderation import EARLIER_KEPT
from network.shown_authors import Author
from network.views.account import own_page
from network.views.discussions import say_if_held, writing_page

PARTS = ("topic__category", "topic__type", "topic__study", "topic__opening")


def _post(number: int, reader: Member, *, own: bool = False) -> Post:
    """One that the reader finds in its topic; 404 for any other."""
    topics = Topic.objects.seen_by(reader)
    found = Post.objects.filter(pk=number, topic__in=topics).exclude(state=Post.State.DELETED)
    found = found.filter(author=reader) if own else found
    post = found.select_related(*PARTS).first()
    if post is None or (post.state in Post.UNSEEN and post.author_id != reader.pk):
        raise Http404
    return post


@require_safe
@own_page
def discussion_post(request: HttpRequest, reader: Member, number: int) -> HttpResponse:
    """The address of a post for good: wherever it stands by now."""
    return redirect(topic_pages.place_of(_post(number, reader), reader))


@writing_page
def discussion_edit(request: HttpRequest, reader: Member, number: int) -> HttpResponse:
    post = _post(number, reader, own=True)
    data = request.POST if request.method == "POST" else None
    if post.is_opening:
        initial = TopicTextForm.as_typed(post.topic, shown_study(post.topic))
        form: TextForm = TopicTextForm(data, initial=initial)
    else:
        form = TextForm(data, initial={"text": post.text})
    at = timezone.now()
    context: dict[str, Any] = {
        "post": post,
        "minutes": EDIT_WITHIN.seconds // 60,
        "kept_days": EARLIER_KEPT.days,
        "may_edit": actions.may_edit(post, reader, at=at),
    }
    page = "pages/network/discussion_edit.html"

    def edit() -> HttpResponse:
        try:
            actions.edit(post, form.draft, by=reader, at=at)
        except NotPossible as problem:
            form.add_error(None, str(problem))
            return TemplateResponse(request, page, context | {"form": form}, status=409)
        post.refresh_from_db()
        say_if_held(request, post)
        return redirect(post)

    return answer(request, form, edit, page, context)


@own_page
def discussion_delete(request: HttpRequest, reader: Member, number: int) -> HttpResponse:
    post = _post(number, reader, own=True)
    form = ButtonForm(request.POST if request.method == "POST" else None)

    def delete() -> HttpResponse:
        actions.delete(post, by=reader, at=timezone.now())
        messages.success(request, _("What you wrote is deleted."))
        if Topic.objects.seen_by(reader).filter(pk=post.topic_id).exists():
            return redirect(Topic.objects.get(pk=post.topic_id))
        return redirect("network:discussions")

    context = {"post": post, "kept_days": EARLIER_KEPT.days}
    return answer(request, form, delete, "pages/network/discussion_delete.html", context)


@writing_page
def discussion_report(request: HttpRequest, reader: Member, number: int) -> HttpResponse:
    post = _post(number, reader)
    if post.author_id == reader.pk:
        return redirect(post)
    form = ReportForm(request.POST if request.method == "POST" else None)

    def report() -> HttpResponse:
        actions.report(post, by=reader, **form.cleaned_data, at=timezone.now())
        messages.success(request, _("Thank you. A moderator looks at it."))
        return redirect(post)

    context = {"post": post, "author": Author.of(post.author, reader=reader)}
    return answer(request, form, report, "pages/network/discussion_report.html", context)


@own_page
def discussion_change(request: HttpRequest, reader: Member, number: int) -> HttpResponse:
    """The small buttons of a topic: follow it, close it, show its title, and back."""
    topic = Topic.objects.seen_by(reader).for_lists().filter(pk=number).first()
    if topic is None:
        raise Http404
    if request.method != "POST":
        return redirect(topic)
    form = ChangeForm(request.POST)

    def change() -> HttpResponse:
        said = _change(topic, reader, form.cleaned_data["do"])
        if said:
            messages.success(request, said)
        return redirect(topic)

    return answer(request, form, change, "pages/network/discussion_change.html", {"topic": topic})


def _change(topic: Topic, reader: Member, do: str) -> str:
    """Do it; what to tell, or "" where nothing was to be done."""
    at = timezone.now()
    if do == "follow":
        done, said = actions.follow(topic, reader, at=at), _("We write to you about new replies.")
    elif do == "unfollow":
        done, said = actions.unfollow(topic, reader, at=at), _("We write to you about it no more.")
    elif do == "close":
        done, said = actions.close_own(topic, by=reader, at=at), _("It takes no more replies.")
    elif do == "reopen":
        done, said = actions.reopen_own(topic, by=reader, at=at), _("It takes replies again.")
    else:
        is_shown = do == "show-title"
        done = actions.show_title(topic, by=reader, shown=is_shown)
        said = (
            _("Visitors now read its title.") if is_shown else _("Visitors read its title no more.")
        )
    return said if done else ""


@csrf_exempt
@token_page
def discussion_stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link in each letter: one press ends the letters about its topic, without signing in.

    A mail program presses it, too (RFC 8058): it has no cookie that shows the form to be ours, and
    the address itself is the secret. The page names no topic, since whoever holds a forwarded
    letter may be no member.
    """
    link = Link.find(Link.Purpose.FOLLOWING, token, at=timezone.now())
    if link is None:
        return TemplateResponse(request, "pages/network/link_gone.html", status=404)
    following = link.following
    if request.method == "POST":
        actions.unfollow(following.topic, following.member, at=timezone.now())
        following.refresh_from_db()
    context = {"is_over": following.ended_at is not None}
    return TemplateResponse(request, "pages/network/discussion_stop.html", context)
