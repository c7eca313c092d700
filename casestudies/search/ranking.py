"""Finds and orders. The only reader of the index tables: another engine could take its place."""

import math
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from casestudies.models.search_index import IndexedText, Posting
from casestudies.search.query import Query
from casestudies.search.synonyms import Form, Glossary

# What another word for the same thing counts, against the word itself.
SYNONYM_COUNTS = 0.7
# A study must hold at least this share of what the best one holds, by rarity of the words: of a
# long question nobody holds all, of a short one the best holds everything.
LEAST_SHARE = 0.5

Impacts = dict[int, int]  # study: impact


@dataclass(frozen=True)
class Clue:
    """One thing that a question asks for, and the other ways of saying it."""

    form: Form
    others: tuple[tuple[Form, str], ...] = ()


@dataclass(frozen=True)
class Ranking:
    """The studies found, by primary key, with their scores."""

    scores: dict[int, int]
    missing: tuple[str, ...] = ()  # stems that no published study holds
    marked: frozenset[str] = frozenset()  # stems to mark in what is shown
    also: tuple[str, ...] = ()  # synonyms that found something


def clues(query: Query, glossary: Glossary) -> list[Clue]:
    """The words of a question, joined where together they are a form of a glossary group."""
    found, start = [], 0
    while start < len(query.words):
        form = glossary.match(query.words, start)
        if form is None:
            found.append(Clue(query.words[start : start + 1]))
            start += 1
        else:
            found.append(Clue(form, glossary.others[form]))
            start += len(form)
    return found


def rank(query: Query, glossary: Glossary, token: str, total: int) -> Ranking:
    """Score every published study that answers the question, out of `total`."""
    asked = clues(query, glossary)
    impacts = _impacts_of(_stems_in(asked, query), token)
    rarity = {word: _rarity(len(found), total) for word, found in impacts.items()}
    whole = 0.0
    scores: dict[int, float] = {}
    shares: dict[int, float] = {}
    also: dict[str, None] = {}
    marked: set[str] = set()
    missing: list[str] = []
    for clue in asked:
        ways = _ways(clue, impacts)
        if not ways:
            missing += clue.form
            continue
        worth = max(sum(rarity[word] for word in form) for form, _, _ in ways)
        whole += worth
        best: dict[int, tuple[float, float]] = {}
        for form, counts, text in ways:
            marked.update(form)
            if text:
                also[text] = None
            for study, scored in _score(form, impacts, rarity).items():
                share = min(1.0, scored[1] / max(worth, 1e-9)) if not text else 1.0
                best[study] = max(best.get(study, (0.0, 0.0)), (scored[0] * counts, share))
        for study, (score, share) in best.items():
            scores[study] = scores.get(study, 0.0) + score
            shares[study] = shares.get(study, 0.0) + share * worth
    found = _enough(scores, shares, whole)
    if query.phrases or query.excluded:
        found = _strictly(found, query, impacts, token, asked=bool(query.words))
        marked.update(word for phrase in query.phrases for word in phrase)
    return Ranking(found, tuple(missing), frozenset(marked), tuple(also))


def _ways(clue: Clue, impacts: dict[str, Impacts]) -> list[tuple[Form, float, str]]:
    """The ways of saying a clue that some study holds: form, what it counts, how it is written."""
    ways = []
    if any(impacts.get(word) for word in clue.form):
        ways.append((clue.form, 1.0, ""))
    for form, text in clue.others:
        if all(impacts.get(word) for word in form):
            ways.append((form, SYNONYM_COUNTS, text))
    return ways


def _score(
    form: Form, impacts: dict[str, Impacts], rarity: dict[str, float]
) -> dict[int, tuple[float, float]]:
    """Score and matched rarity of each study that holds words of a form."""
    found: dict[int, tuple[float, float]] = {}
    for word in form:
        for study, impact in impacts.get(word, {}).items():
            score, share = found.get(study, (0.0, 0.0))
            found[study] = (score + impact * rarity[word], share + rarity[word])
    return found


def _enough(scores: dict[int, float], shares: dict[int, float], whole: float) -> dict[int, int]:
    """Those that hold enough of the question; the share held weighs on the score."""
    least = LEAST_SHARE * max(shares.values(), default=0.0)
    return {
        study: round(score * (shares[study] / whole) * 10)
        for study, score in scores.items()
        if shares[study] >= least
    }


def _rarity(holding: int, total: int) -> float:
    return math.log1p((total - holding + 0.5) / (holding + 0.5)) if holding else 0.0


def _strictly(
    found: dict[int, int], query: Query, impacts: dict[str, Impacts], token: str, asked: bool
) -> dict[int, int]:
    """Keep only the studies with every phrase and without what was excluded."""
    wanted = _holding(query.phrases, impacts)
    if wanted is None:  # only minus words: everything but those
        candidates = set(found) if asked else set(_published_texts())
    else:
        candidates = wanted & set(found) if asked else wanted
    texts = dict(IndexedText.objects.filter(study__in=candidates).values_list("study_id", "stems"))
    kept = {}
    for study, text in texts.items():
        if all(f" {' '.join(phrase)} " in text for phrase in query.phrases) and not any(
            f" {' '.join(phrase)} " in text for phrase in query.excluded
        ):
            phrase_score = sum(impacts[w][study] for p in query.phrases for w in p)
            kept[study] = found.get(study, 0) + phrase_score
    return kept


def _holding(phrases: Iterable[Form], impacts: dict[str, Impacts]) -> set[int] | None:
    """The studies that hold every word of every phrase; nothing if there are no phrases."""
    holding: set[int] | None = None
    for phrase in phrases:
        for word in phrase:
            having = set(impacts.get(word, {}))
            holding = having if holding is None else holding & having
    return holding


def _published_texts() -> list[int]:
    return list(IndexedText.objects.values_list("study_id", flat=True))


def _stems_in(asked: list[Clue], query: Query) -> set[str]:
    forms = [clue.form for clue in asked] + [form for clue in asked for form, _ in clue.others]
    return {word for form in (*forms, *query.phrases) for word in form}


# Postings by token and word, so that a process reads the postings of a word once.

MOST_KEPT = 4000
_kept: OrderedDict[tuple[str, str], Impacts] = OrderedDict()
_keeping = threading.Lock()


def _impacts_of(words: set[str], token: str) -> dict[str, Impacts]:
    with _keeping:
        known = {word: _kept[token, word] for word in words if (token, word) in _kept}
    unknown = words - known.keys()
    if unknown:
        read: dict[str, Impacts] = {word: {} for word in unknown}
        rows = Posting.objects.filter(word__in=unknown)
        for word, study, impact in rows.values_list("word", "study_id", "impact"):
            read[word][study] = impact
        known |= read
        with _keeping:
            _kept.update({(token, word): found for word, found in read.items()})
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return known
