"""Finding discussions: a question, and the topics that answer it, as one member may read them.

Topics are a few thousand at most: what a list can be narrowed by is read of all of them at once,
and looked through in Python. Everything that is shown of a topic is read for one page only.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, When
from django.http import QueryDict
from django.utils.translation import gettext as _

from casestudies.models import CaseStudy, CollaborationType, Service
from casestudies.question import PER_PAGE
from casestudies.search.language import STOP, stems
from network.discussion_questions import (
    FACETS,
    MINE,
    SCHEME,
    SHOW,
    UNANSWERED,
    read,
)
from network.models import DiscussionCategory, Member, Post, Topic
from network.models.discussions import TopicQuerySet
from network.paging import Pages
from network.shown_authors import Author

LATEST = 5  # on the page of the network, and beside a case study


@dataclass(frozen=True)
class Value:
    """A value of a facet, and how many topics choosing it would give."""

    slug: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class FacetView:
    name: str
    label: str
    values: tuple[Value, ...]

    @property
    def chosen_count(self) -> int:
        return sum(value.selected for value in self.values)

    @property
    def is_open(self) -> bool:
        """From the start: the short ones, and wherever something was chosen."""
        return self.name in {"show", "category"} or bool(self.chosen_count)


@dataclass(frozen=True)
class Chip:
    """A choice, and the address without it."""

    kind: str
    label: str
    url: str


class Row(NamedTuple):
    """What a topic can be found by; `values` holds its slugs under each facet."""

    pk: int
    values: dict[str, frozenset[str]]


@dataclass(frozen=True)
class Line:
    """A topic in a list, as one member sees it. `study` is None where it is no longer public."""

    topic: Topic
    author: Author
    study: CaseStudy | None

    @property
    def is_unseen(self) -> bool:
        """Held or hidden: its author alone finds it."""
        return self.topic.opening is not None and self.topic.opening.state in Post.UNSEEN


def shown_study(topic: Topic) -> CaseStudy | None:
    """The case study of a topic, while the public may read it."""
    study = topic.study
    return study if study and study.state == CaseStudy.State.PUBLISHED else None


def lines(topics: Iterable[Topic], reader: Member) -> list[Line]:
    """`topics` as `for_lists()` loads them."""
    return [
        Line(
            topic,
            Author.of(topic.opening.author if topic.opening else None, reader=reader),
            shown_study(topic),
        )
        for topic in topics
    ]


def latest(reader: Member) -> list[Line]:
    return lines(Topic.objects.seen().for_lists()[:LATEST], reader)


def number_about(study: CaseStudy) -> int:
    """How many topics about a case study every member may read."""
    return Topic.objects.seen().filter(study=study).count()


class Discussions:
    """A question and its answer: which topics are found, and what each further choice would give.

    Values of one facet widen each other, but what is to be shown narrows; facets and words narrow
    each other. Every word has to stand, in some form, in one of the posts of a topic or its title.
    """

    def __init__(self, params: QueryDict, reader: Member):
        self.reader = reader
        self.labels = _labels()
        slug = params.get(SCHEME, "")
        public = CaseStudy.objects.published()
        self.study = public.filter(slug=slug).first() if slug else None
        self.question = read(params, self.labels, is_scheme=self.study is not None)

    @cached_property
    def rows(self) -> list[Row]:
        """Every topic that has the words and is about the case study, by its latest reply."""
        found = Topic.objects.seen_by(self.reader)
        if self.study:
            found = found.filter(study=self.study)
        own = Post.objects.filter(author=self.reader).exclude(state=Post.State.DELETED)
        mine = set(own.values_list("topic_id", flat=True))
        parts = _with_words(found, self.question.text, self.reader).values_list(
            "pk", "replies", "category__slug", "type__slug", _service_if_shown()
        )
        return [
            Row(
                pk,
                {
                    "show": _shown_under(is_mine=pk in mine, replies=replies),
                    "category": frozenset({category}),
                    "type": frozenset({kind} - {None}),
                    "service": frozenset({service} - {None}),
                },
            )
            for pk, replies, category, kind, service in parts
        ]

    def _answering(self, *, without: str = "") -> list[Row]:
        """`without`: the facet whose choice is left aside; never what is to be shown."""
        chosen = {f: set(s) for f, s in self.question.chosen.items() if s and f != without}
        to_show = chosen.pop("show", set())
        return [
            row
            for row in self.rows
            if to_show <= row.values["show"]
            and all(slugs & row.values[facet] for facet, slugs in chosen.items())
        ]

    @cached_property
    def found(self) -> list[Row]:
        return self._answering()

    @cached_property
    def paging(self) -> Pages:
        asked = self.question
        return Pages(len(self.found), PER_PAGE, asked.page, lambda n: replace(asked, page=n).url)

    @cached_property
    def shown(self) -> list[Line]:
        """Those of this page."""
        wanted = [row.pk for row in self.found[self.paging.part]]
        topics = Topic.objects.for_lists().in_bulk(wanted)
        return lines([topics[pk] for pk in wanted if pk in topics], self.reader)

    @cached_property
    def facets(self) -> list[FacetView]:
        return [self._view_of(facet) for facet in FACETS]

    def _view_of(self, facet: str) -> FacetView:
        rows = self.found if facet == "show" else self._answering(without=facet)
        counts = Counter(slug for row in rows for slug in row.values[facet])
        chosen = self.question.chosen.get(facet, ())
        values = [
            Value(slug, str(label), counts[slug], slug in chosen)
            for slug, label in self.labels[facet].items()
        ]
        return FacetView(facet, str(FACETS[facet]), tuple(values))

    @cached_property
    def chips(self) -> list[Chip]:
        asked = self.question
        without = replace(asked, text="", page=1), replace(asked, scheme="", page=1)
        text = [Chip(_("Search"), f"“{asked.text}”", without[0].url)] if asked.text else []
        about = [Chip(_("Case study"), str(self.study), without[1].url)] if asked.scheme else []
        return [
            *text,
            *about,
            *(
                Chip(
                    str(FACETS[facet]),
                    str(self.labels[facet][slug]),
                    asked.only(facet, *(one for one in asked.chosen[facet] if one != slug)).url,
                )
                for facet, slug in asked.choices()
            ),
        ]

    @property
    def ignored(self) -> list[str]:
        return [sentence for sentence in (*self.question.ignored, self.paging.problem) if sentence]


def _with_words(topics: TopicQuerySet, text: str, reader: Member) -> TopicQuerySet:
    asked = [stem for stem in dict.fromkeys(stems(text)) if stem]
    readable = Post.objects.filter(
        Q(state=Post.State.SHOWN) | Q(state__in=Post.UNSEEN, author=reader)
    )
    for stem in [stem for stem in asked if stem not in STOP] or asked:
        holds = readable.filter(topic=OuterRef("pk"), stems__contains=f" {stem} ")
        topics = topics.filter(Exists(holds))
    return topics


def _service_if_shown() -> Case:
    """Of whoever began a topic: a listing shows it, and nothing else does."""
    author = "opening__author__"
    shown = {"is_listed": True, "left_at": None, "user__is_active": True}
    listed = When(
        **{f"{author}{name}": value for name, value in shown.items()},
        then=F(f"{author}service__slug"),
    )
    return Case(listed, default=None, output_field=CharField())


def _shown_under(*, is_mine: bool, replies: int) -> frozenset[str]:
    return frozenset(({MINE} if is_mine else set()) | ({UNANSWERED} if not replies else set()))


def _labels() -> dict[str, dict[str, str]]:
    return {
        "show": {slug: str(label) for slug, label in SHOW.items()},
        "category": dict(DiscussionCategory.objects.values_list("slug", "name")),
        "type": dict(CollaborationType.objects.values_list("slug", "name")),
        "service": dict(Service.objects.values_list("slug", "name")),
    }
