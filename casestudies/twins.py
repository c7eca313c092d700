"""Case studies that may be about the same scheme, by name, place and who takes part.

For whoever is about to write one, and for whoever keeps them. A hint, never a decision: two schemes
of one name in two counties are two.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from casestudies.models import CaseStudy, Organisation, Partner
from casestudies.models.case_study_queries import CaseStudyQuerySet
from casestudies.search.language import STOP, stem, tokens

# How much of what two names say is said by both, 0 to 1
NEARLY_SAME = 0.5
SAME = 0.95  # two counties often call what they do alike, but for their names
ALIKE = 0.15  # without that, place and partners make neighbours, not twins
TOGETHER = 0.6  # of name, place and partners, weighted so:
PLACE, PARTNERS = 0.25, 0.25
SPELLED_ALIKE = 0.6  # share of three-letter pieces: "taskforce" is "task force"
BEGINNING = 8  # letters of two names that may be spelled alike
MOST_SHARING = 25  # names with a word in common: more make it too common to tell twins by
PARTNERS_SHARED = 2  # one is no sign: a police force takes part in many


@dataclass(frozen=True)
class Twin:
    """A case study that may be the same, and why, in words that are true of both."""

    study: CaseStudy
    reasons: tuple[str, ...]
    # More than a name that is like it: worth the time of somebody who did not ask
    is_likely: bool = True


Who = TypeVar("Who")  # a partner, or its primary key


@dataclass(frozen=True)
class _Likeness(Generic[Who]):
    """How alike two are, each from 0 to 1, and which partners they share."""

    name: float
    place: float
    partners: tuple[Who, ...]
    share: float

    @property
    def weight(self) -> float:
        together = len(self.partners) >= PARTNERS_SHARED
        return self.name + PLACE * self.place + PARTNERS * self.share * together

    @property
    def is_twin(self) -> bool:
        return self.name >= NEARLY_SAME or (self.name >= ALIKE and self.weight >= TOGETHER)

    @property
    def is_likely(self) -> bool:
        return self.is_twin and bool(self.name >= SAME or self.place or self.partners)


@dataclass(frozen=True)
class _Name:
    words: frozenset[str]
    pieces: frozenset[str]
    beginning: tuple[str] = ("",)  # its first letters, run together

    @classmethod
    def of(cls, text: str) -> Self:
        said = [word for word, _start, _end in tokens(text) if word not in STOP]
        joined = re.sub(r"[^a-z0-9]", "", "".join(said))
        pieces = {joined[n : n + 3] for n in range(max(1, len(joined) - 2))} if joined else ()
        return cls(frozenset(map(stem, said)), frozenset(pieces), (joined[:BEGINNING],))

    def is_spelled_like(self, other: Self) -> bool:
        either = len(self.pieces | other.pieces)
        return bool(either) and len(self.pieces & other.pieces) / either >= SPELLED_ALIKE


class _Words:
    """How rare each word is among some texts."""

    def __init__(self, texts: Iterable[frozenset[str]]) -> None:
        texts = list(texts)
        counted = Counter(word for words in texts for word in words)
        self._worth = {word: math.log1p(len(texts) / n) for word, n in counted.items()}
        self._rarest = max(self._worth.values(), default=1.0)

    def overlap(self, one: frozenset[str], other: frozenset[str]) -> float:
        """0 to 1. A word that none of the texts holds is as rare as can be."""
        both, either = (self._sum(words) for words in (one & other, one | other))
        return both / either if either else 0.0

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._worth.get(word, self._rarest) for word in words)


def twins_of(
    title: str,
    *,
    place: str = "",
    organisations: Collection[Organisation] = (),
    among: CaseStudyQuerySet,
    most: int = 3,
) -> list[Twin]:
    """The likest first, ties in A-Z order. Two queries, whatever `among` holds.

    `among` decides what may be named: published ones only, for whoever may see no others.
    """
    name, where = _Name.of(title), _Name.of(place)
    if not name.words:
        return []
    candidates = list(among.only("slug", "title", "place", "state").order_by("title", "pk"))
    names = {one.pk: _Name.of(one.title) for one in candidates}
    places = {one.pk: _Name.of(one.place).words for one in candidates}
    of_names = _Words(other.words for other in names.values())
    of_places = _Words(places.values())
    shared = _partners_of(among, organisations)
    found = []
    for one in candidates:
        other, both = names[one.pk], tuple(shared.get(one.pk, ()))
        like = _Likeness(
            name=max(of_names.overlap(name.words, other.words), name.is_spelled_like(other) * 0.9),
            place=of_places.overlap(where.words, places[one.pk]),
            partners=both,
            share=len(both) / len(organisations) if organisations else 0.0,
        )
        if like.is_twin:
            found.append((like, one))
    found.sort(key=lambda pair: -pair[0].weight)
    return [Twin(one, tuple(_reasons(like, one)), like.is_likely) for like, one in found[:most]]


def pairs_among(studies: CaseStudyQuerySet) -> Iterator[tuple[int, int]]:
    """Every two of these that are likely twins, by primary key, the lower first. Two queries.

    Not every study with every other, which would take hours where there are thousands: only those
    that share a rare word of their names, all of their words, or how their names begin.
    """
    rows = list(studies.order_by("pk").values_list("pk", "title", "place"))
    names = {pk: _Name.of(title) for pk, title, _place in rows}
    places = {pk: _Name.of(place).words for pk, _title, place in rows}
    of_names = _Words(name.words for name in names.values())
    of_places = _Words(places.values())
    partners: dict[int, set[int]] = defaultdict(set)
    taking_part = Partner.objects.filter(study__in=studies.order_by().values("pk"))
    for study, organisation in taking_part.values_list("study_id", "organisation_id"):
        partners[study].add(organisation)
    for one, other in sorted(_likely(names)):
        both = partners[one] & partners[other]
        fewer = min(len(partners[one]), len(partners[other]))
        alike = of_names.overlap(names[one].words, names[other].words)
        like = _Likeness(
            name=max(alike, names[one].is_spelled_like(names[other]) * 0.9),
            place=of_places.overlap(places[one], places[other]),
            partners=tuple(both),
            share=len(both) / fewer if fewer else 0.0,
        )
        if like.is_likely:
            yield one, other


def _likely(names: dict[int, _Name]) -> set[tuple[int, int]]:
    """Pairs worth a closer look, at most so many for each study."""
    sharing: dict[object, list[int]] = defaultdict(list)
    for pk, name in names.items():
        if name.words:
            sharing[name.words].append(pk)
            sharing[name.beginning].append(pk)
        for word in name.words:
            sharing[word].append(pk)
    found: set[tuple[int, int]] = set()
    for key, pks in sharing.items():
        # A word that very many share says nothing; of one and the same name, the next ones do.
        if len(pks) > MOST_SHARING and not isinstance(key, frozenset):
            continue
        for n, one in enumerate(pks):
            found.update((one, other) for other in pks[n + 1 : n + 1 + MOST_SHARING])
    return found


def _partners_of(
    among: CaseStudyQuerySet, organisations: Collection[Organisation]
) -> dict[int, list[Organisation]]:
    """Of these organisations, those that take part in each study."""
    by_pk = {one.pk: one for one in organisations}
    rows = Partner.objects.filter(organisation__in=by_pk, study__in=among.order_by().values("pk"))
    found: dict[int, list[Organisation]] = defaultdict(list)
    for study, organisation in rows.values_list("study_id", "organisation_id"):
        found[study].append(by_pk[organisation])
    return found


def _reasons(like: _Likeness[Organisation], study: CaseStudy) -> Iterable[str]:
    yield _("The same name") if like.name == 1 else _("A name like it")
    if like.place:
        yield _("Also in %(place)s") % {"place": study.place}
    if len(like.partners) >= PARTNERS_SHARED:
        names = get_text_list([one.name for one in like.partners], _("and"))
        yield _("Also %(names)s") % {"names": names}
