"""The list of discussions, the page of each, and the form to begin one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casestudies.editorial import NotPossible
from casestudies.models import CaseStudy
from casestudies.question import PER_PAGE
from collab_directory import errors
from collab_directory.posting import answer, form_page
from network import topic_pages, written
from network.actions import discussions as actions
from network.discussions import Discussions
from network.forms.discussion import ReplyForm, TextForm, TopicForm
from network.member_questions import page_of
from network.models import Member, Post, Topic
from network.models.discussions import EDIT_WITHIN
from network.paging import Pages
from network.readers import reader_of
from network.topic_pages import TopicPage
from network.views.account import own_page

View = Callable[..., HttpResponse]


def writing_page(view: View) -> View:
    """An own page with a long text: whoever was signed out meanwhile is given back what they typed.

    Nothing is looked up for them, so the answer is the same whatever is, or is not, there.
    """
    page = own_page(view)

    @wraps(page)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return errors.signed_out(request)
        return page(request, *args, **kwargs)

    shown.draws_its_form_again = True  # type: ignore[attr-defined]
    return shown


@require_safe
@form_page
def discussions(request: HttpRequest) -> HttpResponse:
    """To members all of them; to others the titles whose authors chose so."""
    reader = reader_of(request)
    if reader is None:
        return _titles(request)
    request.is_members_page = True  # type: ignore[attr-defined]  # base.html leads to the others
    context: dict[str, Any] = {"discussions": Discussions(request.GET, reader), "reader": reader}
    return TemplateResponse(request, "pages/network/discussions.html", context)


def _titles(request: HttpRequest) -> HttpResponse:
    public = Topic.objects.in_public().select_related("category").order_by("-created_at", "-pk")
    problems: list[str] = []
    here = reverse("network:discussions")
    paging = Pages(
        public.count(), PER_PAGE, page_of(request.GET, problems), lambda n: f"{here}?page={n}"
    )
    context = {
        "topics": public[paging.part],
        "paging": paging,
        "ignored": [sentence for sentence in (*problems, paging.problem) if sentence],
    }
    return TemplateResponse(request, "pages/network/discussion_titles.html", context)


@writing_page
def discussion_new(request: HttpRequest, reader: Member) -> HttpResponse:
    form = TopicForm(request.POST if request.method == "POST" else None, initial=_about(request))

    def begin() -> HttpResponse:
        opening = actions.begin(
            form.draft,
            by=reader,
            key=form.key,
            follows=form.cleaned_data["follows"],
            at=timezone.now(),
        )
        say_if_held(request, opening)
        return redirect(opening.topic)

    return answer(request, form, begin, "pages/network/discussion_new.html", _times())


@form_page
def discussion(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """To members the topic; to others its title, if its author chose so, and else the way in."""
    reader = reader_of(request)
    if reader is not None:
        return _topic(request, number, slug)
    if request.method == "POST":
        return _topic(request, number, slug)
    topic = Topic.objects.in_public().select_related("category").filter(pk=number).first()
    if topic is None:
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
    if topic.slug != slug:
        return redirect(topic, permanent=True)
    return TemplateResponse(request, "pages/network/discussion_title.html", {"topic": topic})


@writing_page
def _topic(request: HttpRequest, reader: Member, number: int, slug: str) -> HttpResponse:
    at = timezone.now()
    topic = Topic.objects.seen_by(reader).for_lists().filter(pk=number).first()
    if topic is None:
        return _gone(request)
    if topic.slug != slug and request.method != "POST":
        return redirect(topic, permanent=True)
    page = TopicPage(topic, reader, request.GET, at=at)
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        topic=topic,
        initial={"follows": page.follows or not page.is_own} | _quoting(request, topic),
    )

    def reply() -> HttpResponse:
        try:
            post = actions.reply(
                topic,
                form.cleaned_data["text"],
                by=reader,
                key=form.key,
                answers=form.cleaned_data["answers"],
                follows=form.cleaned_data["follows"],
                at=timezone.now(),
            )
        except NotPossible as problem:
            form.add_error(None, str(problem))
            return TemplateResponse(request, TOPIC, context | {"form": form}, status=409)
        say_if_held(request, post)
        return redirect(topic_pages.place_of(post, reader))

    context = {"page": page, "topic": topic} | _times()
    if request.method == "GET":
        actions.has_seen(topic, reader, at=at)
    return answer(request, form, reply, TOPIC, context)


LONGEST_NUMBER = 18  # figures, of a post in an address
TOPIC = "pages/network/discussion.html"


def _gone(request: HttpRequest) -> HttpResponse:
    """404; whoever was writing meanwhile is given back what they typed."""
    typed = request.POST.get("text", "")
    if not typed:
        raise Http404
    form = TextForm(initial={"text": typed})
    page = "pages/network/discussion_gone.html"
    return TemplateResponse(request, page, {"form": form}, status=404)


def say_if_held(request: HttpRequest, post: Post) -> None:
    """Told to its author on the next page."""
    if post.state == Post.State.HELD:
        messages.info(
            request,
            _(
                "We have it, and nothing is lost. A moderator looks at it before others read it: "
                "%(why)s. We write to you then."
            )
            % {"why": post.get_held_why_display()},
        )


def _about(request: HttpRequest) -> dict[str, Any]:
    """The case study that a link to this form names."""
    slug = request.GET.get("about", "")
    study = CaseStudy.objects.published().at(slug).first() if slug else None
    return {"study": study.title} if study else {}


def _quoting(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    """The post that a link to this form names, as the beginning of a reply."""
    number = request.GET.get("quote", "")
    if not (number.isascii() and number.isdecimal()) or len(number) > LONGEST_NUMBER:
        return {}
    post = Post.objects.shown().filter(topic=topic, pk=int(number)).first()
    return {"text": written.quoted(post.text), "answers": str(post.pk)} if post else {}


def _times() -> dict[str, Any]:
    return {"edit_minutes": EDIT_WITHIN.seconds // 60}
